// The world of one learner: a cluster, a laptop in front of it, and the records of what happened. Every line typed goes through here.

import type { ApiRequest, ApiTransport } from "../api/request.ts";
import type { SchemaSource } from "../cluster/apiserver/server.ts";
import { Cluster } from "../cluster/cluster.ts";
import type { BootStore } from "../cluster/options.ts";
import type { ClusterProfile } from "../cluster/profile.ts";
import { parseYamlDocument } from "../kubectl/yaml/load.ts";
import { NotReadable } from "../observe/reading.ts";
import type { FileTree } from "../shell/files.ts";
import type { Child, Input, NetworkStack, Output } from "../shell/process.ts";
import { ShellSession } from "../shell/session.ts";
import { collect, nullInput } from "../shell/streams.ts";
import type { Backdrop } from "./backdrop.ts";
import { type Display, noDisplay } from "./display.ts";
import type { LineHistory } from "./history-program.ts";
import { currentNamespace } from "./kubeconfig.ts";
import { createLaptop, type HostEditor, homeDirectory, kubeconfigPath, type Laptop, workDirectory } from "./laptop.ts";
import { type LocalPorts, simulatedPorts } from "./local-ports.ts";
import type { Observatory } from "./observatory.ts";
import { Observer } from "./observer.ts";
import type { Pace } from "./pacer.ts";
import { masterUser, simulatedBackdrop } from "./simulated-backdrop.ts";
import { machineInPod, travel } from "./traveller.ts";

/** What a laptop is made of, whatever cluster stands behind it. */
export interface LaptopChoices {
  /** The working directory. */
  readonly files: FileTree;
  readonly editor?: HostEditor;
  /** How port-forward opens ports; only inside the simulation when not given. */
  readonly ports?: (network: NetworkStack) => LocalPorts;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether somebody types at the shell, who is told of background jobs. True when not given. */
  readonly isTyped?: boolean;
}

export interface WorldOptions extends LaptopChoices {
  readonly profile: ClusterProfile;
  readonly seed: number;
  /** When the learner comes in, in milliseconds since the Unix epoch. */
  readonly startMs: number;
  readonly schema: SchemaSource;
  /** Where boots are kept between runs of the program; nowhere when not given. */
  readonly boots?: BootStore | undefined;
  /** The namespace of the learner's context; created when it is not there. */
  readonly namespace?: string;
}

export interface LineStreams {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
}

export interface LineResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const notServing = "the API server does not answer, so there is nothing to be seen";

export class LearnerWorld {
  readonly pacer: Pace;
  readonly observer: Observer;
  readonly observatory: Observatory;
  readonly laptop: Laptop;
  readonly shell: ShellSession;
  private readonly ports: LocalPorts;
  private rawPrograms = 0;
  private foreground: Child | undefined;
  /** What the kubeconfig said last, which is asked for at every look. */
  private context: { readonly text: string; readonly namespace: string } | undefined;

  constructor(
    readonly backdrop: Backdrop,
    readonly choices: LaptopChoices,
  ) {
    const { clock, random, network, kubeconfig, resolvConf, runCredentialPlugin } = backdrop;
    this.pacer = backdrop.pace;
    this.observer = new Observer(() => this.now());
    this.observatory = this.observatoryOf();
    this.ports = (choices.ports ?? simulatedPorts)(network);
    // Simplified: what the laptop itself sends over the network is not repeated in a look ahead; what kubectl does is.
    this.laptop = createLaptop({
      clock,
      random,
      pacer: this.pacer,
      observer: this.observer,
      observatory: this.observatory,
      display: () => this.display,
      history: { lines: () => this.history.lines(), forget: () => this.history.forget() },
      files: choices.files,
      kubeconfig,
      network,
      ports: this.ports,
      rawMode: () => this.enterRawMode(),
      connect: (access, interrupted) => backdrop.connect(access, interrupted),
      ...(resolvConf === undefined ? {} : { resolvConf }),
      ...(runCredentialPlugin === undefined ? {} : { runCredentialPlugin }),
      ...(choices.editor === undefined ? {} : { editor: choices.editor }),
    });
    const env = {
      HOME: homeDirectory,
      USER: "learner",
      SHELL: "/bin/bash",
      PATH: "/usr/local/bin:/usr/bin:/bin",
      KUBECONFIG: kubeconfigPath,
    };
    this.shell = new ShellSession({
      env: { ...env, ...choices.env },
      cwd: workDirectory,
      isTyped: choices.isTyped ?? true,
    });
    this.shell.state.aliases.set("k", "kubectl");
  }

  /** Boots a cluster, which is then as an installer left it some minutes before. */
  static boot(options: WorldOptions): LearnerWorld {
    const cluster = Cluster.boot({
      profile: options.profile,
      seed: options.seed,
      startMs: options.startMs,
      schema: options.schema,
      boots: options.boots,
      parseYaml: (text) => parseYamlDocument(text).value,
    });
    const { namespace } = options;
    const world = new LearnerWorld(simulatedBackdrop(cluster, namespace), options);
    if (namespace !== undefined) ensureNamespace(cluster, namespace);
    return world;
  }

