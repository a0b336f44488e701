// `history` at the prompt: the lines that were entered, with the numbers that `!12` names them by.

import type { Program } from "../shell/process.ts";

/** @param lines oldest first. */
export function historyProgram(lines: () => readonly string[]): Program {
  return function* (process) {
    const [, count, ...more] = process.argv;
    if (more.length > 0 || (count !== undefined && !/^\d+$/.test(count))) {
      process.stderr.write("usage: history [COUNT]\n");
      return 2;
    }
    const all = lines();
    const first = count === undefined ? 0 : Math.max(0, all.length - Number(count));
    const shown = all.slice(first).map((line, at) => `${String(first + at + 1).padStart(5)}  ${line}\n`);
    process.stdout.write(shown.join(""));
    return 0;
  };
}
