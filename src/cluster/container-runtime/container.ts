// Stands for one container: a process namespace, a file system over its image, and the streams of its main process.

import { readableText, sliceBytes } from "../../bytes/bytes.ts";
import type { FileTree } from "../../shell/files.ts";
import type { Kernel, MachineParts } from "../../shell/kernel.ts";
import { makePath } from "../../shell/make-path.ts";
import { MemoryFiles } from "../../shell/memory-files.ts";
import { type Mount, MountFiles } from "../../shell/mount-files.ts";
import { isWithin } from "../../shell/paths.ts";
import { ProcFiles } from "../../shell/proc-files.ts";
import type { Child, Input, Machine, MountInfo, Output, Privileges, Program, SignalName } from "../../shell/process.ts";
import { programFinder } from "../../shell/program-finder.ts";
import { PseudoTerminal } from "../../shell/pseudo-terminal.ts";
import { callbackOutput, nullInput, type QueueInput, queueInput } from "../../shell/streams.ts";
import { filesOfUser } from "../../shell/user-files.ts";
import { Settable } from "../../shell/waitable.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Random } from "../../sim/random.ts";
import { type ContainerResources, writeControlGroup } from "./container-resources.ts";
import { DeferredFiles } from "./deferred-files.ts";
import { type MissingProgram, startFailure } from "./errors.ts";
import type { UnpackedImage } from "./image-files.ts";
import type { FoundImage } from "./images/registry.ts";
import { LogFile } from "./log-file.ts";
import { mountTable } from "./mount-table.ts";
import type { Stack } from "./network/stack.ts";
import type { StackView } from "./network/view.ts";
import { processNamespace } from "./process-namespace.ts";
import { type MachineSize, type Usage, UsageMeter } from "./usage/usage-meter.ts";

export interface ContainerUser {
  readonly uid: number;
  readonly gid: number;
  readonly groups?: readonly number[];
  readonly name: string;
  readonly privileges?: Privileges;
}

export interface ContainerConfig {
  readonly name: string;
  /** How often the container was made anew in this pod. */
  readonly attempt: number;
  readonly image: FoundImage;
  /** As the pod spec has it. */
  readonly imageSpec: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string;
  readonly mounts: readonly Mount[];
  readonly user: ContainerUser;
  readonly readOnlyRootFilesystem: boolean;
  readonly stdin: boolean;
  readonly tty: boolean;
  /** The container of the same pod whose process namespace it shares. */
  readonly joins?: string;
  /** To begin with. */
  readonly resources: ContainerResources;
  readonly stopSignal: SignalName;
  /** What tells this container's definition from another: a change means a restart. */
  readonly specHash: string;
  readonly terminationMessagePath: string;
  /** FallbackToLogsOnError: the end of the log stands in for a missing message. */
  readonly fallsBackToLogs: boolean;
}

export type RunState =
  | { readonly kind: "created" }
  | { readonly kind: "running"; readonly startedAt: number }
  | {
      readonly kind: "exited";
      readonly startedAt: number;
      readonly finishedAt: number;
      readonly exitCode: number;
      readonly reason: string;
      readonly message?: string;
    };

export interface ContainerParts {
  readonly id: string;
  readonly podUid: string;
  readonly sandboxId: string;
  readonly hostname: string;
  readonly image: UnpackedImage;
  readonly stack: Stack;
  readonly network: StackView;
  readonly clock: Clock;
  readonly random: Random;
  readonly machineSize: MachineSize;
  /** The process namespace that it joins; one of its own when absent. */
  readonly kernel?: Kernel | undefined;
  onExit(container: Container): void;
}

export class Container {
  readonly log: LogFile;
  readonly createdAt: number;
  readonly exited = new Settable();
  private forcedExitCode: number | undefined;
  state: RunState = { kind: "created" };
  readonly kernel: Kernel;
  private mainPid: number | undefined;
  private readonly machine: Machine;
  private readonly attached = new Set<(stream: "stdout" | "stderr", text: string) => void>();
  private input: QueueInput | undefined;
  private terminal: PseudoTerminal | undefined;
  private wasOutOfMemory = false;
  private readonly tree: DeferredFiles;
  private root: MemoryFiles | undefined;
  private readonly finder: Machine["findProgram"];
  private readonly meter: UsageMeter;
  private group: MemoryFiles | undefined;
  private allowed: ContainerResources;

