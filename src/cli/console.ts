// Opens the learner's terminal as the environment asks for it: colours or none, plain or drawn, history kept across runs.

import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { answersQuestions, backgroundOf, narrowingOf } from "../terminal/abilities.ts";
import { ASK_BACKGROUND, withoutAnswer } from "../terminal/background.ts";
import type { Styler } from "../terminal/style.ts";
import { openTerminal, type Terminal, type TerminalOptions } from "../terminal/tty.ts";
import { english, type Texts } from "../tutor/language/english.ts";
import type { Message } from "../tutor/message.ts";
import { stylerFor } from "./looks.ts";
import { dataDirectory } from "./places.ts";
import { isPlain } from "./plainness.ts";

export interface Console {
  readonly terminal: Terminal;
  readonly styler: Styler;
  /** In the language of who sits there. */
  readonly texts: Texts;
  /** Called with all that the tutor says in a lesson, as data. */
  readonly heard?: (message: Message) => void;
  /** Remembers a line for later runs. */
  remember(line: string): void;
  /** Gives the terminal back as it was. */
  close(): void;
}

const keptLines = 10_000;

export function openConsole(options: { readonly plain?: boolean; readonly texts?: Texts }): Console {
  const { env, stdin, stdout } = process;
  const plain = isPlain(options, env);
  const background = () => backgroundOf(env);
  const styler = stylerFor(env, { isTerminal: stdout.isTTY === true, plain, background });
  const isAsked = styler.color && background() === undefined && stdin.isTTY === true && stdout.isTTY === true;
  const asks = isAsked && answersQuestions(env);
  const input = asks
    ? withoutAnswer(stdin, (told) => {
        // Programs of the prompt that draw read it there.
        env.K8S_TUTOR_BACKGROUND = told;
      })
    : stdin;
  const file = join(dataDirectory(), "history");
  const terminal = openTerminal(input, stdout, {
    styler,
    history: readHistory(file),
    forgetHistory: () => attempt(() => rmSync(file, { force: true })),
    wholeLines: plain,
    ...windowOf(env),
  });
  if (asks) stdout.write(ASK_BACKGROUND);
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
  return { terminal, styler, texts: options.texts ?? english, remember: (line) => remember(file, line), close };
}

/** How this window behaves, and whether a shell could let us go on after Ctrl-Z. */
function windowOf(env: NodeJS.ProcessEnv): Pick<TerminalOptions, "stop" | "narrowing"> {
  const narrowing = narrowingOf(env);
  return process.platform === "win32" ? { narrowing } : { narrowing, stop: stopProcess };
}

/** With all that was started together with us. Where no shell could wake it again, the signal does nothing, and we go on. */
function stopProcess(): Promise<void> {
  return new Promise((resolve) => {
    // Until the terminal is ours again, Ctrl-C is a signal, and means a line that has not been drawn yet.
    const ignore = () => undefined;
    const goOn = () => {
      clearTimeout(timer);
      process.off("SIGCONT", goOn);
      process.off("SIGINT", ignore);
      resolve();
    };
    const timer = setTimeout(goOn, 50);
    process.on("SIGINT", ignore);
    process.on("SIGCONT", goOn);
    process.kill(0, "SIGTSTP");
  });
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
  const lines = parseEntries(content);
  if (lines.length > 2 * keptLines) keep(file, lines.slice(-keptLines));
  return lines.slice(-keptLines);
}

/** All in one, which is quicker, as long as none is broken. */
function parseEntries(content: string): string[] {
  try {
    const all: unknown = JSON.parse(`[${content.trim().replaceAll("\n", ",")}]`);
    return Array.isArray(all) ? all.filter((entry) => typeof entry === "string") : [];
  } catch {
    // A line that was cut off while it was written: the others are as good as before.
    return content.split("\n").flatMap((line) => parseEntry(line));
  }
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
