// `history` at the prompt: the lines that were entered, with the numbers that `!12` names them by; `history -c` forgets them.

import type { Program } from "../shell/process.ts";

export interface LineHistory {
  /** Oldest first. */
  lines(): readonly string[];
  /** All of them, and for good. */
  forget(): void;
}

export function historyProgram(history: LineHistory): Program {
  return function* (process) {
    const [, argument, ...more] = process.argv;
    if (more.length > 0 || (argument !== undefined && !/^(\d+|-c)$/.test(argument))) {
      process.stderr.write("usage: history [COUNT | -c]\n");
      return 2;
    }
    if (argument === "-c") {
      history.forget();
      return 0;
    }
    const all = history.lines();
    const first = argument === undefined ? 0 : Math.max(0, all.length - Number(argument));
    const shown = all.slice(first).map((line, at) => `${String(first + at + 1).padStart(5)}  ${line}\n`);
    process.stdout.write(shown.join(""));
    return 0;
  };
}
