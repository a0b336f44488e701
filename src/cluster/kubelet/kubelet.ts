// Stands for the kubelet of one node: it makes the node's containers what the pods bound to it ask for, and reports what is.

import type { NodeConnection } from "../../api/node-connection.ts";
import type { Pod, Service } from "../../api/types.ts";
import type { MemoryFiles } from "../../shell/memory-files.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Random } from "../../sim/random.ts";
import type { Client } from "../client/client.ts";
import type { Component } from "../client/component.ts";
import { EventRecorder } from "../client/event-recorder.ts";
import { Informer } from "../client/informer.ts";
import { resources } from "../client/resources.ts";
import type { ContainerRuntime } from "../container-runtime/runtime.ts";
import { Allocations } from "./allocations.ts";
import { BackOff } from "./back-off.ts";
import type { KubeletContext } from "./context.ts";
import { EvictionManager } from "./eviction.ts";
import { ImagePulls } from "./image-pulls.ts";
import { nodeFileSystem } from "./node-files.ts";
import { NodeMeter } from "./node-meter.ts";
import { NodeRegistration } from "./node-registration.ts";
import type { NodeDescription } from "./node-status.ts";
import { Orphans } from "./orphans.ts";
import type { DnsSettings } from "./pod-files.ts";
import { PodLifecycle } from "./pod-lifecycle.ts";
import { PodWorkers } from "./pod-workers.ts";
import { isHeavy, NOTABLE_BYTES, podsInUse } from "./pods-in-use.ts";
import { RELIST_MS } from "./resync.ts";
import { KubeletServer } from "./server.ts";
import { ServiceAccountTokens } from "./service-account-tokens.ts";
import { StaticPods } from "./static-pods.ts";
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
  private readonly workers: PodWorkers;
  private readonly lifecycle: PodLifecycle;
  private readonly orphans: Orphans;
  private readonly staticPods: StaticPods | undefined;
  private pods: Informer<Pod> | undefined;
  private services: Informer<Service> | undefined;

  constructor(private readonly options: KubeletOptions) {
    const { client, clock, random, runtime, node } = options;
    this.nodeFiles = nodeFileSystem(clock, node, () => this.staticPods?.notice());
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
      allocations: new Allocations({
        allocatable: node.allocatable,
        others: (uid) => this.workers.othersThan(uid),
      }),
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
      run: (pod) => this.workers.add(pod),
      end: (uid) => this.workers.endStatic(uid),
    });
    const meter = new NodeMeter(runtime, clock, node);
    this.eviction = new EvictionManager({
      clock,
      capacity: node.capacity,
      isLoaded: () => this.isLoaded(),
      uses: () => podsInUse(this.workers.all(), runtime),
      systemMemoryBytes: () => meter.systemMemoryBytes(),
      nodeFileBytes: () => this.nodeFiles.usedBytes,
      evict: (pod, message, isDisruption) => this.workers.evict(pod.metadata.uid, message, isDisruption),
      onPressure: () => this.registration.reportPressures(),
      onReclaim: (starved) => this.registration.warn("EvictionThresholdMet", `Attempting to reclaim ${starved}`),
    });
    this.server = new KubeletServer(runtime, (uid) => this.workers.statusOf(uid), clock, meter);
    this.lifecycle = new PodLifecycle(clock, random.below(RELIST_MS), (uid) => this.workers.onLook(uid));
    this.orphans = new Orphans({
      clock,
      runtime,
      isSynced: () => this.pods?.synced === true,
      isWanted: (uid) => this.workers.has(uid),
      forget: (uid) => this.workers.forget(uid),
    });
    this.workers = new PodWorkers({
      context: this.context,
      relister: this.lifecycle,
      staticPods: () => this.staticPods,
      refusal: (pod) => this.eviction.refusal(pod),
      find: (key) => this.pods?.get(key),
    });
    runtime.onChange((podUid) => this.pods !== undefined && this.lifecycle.notice(podUid));
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
    this.pods.onChange((next, previous) => this.workers.onPod(next, previous));
    this.pods.start();
    this.staticPods?.start();
    this.eviction.start();
    this.orphans.start();
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
    this.lifecycle.stop();
    this.orphans.stop();
    this.workers.stop();
  }

  private isLoaded(): boolean {
    if (this.nodeFiles.usedBytes > NOTABLE_BYTES) return true;
    return [...this.workers.all()].some((worker) => isHeavy(worker, this.options.runtime));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
