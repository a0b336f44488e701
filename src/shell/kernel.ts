// Stands for the kernel of one process namespace: it keeps the process table, resumes programs when what they wait for has
// happened, and delivers signals. It has no time of its own: everything happens on the clock that it is given.
// Simplified: an exited process leaves the table at once; no zombie waits for its parent, since every parent here reaps.

import { FileError } from "./files.ts";
import { ForkError, OutOfMemory } from "./limits.ts";
import type { Child, Machine, ProcessInfo, SignalName, SpawnOptions, Wait, Wake } from "./process.ts";
import type { Processor } from "./processor.ts";
import { defaultAction, signalNumber } from "./signals.ts";
import { strerror } from "./strerror.ts";
import { type Streak, Task, type TaskHost } from "./task.ts";

export interface KernelClock {
  now(): number;
  after(delayMs: number, callback: () => void): { cancel(): void };
}

/** What is counted and limited together: the processes of one container, also where containers share a process namespace. */
export interface ControlGroup {
  /** Called when a process is ended because it wanted too much memory. */
  readonly onOutOfMemory?: (process: ProcessInfo) => void;
  /** Counts the processor time of everything that runs here; nobody counts it when absent. */
  readonly processor?: Processor;
  /** How much memory the processes may hold together; asked for whenever they want more. */
  readonly memoryLimitBytes?: number | undefined;
}

export interface KernelOptions extends ControlGroup {
  /** The first process gets this PID: 1 in a container, whose first process is its init. */
  readonly firstPid?: number;
  readonly maxProcesses?: number;
  /** So many further numbers are gone after each process that is started from outside: a container runtime's helper runs in
   * the namespace for a moment, and its threads take numbers too. */
  readonly pidsPerStart?: number;
  /** The namespaces inside this one, whose processes are seen from here, under numbers of this one: the containers on a node. */
  readonly inner?: () => Iterable<Kernel>;
}

/** What a machine has besides its processes. */
export type MachineParts = Omit<Machine, "now" | "processes" | "signal" | "compute">;

export interface StartOptions extends SpawnOptions {
  readonly machine: Machine;
  /** When this process ends, all others on the same machine are killed: the main process of a container. PID 1 always is. */
  readonly isMain?: boolean;
}

// Kept small on purpose: what a fork bomb may take before it meets its limit.
const defaultMaxProcesses = 2048;
/** What starting a process takes, once a family starts more of them than a millisecond holds. */
const spawnMs = 1 / 8;
/** The processor time of starting a process: fork, exec, and finding its libraries. */
const spawnCoreMs = 0.5;
/** A pause longer than this ends a spell of computing. */
const idleGapMs = 5;

export class Kernel {
  private readonly clock: KernelClock;
  private readonly options: KernelOptions;
  private readonly table = new Map<number, Task>();
  private readonly host: TaskHost;
  private nextPid: number;
  private runnable: Task[] = [];
  private isDraining = false;
  private isScheduled = false;
  private readonly groups = new Map<Machine, ControlGroup>();
  /** The process that runs at this moment. */
  private current: Task | undefined;
  /** The numbers that processes of inner namespaces have here. */
  private readonly innerPids = new WeakMap<Task, number>();

  constructor(clock: KernelClock, options: KernelOptions = {}) {
    this.clock = clock;
    this.options = options;
    this.nextPid = options.firstPid ?? 1;
    this.host = {
      spawn: (parent, child) => this.add(child, this.machineOf(parent, child), parent.streak, parent.pid),
      machineOf: (task, options) => this.machineOf(task, options),
      checkMemory: (task) => this.checkMemory(task.machine),
    };
  }

  /** Binds a machine's parts to this process namespace. Containers that share the namespace have a machine each. */
  createMachine(parts: MachineParts, group: ControlGroup = this.options): Machine {
    const machine: Machine = {
      hostname: parts.hostname,
      files: parts.files,
      network: parts.network,
      user: parts.user,
      random: () => parts.random(),
      findProgram: (name, env, cwd) => parts.findProgram(name, env, cwd),
      now: () => this.clock.now(),
      compute: (coreMs) => group.processor?.queue(coreMs) ?? coreMs,
      processes: () => this.list(),
      signal: (pid, signal) => this.maySignal(machine, pid) && this.deliver(pid, signal, "inside"),
      ...(parts.mounts === undefined ? {} : { mounts: parts.mounts }),
    };
    this.groups.set(machine, group);
    return machine;
  }

  /** Starts a process that has no parent here: a container's main process, or an exec. It first runs at this instant, later. */
  start(options: StartOptions): Child {
    const now = this.clock.now();
    const streak: Streak = { startedAt: now, lastAt: Number.NEGATIVE_INFINITY, spawnsUntil: Number.NEGATIVE_INFINITY };
    const task = this.add(options, options.machine, streak, 0);
    task.isMain = options.isMain ?? false;
    this.nextPid += this.options.pidsPerStart ?? 0;
    return task.child;
  }

