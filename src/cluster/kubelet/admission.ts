// The kubelet's own look at a pod that was bound to its node: whoever chose the node, the node must have room, and be one of those
// that the pod asks for. Pure.
// Simplified: host ports and NoExecute taints are not looked at here; the scheduler and the taint eviction see to them.

import { matchesNodeAffinity } from "../../api/node-affinity.ts";
import { amountsOf, podRequests } from "../../api/pod-requests.ts";
import type { Node, Pod } from "../../api/types.ts";
import { isCritical } from "./eviction-rules.ts";

export interface Rejection {
  readonly reason: string;
  readonly message: string;
}

export interface AdmittingNode {
  readonly allocatable: Readonly<Record<string, string>>;
  /** The pods that are on the node already and not over. */
  readonly pods: readonly Pod[];
  /** The node as the API has it; undefined while nobody answers. */
  find(): Node | undefined;
}

/** Why the node does not take the pod; undefined when it does. */
export function rejectionOf(pod: Pod, node: AdmittingNode): Rejection | undefined {
  // For these the real kubelet makes room by ending others.
  if (isCritical(pod)) return undefined;
  return lackOfRoom(pod, node) ?? wrongNode(pod, node);
}

/** What the node has too little of beside the pods that are there. */
export function lackOfRoom(
  pod: Pick<Pod, "spec">,
  { allocatable, pods }: Pick<AdmittingNode, "allocatable" | "pods">,
): Rejection | undefined {
  const capacity = amountsOf(allocatable);
  const rooms = capacity.get("pods");
  if (rooms !== undefined && pods.length + 1 > rooms) return outOf("pods", 1, pods.length, rooms);
  for (const [name, requested] of podRequests(pod)) {
    const total = capacity.get(name);
    if (requested === 0 || total === undefined) continue;
    const used = pods.reduce((sum, other) => sum + (podRequests(other).get(name) ?? 0), 0);
    if (requested > total - used) return outOf(name, requested, used, total);
  }
  return undefined;
}

function outOf(name: string, requested: number, used: number, capacity: number): Rejection {
  const amounts = `requested: ${requested}, used: ${used}, capacity: ${capacity}`;
  return { reason: `OutOf${name}`, message: `Node didn't have enough resource: ${name}, ${amounts}` };
}

function wrongNode(pod: Pod, { find }: AdmittingNode): Rejection | undefined {
  const { nodeSelector, affinity } = pod.spec;
  if (nodeSelector === undefined && affinity?.nodeAffinity === undefined) return undefined;
  const node = find();
  if (node === undefined || matchesNodeAffinity(pod, node)) return undefined;
  const message = "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector";
  return { reason: "NodeAffinity", message };
}
