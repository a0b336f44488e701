// The learner's world as lesson checks and lesson tests see it.

import type { ApiTransport } from "../api/request.ts";
import type { Intervention } from "../cluster/journal.ts";
import type { FileTree } from "../shell/files.ts";
import { MemoryFiles } from "../shell/memory-files.ts";
import type { Machine } from "../shell/process.ts";
import { collect, nullInput, nullOutput } from "../shell/streams.ts";
import type { Texts } from "../tutor/language/english.ts";
import type {
  AuditEntry,
  CommandEntry,
  HttpProbe,
  NameEntry,
  NetworkEntry,
  NetworkOrigin,
  NetworkOutcome,
  Observation,
  RunResult,
  Snapshot,
  Switch,
  Workbench,
  WorkingFiles,
} from "../tutor/world.ts";
import type { LearnerWorld } from "./world.ts";

/** A line of a lesson test, or of a look ahead, that takes longer than this is interrupted. */
const lineLimitMs = 600_000;

interface Records {
  readonly audit: readonly AuditEntry[];
  readonly observations: (since: number) => readonly Observation[];
  readonly commands: readonly CommandEntry[];
}

export class LessonWorld implements Workbench {
  stepStart: Snapshot;
  /** A cluster outside is judged as it is, while time passes. */
  looksAhead: boolean;
  attemptStart?: number;
  texts?: Texts;
  spare?: LessonWorld;
  readonly answers: Record<string, string> = {};
  readonly files: WorkingFiles;
  readonly heldSince?: (what: object, holds: boolean) => number | undefined;
  private held = new WeakMap<object, number>();
  /** When the checker itself sent requests, and from where: those are not the learner's. */
  private readonly probes: { readonly from: NetworkOrigin; readonly start: number; readonly end: number }[] = [];

  /** @param past what had been recorded before this copy was made.
   * @param setupApi by what the lesson sets up; the administrator's when not given. */
  constructor(
    readonly world: LearnerWorld,
    private readonly past?: Records,
    private readonly setupApi?: ApiTransport,
  ) {
    this.looksAhead = this.canFork;
    if (!this.canFork) this.heldSince = (what, holds) => this.noteHolding(what, holds);
    this.stepStart = { at: world.now(), objects: [] };
    this.files = workingFiles(world.choices.files);
  }

  now(): number {
    return this.world.now();
  }

  get read(): ApiTransport {
    return this.world.admin;
  }

  get api(): ApiTransport {
    return this.setupApi ?? this.world.admin;
  }

  get canFork(): boolean {
    return this.world.backdrop.fork !== undefined;
  }

  get namespace(): string {
    return this.world.namespace;
  }

  networkLog(since: number): NetworkEntry[] {
    const { simulated } = this.world.backdrop;
    // Elsewhere nobody sees what goes over the network; lessons that ask for it are not taught there.
    if (simulated === undefined) return [];
    const { network } = simulated;
    const entries = network.requests().flatMap((request) => (request.at < since ? [] : (entryOf(request) ?? [])));
    return entries.filter((entry) => !this.isProbe(entry));
  }

  nameLog(since: number): NameEntry[] {
    const questions = this.world.backdrop.simulated?.network.questions() ?? [];
    return questions.flatMap((question) => {
      const from = originOf(question.from);
      const entry = question.at < since || from === undefined ? undefined : { ...question, from };
      return entry === undefined || this.isProbe(entry) ? [] : [entry];
    });
  }

  audit(since: number): AuditEntry[] {
    return [...(this.past?.audit ?? []), ...this.world.observer.audit].filter((entry) => entry.at >= since);
  }

  observations(since: number): Observation[] {
    return [...(this.past?.observations(since) ?? []), ...this.world.observer.observations(since)];
  }

  commands(since: number): CommandEntry[] {
    return [...(this.past?.commands ?? []), ...this.world.observer.commands].filter((entry) => entry.at >= since);
  }