  /** @param machine only the processes on this one; all of the namespace when not given. */
  list(machine?: Machine): readonly ProcessInfo[] {
    const tasks = [...this.table.values()];
    if (machine !== undefined) return tasks.filter((task) => this.isOn(task, machine)).map((task) => task.describe());
    const inner = this.innerTasks().map(({ pid, task }) => ({ ...task.describe(), pid, parentPid: 1 }));
    return [...tasks.map((task) => task.describe()), ...inner].sort((a, b) => a.pid - b.pid);
  }

  private innerTasks(): { readonly pid: number; readonly task: Task; readonly kernel: Kernel }[] {
    return [...(this.options.inner?.() ?? [])].flatMap((kernel) =>
      [...kernel.table.values()].map((task) => ({ pid: this.innerPidOf(task), task, kernel })),
    );
  }

  private innerPidOf(task: Task): number {
    const pid = this.innerPids.get(task) ?? this.nextPid++;
    this.innerPids.set(task, pid);
    return pid;
  }

  /** A process by its number, or the one that is asking. */
  process(
    pid: number | "self",
  ): Pick<Task, "pid" | "parentPid" | "argv" | "env" | "cwd" | "machine" | "state"> | undefined {
    if (pid === "self") return this.current;
    return this.table.get(pid) ?? this.innerTasks().find((inner) => inner.pid === pid)?.task;
  }

  /** What the processes on a machine have said they hold, together. */
  heldBytes(machine: Machine): number {
    let sum = 0;
    for (const task of this.table.values()) if (this.isOn(task, machine)) sum += task.heldBytes;
    return sum;
  }

  /** A signal from outside the namespace, as the container runtime sends it: KILL and STOP reach PID 1 too. */
  signal(pid: number, signal: SignalName): boolean {
    return this.deliver(pid, signal, "outside");
  }

  /** Ends every process on `machine` (all, when not given) at once. */
  killAll(machine?: Machine): void {
    for (const task of [...this.table.values()]) {
      if (machine === undefined || this.isOn(task, machine)) this.kill(task, "SIGKILL");
    }
  }

  private add(options: SpawnOptions, machine: Machine, streak: Streak, parentPid: number): Task {
    if (this.table.size >= (this.options.maxProcesses ?? defaultMaxProcesses)) throw new ForkError();
    const task = new Task(this.host, options, machine, streak, {
      pid: this.nextPid++,
      parentPid,
      startedAt: this.clock.now(),
    });
    this.table.set(task.pid, task);
    task.onBrokenOutput = () => this.deliver(task.pid, "SIGPIPE", "kernel");
    this.launch(task);
    return task;
  }

  // Processes that start processes and end would otherwise do so for ever within one instant: a fork bomb would stop the clock.
  private launch(task: Task): void {
    const { streak } = task;
    const now = this.clock.now();
    streak.spawnsUntil = Math.max(streak.spawnsUntil, now - 1) + this.stretch(streak, spawnMs);
    if (streak.spawnsUntil <= now) {
      this.groupOf(task)?.processor?.queue(spawnCoreMs);
      this.enqueue(task, "ready");
      return;
    }
    task.state = "waiting";
    this.countAsComputing(task);
    const timer = this.clock.after(streak.spawnsUntil - now, () => this.wake(task, "ready"));
    task.cancels.push(() => timer.cancel());
  }

  private enqueue(task: Task, wake: Wake): void {
    task.state = "runnable";
    task.wake = wake;
    this.runnable.push(task);
    if (this.isDraining || this.isScheduled) return;
    this.isScheduled = true;
    this.clock.after(0, () => {
      this.isScheduled = false;
      this.drain();
    });
  }

  private drain(): void {
    if (this.isDraining) return;
    this.isDraining = true;
    try {
      while (this.runnable.length > 0) {
        const round = this.runnable;
        this.runnable = [];
        for (const task of round) this.resume(task);
      }
    } finally {
      this.isDraining = false;
    }
  }

  private resume(task: Task): void {
    if (task.state !== "runnable" || task.isStopped) return;
    task.state = "running";
    this.current = task;
    let result: IteratorResult<Wait, number>;
    try {
      result = task.running.next(task.wake);
    } catch (error) {
      this.finish(task, this.exitCodeOf(error, task));
      return;
    }
    if (task.endedBy !== undefined) this.kill(task, task.endedBy);
    else if (result.done === true) this.finish(task, result.value & 255);
    else this.sleep(task, result.value);
  }

  private sleep(task: Task, wait: Wait): void {
    if (task.hasSignal) {
      task.hasSignal = false;
      this.enqueue(task, "signal");
      return;
    }
    if (wait.until.some((waitable) => waitable.ready)) {
      this.enqueue(task, "ready");
      return;
    }
    task.state = "waiting";
    for (const waitable of wait.until) task.cancels.push(waitable.subscribe(() => this.wake(task, "ready")));
    if (wait.busy === true) this.countAsComputing(task);
    if (wait.forMs === undefined) return;
    const forMs = wait.busy === true ? this.stretch(task.streak, wait.forMs) : wait.forMs;
    if (!Number.isFinite(forMs)) return;
    const timer = this.clock.after(forMs, () => {
      this.wake(task, "timeout");
    });
    task.cancels.push(() => timer.cancel());
  }