  constructor(
    readonly parts: ContainerParts,
    readonly config: ContainerConfig,
  ) {
    this.createdAt = parts.clock.now();
    this.log = new LogFile(() => parts.clock.now());
    this.allowed = config.resources;
    this.meter = new UsageMeter({
      id: parts.id,
      now: () => parts.clock.now(),
      machine: parts.machineSize,
      limits: () => this.allowed,
    });
    this.kernel = parts.kernel ?? processNamespace(parts.clock);
    const { files: base, paths } = parts.image;
    const untouched = { files: base, paths, isSame: (path: string) => !this.isCovered(path) };
    this.tree = new DeferredFiles(() => this.makeFiles(), untouched);
    const isRoot = config.user.uid === 0 && config.user.gid === 0;
    const files = isRoot ? this.tree : new DeferredFiles(() => filesOfUser(this.tree.tree, config.user));
    this.finder = programFinder({
      files,
      // An executable of the image needs no look at the files, unless a volume may cover it or somebody has changed it.
      programs: (path) => {
        const program = parts.image.programs.get(path);
        return program === undefined || this.hasMountOver(path) || !this.isUntouched(path) ? undefined : program;
      },
      user: config.user,
    });
    const machineParts: MachineParts = {
      hostname: parts.hostname,
      files,
      network: parts.network,
      random: () => parts.random.fraction(),
      user: config.user,
      findProgram: (name, env, cwd) => this.findProgram(name, env, cwd),
      mounts: () => this.mountTable(),
    };
    const container = this;
    this.machine = this.kernel.createMachine(machineParts, {
      processor: this.meter.processor,
      get memoryLimitBytes() {
        return container.allowed.memoryLimitBytes;
      },
      onOutOfMemory: (process) => {
        if (process.pid === this.mainPid) this.wasOutOfMemory = true;
      },
    });
  }

  get id(): string {
    return this.parts.id;
  }

  /** The whole file system, as root sees it. */
  get files(): FileTree {
    return this.tree;
  }

  get isRunning(): boolean {
    return this.state.kind === "running";
  }

  /** Starts the main process; throws RuntimeError when its program is not there. */
  start(): void {
    const { argv, env, workingDir } = this.config;
    const now = this.parts.clock.now();
    const command = argv[0] ?? "";
    const program = this.findProgram(command, env, workingDir);
    if (typeof program === "string") {
      const failure = startFailure(command, program);
      this.state = {
        kind: "exited",
        startedAt: 0,
        finishedAt: now,
        exitCode: 128,
        reason: "StartError",
        message: failure.message,
      };
      this.log.close();
      this.exited.set();
      this.parts.onExit(this);
      throw failure;
    }
    const { stdin, tty } = this.config;
    // A terminal is the program's input too, though nobody types.
    this.terminal = tty ? this.createTerminal() : undefined;
    this.input = stdin && !tty ? queueInput() : undefined;
    this.state = { kind: "running", startedAt: now };
    this.meter.started(argv);
    const main = this.kernel.start({
      program,
      argv,
      env,
      cwd: workingDir,
      stdin: this.terminal?.input ?? this.input ?? nullInput,
      stdout: this.terminal?.output ?? this.output("stdout"),
      stderr: this.terminal?.output ?? this.output("stderr"),
      machine: this.machine,
      isMain: true,
    });
    this.mainPid = main.pid;
    main.exited.subscribe(() => this.onMainExit(now, main.exitCode ?? 137));
  }

  /** What it may use at the moment. */
  get resources(): ContainerResources {
    return this.allowed;
  }

  /** Gives it other limits while it runs. */
  update(resources: ContainerResources): void {
    this.allowed = resources;
    this.meter.relimit(this.commandLines(), this.heldBytes);
    if (this.group !== undefined) writeControlGroup(this.group, resources);
  }

  /** What it has used up to now. */
  usage(): Usage {
    return this.meter.sample(this.commandLines(), this.heldBytes);
  }

  /** What the main process is called by now: it may have become another program. */
  get command(): string {
    const main = this.mainPid === undefined ? undefined : this.kernel.process(this.mainPid);
    return (main?.argv ?? this.config.argv)[0] ?? "";
  }

  private commandLines(): readonly (readonly string[])[] {
    return this.kernel.list(this.machine).map(({ argv }) => argv);
  }

  /** What its programs have said they hold. */
  get heldBytes(): number {
    return this.kernel.heldBytes(this.machine);
  }

  /** The memory that it holds at this moment. */
  get memoryBytes(): number {
    return this.meter.memory(this.commandLines(), this.heldBytes);
  }

  /** Starts a further process; answers why when there is no such program. */
  exec(command: readonly string[], streams: { stdin: Input; stdout: Output; stderr: Output }): Child | MissingProgram {
    const { env, workingDir } = this.config;
    const program = this.findProgram(command[0] ?? "", env, workingDir);
    if (typeof program === "string") return program;
    return this.kernel.start({ program, argv: command, env, cwd: workingDir, ...streams, machine: this.machine });
  }

  /** Joins the streams of the main process; the answer leaves them again. */
  attach(onText: (stream: "stdout" | "stderr", text: string) => void): {
    readonly stdin: QueueInput | undefined;
    readonly terminal: PseudoTerminal | undefined;
    detach(): void;
  } {
    this.attached.add(onText);
    const terminal = this.config.stdin ? this.terminal : undefined;
    return { stdin: this.input, terminal, detach: () => this.attached.delete(onText) };
  }

  signal(signal: SignalName): void {
    if (this.mainPid !== undefined) this.kernel.signal(this.mainPid, signal);
  }

  signalProcess(pid: number, signal: SignalName): void {
    this.kernel.signal(pid, signal);
  }

  kill(): void {
    this.signal("SIGKILL");
  }

