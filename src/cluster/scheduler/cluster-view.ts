// The scheduler's copy of the cluster: what informers know, put together for one scheduling cycle.

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
import { type NodeInfo, nodeInfo, withPod } from "./node-info.ts";
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
  private readonly infos = new Map<string, NodeInfo>();
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
      for (const pod of [previous, next]) if (pod?.spec.nodeName !== undefined) this.infos.delete(pod.spec.nodeName);
    });
    this.nodes.onChange((next, previous) => this.infos.delete((next ?? previous)?.metadata.name ?? ""));
  }

  snapshot(): Snapshot {
    return {
      nodes: this.nodes.list().map((node) => this.info(node)),
      namespaces: this.namespaces.list(),
      volumes: {
        claim: (namespace, name) => this.claims.get({ namespace, name }),
        volume: (name) => this.volumes.get({ name }),
        volumes: () => this.volumes.list(),
        storageClass: (name) => this.storageClasses.get({ name }),
      },
    };
  }

  private info(node: Node): NodeInfo {
    const { name } = node.metadata;
    let info = this.infos.get(name) ?? nodeInfo(node, this.podsByNode.get(name));
    this.infos.set(name, info);
    for (const { pod, nodeName } of this.assumed.values()) if (nodeName === name) info = withPod(info, pod);
    return info;
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
