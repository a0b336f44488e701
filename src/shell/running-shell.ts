// Stands for a shell at work, as its builtins see it.

import type { Script } from "./ast.ts";
import type { Descriptors } from "./descriptors.ts";
import type { Aliases } from "./parse.ts";
import type { Child, Process, SignalName, Wait, Wake } from "./process.ts";
import type { Doing } from "./reading.ts";
import type { ShellState } from "./shell-state.ts";

/** A builtin's arguments come without its name; its answer is the exit code. */
export type Builtin = (shell: RunningShell, args: readonly string[]) => number | Doing<number>;

export type Flow = { readonly kind: "break" | "continue"; levels: number } | { readonly kind: "return" };

export interface RunningShell {
  readonly process: Process;
  readonly state: ShellState;
  readonly descriptors: Descriptors;
  /** Set by break, continue and return; loops and functions act on it. */
  flow: Flow | undefined;
  readonly loopDepth: number;
  readonly functionDepth: number;
  /** Messages name it. */
  currentBuiltin: string | undefined;
  complain(message: string): void;
  findBuiltin(name: string): Builtin | undefined;
  callBuiltin(builtin: Builtin, argv: readonly string[]): Doing<number>;
  external(argv: readonly string[], env: Record<string, string>, isLast: boolean): Doing<number>;
  runScript(script: Script, isLast: boolean): Doing<number>;
  runText(text: string, aliases?: Aliases): Doing<number>;
  waitForeground(children: readonly Child[]): Doing<number>;
  /** Waits until ready, or until a signal that somebody asked for: then its exit status. */
  waitInterruptibly(wait: Wait): Generator<Wait, number | undefined, Wake>;
  installTrap(signal: SignalName, action: string | undefined): void;
}

/** `exit`, or the end that `set -e` brings. */
export class ShellExit extends Error {
  readonly status: number;

  constructor(status: number) {
    super("exit");
    this.status = status;
  }
}

/** Ctrl-C at a prompt: what was typed is given up, the shell goes on. */
export class Interrupted extends Error {}
