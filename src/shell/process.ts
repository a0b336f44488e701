// What a program is, and what it may ask of the machine it runs on.
//
// A program is a generator. It does everything by plain calls on its `Process` (write, open files, start children), and
// yields only to wait. Whoever drives it (the `Kernel`) resumes it when one of the things it waits for has happened. So a
// thousand programs run side by side on a virtual clock, without threads, promises or callbacks in the programs themselves.

import type { FileTree } from "./files.ts";

export type SignalName =
  | "SIGHUP"
  | "SIGINT"
  | "SIGQUIT"
  | "SIGKILL"
  | "SIGUSR1"
  | "SIGUSR2"
  | "SIGPIPE"
  | "SIGALRM"
  | "SIGTERM"
  | "SIGCHLD"
  | "SIGCONT"
  | "SIGSTOP";

/** Something that may happen. */
export interface Waitable {
  /** True when waiting would end at once. */
  readonly ready: boolean;
  /** Calls `wake` once, the next time this becomes ready; the answer takes the call back. */
  subscribe(wake: () => void): () => void;
}

/** What a program yields: resume me when one of `until` is ready, or after `forMs`, or when a signal that I handle arrived.
 * `busy: true` marks time spent computing, which counts as use of the processor; sleeping does not. */
export interface Wait {
  readonly until: readonly Waitable[];
  readonly forMs?: number;
  readonly busy?: boolean;
}

/** Why a program was resumed. */
export type Wake = "ready" | "timeout" | "signal";

/** Its return value is the exit code, 0 to 255. */
export type Running = Generator<Wait, number, Wake>;

export type Program = (process: Process) => Running;

/** What programs may know and change of the terminal that they are at. */
export interface TerminalModes {
  readonly columns: number;
  readonly rows: number;
  /** What is typed is seen. */
  echoes: boolean;
  /** What is typed comes in whole lines; otherwise key by key. */
  readsLines: boolean;
  /** The line that is being typed may be moved about in, and former lines recalled: while a shell waits for a command. */
  isEditing: boolean;
}

/** The read end of a pipe, a file or a terminal. */
export interface Input {
  /** What is there to be read now: some text (any bytes, as src/bytes says), "" when one must wait for `readable`, undefined at the end of the input. */
  read(): string | undefined;
  readonly readable: Waitable;
  readonly isTerminal: boolean;
  /** Absent where it is no terminal, or one whose modes are nobody's affair here. */
  readonly terminal?: TerminalModes | undefined;
  close(): void;
}

/** The write end of a pipe, a file or a terminal. */
export interface Output {
  /** False when nobody will ever read it again (the writer then gets SIGPIPE). A full pipe takes the text all the same;
   * polite programs wait for `writable`. */
  write(text: string): boolean;
  readonly writable: Waitable;
  readonly isTerminal: boolean;
  readonly terminal?: TerminalModes | undefined;
  close(): void;
}

export interface Child {
  readonly pid: number;
  readonly exited: Waitable;
  /** The exit code, 128 + n after a signal; undefined while it runs. */
  readonly exitCode: number | undefined;
  /** Whether a signal ended it: a program may also end by itself with 137. */
  readonly wasKilled: boolean;
}

export interface SpawnOptions {
  readonly program: Program;
  /** `argv[0]` is the name that `ps` shows. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** 0, 1 and 2 are standard input, output and error. What is passed in is closed when the child ends. */
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** The parent's machine with other files, after chroot(2); the parent's when not given. */
  readonly machine?: Machine;
}

export interface Process {
  readonly pid: number;
  readonly argv: readonly string[];
  /** The environment at its start; the shell keeps its own variables. */
  readonly env: Readonly<Record<string, string>>;
  cwd: string;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly machine: Machine;
  /** Installs or removes (undefined) a handler. Without one, TERM, INT, HUP and the like end the process, unless it is PID 1. "ignore" ignores. */
  onSignal(signal: SignalName, handler: ((signal: SignalName) => void) | "ignore" | undefined): void;
  /** Says how many bytes this process holds from now on, besides what any program needs; throws `OutOfMemory` beyond the limit. */
  hold(bytes: number): void;
  /** Throws a `ForkError` when the process namespace is full. */
  spawn(options: SpawnOptions): Child;
  /** Becomes another program under the same PID, as exec(2) does: `return yield* process.replace(...)`. */
  replace(options: SpawnOptions): Running;
}

