// The learner's laptop: a machine outside the cluster with a shell, a working directory, kubectl and the usual tools.
// Nothing on it can start a program of the host, except the editor that the host lends.

import type { ApiTransport } from "../api/request.ts";
import type { ClusterAccess, KubectlIo } from "../kubectl/io.ts";
import { programOf } from "../shell/busybox/applet.ts";
import { busyboxProgram } from "../shell/busybox/index.ts";
import { gnuTimeout } from "../shell/busybox/system/timeout.ts";
import { gnuBase64 } from "../shell/busybox/text/base64.ts";
import type { FileTree } from "../shell/files.ts";
import { duplicateInput, duplicateOutput } from "../shell/handles.ts";
import { Kernel } from "../shell/kernel.ts";
import { MemoryFiles } from "../shell/memory-files.ts";
import { MountFiles } from "../shell/mount-files.ts";
import { resolvePath } from "../shell/paths.ts";
import type { Machine, NetworkStack, Process, Program } from "../shell/process.ts";
import type { Clock } from "../sim/clock.ts";
import type { Random } from "../sim/random.ts";
import { asyncProgram } from "./async-program.ts";
import { diffProgram } from "./diff-program.ts";
import type { Display } from "./display.ts";
import { historyProgram, type LineHistory } from "./history-program.ts";
import { kubectlProgram } from "./kubectl-program.ts";
import { libraryProgram } from "./library-programs.ts";
import type { LocalPorts } from "./local-ports.ts";
import type { Observatory } from "./observatory.ts";
import { observeProgram } from "./observe-programs.ts";
import type { Observer } from "./observer.ts";
import type { Pace } from "./pacer.ts";
import { pagerProgram } from "./pager-program.ts";
import { tablesProgram } from "./tables-program.ts";
import { watchProgram } from "./watch-program.ts";

export const homeDirectory = "/home/learner";
/** Where the host's working directory is mounted, and where the prompt begins. */
export const workDirectory = `${homeDirectory}/work`;
export const kubeconfigPath = `${homeDirectory}/.kube/config`;

export const editorNames: readonly string[] = ["edit", "nano", "open", "vi", "vim"];

/** Opens a file of the working directory in an editor of the host; resolves with its exit code. */
export type HostEditor = (command: string, files: FileTree, path: string) => Promise<number>;

export interface LaptopOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly pacer: Pace;
  readonly observer: Observer;
  readonly observatory: Observatory;
  readonly display: () => Display;
  /** What was entered at the prompt, oldest first. */
  readonly history: LineHistory;
  /** The working directory. */
  readonly files: FileTree;
  readonly kubeconfig: string;
  readonly network: NetworkStack;
  /** Its /etc/resolv.conf; a laptop without one knows no name server. */
  readonly resolvConf?: string;
  readonly ports: LocalPorts;
  readonly connect: (
    access: ClusterAccess,
    interrupted: AbortSignal,
  ) => { readonly transport: ApiTransport; readonly user: string };
  readonly rawMode: () => () => void;
  readonly runCredentialPlugin?: KubectlIo["runCredentialPlugin"] | undefined;
  /** Absent where there is no terminal to lend to an editor. */
  readonly editor?: HostEditor;
}

export interface Laptop {
  readonly kernel: Kernel;
  readonly machine: Machine;
  readonly files: FileTree;
}

export function createLaptop(options: LaptopOptions): Laptop {
  const { clock, random } = options;
  const kernel = new Kernel(clock, { firstPid: 1000 });
  const files = fileTreeOf(options);
  const machine = kernel.createMachine({
    hostname: "laptop",
    files,
    network: options.network,
    user: { uid: 1000, gid: 1000, name: "learner" },
    random: () => random.fraction(),
    findProgram: (name) => findProgram(name, options) ?? "not found",
  });
  return { kernel, machine, files };
}

