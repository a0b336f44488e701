// Stands for a shell that somebody types at: line after line in one state, with Ctrl-C and background jobs.

import { builtinNames, findBuiltin } from "./builtins/index.ts";
import { reportFinishedJobs } from "./builtins/jobs.ts";
import { type Dialect, laptop } from "./dialect.ts";
import { Interpreter } from "./interpret.ts";
import { isIncomplete } from "./parse.ts";
import type { Process, Program } from "./process.ts";
import type { Doing } from "./reading.ts";
import { Interrupted, ShellExit } from "./running-shell.ts";
import { ShellState } from "./shell-state.ts";

const grammarWords: ReadonlySet<string> = new Set(["if", "for", "while", "until", "case", "{", "(", "!", "[["]);

export interface ShellSessionOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly dialect?: Dialect;
  /** Whether somebody types: then background jobs are told of. True when not given. */
  readonly isTyped?: boolean;
}

/** The learner's prompt. Each line is run as a process of its own; variables, functions, directory and jobs stay. */
export class ShellSession {
  readonly state: ShellState;
  private directory: string;
  private hasExited = false;

  constructor(options: ShellSessionOptions) {
    this.state = new ShellState(options.dialect ?? laptop, "");
    this.state.importEnvironment(options.env);
    this.state.isInteractive = true;
    this.state.tellsOfJobs = options.isTyped ?? true;
    this.directory = options.cwd;
  }

  get cwd(): string {
    return this.directory;
  }

  get env(): Readonly<Record<string, string>> {
    return this.state.environment();
  }

  /** `$?` */
  get status(): number {
    return this.state.status;
  }

  /** True after `exit`. */
  get isOver(): boolean {
    return this.hasExited;
  }

  /** True for words that mean something to the shell itself: builtins, functions, aliases and words of its grammar. */
  knows(word: string): boolean {
    const { functions, aliases } = this.state;
    return functions.has(word) || aliases.has(word) || findBuiltin(word) !== undefined || grammarWords.has(word);
  }

  /** All such words. */
  get commandNames(): readonly string[] {
    const { functions, aliases } = this.state;
    return [...functions.keys(), ...aliases.keys(), ...builtinNames(), ...grammarWords];
  }

  /** True when the line wants another one (an open quote, loop or here-document): the prompt shows `> `. */
  isIncomplete(text: string): boolean {
    return isIncomplete(text);
  }

  /** Runs what was typed. Ctrl-C is SIGINT to this process: what runs in the foreground ends, the session lives on. */
  run(line: string): Program {
    const session = this;
    return function* (process: Process) {
      process.cwd = session.directory;
      const shell = new Interpreter(process, session.state);
      shell.handleInterrupts();
      try {
        return yield* session.runLine(shell, line);
      } finally {
        session.directory = process.cwd;
      }
    };
  }

  private *runLine(shell: Interpreter, line: string): Doing<number> {
    const status = yield* runTyped(shell, line);
    if (status.isExit) this.hasExited = true;
    if (this.state.tellsOfJobs) reportFinishedJobs(shell);
    return status.code;
  }
}

/** Runs a line and survives whatever is wrong with it. */
export function* runTyped(
  shell: Interpreter,
  line: string,
): Doing<{ readonly code: number; readonly isExit: boolean; readonly isInterrupted: boolean }> {
  const { state } = shell;
  shell.flow = undefined;
  shell.loopDepth = 0;
  shell.currentBuiltin = undefined;
  try {
    yield* shell.runText(line, state.aliases);
    return { code: state.status, isExit: false, isInterrupted: false };
  } catch (error) {
    if (error instanceof ShellExit) return { code: error.status, isExit: true, isInterrupted: false };
    const isInterrupted = error instanceof Interrupted;
    state.status = isInterrupted ? 130 : shell.reportError(error);
    return { code: state.status, isExit: false, isInterrupted };
  }
}
