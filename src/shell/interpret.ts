// Stands for the part of a shell that does what the syntax tree says: a generator that waits for its children.

import { joinedText } from "../bytes/bytes.ts";
import type { Assignment, Command, Compound, Redirect, Script, SimpleCommand, Statement } from "./ast.ts";
import { findBuiltin } from "./builtins/index.ts";
import { type CompoundRunner, runCompound } from "./compound.ts";
import { Descriptors, type Saved } from "./descriptors.ts";
import { expandText, expandWords } from "./expand.ts";
import { type InputHandle, type OutputHandle, openNull, openPipe } from "./handles.ts";
import { builtinMs, Effort, forkMs } from "./limits.ts";
import { mistakeOf } from "./mistake.ts";
import { type Aliases, parseScript, parseStatements } from "./parse.ts";
import { PendingSignals } from "./pending-signals.ts";
import type { Child, Process, Program, Running, SignalName, Wait, Wake } from "./process.ts";
import { type Doing, readAll } from "./reading.ts";
import { type Builtin, type Flow, Interrupted, type RunningShell, ShellExit } from "./running-shell.ts";
import { type Job, ShellError, type ShellState } from "./shell-state.ts";
import { describeSignal, signalNumber } from "./signals.ts";
import { SubstitutionFiles } from "./substitution-files.ts";

const maxFunctionDepth = 200;

export class Interpreter implements CompoundRunner, RunningShell {
  readonly process: Process;
  readonly state: ShellState;
  readonly descriptors: Descriptors;
  flow: Flow | undefined;
  loopDepth = 0;
  functionDepth = 0;
  currentLine = 1;
  /** The builtin that is running: messages name it. */
  currentBuiltin: string | undefined;
  private readonly effort: Effort;
  private readonly signals: PendingSignals;
  private readonly foreground = new Set<Child>();
  /** Above 0 where a failure is an answer, not an error: `set -e` looks away. */
  private conditional = 0;
  private substitutionStatus = 0;
  /** The files of `<( )` that the commands under way have been given. */
  private readonly files: SubstitutionFiles;

  constructor(process: Process, state: ShellState, inherited?: Descriptors) {
    this.process = process;
    this.state = state;
    this.descriptors = new Descriptors(process, state, inherited);
    this.effort = new Effort(process);
    this.signals = new PendingSignals(process);
    this.files = new SubstitutionFiles(process.machine);
    if (state.shellPid === 0) state.shellPid = process.pid;
    for (const [signal, action] of state.traps) if (signal !== "EXIT") this.installTrap(signal, action);
  }

  /** Runs to the end as a process of its own: EXIT trap included. */
  *runToEnd(body: (interpreter: Interpreter) => Doing<number>): Running {
    let status: number;
    try {
      status = yield* this.guard(() => body(this));
      status = yield* this.runExitTrap(status);
    } catch (error) {
      if (!(error instanceof ShellExit)) throw error;
      status = error.status;
    } finally {
      this.descriptors.closeExtra();
    }
    return status;
  }

  /** Errors of scripts become messages and an exit code. */
  private *guard(body: () => Doing<number>): Doing<number> {
    try {
      return yield* body();
    } catch (error) {
      if (error instanceof ShellExit) return error.status;
      if (error instanceof Interrupted) return 130;
      return this.reportError(error);
    }
  }

  private *runExitTrap(status: number): Doing<number> {
    const action = this.state.traps.get("EXIT");
    if (action === undefined || action === "") return status;
    this.state.traps.delete("EXIT");
    this.state.status = status;
    return yield* this.guard(() => this.keepStatus(status, this.runText(action)));
  }

  private *keepStatus(status: number, action: Doing<number>): Doing<number> {
    yield* action;
    return status;
  }

  /** Prints a script's mistake; anything else is not ours. */
  reportError(error: unknown): number {
    const mistake = mistakeOf(error);
    if (mistake === undefined) throw error;
    this.complain(mistake.message, mistake.line);
    return mistake.status;
  }

  complain(message: string, line = this.currentLine): void {
    const { state } = this;
    const where = [state.name === "" ? state.dialect.name : state.name];
    if (this.currentBuiltin !== undefined) where.push(this.currentBuiltin);
    const namesLine = state.scriptFile !== undefined || (this.currentBuiltin !== undefined && !state.isInteractive);
    if (namesLine && !state.dialect.braces) where.push(`line ${line}`);
    this.descriptors.output(2).write(`${where.join(": ")}: ${message}\n`);
  }

