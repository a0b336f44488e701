// The scheduler's copy of the cluster: what informers know, put together for one scheduling cycle.

import { podRequests } from "../../api/pod-requests.ts";
import type {
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  StorageClass,
} from "../../api/types.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Client } from "../client/client.ts";
import { keyOf, keyText } from "../client/informer.ts";
import { InformerFactory } from "../client/informer-factory.ts";
import { ObjectIndex } from "../client/object-index.ts";
import { resources } from "../client/resources.ts";
import { isExclusive, type NodeInfo, nodeInfo, withPod } from "./node-info.ts";
import type { Snapshot } from "./plugins/plugin.ts";
import { priorityOf } from "./preemption.ts";

export class ClusterView {
  readonly informers: InformerFactory;
  readonly pods;
  readonly nodes;
  readonly namespaces;
  readonly claims;
  readonly volumes;
  readonly storageClasses;
  readonly budgets;
  private readonly podsByNode: ObjectIndex<Pod>;
  private readonly nominated: ObjectIndex<Pod>;
  /** One for each node, in the order of the nodes, up to date but for those that have changed. */
  private infos: NodeInfo[] = [];
  private readonly positions = new Map<string, number>();
  private readonly exclusivePositions = new Set<number>();
  private readonly changed = new Set<string>();
  private isListed = false;
  /** Pods whose node is chosen but not written yet, because their volumes come first. */
  private readonly assumed = new Map<string, { readonly pod: Pod; readonly nodeName: string }>();

  constructor(client: Client, clock: Clock) {
    this.informers = new InformerFactory(client, clock);
    this.pods = this.informers.of<Pod>(resources.pods);
    this.nodes = this.informers.of<Node>(resources.nodes);
    this.namespaces = this.informers.of<Namespace>(resources.namespaces);
    this.claims = this.informers.of<PersistentVolumeClaim>(resources.persistentvolumeclaims);
    this.volumes = this.informers.of<PersistentVolume>(resources.persistentvolumes);
    this.storageClasses = this.informers.of<StorageClass>(resources.storageclasses);
    this.budgets = this.informers.of<PodDisruptionBudget>(resources.poddisruptionbudgets);
    this.podsByNode = new ObjectIndex(this.pods, (pod) => (takesRoom(pod) ? [pod.spec.nodeName ?? ""] : []));
    this.nominated = new ObjectIndex(this.pods, (pod) => nominationOf(pod));
    this.pods.onChange((next, previous) => {
      if (next !== undefined && previous !== undefined && isAlike(next, previous)) return;
      for (const pod of [previous, next]) if (pod?.spec.nodeName !== undefined) this.changed.add(pod.spec.nodeName);
    });
    this.nodes.onChange((next, previous) => {
      if (next === undefined || previous === undefined) this.isListed = false;
      else this.changed.add(next.metadata.name);
    });
  }

  snapshot(): Snapshot {
    const nodes = this.nodeInfos();
    return {
      nodes,
      node: (name) => nodes[this.positions.get(name) ?? -1],
      exclusive: this.assumed.size === 0 ? this.exclusive() : nodes.filter(isExclusive),
      namespaces: this.namespaces.list(),
      volumes: {
        claim: (namespace, name) => this.claims.get({ namespace, name }),
        volume: (name) => this.volumes.get({ name }),
        volumes: () => this.volumes.list(),
        storageClass: (name) => this.storageClasses.get({ name }),
      },
    };
  }

  private nodeInfos(): readonly NodeInfo[] {
    if (this.isListed) this.refresh();
    else this.listInfos();
    this.changed.clear();
    if (this.assumed.size === 0) return this.infos;
    return this.infos.map((info) => this.withAssumed(info));
  }

  private refresh(): void {
    for (const name of this.changed) {
      const position = this.positions.get(name);
      const node = this.nodes.get({ name });
      if (position !== undefined && node !== undefined) this.note(position, this.info(node));
    }
  }

  private note(position: number, info: NodeInfo): void {
    this.infos[position] = info;
    if (isExclusive(info)) this.exclusivePositions.add(position);
    else this.exclusivePositions.delete(position);
  }

  /** In the order of the nodes. */
  private exclusive(): readonly NodeInfo[] {
    const positions = [...this.exclusivePositions].sort((a, b) => a - b);
    return positions.flatMap((position) => this.infos[position] ?? []);
  }

  private listInfos(): void {
    this.infos = this.nodes.list().map((node) => {
      const known = this.infos[this.positions.get(node.metadata.name) ?? -1];
      return known?.node === node && !this.changed.has(node.metadata.name) ? known : this.info(node);
    });
    this.positions.clear();
    this.exclusivePositions.clear();
    for (const [position, info] of this.infos.entries()) {
      this.positions.set(info.node.metadata.name, position);
      this.note(position, info);
    }
    this.isListed = true;
  }

  private info(node: Node): NodeInfo {
    return nodeInfo(node, this.podsByNode.get(node.metadata.name));
  }

  private withAssumed(info: NodeInfo): NodeInfo {
    const { name } = info.node.metadata;
    let crowded = info;
    for (const { pod, nodeName } of this.assumed.values()) if (nodeName === name) crowded = withPod(crowded, pod);
    return crowded;
  }

  /** True when some pod waits for others to leave a node. */
  get hasNominations(): boolean {
    return !this.nominated.isEmpty;
  }

  /** The node with the pods that are nominated for it, unless `pod` is more important than they are. */
  crowded(info: NodeInfo, pod: Pod): NodeInfo {
    const comers = this.nominated.get(info.node.metadata.name);
    return comers
      .filter((other) => other.metadata.uid !== pod.metadata.uid && priorityOf(other) >= priorityOf(pod))
      .reduce(withPod, info);
  }

  /** The less important pods that are nominated for a node. */
  nominatedBelow(nodeName: string, pod: Pod): Pod[] {
    return this.nominated.get(nodeName).filter((other) => priorityOf(other) < priorityOf(pod));
  }

  assume(pod: Pod, nodeName: string): void {
    this.assumed.set(keyText(keyOf(pod)), { pod, nodeName });
  }

  forget(key: string): void {
    this.assumed.delete(key);
  }

  assumedNode(key: string): string | undefined {
    return this.assumed.get(key)?.nodeName;
  }
}

/** Most changes of a pod are of its status, and mean nothing for who else may come to its node. */
function isAlike(next: Pod, previous: Pod): boolean {
  return (
    next.spec === previous.spec &&
    next.metadata.labels === previous.metadata.labels &&
    next.metadata.deletionTimestamp === previous.metadata.deletionTimestamp &&
    next.status?.startTime === previous.status?.startTime &&
    isFinished(next) === isFinished(previous) &&
    podRequests(next) === podRequests(previous)
  );
}

function takesRoom(pod: Pod): boolean {
  return isPlaced(pod) && !isFinished(pod);
}

export function isPlaced(pod: Pod): boolean {
  return (pod.spec.nodeName ?? "") !== "";
}

export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
}

function nominationOf(pod: Pod): string[] {
  const name = pod.status?.nominatedNodeName ?? "";
  return name === "" || isPlaced(pod) ? [] : [name];
}
