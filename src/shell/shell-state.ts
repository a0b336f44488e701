// Stands for all that a shell remembers between commands: variables, functions, options, traps, jobs.

import type { Command } from "./ast.ts";
import type { Dialect } from "./dialect.ts";
import { checkMemory } from "./limits.ts";
import type { Child, SignalName } from "./process.ts";

export interface Variable {
  value: string | undefined;
  exported: boolean;
  readonly: boolean;
}

export interface Job {
  readonly number: number;
  readonly text: string;
  readonly children: readonly Child[];
  isStopped: boolean;
}

export type ShellOption =
  | "errexit"
  | "nounset"
  | "xtrace"
  | "noglob"
  | "pipefail"
  | "noexec"
  | "allexport"
  | "verbose"
  | "monitor"
  | "noclobber";

export const optionLetters: Readonly<Record<string, ShellOption>> = {
  e: "errexit",
  u: "nounset",
  x: "xtrace",
  f: "noglob",
  n: "noexec",
  a: "allexport",
  v: "verbose",
  m: "monitor",
  C: "noclobber",
};

/** A mistake while a command runs; a shell that nobody types at ends with `status`. */
export class ShellError extends Error {
  readonly status: number;

  constructor(message: string, status = 2) {
    super(message);
    this.status = status;
  }
}

export class ShellState {
  readonly dialect: Dialect;
  readonly variables = new Map<string, Variable>();
  readonly functions = new Map<string, Command>();
  readonly aliases = new Map<string, string>();
  readonly options = new Set<ShellOption>();
  readonly traps = new Map<SignalName | "EXIT", string>();
  readonly locals: Map<string, Variable | undefined>[] = [];
  jobs: Job[] = [];
  /** `$0`. */
  name: string;
  parameters: readonly string[] = [];
  status = 0;
  /** The exit codes of the last pipeline's commands: `PIPESTATUS`. */
  pipeStatus: readonly number[] = [0];
  lastBackgroundPid: number | undefined;
  shellPid = 0;
  isInteractive = false;
  /** Background jobs and the signals that end a command are told of. */
  tellsOfJobs = false;
  /** The file that is being read: messages then name the line. */
  scriptFile: string | undefined;
  umask = 0o022;

  constructor(dialect: Dialect, name: string) {
    this.dialect = dialect;
    this.name = name;
  }

  /** What a subshell starts with. */
  clone(): ShellState {
    const copy = new ShellState(this.dialect, this.name);
    for (const [name, variable] of this.variables) copy.variables.set(name, { ...variable });
    for (const [name, body] of this.functions) copy.functions.set(name, body);
    for (const [name, value] of this.aliases) copy.aliases.set(name, value);
    for (const option of this.options) copy.options.add(option);
    // Only ignored signals stay so in a subshell.
    for (const [signal, action] of this.traps) if (action === "" && signal !== "EXIT") copy.traps.set(signal, action);
    copy.parameters = this.parameters;
    copy.status = this.status;
    copy.pipeStatus = this.pipeStatus;
    copy.lastBackgroundPid = this.lastBackgroundPid;
    copy.shellPid = this.shellPid;
    copy.scriptFile = this.scriptFile;
    copy.umask = this.umask;
    return copy;
  }

  importEnvironment(env: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(env)) {
      if (/^[A-Za-z_]\w*$/.test(name)) this.variables.set(name, { value, exported: true, readonly: false });
    }
  }

  get(name: string): string | undefined {
    return this.variables.get(name)?.value;
  }

  set(name: string, value: string): void {
    checkMemory(value.length);
    const variable = this.variables.get(name);
    if (variable === undefined) {
      this.variables.set(name, { value, exported: this.options.has("allexport"), readonly: false });
      return;
    }
    this.refuseReadonly(name);
    variable.value = value;
    if (this.options.has("allexport")) variable.exported = true;
  }

  unset(name: string): void {
    this.refuseReadonly(name);
    this.variables.delete(name);
  }

  mark(name: string, change: Partial<Pick<Variable, "exported" | "readonly">>): void {
    const variable = this.variables.get(name) ?? { value: undefined, exported: false, readonly: false };
    this.variables.set(name, { ...variable, ...change });
  }

  makeLocal(name: string): void {
    const scope = this.locals.at(-1);
    if (scope === undefined) throw new ShellError("not in a function");
    if (scope.has(name)) return;
    const before = this.variables.get(name);
    scope.set(name, before === undefined ? undefined : { ...before });
  }

  leaveScope(): void {
    for (const [name, before] of this.locals.pop() ?? []) {
      if (before === undefined) this.variables.delete(name);
      else this.variables.set(name, before);
    }
  }

  environment(): Record<string, string> {
    const env: Record<string, string> = {};
    for (const [name, variable] of this.variables) {
      if (variable.exported && variable.value !== undefined) env[name] = variable.value;
    }
    return env;
  }

  private refuseReadonly(name: string): void {
    if (this.variables.get(name)?.readonly) throw new ShellError(`${name}: is read only`);
  }
}