  /** Runs text line by line, so that aliases, options and errors take effect where they stand. */
  *runText(text: string, aliases?: Aliases): Doing<number> {
    if (aliases === undefined || aliases.size === 0) return yield* this.runScript(parseScript(text), false);
    for (const line of parseStatements(text, aliases)) {
      yield* this.runScript(line, false);
      if (this.flow !== undefined) break;
    }
    return this.state.status;
  }

  /** `isLast`: nothing follows in this process, so its last command may take the process over. */
  *runScript(script: Script, isLast: boolean): Doing<number> {
    for (let index = 0; index < script.length; index++) {
      const statement = script[index];
      if (statement === undefined) break;
      if (statement.isBackground) this.startBackground(statement);
      else {
        this.state.status = yield* this.run(statement.command, isLast && index === script.length - 1);
        if (statement.command.kind !== "pipeline") this.state.pipeStatus = [this.state.status];
      }
      if (this.signals.hasTrapped) yield* this.runTraps();
      this.giveUpIfInterrupted();
      if (this.flow !== undefined) break;
    }
    return this.state.status;
  }

  *run(command: Command, isLast: boolean): Doing<number> {
    switch (command.kind) {
      case "simple":
        return this.check(yield* this.withFiles(this.simple(command, isLast)));
      case "compound": {
        const status = yield* this.withFiles(this.compound(command.compound, command.redirects, isLast));
        return command.compound.kind === "subshell" || command.compound.kind === "condition"
          ? this.check(status)
          : status;
      }
      case "function":
        this.state.functions.set(command.name, command.body);
        return 0;
      case "pipeline":
        return yield* this.pipeline(command.commands, command.negated);
      case "and":
      case "or": {
        const left = yield* this.asCondition(this.run(command.left, false));
        this.state.status = left;
        if (this.flow !== undefined || (left === 0) !== (command.kind === "and")) return left;
        return yield* this.run(command.right, isLast);
      }
    }
  }

  *asCondition(running: Doing<number>): Doing<number> {
    this.conditional++;
    try {
      return yield* running;
    } finally {
      this.conditional--;
    }
  }

  private check(status: number): number {
    this.state.status = status;
    if (status !== 0 && this.conditional === 0 && this.state.options.has("errexit") && this.flow === undefined) {
      throw new ShellExit(status);
    }
    return status;
  }

  // ---- simple commands ----

  private *simple(command: SimpleCommand, isLast: boolean): Doing<number> {
    this.currentLine = command.line;
    this.substitutionStatus = 0;
    const argv = yield* expandWords(this, command.words);
    const [name] = argv;
    if (this.state.options.has("xtrace")) yield* this.trace(command, argv);
    if (name === undefined) return yield* this.assignOnly(command);
    const saved: Saved = new Map();
    if (!(yield* this.redirect(command.redirects, saved))) {
      this.descriptors.restore(saved);
      return 1;
    }
    if (name === "exec") return yield* this.exec(command, argv.slice(1), saved);
    try {
      return yield* this.dispatch(command, argv, name, isLast);
    } finally {
      this.descriptors.restore(saved);
    }
  }

  private *assignOnly(command: SimpleCommand): Doing<number> {
    const saved: Saved = new Map();
    const opened = yield* this.redirect(command.redirects, saved);
    this.descriptors.restore(saved);
    if (!opened) return 1;
    for (const assignment of command.assignments) yield* this.assign(assignment);
    yield* this.spend(builtinMs);
    return this.substitutionStatus;
  }

  private *assign({ name, value, append }: Assignment): Doing<void> {
    const text = yield* expandText(this, value);
    this.state.set(name, append ? (this.state.get(name) ?? "") + text : text);
  }

  private *trace(command: SimpleCommand, argv: readonly string[]): Doing<void> {
    const words = [...argv.map(quoteForTrace)];
    for (const assignment of [...command.assignments].reverse()) {
      words.unshift(`${assignment.name}=${quoteForTrace(yield* expandText(this, assignment.value))}`);
    }
    this.descriptors.output(2).write(`${this.state.get("PS4") ?? "+ "}${words.join(" ")}\n`);
  }