/** The machine as its programs see it: a container, or the learner's laptop. */
export interface Machine {
  readonly hostname: string;
  readonly files: FileTree;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Notes a short piece of work, as an answer that a server puts together, that keeps a core busy for `coreMs`. The answer
   * says after how many milliseconds it is done: later than that where others wait too, or where a limit is in the way. */
  compute(coreMs: number): number;
  /** A number in [0, 1). */
  random(): number;
  readonly network: NetworkStack;
  /** The mount table; absent where nobody keeps one. */
  mounts?(): readonly MountInfo[];
  /** Processes of this process namespace, by PID. */
  processes(): readonly ProcessInfo[];
  /** False when there is no such process. */
  signal(pid: number, signal: SignalName): boolean;
  /** The program that an executable's name or path stands for on this machine (`$PATH` looked up), or why there is none. */
  findProgram(
    name: string,
    env: Readonly<Record<string, string>>,
    cwd: string,
  ): Program | "not found" | "permission denied";
  /** The user that processes run as. */
  readonly user: {
    readonly uid: number;
    readonly gid: number;
    readonly name: string;
    /** Supplementary groups. */
    readonly groups?: readonly number[];
    /** Absent where nobody says. */
    readonly privileges?: Privileges;
  };
}

/** What the kernel lets processes do besides what their user may. */
export interface Privileges {
  /** A bit for each capability. */
  readonly capabilities: bigint;
  readonly hasNoNewPrivileges: boolean;
  readonly hasSeccomp: boolean;
}

/** One entry of the mount table, outermost first. */
export interface MountInfo {
  /** A device, or the kind again where there is none: overlay, tmpfs. */
  readonly device: string;
  readonly path: string;
  readonly type: string;
  readonly options: string;
  /** Absent where df shows nothing: proc, sysfs. */
  readonly sizeBytes?: number;
  readonly usedBytes?: number;
}

export interface ProcessInfo {
  readonly pid: number;
  readonly parentPid: number;
  readonly argv: readonly string[];
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  readonly user: string;
}

/** The network of a machine: of a pod (shared by its containers) or of the laptop. */
export interface NetworkStack {
  /** Addresses of this machine's interfaces, without the loopback. */
  readonly addresses: readonly string[];
  /** Takes a port on all addresses; "address in use" when another socket of this stack has it. */
  listen(port: number): Listener | "address in use";
  /** Begins to connect; the answer settles after the network's delay. */
  connect(address: string, port: number): Connecting;
  /** Asks the name server as /etc/resolv.conf says. */
  resolve(name: string, type: RecordType): Resolving;
  readonly listeners: readonly { readonly port: number; readonly program: string }[];
}

export type RecordType = "A" | "AAAA" | "SRV" | "PTR" | "CNAME";

/** `timeout` never settles by itself: the caller's own patience ends it. */
export type ConnectFailure = "refused" | "unreachable";

export interface Connecting {
  readonly settled: Waitable;
  readonly socket: Socket | undefined;
  readonly failure: ConnectFailure | undefined;
  /** Gives up. */
  cancel(): void;
}

export interface DnsRecord {
  readonly name: string;
  readonly type: RecordType;
  /** An address, or a target name; for SRV `priority weight port target`. */
  readonly data: string;
}

export interface Resolving {
  readonly settled: Waitable;
  /** What the name server said; undefined while it has not answered (a dead name server never does). */
  readonly answer: DnsAnswer | undefined;
}

export interface DnsAnswer {
  readonly outcome: "found" | "nxdomain" | "servfail";
  /** The address of the server that answered. */
  readonly server: string;
  readonly records: readonly DnsRecord[];
}

export interface Listener {
  readonly port: number;
  /** Ready when a connection waits to be accepted. */
  readonly pending: Waitable;
  accept(): Socket | undefined;
  close(): void;
}

/** One end of an established connection. */
export interface Socket extends Input, Output {
  readonly local: { readonly address: string; readonly port: number };
  readonly remote: { readonly address: string; readonly port: number };
}
