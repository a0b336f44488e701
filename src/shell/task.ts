// Stands for one entry of the process table, and is what a program sees as its `Process`.

import { InputHandle, OutputHandle } from "./handles.ts";
import type { Child, Machine, Process, ProcessInfo, Running, SignalName, SpawnOptions, Wake } from "./process.ts";
import { Settable } from "./waitable.ts";

export interface TaskHost {
  spawn(parent: Task, options: SpawnOptions): Task;
  /** Where a program runs that `task` starts or becomes. */
  machineOf(task: Task, options: SpawnOptions): Machine;
  /** Throws OutOfMemory when the processes of its machine together hold more than they may. */
  checkMemory(task: Task): void;
}

/** A spell of uninterrupted computing, shared by a process and its descendants. */
export interface Streak {
  startedAt: number;
  lastAt: number;
  /** When the processes that it has started have all had their turn to begin. */
  spawnsUntil: number;
}

type Handler = ((signal: SignalName) => void) | "ignore";

export class Task implements Process {
  readonly pid: number;
  parentPid: number;
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  cwd: string;
  stdin: InputHandle;
  stdout: OutputHandle;
  stderr: OutputHandle;
  machine: Machine;
  readonly streak: Streak;
  readonly child: Child;
  readonly running: Running;
  readonly handlers = new Map<SignalName, Handler>();
  cancels: (() => void)[] = [];
  state: "runnable" | "running" | "waiting" | "exited" = "runnable";
  wake: Wake = "ready";
  isStopped = false;
  isMain = false;
  hasSignal = false;
  wasKilled = false;
  heldBytes = 0;
  endedBy: SignalName | undefined;
  onBrokenOutput: () => void = () => undefined;
  private readonly host: TaskHost;
  private readonly startedAt: number;
  private readonly exited = new Settable();
  private exitCode: number | undefined;

  constructor(
    host: TaskHost,
    options: SpawnOptions,
    machine: Machine,
    streak: Streak,
    identity: { readonly pid: number; readonly parentPid: number; readonly startedAt: number },
  ) {
    this.host = host;
    this.machine = machine;
    this.streak = streak;
    this.pid = identity.pid;
    this.parentPid = identity.parentPid;
    this.startedAt = identity.startedAt;
    this.argv = options.argv;
    this.env = options.env;
    this.cwd = options.cwd;
    this.stdin = InputHandle.adopt(options.stdin);
    this.stdout = this.adoptOutput(options.stdout);
    this.stderr = this.adoptOutput(options.stderr);
    this.child = childOfTask(this, this.exited, () => this.exitCode);
    this.running = options.program(this);
  }

  onSignal(signal: SignalName, handler: Handler | undefined): void {
    if (handler === undefined) this.handlers.delete(signal);
    else this.handlers.set(signal, handler);
  }

  hold(bytes: number): void {
    this.heldBytes = bytes;
    this.host.checkMemory(this);
  }

  spawn(options: SpawnOptions): Child {
    return this.host.spawn(this, options).child;
  }

  replace(options: SpawnOptions): Running {
    for (const [signal, handler] of this.handlers) if (handler !== "ignore") this.handlers.delete(signal);
    this.machine = this.host.machineOf(this, options);
    this.argv = options.argv;
    this.env = options.env;
    this.cwd = options.cwd;
    this.heldBytes = 0;
    const before = [this.stdin, this.stdout, this.stderr];
    this.stdin = InputHandle.adopt(options.stdin);
    this.stdout = this.adoptOutput(options.stdout);
    this.stderr = this.adoptOutput(options.stderr);
    const now: readonly unknown[] = [this.stdin, this.stdout, this.stderr];
    for (const stream of before) if (!now.includes(stream)) stream.close();
    return options.program(this);
  }

  describe(): ProcessInfo {
    const { pid, parentPid, argv, startedAt } = this;
    return { pid, parentPid, argv, startedAt, user: this.machine.user.name };
  }

  cancelWait(): void {
    if (this.cancels.length === 0) return;
    const cancels = this.cancels;
    this.cancels = [];
    for (const cancel of cancels) cancel();
  }

  closeStreams(): void {
    this.stdin.close();
    this.stdout.close();
    this.stderr.close();
  }

  exit(code: number): void {
    this.exitCode = code;
    this.exited.set();
  }

  private adoptOutput(output: SpawnOptions["stdout"]): OutputHandle {
    const handle = OutputHandle.adopt(output);
    handle.onBroken = () => this.onBrokenOutput();
    return handle;
  }
}

function childOfTask(task: Task, exited: Settable, exitCode: () => number | undefined): Child {
  return {
    pid: task.pid,
    exited,
    get exitCode() {
      return exitCode();
    },
    get wasKilled() {
      return task.wasKilled;
    },
  };
}
