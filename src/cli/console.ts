// Opens the learner's terminal as the environment asks for it: colours or none, plain or drawn, history kept across runs.

import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createStyler, type Styler, wantsColor } from "../terminal/style.ts";
import { openTerminal, type Terminal } from "../terminal/tty.ts";
import { dataDirectory } from "./places.ts";
import { isPlain } from "./plainness.ts";

export interface Console {
  readonly terminal: Terminal;
  readonly styler: Styler;
  /** Remembers a line for later runs. */
  remember(line: string): void;
  /** Gives the terminal back as it was. */
  close(): void;
}

const keptLines = 2000;

export function openConsole(options: { readonly plain?: boolean }): Console {
  const { env, stdin, stdout } = process;
  const plain = isPlain(options, env);
  const styler = createStyler({ color: !plain && wantsColor(colorsOf(env), stdout.isTTY === true), plain });
  const file = join(dataDirectory(), "history");
  const terminal = openTerminal(stdin, stdout, { styler, history: readHistory(file), wholeLines: plain });
  // Whoever ends the program from outside must not be left with a terminal in the mode of ours.
  const restore = () => terminal.close();
  const interrupt = () => terminal.interrupt();
  process.once("exit", restore);
  if (terminal.attended && !terminal.interactive) process.on("SIGINT", interrupt);
  const close = () => {
    process.off("exit", restore);
    process.off("SIGINT", interrupt);
    terminal.close();
  };
  return { terminal, styler, remember: (line) => remember(file, line), close };
}

function colorsOf({ NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv): Parameters<typeof wantsColor>[0] {
  return {
    ...(NO_COLOR === undefined ? {} : { NO_COLOR }),
    ...(FORCE_COLOR === undefined ? {} : { FORCE_COLOR }),
    ...(TERM === undefined ? {} : { TERM }),
  };
}

// One line of JSON a command, so that one of several lines stays whole.
function readHistory(file: string): string[] {
  let content: string;
  try {
    content = readFileSync(file, "utf8");
  } catch {
    // There is none before the first run; and without a history the prompt works as well.
    return [];
  }
  const lines = content.split("\n").flatMap((line) => parseEntry(line));
  if (lines.length > 2 * keptLines) keep(file, lines.slice(-keptLines));
  return lines.slice(-keptLines);
}

function parseEntry(line: string): string[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "string" ? [value] : [];
  } catch {
    // A line that was cut off while it was written.
    return [];
  }
}

function keep(file: string, lines: readonly string[]): void {
  attempt(() => writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join("")));
}

function remember(file: string, line: string): void {
  if (line.trim() === "") return;
  attempt(() => {
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  });
}

function attempt(write: () => void): void {
  try {
    write();
  } catch {
    // A history that cannot be kept is a small loss, and no reason to interrupt somebody who is typing.
  }
}