  /** Ends the main process as if it had ended itself with `exitCode`. */
  crash(exitCode: number): void {
    this.forcedExitCode = exitCode;
    this.kill();
  }

  /** What the container has written to a file of its own, undefined when there is none. */
  readFile(path: string): string | undefined {
    return this.tree.exists(path) ? this.tree.read(path) : undefined;
  }

  /** What the ended container has left to say about its end. */
  get terminationMessage(): string | undefined {
    if (this.state.kind !== "exited") return undefined;
    if (this.state.message !== undefined) return this.state.message;
    const path = this.config.terminationMessagePath;
    // A container that never touched a file has not written this one.
    const text = this.tree.isMade && this.tree.exists(path) ? this.tree.read(path) : "";
    if (text !== "" || !this.config.fallsBackToLogs || this.state.exitCode === 0)
      return readableText(sliceBytes(text, 0, 4096));
    const lines = this.log.read().slice(-80);
    return readableText(sliceBytes(lines.map((line) => line.text).join(""), -2048));
  }

  private createTerminal(): PseudoTerminal {
    return new PseudoTerminal({ show: (text) => this.put("stdout", text), signal: (name) => this.signal(name) });
  }

  private output(stream: "stdout" | "stderr"): Output {
    return callbackOutput((text) => this.put(stream, text));
  }

  private put(stream: "stdout" | "stderr", text: string): void {
    this.log.write(stream, text);
    for (const onText of this.attached) onText(stream, text);
  }

  private onMainExit(startedAt: number, endedWith: number): void {
    const exitCode = this.forcedExitCode ?? endedWith;
    const reason = this.wasOutOfMemory ? "OOMKilled" : exitCode === 0 ? "Completed" : "Error";
    this.state = { kind: "exited", startedAt, finishedAt: this.parts.clock.now(), exitCode, reason };
    this.parts.network.closeAll();
    this.log.close();
    this.exited.set();
    this.parts.onExit(this);
  }

  private findProgram(name: string, env: Readonly<Record<string, string>>, cwd: string): Program | MissingProgram {
    return this.finder(name, env, cwd);
  }

  private hasMountOver(path: string): boolean {
    return this.config.mounts.some((mount) => path.startsWith(`${mount.path}/`) || path === mount.path);
  }

  /** True where the container may show something else than its image does. */
  private isCovered(path: string): boolean {
    const { workingDir, mounts } = this.config;
    if (
      path.startsWith("/sys") ||
      isWithin(path, "/proc") ||
      (isWithin(workingDir, path) && !this.parts.image.paths.has(workingDir))
    )
      return true;
    return path === "/" || mounts.some((mount) => isWithin(path, mount.path) || isWithin(mount.path, path));
  }

  private isUntouched(path: string): boolean {
    if (!this.tree.isMade) return true;
    if (!this.tree.exists(path)) return false;
    const { type, mode, size } = this.tree.stat(path);
    return type === "file" && (mode & 0o111) !== 0 && size === 0;
  }

  private makeFiles(): FileTree {
    const now = (): number => this.parts.clock.now();
    const root = this.parts.image.files.fork({ now });
    this.root = root;
    makePath(root, this.config.workingDir);
    const mounts = [...this.config.mounts, ...this.imageVolumes(now)].toSorted((a, b) => a.path.length - b.path.length);
    const files = new MountFiles([
      { path: "/", tree: root },
      { path: "/sys/fs/cgroup", tree: this.controlGroup(now) },
      { path: "/proc", tree: this.proc(now) },
      ...mounts,
    ]);
    if (!this.config.readOnlyRootFilesystem) return files;
    const cgroup = files.listMounts().filter((mount) => mount.path !== "/");
    return new MountFiles([{ path: "/", tree: root, readOnly: true }, ...cgroup]);
  }

  /** What the image declares as a volume, and the pod does not mount, gets one that goes with the container: it hides what is mounted above. */
  private imageVolumes(now: () => number): readonly Mount[] {
    const { image } = this.parts;
    const isMounted = (path: string) => this.config.mounts.some((mount) => mount.path === path);
    return image.volumes
      .filter((path) => !isMounted(path))
      .map((path) => ({ path, tree: image.files.fork({ now }), subPath: path }));
  }

  private proc(now: () => number): ProcFiles {
    const { cores, memoryBytes } = this.parts.machineSize;
    return new ProcFiles({ kernel: this.kernel, now, mounts: () => this.mountTable(), cores, memoryBytes });
  }

  private mountTable(): readonly MountInfo[] {
    const { mounts, readOnlyRootFilesystem } = this.config;
    return mountTable({
      mounts,
      readOnlyRootFilesystem,
      writableBytes: this.writableBytes,
      machine: this.parts.machineSize,
    });
  }

  /** What the container has written into its own layer. */
  get writableBytes(): number {
    return this.root?.usedBytes ?? 0;
  }

  private controlGroup(now: () => number): MemoryFiles {
    const group = new MemoryFiles({ now });
    group.write("/memory.current", "0\n");
    writeControlGroup(group, this.allowed);
    this.group = group;
    return group;
  }
}