function fileTreeOf({ clock, files, kubeconfig, resolvConf }: LaptopOptions): MountFiles {
  const root = new MemoryFiles({ now: () => clock.now(), sizeLimitBytes: 64 * 1024 * 1024 });
  for (const path of ["/home", homeDirectory, workDirectory, `${homeDirectory}/.kube`, "/tmp", "/etc"])
    root.makeDirectory(path);
  root.write(kubeconfigPath, kubeconfig, 0o600);
  root.write("/etc/hosts", "127.0.0.1\tlocalhost\n127.0.1.1\tlaptop\n");
  if (resolvConf !== undefined) root.write("/etc/resolv.conf", resolvConf);
  return new MountFiles([
    { path: "/", tree: root },
    { path: workDirectory, tree: files },
  ]);
}

function findProgram(path: string, options: LaptopOptions): Program | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name === "kubectl" || name === "k") return kubectl(options);
  if (isEditor(name)) return editorProgram(name, options);
  if (name === "watch") return watchProgram(options.display);
  if (name === "timeout") return programOf(gnuTimeout);
  if (name === "base64") return programOf(gnuBase64);
  if (name === "diff") return diffProgram();
  if (name === "tables") return tablesProgram(options.pacer, options.display);
  if (name === "history") return historyProgram(options.history);
  return (
    observeProgram(name, options.observatory, options.pacer, options.display) ??
    pagerProgram(name, options.pacer, options.display) ??
    libraryProgram(name, options.pacer) ??
    busyboxProgram(name)
  );
}

function kubectl(options: LaptopOptions): Program {
  const { pacer, clock, observer, ports } = options;
  return function* (process) {
    const run = observer.beginRun(process.argv.slice(1));
    const program = kubectlProgram({
      pacer,
      clock,
      connect: (access, interrupted) => {
        const { transport, user } = options.connect(access, interrupted);
        return run.watch(transport, user);
      },
      listen: (address, port, onConnection) => ports.listen(address, port, onConnection),
      edit: (editing, editor, path) => edit(editing, editor, path, options),
      runProgram: async (running, program, args) =>
        findProgram(program, options) === undefined ? undefined : runChild(running, options, [program, ...args]),
      rawMode: options.rawMode,
      runCredentialPlugin: options.runCredentialPlugin,
      onOutput: (stdout) => run.printed(stdout),
      onEnd: (exitCode, stderr) => run.ended(exitCode, stderr),
    });
    return yield* program(process);
  };
}

/** `$EDITOR` may be a program of the laptop (`sed -i …`, `true`) or one of the host (vim). */
function edit(process: Process, editor: string, path: string, options: LaptopOptions): Promise<number> {
  const [name = ""] = editor.trim().split(/\s+/);
  const isHosts = findProgram(name, options) === undefined || isEditor(name);
  if (isHosts) return hostEdit(editor, path, process, options);
  return runChild(process, options, ["sh", "-c", `${editor} '${path.replaceAll("'", "'\\''")}'`]);
}

function isEditor(name: string): boolean {
  return editorNames.includes(name);
}

async function hostEdit(
  editor: string,
  path: string,
  process: Process,
  { editor: host, pacer }: LaptopOptions,
): Promise<number> {
  if (host === undefined) {
    process.stderr.write(`error: unable to launch the editor "${editor}"\n`);
    return 1;
  }
  return pacer.hold(host(editor, process.machine.files, path));
}

function runChild(process: Process, { pacer }: LaptopOptions, argv: readonly string[]): Promise<number> {
  const program = process.machine.findProgram(argv[0] ?? "", process.env, process.cwd);
  if (typeof program === "string") return Promise.resolve(127);
  const { env, cwd, stdin, stdout, stderr } = process;
  // A child closes what it is given; kubectl goes on to write when its editor has ended.
  const streams = { stdin: duplicateInput(stdin), stdout: duplicateOutput(stdout), stderr: duplicateOutput(stderr) };
  const child = process.spawn({ program, argv, env, cwd, ...streams });
  const ended = new Promise<number>((resolve) => {
    const finish = () => resolve(child.exitCode ?? 1);
    if (child.exited.ready) finish();
    else child.exited.subscribe(finish);
  });
  return pacer.track(ended);
}

/** `edit FILE` at the prompt. */
function editorProgram(name: string, options: LaptopOptions): Program {
  return asyncProgram(options.pacer, async (process) => {
    const [, path] = process.argv;
    if (path !== undefined) return hostEdit(name, resolvePath(process.cwd, path), process, options);
    process.stderr.write(`usage: ${name} FILE\n`);
    return 2;
  });
}