  private *dispatch(command: SimpleCommand, argv: string[], name: string, isLast: boolean): Doing<number> {
    const body = this.state.functions.get(name);
    if (body !== undefined) return yield* this.withAssignments(command, this.callFunction(body, argv));
    const builtin = findBuiltin(name);
    if (builtin !== undefined) return yield* this.withAssignments(command, this.callBuiltin(builtin, argv));
    const env = this.state.environment();
    for (const { name: variable, value } of command.assignments) env[variable] = yield* expandText(this, value);
    return yield* this.external(argv, env, isLast);
  }

  private *withAssignments(command: SimpleCommand, action: Doing<number>): Doing<number> {
    if (command.assignments.length === 0) return yield* action;
    this.state.locals.push(new Map());
    try {
      for (const assignment of command.assignments) {
        this.state.makeLocal(assignment.name);
        yield* this.assign(assignment);
        this.state.mark(assignment.name, { exported: true });
      }
      return yield* action;
    } finally {
      this.state.leaveScope();
    }
  }

  findBuiltin(name: string): Builtin | undefined {
    return findBuiltin(name);
  }

  *callBuiltin(builtin: Builtin, argv: readonly string[]): Doing<number> {
    yield* this.spend(builtinMs);
    const before = this.currentBuiltin;
    this.currentBuiltin = argv[0];
    try {
      const result = builtin(this, argv.slice(1));
      const status = typeof result === "number" ? result : yield* result;
      const out = this.descriptors.output(1);
      if (!out.writable.ready) yield { until: [out.writable] };
      this.currentBuiltin = before;
      return status;
    } catch (error) {
      if (error instanceof ShellError && error.status === 1) {
        this.complain(error.message);
        this.currentBuiltin = before;
        return 1;
      }
      throw error;
    }
  }

  private *callFunction(body: Command, argv: readonly string[]): Doing<number> {
    if (this.functionDepth >= maxFunctionDepth) throw new ShellError("maximum function recursion depth exceeded");
    yield* this.spend(builtinMs);
    const { parameters } = this.state;
    const loops = this.loopDepth;
    this.state.parameters = argv.slice(1);
    this.state.locals.push(new Map());
    this.functionDepth++;
    this.loopDepth = 0;
    try {
      const status = yield* this.run(body, false);
      if (this.flow?.kind !== "return") return status;
      this.flow = undefined;
      return this.state.status;
    } finally {
      this.functionDepth--;
      this.loopDepth = loops;
      this.state.leaveScope();
      this.state.parameters = parameters;
    }
  }

  /** Looks the program up and runs it; in the last place, without a process of its own. */
  *external(argv: readonly string[], env: Record<string, string>, isLast: boolean): Doing<number> {
    const program = this.findProgram(argv[0] ?? "", env);
    if (typeof program === "number") return program;
    const { cwd } = this.process;
    if (isLast && this.mayBecomeAnother()) {
      const streams = {
        stdin: this.descriptors.input(),
        stdout: this.descriptors.output(1),
        stderr: this.descriptors.output(2),
      };
      return yield* this.process.replace({ program, argv, env, cwd, ...streams });
    }
    yield* this.spend(forkMs);
    const child = this.process.spawn({ program, argv, env, cwd, ...this.descriptors.standard() });
    return yield* this.waitForeground([child]);
  }

  private mayBecomeAnother(): boolean {
    return this.state.traps.size === 0 && !this.state.isInteractive && this.functionDepth === 0;
  }

  private findProgram(name: string, env: Readonly<Record<string, string>>): Program | number {
    const found = this.process.machine.findProgram(name, env, this.process.cwd);
    if (typeof found === "function") return found;
    const { dialect, scriptFile } = this.state;
    const text = found === "not found" ? dialect.notFound(name) : dialect.permissionDenied(name);
    const prefix = `${dialect.name}: `;
    const body = text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
    if (body === undefined) this.descriptors.output(2).write(`${text}\n`);
    else if (scriptFile !== undefined)
      this.descriptors.output(2).write(`${this.state.name}: line ${this.currentLine}: ${body}\n`);
    else this.descriptors.output(2).write(`${this.state.name}: ${body}\n`);
    return found === "not found" ? 127 : 126;
  }