  private countAsComputing(task: Task): void {
    const end = this.groupOf(task)?.processor?.begin();
    if (end !== undefined) task.cancels.push(end);
  }

  private groupOf({ machine }: Task): ControlGroup | undefined {
    return this.groups.get(machine);
  }

  /** A process that has changed its root is still on the machine that it came from. */
  private isOn(task: Task, machine: Machine): boolean {
    return task.machine === machine || this.groupOf(task) === this.groups.get(machine);
  }

  private machineOf(parent: Task, { machine }: SpawnOptions): Machine {
    const group = this.groupOf(parent);
    if (machine === undefined || group === undefined) return parent.machine;
    this.groups.set(machine, group);
    return machine;
  }

  private checkMemory(machine: Machine): void {
    const limit = this.groups.get(machine)?.memoryLimitBytes;
    if (limit !== undefined && this.heldBytes(machine) > limit) throw new OutOfMemory();
  }

  /** Root may signal everybody, others only what is theirs. */
  private maySignal({ user }: Machine, pid: number): boolean {
    return user.uid === 0 || this.table.get(pid)?.machine.user.uid === user.uid;
  }

  // A family of processes that computes on and on gets ever longer slices of virtual time for the same work, so that an
  // endless loop costs the tutor little, however long it is left running.
  private stretch(streak: Streak, forMs: number): number {
    const now = this.clock.now();
    if (now - streak.lastAt > idleGapMs) streak.startedAt = now;
    const stretched = forMs * 2 ** Math.min(10, Math.floor((now - streak.startedAt) / 1000));
    streak.lastAt = now + stretched;
    return stretched;
  }

  private wake(task: Task, wake: Wake): void {
    if (task.state !== "waiting") return;
    task.cancelWait();
    this.enqueue(task, wake);
  }

  private deliver(pid: number, signal: SignalName, from: "inside" | "outside" | "kernel"): boolean {
    const task = this.table.get(pid);
    if (task === undefined) {
      const inner = this.innerTasks().find((each) => each.pid === pid);
      return inner?.kernel.deliver(inner.task.pid, signal, "outside") ?? false;
    }
    const isForced = signal === "SIGKILL" || signal === "SIGSTOP";
    if (signal === "SIGCONT" || signal === "SIGKILL") this.continue(task);
    const handler = isForced ? undefined : task.handlers.get(signal);
    if (handler === "ignore") return true;
    if (handler !== undefined) {
      handler(signal);
      this.interrupt(task);
      return true;
    }
    // The init of a namespace is spared every signal it has not asked for, or the namespace would lose its init by accident.
    if (pid === 1 && !(isForced && from === "outside")) return true;
    this.takeDefault(task, signal);
    return true;
  }

  private takeDefault(task: Task, signal: SignalName): void {
    const action = defaultAction(signal);
    if (action === "stop") task.isStopped = true;
    if (action !== "end") return;
    if (task.state === "running") task.endedBy = signal;
    else this.kill(task, signal);
  }

  private continue(task: Task): void {
    if (!task.isStopped) return;
    task.isStopped = false;
    if (task.state === "runnable") this.enqueue(task, task.wake);
  }

  private interrupt(task: Task): void {
    if (task.state === "waiting") this.wake(task, "signal");
    else task.hasSignal = true;
  }

  private kill(task: Task, signal: SignalName): void {
    task.wasKilled = true;
    this.finish(task, 128 + signalNumber(signal));
  }

  private finish(task: Task, exitCode: number): void {
    if (task.state === "exited") return;
    const wasRunning = task.state === "running" && task.endedBy === undefined;
    task.state = "exited";
    task.cancelWait();
    if (!wasRunning) task.running.return(exitCode);
    this.table.delete(task.pid);
    task.closeStreams();
    this.adoptChildren(task);
    if (task.pid === 1) this.killAll();
    else if (task.isMain) this.killAll(task.machine);
    task.exit(exitCode);
    this.notifyParent(task);
  }

  private adoptChildren(task: Task): void {
    const newParent = this.table.has(1) ? 1 : 0;
    for (const other of this.table.values()) if (other.parentPid === task.pid) other.parentPid = newParent;
  }

  private notifyParent(task: Task): void {
    const parent = this.table.get(task.parentPid);
    if (parent?.handlers.has("SIGCHLD")) this.deliver(parent.pid, "SIGCHLD", "kernel");
  }

  private exitCodeOf(error: unknown, task: Task): number {
    if (error instanceof OutOfMemory) {
      this.groupOf(task)?.onOutOfMemory?.(task.describe());
      return 128 + signalNumber("SIGKILL");
    }
    if (error instanceof FileError) {
      task.stderr.write(`${task.argv[0] ?? "sh"}: ${error.path}: ${strerror(error.code)}\n`);
      return 1;
    }
    if (error instanceof ForkError) {
      task.stderr.write(`${task.argv[0] ?? "sh"}: ${error.message}\n`);
      return 1;
    }
    throw error;
  }
}