  /** A copy with its own cluster, laptop and files; what happens there does not happen here. */
  fork(files: FileTree): LearnerWorld {
    const { editor: _editor, ports: _ports, ...choices } = this.choices;
    const { fork } = this.backdrop;
    if (fork === undefined) throw new Error("a cluster outside of the tutor cannot be copied");
    return new LearnerWorld(fork(), { ...choices, files });
  }

  /** The cluster in this process. */
  get cluster(): Cluster {
    const { simulated } = this.backdrop;
    if (simulated === undefined) throw new Error("a cluster outside of the tutor cannot be tampered with");
    return simulated;
  }

  now(): number {
    return this.pacer.now();
  }

  /** The namespace of the current context. */
  get namespace(): string {
    const { files } = this.laptop;
    const text = files.exists(kubeconfigPath) ? files.read(kubeconfigPath) : "";
    if (this.context?.text !== text) this.context = { text, namespace: currentNamespace(text) };
    return this.context.namespace;
  }

  /** The API as an administrator who leaves no trace in the learner's records. */
  get admin(): ApiTransport {
    return this.backdrop.admin;
  }

  /** Runs a line in the learner's shell, winding the clock as far as it takes, at most to `limitMs`; then it is interrupted. */
  async runLine(line: string, limitMs: number, streams?: Partial<LineStreams>): Promise<LineResult> {
    const stdout = collect();
    const stderr = collect();
    const child = this.startLine(line, { stdin: nullInput, stdout, stderr, ...streams });
    if (!(await this.pacer.runUntil(() => child.exited.ready, limitMs))) {
      this.interrupt();
      await this.pacer.runUntil(() => child.exited.ready, limitMs + 60_000);
    }
    await this.pacer.settle();
    this.foreground = undefined;
    const exitCode = child.exitCode ?? 130;
    this.noteLine(line, exitCode);
    return { exitCode, stdout: stdout.text, stderr: stderr.text };
  }

  /** A line without kubectl (which notes its own runs) is kept for feedback, too: who asks with curl from the laptop, say. */
  noteLine(line: string, exitCode: number): void {
    if (/\b(kubectl|k)\b/.test(line)) return;
    this.observer.commands.push({ at: this.now(), words: line.trim().split(/\s+/), exitCode, stderr: "" });
  }

  /** Starts a line; the caller winds the clock until it has exited. */
  startLine(line: string, streams: LineStreams): Child {
    const child = this.laptop.kernel.start({
      program: this.shell.run(line),
      argv: ["bash"],
      env: this.shell.env,
      cwd: this.shell.cwd,
      machine: this.laptop.machine,
      ...streams,
    });
    this.foreground = child;
    return child;
  }

  /** Ends what runs on the laptop and gives back what it holds of the host. */
  close(): void {
    this.laptop.kernel.killAll();
    this.ports.closeAll();
    this.backdrop.close();
  }

  /** True while keys belong to a program at the far end of an interactive exec: Ctrl-C is then its affair. */
  get isRaw(): boolean {
    return this.rawPrograms > 0;
  }

  /** What the terminal does when keys are to come one by one; the answer ends it. */
  takeKeys: () => () => void = () => () => undefined;

  /** What programs may do with the learner's screen; nothing where there is none. */
  display: Display = noDisplay;

  /** The lines that were entered; none where nobody types. */
  history: LineHistory = { lines: () => [], forget: () => undefined };

  private observatoryOf(): Observatory {
    const { admin, simulated } = this.backdrop;
    const namespace = () => this.namespace;
    if (simulated === undefined) return { read: admin, namespace };
    return {
      // What the administrator's way would still show, nobody could read.
      read: (request) => (simulated.isServing ? admin(request) : Promise.reject(new NotReadable(notServing))),
      namespace,
      writes: () => simulated.writes(),
      travel: async (from, target, interrupted) => {
        const { kernel, machine } = this.laptop;
        const place = from.kind === "pod" ? simulated.networkOf(from) : undefined;
        if (from.kind === "pod" && place === undefined) return undefined;
        const start = place === undefined ? machine : machineInPod(kernel, machine, place);
        return travel(kernel, start, from, target, interrupted);
      },
    };
  }

  private enterRawMode(): () => void {
    this.rawPrograms++;
    const giveBack = this.takeKeys();
    return () => {
      this.rawPrograms--;
      giveBack();
    };
  }

  /** Ctrl-C. */
  interrupt(): void {
    if (this.foreground !== undefined && !this.foreground.exited.ready) {
      this.laptop.kernel.signal(this.foreground.pid, "SIGINT");
    }
  }

  /** Whether the shell knows such a command: a program, a builtin, a function or an alias. */
  isCommand(word: string): boolean {
    const { machine } = this.laptop;
    if (this.shell.knows(word)) return true;
    return typeof machine.findProgram(word, this.shell.env, this.shell.cwd) === "function";
  }
}

function ensureNamespace(cluster: Cluster, name: string): void {
  const path = "/api/v1/namespaces";
  const request: ApiRequest = { method: "GET", path: `${path}/${name}`, query: {}, user: masterUser };
  if (cluster.handle(request).status !== 404) return;
  const body = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
  cluster.handle({ method: "POST", path, query: {}, user: masterUser, body });
  // The namespace's service account and root certificate are there before the learner is.
  cluster.clock.advanceTo(cluster.clock.now() + 1000);
}
