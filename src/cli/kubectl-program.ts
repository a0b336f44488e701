// kubectl as a program of the laptop: its streams are the process's, its files the working directory, its time the cluster's.

import type { ApiTransport } from "../api/request.ts";
import type {
  ClusterAccess,
  KubectlFiles,
  KubectlIo,
  KubectlOutput,
  LocalConnection,
  LocalListener,
} from "../kubectl/io.ts";
import { FileError, type FileTree } from "../shell/files.ts";
import { resolvePath } from "../shell/paths.ts";
import type { Input, Output, Process, Program, TerminalModes } from "../shell/process.ts";
import type { Clock } from "../sim/clock.ts";
import { asyncProgram } from "./async-program.ts";
import { nextInput } from "./library-programs.ts";
import type { Pace } from "./pacer.ts";
import { wantsRecords } from "./plainness.ts";

/** What kubectl reaches besides its process. */
export interface KubectlSurroundings {
  readonly pacer: Pace;
  readonly clock: Clock;
  connect(access: ClusterAccess, interrupted: AbortSignal): ApiTransport;
  /** Opens a port of the laptop for port-forward. */
  listen(address: string, port: number, onConnection: (connection: LocalConnection) => void): Promise<LocalListener>;
  /** Runs an editor on a file of the working directory; resolves with its exit code. */
  edit(process: Process, editor: string, path: string): Promise<number>;
  /** Runs another program of the laptop; resolves with its exit code, or undefined when there is none of that name. */
  runProgram(process: Process, program: string, args: readonly string[]): Promise<number | undefined>;
  /** Keys go to the far end as they are (an interactive exec) until the answer is called. */
  rawMode(): () => void;
  /** Absent where no program of the host may be run. */
  readonly runCredentialPlugin?: KubectlIo["runCredentialPlugin"] | undefined;
  /** Told what was printed on standard output so far, for checks on what the learner has seen. */
  onOutput?(stdout: string): void;
  onEnd?(exitCode: number, stderr: string): void;
}

// Enough to look for a word in what was printed; a followed log must not grow without end.
const keptOutput = 256 * 1024;

export function kubectlProgram(surroundings: KubectlSurroundings): Program {
  const { pacer } = surroundings;
  return asyncProgram(pacer, async (process, interrupted) => {
    const { runKubectl } = await pacer.hold(import("../kubectl/kubectl.ts"));
    let printed = "";
    let complained = "";
    const io = ioOf(process, interrupted, surroundings, {
      // Followed output is seen while it runs, not only when it ends.
      stdout: (text) => {
        if (printed.length < keptOutput) printed += text;
        surroundings.onOutput?.(printed);
      },
      stderr: (text) => {
        if (complained.length < keptOutput) complained += text;
      },
    });
    const exitCode = await runKubectl(process.argv.slice(1), io);
    surroundings.onEnd?.(exitCode, complained);
    return exitCode;
  });
}

interface Listeners {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

function ioOf(
  process: Process,
  interrupted: AbortSignal,
  surroundings: KubectlSurroundings,
  listeners: Listeners,
): KubectlIo {
  const { clock } = surroundings;
  return {
    stdin: { isTerminal: process.stdin.isTerminal, read: () => readAsync(process.stdin, interrupted) },
    stdout: outputOf(process.stdout, listeners.stdout),
    stderr: outputOf(process.stderr, listeners.stderr),
    files: filesOf(process),
    env: process.env,
    workingDirectory: process.cwd,
    connect: (access) => surroundings.connect(access, interrupted),
    now: () => clock.now(),
    sleep: (ms) => sleepOn(clock, ms, interrupted),
    hold: (work) => surroundings.pacer.hold(work),
    rawMode: () => surroundings.rawMode(),
    ...(surroundings.runCredentialPlugin === undefined
      ? {}
      : { runCredentialPlugin: surroundings.runCredentialPlugin }),
    interrupted,
    random: () => process.machine.random(),
    edit: (editor, path) => surroundings.edit(process, editor, path),
    runProgram: (program, args) => surroundings.runProgram(process, program, args),
    listen: (address, port, onConnection) => surroundings.listen(address, port, onConnection),
    serveProxy: async (options) => {
      const { serveLaptopProxy } = await surroundings.pacer.hold(import("./laptop-proxy.ts"));
      return serveLaptopProxy(options, surroundings.listen, () => clock.now());
    },
  };
}

function outputOf(output: Output, listener: (text: string) => void): KubectlOutput {
  return {
    isTerminal: output.isTerminal,
    ...(output.terminal === undefined ? {} : sizeOf(output.terminal)),
    // Checks ask what the learner has been shown, however it was told.
    write: (text, spoken = () => text) => {
      listener(text);
      return output.write(output.isTerminal && wantsRecords() ? spoken() : text);
    },
  };
}

function sizeOf({ columns, rows }: TerminalModes): Pick<KubectlOutput, "columns" | "rows"> {
  return { columns, rows };
}

async function readAsync(input: Input, interrupted: AbortSignal): Promise<string | undefined> {
  for (;;) {
    if (interrupted.aborted) return undefined;
    const text = input.read();
    if (text !== "") return text;
    await nextInput(input, interrupted);
  }
}

function sleepOn(clock: Clock, ms: number, interrupted: AbortSignal): Promise<void> {
  if (interrupted.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = () => {
      timer.cancel();
      interrupted.removeEventListener("abort", wake);
      resolve();
    };
    const timer = clock.after(ms, wake);
    interrupted.addEventListener("abort", wake);
  });
}

/** There to be read, though no device of the laptop is a file. */
const NOTHING = "/dev/null";

function filesOf(process: Process): KubectlFiles {
  const tree: FileTree = process.machine.files;
  const absolute = (path: string) => resolvePath(process.cwd, path);
  return {
    read: (path) => (path === NOTHING ? "" : tree.read(absolute(path))),
    write: (path, content, mode) => tree.write(absolute(path), content, mode),
    list: (path) => tree.list(absolute(path)),
    kind: (path) => {
      if (path === NOTHING) return "file";
      try {
        return tree.stat(absolute(path)).type === "directory" ? "directory" : "file";
      } catch (error) {
        if (error instanceof FileError) return undefined;
        throw error;
      }
    },
    makeDirectory: (path) => tree.makeDirectory(absolute(path)),
    remove: (path) => tree.remove(absolute(path)),
  };
}
