// Stands for the kubelet of one node: it makes the node's containers what the pods bound to it ask for, and reports what is.

import type { NodeConnection } from "../../api/node-connection.ts";
import type { Pod, Service } from "../../api/types.ts";
import { MemoryFiles } from "../../shell/memory-files.ts";
import type { Clock, Timer } from "../../sim/clock.ts";
import type { Random } from "../../sim/random.ts";
import type { Client } from "../client/client.ts";
import type { Component } from "../client/component.ts";
import { EventRecorder } from "../client/event-recorder.ts";
import { Informer } from "../client/informer.ts";
import { resources } from "../client/resources.ts";
import type { ContainerRuntime } from "../container-runtime/runtime.ts";
import { BackOff } from "./back-off.ts";
import type { KubeletContext } from "./context.ts";
import { EvictionManager } from "./eviction.ts";
import type { PodUse } from "./eviction-rules.ts";
import { ImagePulls } from "./image-pulls.ts";
import { NodeMeter } from "./node-meter.ts";
import { NodeRegistration } from "./node-registration.ts";
import type { NodeDescription } from "./node-status.ts";
import type { DnsSettings } from "./pod-files.ts";
import { PodWorker } from "./pod-worker.ts";
import { KubeletServer } from "./server.ts";
import { ServiceAccountTokens } from "./service-account-tokens.ts";
import { isMirror, localUid, StaticPods } from "./static-pods.ts";
import type { DurableFiles } from "./volumes.ts";

export interface KubeletOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly random: Random;
  readonly runtime: ContainerRuntime;
  readonly node: NodeDescription;
  /** Where pods of this cluster find DNS. */
  readonly dns: DnsSettings;
  /** The contents of persistent volumes, shared by all nodes. */
  readonly persistentVolume: (name: string) => MemoryFiles;
  /** How manifests on the node are read: undefined where the text is none. JSON only, when not given. */
  readonly parseYaml?: ((text: string) => unknown) | undefined;
}

export interface Kubelet extends Component {
  /** The kubelet's own server: logs, exec, attach, port-forward, usage. Undefined while the kubelet is stopped. */
  readonly connection: NodeConnection | undefined;
  /** The file system of the node itself, as hostPath volumes see it. */
  readonly nodeFiles: MemoryFiles;
}

/** How often the runtime is looked at. */
const HOUSEKEEPING_MS = 2000;
/** Nobody knows any more what grace the pod wanted. */
const ORPHAN_GRACE_MS = 30_000;
const RELIST_MS = 1000;
/** Less than this on the disk cannot matter. */
const NOTABLE_BYTES = 1024 * 1024;

export function createKubelet(options: KubeletOptions): Kubelet {
  return new NodeKubelet(options);
}

class NodeKubelet implements Kubelet {
  readonly name = "kubelet";
  readonly nodeFiles: MemoryFiles;
  private readonly context: KubeletContext;
  private readonly registration: NodeRegistration;
  private readonly server: KubeletServer;
  private readonly eviction: EvictionManager;
  private readonly workers = new Map<string, PodWorker>();
  private readonly changed = new Set<string>();
  private readonly phaseMs: number;
  private readonly staticPods: StaticPods | undefined;
  private pods: Informer<Pod> | undefined;
  private services: Informer<Service> | undefined;
  private relist: Timer | undefined;
  private cleanUp: Timer | undefined;