  async fork(): Promise<LessonWorld> {
    const files = copyOf(this.world.choices.files, () => this.now());
    const copy = new LessonWorld(this.world.fork(files), {
      audit: this.audit(0),
      observations: (since) => this.observations(since),
      commands: this.commands(0),
    });
    copy.stepStart = this.stepStart;
    copy.spare = copy;
    if (this.texts !== undefined) copy.texts = this.texts;
    Object.assign(copy.answers, this.answers);
    return copy;
  }

  async advance(ms: number): Promise<void> {
    await this.world.pacer.advanceTo(this.now() + ms);
  }

  run(command: string): Promise<RunResult> {
    return this.world.runLine(command, this.now() + lineLimitMs);
  }

  async http(probe: HttpProbe): Promise<NetworkOutcome> {
    const start = this.now();
    const outcome = await this.send(probe);
    this.probes.push({ from: probe.from, start, end: this.now() });
    return outcome;
  }

  private isProbe({ at, from }: { readonly at: number; readonly from: NetworkOrigin }): boolean {
    return this.probes.some((probe) => at >= probe.start && at <= probe.end && isSamePlace(from, probe.from));
  }

  private async send({ from, url, address, timeoutMs }: HttpProbe): Promise<NetworkOutcome> {
    const machine = this.machineAt(from);
    if (machine === undefined) return { error: "timeout" };
    const stdout = collect();
    const { kernel } = this.world.laptop;
    const argv = [
      "curl",
      "-s",
      "-m",
      String(timeoutMs / 1000),
      "-w",
      "\n%{http_code}",
      ...resolving(url, address),
      url,
    ];
    const program = machine.findProgram("curl", {}, "/");
    if (typeof program === "string") throw new Error(`curl is ${program}`);
    const child = kernel.start({
      program,
      argv,
      env: {},
      cwd: "/",
      machine,
      stdin: nullInput,
      stdout,
      stderr: nullOutput,
    });
    await this.world.pacer.runUntil(() => child.exited.ready, this.now() + timeoutMs + 1000);
    return outcomeOf(child.exitCode, stdout.text);
  }

  /** Something to send a request from: the laptop, or a machine with the network and the name servers of a pod. */
  private machineAt(from: NetworkOrigin): Machine | undefined {
    const { machine, kernel } = this.world.laptop;
    if (from === "laptop") return machine;
    const place = this.world.cluster.networkOf(from);
    if (place === undefined) return undefined;
    const files = new MemoryFiles({ now: () => this.now() });
    files.makeDirectory("/etc");
    files.write("/etc/resolv.conf", place.resolvConf);
    const { hostname, user, findProgram } = machine;
    return kernel.createMachine({ hostname, user, files, network: place.network, random: () => 0, findProgram });
  }

  async switch(change: Switch): Promise<void> {
    // Whoever goes back to a step finds the node there that joined as it began.
    if (change.kind === "add-node" && this.world.cluster.hasNode(change.node)) return;
    this.world.cluster.apply(interventionOf(change));
    await this.world.pacer.settle();
  }

  writeFile(path: string, content: string): void {
    const { files } = this.world.choices;
    const parts = path.split("/").filter((part) => part !== "");
    for (let depth = 1; depth < parts.length; depth++) {
      const directory = `/${parts.slice(0, depth).join("/")}`;
      if (!files.exists(directory)) files.makeDirectory(directory);
    }
    files.write(`/${parts.join("/")}`, content);
  }

  answer(id: string, text: string): void {
    this.answers[id] = text;
  }

  beginStep(snapshot: Snapshot): void {
    this.stepStart = snapshot;
    for (const id of Object.keys(this.answers)) delete this.answers[id];
    this.held = new WeakMap();
  }

  private noteHolding(what: object, holds: boolean): number | undefined {
    if (!holds) this.held.delete(what);
    else if (!this.held.has(what)) this.held.set(what, this.now());
    return this.held.get(what);
  }
}

function resolving(url: string, address: string | undefined): readonly string[] {
  if (address === undefined) return [];
  const { hostname, port, protocol } = new URL(url);
  return ["--resolve", `${hostname}:${port || (protocol === "https:" ? 443 : 80)}:${address}`];
}

