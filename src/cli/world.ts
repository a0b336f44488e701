// The world of one learner: a cluster, a laptop in front of it, and the records of what happened. Every line typed goes through here.

import type { ApiRequest, ApiTransport, UserInfo } from "../api/request.ts";
import type { SchemaSource } from "../cluster/apiserver/server.ts";
import { Cluster } from "../cluster/cluster.ts";
import type { ClusterProfile } from "../cluster/profile.ts";
import type { ClusterAccess } from "../kubectl/io.ts";
import type { FileTree } from "../shell/files.ts";
import type { Child, Input, Output } from "../shell/process.ts";
import { ShellSession } from "../shell/session.ts";
import { collect, nullInput } from "../shell/streams.ts";
import { currentNamespace, kubeconfigText } from "./kubeconfig.ts";
import { createLaptop, type HostEditor, homeDirectory, kubeconfigPath, type Laptop, workDirectory } from "./laptop.ts";
import { type LocalPorts, simulatedPorts } from "./local-ports.ts";
import { Observer } from "./observer.ts";
import { Pacer } from "./pacer.ts";

export interface WorldOptions {
  readonly profile: ClusterProfile;
  readonly seed: number;
  /** When the learner comes in, in milliseconds since the Unix epoch. */
  readonly startMs: number;
  readonly schema: SchemaSource;
  /** The working directory. */
  readonly files: FileTree;
  /** The namespace of the learner's context; created when it is not there. */
  readonly namespace?: string;
  readonly editor?: HostEditor;
  /** How port-forward opens ports; only inside the simulation when not given. */
  readonly ports?: (network: Laptop["machine"]["network"]) => LocalPorts;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether somebody types at the shell, who is told of background jobs. True when not given. */
  readonly isTyped?: boolean;
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

const masterUser: UserInfo = { name: "k8s-tutor", groups: ["system:masters", "system:authenticated"] };

export class LearnerWorld {
  readonly pacer: Pacer;
  readonly observer: Observer;
  readonly laptop: Laptop;
  readonly shell: ShellSession;
  private readonly ports: LocalPorts;
  private rawPrograms = 0;
  private foreground: Child | undefined;

  private constructor(
    readonly options: WorldOptions,
    readonly cluster: Cluster,
  ) {
    this.pacer = new Pacer(cluster.clock);
    this.observer = new Observer(() => cluster.clock.now());
    const network = cluster.laptopNetwork;
    this.ports = (options.ports ?? simulatedPorts)(network);
    // Simplified: what the laptop itself sends over the network is not repeated in a look ahead; what kubectl does is.
    this.laptop = createLaptop({
      clock: cluster.clock.spectator(),
      random: cluster.laptopRandom,
      pacer: this.pacer,
      observer: this.observer,
      files: options.files,
      kubeconfig: kubeconfigText({
        server: cluster.serverAddress,
        token: cluster.adminToken,
        ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
      }),
      network,
      ports: this.ports,
      rawMode: () => this.enterRawMode(),
      connect: (access) => this.connect(access),
      ...(options.editor === undefined ? {} : { editor: options.editor }),
    });
    const env = {
      HOME: homeDirectory,
      USER: "learner",
      SHELL: "/bin/bash",
      PATH: "/usr/local/bin:/usr/bin:/bin",
      KUBECONFIG: kubeconfigPath,
    };
    this.shell = new ShellSession({
      env: { ...env, ...options.env },
      cwd: workDirectory,
      isTyped: options.isTyped ?? true,
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
    });
    const world = new LearnerWorld(options, cluster);
    if (options.namespace !== undefined) world.ensureNamespace(options.namespace);
    return world;
  }

  /** A copy with its own cluster, laptop and files; what happens there does not happen here. */
  fork(files: FileTree): LearnerWorld {
    const { editor: _editor, ports: _ports, ...options } = this.options;
    return new LearnerWorld({ ...options, files }, this.cluster.fork());
  }

  now(): number {
    return this.cluster.clock.now();
  }

  /** The namespace of the current context. */
  get namespace(): string {
    const { files } = this.laptop;
    return currentNamespace(files.exists(kubeconfigPath) ? files.read(kubeconfigPath) : "");
  }

  /** The API as an administrator who leaves no trace in the learner's records. */
  readonly admin: ApiTransport = async (request) => this.cluster.handle({ ...request, user: masterUser });

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
  }

  /** True while keys belong to a program at the far end of an interactive exec: Ctrl-C is then its affair. */
  get isRaw(): boolean {
    return this.rawPrograms > 0;
  }

  private enterRawMode(): () => void {
    this.rawPrograms++;
    return () => {
      this.rawPrograms--;
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

  private ensureNamespace(name: string): void {
    const path = "/api/v1/namespaces";
    const request: ApiRequest = { method: "GET", path: `${path}/${name}`, query: {}, user: masterUser };
    if (this.cluster.handle(request).status !== 404) return;
    const body = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
    this.cluster.handle({ method: "POST", path, query: {}, user: masterUser, body });
    // The namespace's service account and root certificate are there before the learner is.
    this.cluster.clock.advanceTo(this.now() + 1000);
  }

  private connect(access: ClusterAccess): { transport: ApiTransport; user: string } {
    const { cluster } = this;
    const host = access.server.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
    if (access.server.replace(/\/$/, "") !== cluster.serverAddress) {
      const refused = new Error(
        `The connection to the server ${host} was refused - did you specify the right host or port?`,
      );
      return { transport: () => Promise.reject(refused), user: "" };
    }
    const user = cluster.authenticate(access);
    if (user === undefined) {
      return { transport: async () => cluster.unauthorized(), user: "" };
    }
    const transport: ApiTransport = async (request) => {
      if (!cluster.isServing)
        throw new Error(`The connection to the server ${host} was refused - did you specify the right host or port?`);
      return cluster.handle({
        ...request,
        ...(access.impersonate === undefined ? {} : { impersonate: access.impersonate }),
        user,
      });
    };
    return { transport, user: user.name };
  }
}