  private *exec(command: SimpleCommand, argv: readonly string[], saved: Saved): Doing<number> {
    if (argv.length === 0) {
      this.descriptors.keep(saved);
      for (const assignment of command.assignments) yield* this.assign(assignment);
      return 0;
    }
    const env = this.state.environment();
    for (const { name, value } of command.assignments) env[name] = yield* expandText(this, value);
    const program = this.findProgram(argv[0] ?? "", env);
    if (typeof program === "number") throw new ShellExit(program);
    const streams = {
      stdin: this.descriptors.input(),
      stdout: this.descriptors.output(1),
      stderr: this.descriptors.output(2),
    };
    this.state.traps.clear();
    throw new ShellExit(yield* this.process.replace({ program, argv, env, cwd: this.process.cwd, ...streams }));
  }

  // ---- compound commands ----

  private *compound(compound: Compound, redirects: readonly Redirect[], isLast: boolean): Doing<number> {
    const saved: Saved = new Map();
    if (redirects.length > 0 && !(yield* this.redirect(redirects, saved))) {
      this.descriptors.restore(saved);
      return 1;
    }
    try {
      return yield* runCompound(this, compound, isLast);
    } finally {
      this.descriptors.restore(saved);
    }
  }

  // ---- redirections ----

  private *redirect(redirects: readonly Redirect[], saved: Saved): Doing<boolean> {
    for (const redirect of redirects) {
      const target = yield* expandText(this, redirect.target);
      try {
        this.descriptors.apply(redirect, target, saved);
      } catch (error) {
        if (!(error instanceof ShellError)) throw error;
        this.complain(error.message);
        return false;
      }
    }
    return true;
  }

  // ---- processes ----

  *runInSubshell(body: Script): Doing<number> {
    yield* this.spend(forkMs);
    return yield* this.waitForeground([this.spawnSubshell((shell) => shell.runScript(body, true), {})]);
  }

  /** A child that runs `body` in a copy of this shell. Streams that are not given are this shell's own. */
  spawnSubshell(
    body: (shell: Interpreter) => Doing<number>,
    streams: { stdin?: InputHandle; stdout?: OutputHandle; ignoresInterrupt?: boolean },
  ): Child {
    const state = this.state.clone();
    const { ignoresInterrupt = false, ...given } = streams;
    const standard = this.descriptors.standard();
    for (const name of ["stdin", "stdout"] as const) if (given[name] !== undefined) standard[name].close();
    const inherited = this.descriptors;
    const program: Program = (process) => {
      if (ignoresInterrupt) process.onSignal("SIGINT", "ignore");
      return new Interpreter(process, state, inherited).runToEnd(body);
    };
    const { argv, env, cwd } = this.process;
    return this.process.spawn({ program, argv, env, cwd, ...standard, ...given });
  }

  private *pipeline(commands: readonly Command[], negated: boolean): Doing<number> {
    const [only] = commands;
    if (commands.length === 1 && only !== undefined) {
      const status = yield* this.asCondition(this.run(only, false));
      this.state.status = status === 0 ? 1 : 0;
      return this.state.status;
    }
    yield* this.spend(forkMs * commands.length);
    const children = this.spawnPipeline(commands, {});
    const status = yield* this.waitForeground(children);
    this.state.pipeStatus = children.map((child) => child.exitCode ?? 0);
    if (!negated) return this.check(status);
    return status === 0 ? 1 : 0;
  }

  private spawnPipeline(
    commands: readonly Command[],
    first: { stdin?: InputHandle; ignoresInterrupt?: boolean },
  ): Child[] {
    let previous: InputHandle | undefined = first.stdin;
    return commands.map((command, index) => {
      const next = index < commands.length - 1 ? openPipe() : undefined;
      const child = this.spawnSubshell((shell) => shell.runElement(command), {
        ...(previous === undefined ? {} : { stdin: previous }),
        ...(next === undefined ? {} : { stdout: next.output }),
        ...(first.ignoresInterrupt === true ? { ignoresInterrupt: true } : {}),
      });
      previous = next?.input;
      return child;
    });
  }

  private *runElement(command: Command): Doing<number> {
    const status = yield* this.run(command, true);
    if (this.signals.hasTrapped) yield* this.runTraps();
    return status;
  }

