// Stands for what all small programs share: options, messages, opening files.

import { FileError, type FileTree } from "../files.ts";
import { checkMemory, Effort } from "../limits.ts";
import { openInput } from "../open.ts";
import { resolvePath } from "../paths.ts";
import type { Input, Process, Program } from "../process.ts";
import { type Doing, readAll, readChunk, write } from "../reading.ts";
import { strerror } from "../strerror.ts";
import { type Options, parseOptions } from "./options.ts";

export type Applet = (run: Run) => number | Doing<number>;

/** Ends a program from anywhere in it, its message already printed. */
export class AppletExit extends Error {
  readonly status: number;

  constructor(status: number) {
    super("exit");
    this.status = status;
  }
}

/** One run of a small program. */
export class Run {
  readonly process: Process;
  readonly name: string;
  readonly args: readonly string[];
  private effort: Effort | undefined;
  private pending = "";
  isBroken = false;

  constructor(process: Process) {
    this.process = process;
    const argv0 = process.argv[0] ?? "";
    this.name = argv0.slice(argv0.lastIndexOf("/") + 1);
    this.args = process.argv.slice(1);
  }

  get files(): FileTree {
    return this.process.machine.files;
  }

  path(operand: string): string {
    return resolvePath(this.process.cwd, operand);
  }

  /** Kept back until `flush`, the end, or much has gathered. */
  print(text: string): void {
    this.pending += text;
    if (this.pending.length > 65536) this.flushNow();
  }

  flushNow(): void {
    const text = this.pending;
    this.pending = "";
    if (text !== "" && !this.process.stdout.write(text)) this.isBroken = true;
  }

  *flush(): Doing<void> {
    const text = this.pending;
    this.pending = "";
    if (text !== "" && !(yield* write(this.process.stdout, text))) this.isBroken = true;
  }

  complain(message: string): void {
    this.flushNow();
    this.process.stderr.write(`${this.name}: ${message}\n`);
  }

  fail(message: string, status = 1): never {
    this.complain(message);
    throw new AppletExit(status);
  }

  /** Wrong usage. */
  usage(text: string, status = 1): never {
    this.flushNow();
    this.process.stderr.write(`BusyBox v1.36.1 multi-call binary.\n\nUsage: ${text}\n`);
    throw new AppletExit(status);
  }

  /** Counts computing, so that long work takes time. */
  *work(ms: number): Doing<void> {
    this.effort ??= new Effort(this.process);
    if (!this.effort.spend(ms)) return;
    yield* this.flush();
    yield* this.effort.pay();
  }

  /** `letters` as for getopt: `n:` takes a value. `long` maps long names to letters. */
  options(letters: string, long: Readonly<Record<string, string>> = {}, args: readonly string[] = this.args): Options {
    return parseOptions(args, { letters, long, refuse: (message) => this.fail(message) });
  }

  /** Opens a file operand; "-" is standard input. Undefined after a complaint. */
  open(
    operand: string,
    words: (reason: string) => string = (reason) => `can't open '${operand}': ${reason}`,
  ): Input | undefined {
    if (operand === "-") return this.process.stdin;
    try {
      return openInput(this.process, operand);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.complain(words(strerror(error.code)));
      return undefined;
    }
  }

  /** The text of all operands, or of standard input when there is none. */
  *readOperands(operands: readonly string[]): Doing<{ text: string; status: number }> {
    let text = "";
    let status = 0;
    for (const operand of operands.length === 0 ? ["-"] : operands) {
      const input = this.open(operand, (reason) => `${operand}: ${reason}`);
      if (input === undefined) status = 1;
      else text += yield* readAll(input);
      checkMemory(text.length);
    }
    return { text, status };
  }

  /** Does something with a file; a refusal is printed and answers false. */
  attempt(action: () => void, words: (reason: string) => string): boolean {
    try {
      action();
      return true;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.complain(words(strerror(error.code)));
      return false;
    }
  }

  /** Copies an input to standard output. */
  *copy(input: Input): Doing<void> {
    for (let text = yield* readChunk(input); text !== undefined && !this.isBroken; text = yield* readChunk(input)) {
      this.print(text);
      yield* this.flush();
      yield* this.work(text.length / 500_000);
    }
  }
}

/** The program that an applet is. */
export function programOf(applet: Applet): Program {
  return function* (process) {
    const run = new Run(process);
    let status: number;
    try {
      const result = applet(run);
      status = typeof result === "number" ? result : yield* result;
    } catch (error) {
      if (!(error instanceof AppletExit)) throw error;
      status = error.status;
    }
    yield* run.flush();
    return status;
  };
}

export function linesOf(text: string): string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

const units: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86400 };

/** "5", "0.5", "2m", "infinity" in milliseconds; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  if (/^inf(inity)?$/i.test(text)) return Number.POSITIVE_INFINITY;
  const match = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(text);
  return match === null ? undefined : Math.round(Number(match[1]) * (units[match[2] ?? ""] ?? 1) * 1000);
}

/** Waits so many milliseconds; Infinity for ever. */
export function* sleepFor(process: Process, ms: number): Doing<void> {
  const until = process.machine.now() + ms;
  for (let left = ms; left > 0; left = until - process.machine.now()) {
    yield Number.isFinite(left) ? { until: [], forMs: left } : { until: [] };
  }
}