  constructor(private readonly options: KubeletOptions) {
    const { client, clock, random, runtime, node } = options;
    this.nodeFiles = new MemoryFiles({ now: () => clock.now(), onChange: () => this.staticPods?.notice() });
    for (const directory of [
      "/etc",
      "/etc/kubernetes",
      "/etc/kubernetes/manifests",
      "/tmp",
      "/var",
      "/var/lib",
      "/var/log",
      "/mnt",
      "/opt",
    ]) {
      this.nodeFiles.makeDirectory(directory);
    }
    const durable: DurableFiles = { node: this.nodeFiles, persistentVolume: options.persistentVolume };
    const events = new EventRecorder(client, clock, { component: "kubelet", host: node.name });
    this.context = {
      client,
      clock,
      random,
      runtime,
      events,
      durable,
      tokens: new ServiceAccountTokens(client, clock),
      known: new Map(),
      dns: options.dns,
      node: { name: node.name, hostIP: node.internalIP, allocatable: node.allocatable },
      pulls: new ImagePulls(clock, runtime.images),
      restartBackOff: new BackOff(10_000, 300_000),
      services: () => this.services?.list() ?? [],
    };
    this.registration = new NodeRegistration({
      client,
      clock,
      random,
      node,
      images: runtime.images,
      events,
      pressures: () => this.eviction.pressures,
    });
    this.staticPods = new StaticPods({
      files: this.nodeFiles,
      clock,
      client,
      nodeName: node.name,
      parse: options.parseYaml ?? parseJson,
      run: (pod) => this.add(pod),
      end: (uid) => this.endStatic(uid),
    });
    const meter = new NodeMeter(runtime, clock, node);
    this.eviction = new EvictionManager({
      clock,
      capacity: node.capacity,
      isLoaded: () => this.isLoaded(),
      uses: () => this.uses(),
      systemMemoryBytes: () => meter.systemMemoryBytes(),
      nodeFileBytes: () => this.nodeFiles.usedBytes,
      evict: (pod, message, isDisruption) => this.workers.get(pod.metadata.uid)?.evict(message, isDisruption),
      onPressure: () => this.registration.reportPressures(),
      onReclaim: (starved) => this.registration.warn("EvictionThresholdMet", `Attempting to reclaim ${starved}`),
    });
    this.server = new KubeletServer(runtime, (uid) => this.workers.get(uid)?.status, clock, meter);
    this.phaseMs = random.below(RELIST_MS);
    runtime.onChange((podUid) => this.onRuntimeChange(podUid));
  }

  get connection(): NodeConnection | undefined {
    return this.pods === undefined ? undefined : this.server;
  }

  start(): void {
    if (this.pods !== undefined) return;
    const { client, clock, node } = this.options;
    this.registration.start();
    this.services = new Informer<Service>(client, clock, resources.services);
    this.services.start();
    this.pods = new Informer<Pod>(client, clock, resources.pods, { fieldSelector: `spec.nodeName=${node.name}` });
    this.pods.onChange((next, previous) => this.onPod(next, previous));
    this.pods.start();
    this.staticPods?.start();
    this.eviction.start();
    this.cleanUp = clock.after(HOUSEKEEPING_MS, () => this.stopOrphans());
  }

  /** The containers go on running without their kubelet. */
  stop(): void {
    this.registration.stop();
    this.eviction.stop();
    this.staticPods?.stop();
    this.pods?.stop();
    this.services?.stop();
    this.pods = undefined;
    this.services = undefined;
    for (const timer of [this.relist, this.cleanUp]) timer?.cancel();
    this.relist = undefined;
    for (const worker of this.workers.values()) worker.stop();
    this.workers.clear();
  }

  private onPod(next: Pod | undefined, previous: Pod | undefined): void {
    const pod = next ?? previous;
    if (pod !== undefined && isMirror(pod)) {
      this.staticPods?.onMirror(next, previous);
      const worker = next === undefined ? undefined : this.workers.get(localUid(next));
      if (next !== undefined && previous?.metadata.uid !== next.metadata.uid) worker?.reportTo(next.metadata.uid);
      return;
    }
    if (previous !== undefined && previous.metadata.uid !== next?.metadata.uid) this.onGone(previous);
    if (next === undefined) return;
    const worker = this.workers.get(next.metadata.uid);
    if (worker === undefined) this.add(next);
    else if (needsSync(next, worker.pod)) worker.update(next);
    else worker.pod = next;
  }

  private add(pod: Pod): void {
    const isOver = pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
    const { runtime } = this.options;
    // A finished pod of which nothing is left here needs nothing from the kubelet, except that it can be deleted.
    if (isOver && runtime.containersOf(pod.metadata.uid).length === 0 && pod.metadata.deletionTimestamp === undefined)
      return;
    const worker = new PodWorker(
      this.context,
      pod,
      { last: () => this.lastRelist(), next: () => this.lastRelist() + RELIST_MS },
      (finished) => this.onFinished(finished),
    );
    this.workers.set(pod.metadata.uid, worker);
    if (pod.metadata.deletionTimestamp !== undefined) {
      worker.terminate();
      return;
    }
    const isNew = runtime.sandboxesOf(pod.metadata.uid).length === 0;
    const refusal = isNew && !isOver ? this.eviction.refusal(pod) : undefined;
    if (refusal === undefined) worker.request();
    else worker.reject(refusal);
  }