  *substitute(body: Script): Doing<string> {
    const text = yield* this.outputOf(body);
    this.state.status = this.substitutionStatus;
    // A variable holds no NUL.
    return joinedText(text.replaceAll("\0", "").replace(/\n+$/, ""));
  }

  private *outputOf(body: Script): Doing<string> {
    const { input, output } = openPipe();
    yield* this.spend(forkMs);
    const child = this.spawnSubshell((shell) => shell.runScript(body, true), { stdout: output });
    this.foreground.add(child);
    try {
      const text = yield* readAll(input);
      this.substitutionStatus = yield* this.exitOf(child);
      return text;
    } finally {
      this.foreground.delete(child);
      input.close();
    }
  }

  *substituteFile(body: Script): Doing<string> {
    if (!this.state.dialect.braces) throw new ShellError('syntax error: unexpected "("');
    return this.files.add(yield* this.outputOf(body));
  }

  private *withFiles(running: Doing<number>): Doing<number> {
    const before = this.files.count;
    try {
      return yield* running;
    } finally {
      this.files.removeFrom(before);
    }
  }

  private startBackground(statement: Statement): void {
    const { command } = statement;
    const commands = command.kind === "pipeline" && !command.negated ? command.commands : [command];
    const children = this.spawnPipeline(commands, {
      ignoresInterrupt: true,
      ...(this.state.options.has("monitor") ? {} : { stdin: openNull() }),
    });
    const number = Math.max(0, ...this.state.jobs.map((job) => job.number)) + 1;
    const job: Job = { number, text: statement.text, children, isStopped: false };
    this.state.jobs.push(job);
    this.state.lastBackgroundPid = children.at(-1)?.pid;
    this.state.status = 0;
    if (this.state.tellsOfJobs) this.descriptors.output(2).write(`[${number}] ${this.state.lastBackgroundPid}\n`);
  }

  *waitForeground(children: readonly Child[]): Doing<number> {
    for (const child of children) this.foreground.add(child);
    try {
      let status = 0;
      const failed: number[] = [];
      for (const child of children) {
        status = yield* this.exitOf(child);
        if (status !== 0) failed.push(status);
      }
      if (children.at(-1)?.wasKilled === true) this.tellOfSignal(status);
      return this.state.options.has("pipefail") ? (failed.at(-1) ?? 0) : status;
    } finally {
      for (const child of children) this.foreground.delete(child);
    }
  }

  private tellOfSignal(status: number): void {
    const text = status > 128 ? describeSignal(status - 128) : undefined;
    if (text !== undefined && this.state.tellsOfJobs) this.descriptors.output(2).write(`${text}\n`);
  }

  // A trap waits until the command in the foreground has ended; Ctrl-C at a prompt has been handed to that command.
  private *exitOf(child: Child): Doing<number> {
    while (child.exitCode === undefined) yield { until: [child.exited] };
    return child.exitCode;
  }

  // ---- signals ----

  installTrap(signal: SignalName, action: string | undefined): void {
    this.signals.trap(signal, action);
  }

  /** Ctrl-C ends what is running in the foreground, not the shell. */
  handleInterrupts(): void {
    this.signals.handleInterrupts(this.foreground);
  }

  /** True once after each Ctrl-C. */
  takeInterrupt(): boolean {
    return this.signals.takeInterrupt();
  }

  private giveUpIfInterrupted(): void {
    if (!this.signals.takeInterrupt()) return;
    this.state.status = 130;
    throw new Interrupted();
  }

  *runTraps(): Doing<void> {
    for (let signal = this.signals.takeTrapped(); signal !== undefined; signal = this.signals.takeTrapped()) {
      const action = this.state.traps.get(signal);
      if (action === undefined || action === "") continue;
      const { status } = this.state;
      yield* this.runText(action);
      this.state.status = status;
    }
  }

  /** Waits until `ready`, or a signal that somebody asked for: then its exit status. */
  *waitInterruptibly(wait: Wait): Generator<Wait, number | undefined, Wake> {
    yield wait;
    const signal = this.signals.first;
    if (signal === undefined) return undefined;
    this.giveUpIfInterrupted();
    return 128 + signalNumber(signal);
  }

  *spend(ms: number): Doing<void> {
    if (this.effort.spend(ms)) yield* this.effort.pay();
    if (this.signals.hasTrapped) yield* this.runTraps();
  }
}

function quoteForTrace(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
