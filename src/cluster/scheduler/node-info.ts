// What the scheduler knows of a node: the node, the pods that are or will be on it, and what they ask for.

import { type Amounts, amountsOf, podRequests } from "../../api/pod-requests.ts";
import type { Node, Pod } from "../../api/types.ts";

export interface NodeInfo {
  readonly node: Node;
  readonly pods: readonly Pod[];
  readonly allocatable: Amounts;
  readonly requested: Amounts;
  /** How many of the pods ask for a resource at all. */
  readonly asking: ReadonlyMap<string, number>;
  /** How many of the pods an owner has, by its uid; those that are going away do not count. */
  readonly siblings: ReadonlyMap<string, number>;
  /** The pods that keep others away. */
  readonly exclusive: readonly Pod[];
}

// Every decision looks at every node, and a node changes only with its own pods: what can be counted is counted once.
export function nodeInfo(node: Node, pods: readonly Pod[]): NodeInfo {
  const requested = new Map<string, number>();
  const asking = new Map<string, number>();
  const siblings = new Map<string, number>();
  for (const pod of pods) {
    for (const [name, amount] of podRequests(pod)) {
      count(requested, name, amount);
      count(asking, name, 1);
    }
    if (pod.metadata.deletionTimestamp === undefined) for (const owner of ownersOf(pod)) count(siblings, owner, 1);
  }
  const allocatable = amountsOf(node.status?.allocatable);
  return { node, pods, allocatable, requested, asking, siblings, exclusive: pods.filter(keepsOthersAway) };
}

function count(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function ownersOf(pod: Pod): ReadonlySet<string> {
  return new Set((pod.metadata.ownerReferences ?? []).map(({ uid }) => uid));
}

function keepsOthersAway(pod: Pod): boolean {
  return (pod.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).length > 0;
}

/** True where a pod is that keeps others away. */
export function isExclusive({ exclusive }: NodeInfo): boolean {
  return exclusive.length > 0;
}

/** The same node without some of its pods: for asking what eviction would change. */
export function withoutPods(info: NodeInfo, gone: ReadonlySet<string>): NodeInfo {
  return nodeInfo(
    info.node,
    info.pods.filter((pod) => !gone.has(pod.metadata.uid)),
  );
}

/** The same node with one more pod on it. */
export function withPod(info: NodeInfo, pod: Pod): NodeInfo {
  return nodeInfo(info.node, [...info.pods, pod]);
}