  private isLoaded(): boolean {
    const { runtime } = this.options;
    const isHeavy = (uid: string): boolean =>
      runtime.containersOf(uid).some(({ isRunning, heldBytes, writableBytes }) => {
        return isRunning && (heldBytes > 0 || writableBytes > NOTABLE_BYTES);
      });
    if (this.nodeFiles.usedBytes > NOTABLE_BYTES) return true;
    return [...this.workers].some(([uid, { volumes }]) => isHeavy(uid) || volumes.hasMoreThan(NOTABLE_BYTES));
  }

  /** The pods that may still run something, with what they use. */
  private uses(): readonly PodUse[] {
    const { runtime } = this.options;
    return [...this.workers.values()]
      .filter(({ stage }) => stage === "syncing")
      .map(({ pod, volumes }) => {
        const running = runtime.containersOf(pod.metadata.uid).filter(({ isRunning }) => isRunning);
        const containers = running.map((container) => ({
          name: container.config.name,
          memoryBytes: container.memoryBytes,
          diskBytes: container.writableBytes + container.log.sizeBytes,
        }));
        return { pod, containers, volumes: volumes.usage() };
      });
  }

  /** The pod is no longer in the API: what is left of it here goes too. */
  private onGone(pod: Pod): void {
    const worker = this.workers.get(pod.metadata.uid);
    if (worker === undefined || worker.stage === "finished") this.forget(pod.metadata.uid);
    else worker.terminate();
  }

  private endStatic(uid: string): void {
    const worker = this.workers.get(uid);
    if (worker === undefined || worker.stage === "finished") {
      this.forget(uid);
      this.staticPods?.onFinished(uid);
    } else worker.terminate();
  }

  private onFinished(worker: PodWorker): void {
    const { uid, name, namespace } = worker.pod.metadata;
    if (worker.pod.metadata.annotations?.["kubernetes.io/config.source"] === "file") {
      if (this.staticPods?.onFinished(uid) === true) this.forget(uid);
      return;
    }
    const inApi = this.pods?.get({ namespace, name });
    if (inApi?.metadata.uid !== uid) this.forget(uid);
  }

  /** What runs although its pod was removed while no kubelet looked. */
  private stopOrphans(): void {
    const { runtime, clock } = this.options;
    if (this.pods?.synced !== true) {
      this.cleanUp = clock.after(HOUSEKEEPING_MS, () => this.stopOrphans());
      return;
    }
    const uids = runtime.readySandboxes().map(({ config }) => config.podUid);
    const orphans = uids.filter((uid) => !this.workers.has(uid));
    for (const container of orphans.flatMap((uid) => runtime.containersOf(uid)))
      if (container.isRunning) container.signal(container.config.stopSignal);
    this.cleanUp = clock.after(ORPHAN_GRACE_MS, () => {
      for (const uid of orphans) this.forget(uid);
    });
  }

  private forget(podUid: string): void {
    this.workers.get(podUid)?.stop();
    this.workers.delete(podUid);
    const { runtime } = this.options;
    for (const container of runtime.containersOf(podUid)) runtime.removeContainer(container.id);
    for (const sandbox of runtime.sandboxesOf(podUid)) runtime.removePodSandbox(sandbox.id);
  }

  private onRuntimeChange(podUid: string): void {
    if (this.pods === undefined) return;
    this.changed.add(podUid);
    if (this.relist !== undefined) return;
    const delayMs = this.lastRelist() + RELIST_MS - this.options.clock.now();
    this.relist = this.options.clock.after(delayMs, () => this.onRelist());
  }

  private onRelist(): void {
    this.relist = undefined;
    const uids = [...this.changed];
    this.changed.clear();
    for (const uid of uids) {
      const worker = this.workers.get(uid);
      if (worker === undefined) continue;
      worker.look();
      worker.request();
    }
  }

  /** The runtime is looked at at fixed instants, of which only those count where something has changed. */
  private lastRelist(): number {
    const now = this.options.clock.now();
    return Math.floor((now - this.phaseMs) / RELIST_MS) * RELIST_MS + this.phaseMs;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A change of status alone, which is mostly the kubelet's own, is no reason to look at the pod again. */
function needsSync(next: Pod, previous: Pod): boolean {
  const { labels, annotations, deletionTimestamp, deletionGracePeriodSeconds } = next.metadata;
  const before = previous.metadata;
  if (
    deletionTimestamp !== before.deletionTimestamp ||
    deletionGracePeriodSeconds !== before.deletionGracePeriodSeconds
  )
    return true;
  if (next.metadata.generation !== before.generation) return true;
  return JSON.stringify([labels, annotations]) !== JSON.stringify([before.labels, before.annotations]);
}
