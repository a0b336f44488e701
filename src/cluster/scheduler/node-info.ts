// What the scheduler knows of a node: the node, the pods that are or will be on it, and what they ask for.

import { type Amounts, amountsOf, podRequests } from "../../api/pod-requests.ts";
import type { Node, Pod } from "../../api/types.ts";

export interface NodeInfo {
  readonly node: Node;
  readonly pods: readonly Pod[];
  readonly allocatable: Amounts;
  readonly requested: Amounts;
}

export function nodeInfo(node: Node, pods: readonly Pod[]): NodeInfo {
  const requested = new Map<string, number>();
  for (const pod of pods) {
    for (const [name, amount] of podRequests(pod)) requested.set(name, (requested.get(name) ?? 0) + amount);
  }
  return { node, pods, allocatable: amountsOf(node.status?.allocatable), requested };
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
  const requested = new Map(info.requested);
  for (const [name, amount] of podRequests(pod)) requested.set(name, (requested.get(name) ?? 0) + amount);
  return { ...info, pods: [...info.pods, pod], requested };
}