function outcomeOf(exitCode: number | undefined, stdout: string): NetworkOutcome {
  if (exitCode === 6) return { error: "nxdomain" };
  if (exitCode === 7) return { error: "refused" };
  if (exitCode === 52 || exitCode === 56) return { error: "reset" };
  if (exitCode !== 0) return { error: "timeout" };
  const at = stdout.lastIndexOf("\n");
  return { status: Number(stdout.slice(at + 1)), body: stdout.slice(0, at) };
}

type LoggedRequest = ReturnType<LearnerWorld["cluster"]["network"]["requests"]>[number];

/** Only what a learner's programs ask for counts: requests of nodes are the system's own. */
function entryOf(request: LoggedRequest): NetworkEntry | undefined {
  const from = originOf(request.from);
  if (from === undefined) return undefined;
  const { servedBy, service, site } = request;
  return {
    at: request.at,
    from,
    host: request.to.address,
    port: request.to.port,
    path: request.path ?? "/",
    ...(site === undefined ? {} : { site }),
    ...(servedBy?.kind === "pod" ? { answeredBy: { namespace: servedBy.namespace, name: servedBy.name } } : {}),
    ...(service === undefined ? {} : { service }),
    outcome: networkOutcome(request),
  };
}

function isSamePlace(one: NetworkOrigin, other: NetworkOrigin): boolean {
  if (one === "laptop" || other === "laptop") return one === other;
  return one.namespace === other.namespace && one.name === other.name;
}

function originOf(peer: LoggedRequest["from"]): NetworkOrigin | undefined {
  if (peer.kind === "pod") {
    const { namespace, name, container } = peer;
    return { namespace, name, ...(container !== undefined && { container }) };
  }
  return peer.name === "laptop" ? "laptop" : undefined;
}

function networkOutcome({ status, outcome }: LoggedRequest): NetworkOutcome {
  if (status !== undefined) return { status, body: "" };
  if (outcome === "refused") return { error: "refused" };
  return { error: outcome === "connected" ? "reset" : "timeout" };
}

function interventionOf(change: Switch): Intervention {
  switch (change.kind) {
    case "stop":
    case "start":
      return { kind: change.kind, component: componentName(change.target) };
    case "crash": {
      const { pod, container, exitCode } = change;
      const base = { kind: "crash", namespace: pod.namespace, pod: pod.name, exitCode } as const;
      return container === undefined ? base : { ...base, container };
    }
    default:
      return change;
  }
}

/** Lessons may leave out `kube-`, and say `node/oak` for its kubelet. */
function componentName(target: string): string {
  if (target.startsWith("node/")) return target.replace("node/", "kubelet/");
  const short = ["scheduler", "controller-manager", "apiserver"];
  return short.includes(target) ? `kube-${target}` : target;
}

function workingFiles(tree: FileTree): WorkingFiles {
  const absolute = (path: string) => `/${path.replace(/^\.?\//, "")}`;
  return {
    exists: (path) => tree.exists(absolute(path)),
    read: (path) => tree.read(absolute(path)),
    list: () => filesBelow(tree, "/").map((path) => path.slice(1)),
  };
}

function filesBelow(tree: FileTree, directory: string): string[] {
  return tree.list(directory).flatMap((name) => {
    const path = directory === "/" ? `/${name}` : `${directory}/${name}`;
    const { type } = tree.lstat(path);
    if (type === "directory") return filesBelow(tree, path);
    return type === "file" ? [path] : [];
  });
}

function copyOf(tree: FileTree, now: () => number): MemoryFiles {
  const copy = new MemoryFiles({ now });
  for (const path of filesBelow(tree, "/")) {
    const parts = path.split("/").slice(1, -1);
    for (const [index] of parts.entries()) {
      const directory = `/${parts.slice(0, index + 1).join("/")}`;
      if (!copy.exists(directory)) copy.makeDirectory(directory);
    }
    copy.write(path, tree.read(path));
  }
  return copy;
}
