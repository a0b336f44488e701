// What the conditions of a node say about it: is it heard of, and which taints does it earn.

import type { Node, Taint } from "../../../api/types.ts";

type NodeCondition = NonNullable<Node["status"]["conditions"]>[number];

export const NOT_READY = "node.kubernetes.io/not-ready";
export const UNREACHABLE = "node.kubernetes.io/unreachable";
const UNSCHEDULABLE = "node.kubernetes.io/unschedulable";

const PRESSURE_TAINTS: Readonly<Record<string, string>> = {
  MemoryPressure: "node.kubernetes.io/memory-pressure",
  DiskPressure: "node.kubernetes.io/disk-pressure",
  PIDPressure: "node.kubernetes.io/pid-pressure",
  NetworkUnavailable: "node.kubernetes.io/network-unavailable",
};

const WATCHED = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"];
const MANAGED_KEYS = [NOT_READY, UNREACHABLE, UNSCHEDULABLE, ...Object.values(PRESSURE_TAINTS)];

export function readyStatus(node: Node): string {
  return node.status?.conditions?.find(({ type }) => type === "Ready")?.status ?? "Unknown";
}

/** The conditions once nothing has been heard of the node for too long. */
export function unheardConditions(node: Node, now: string): NodeCondition[] {
  const present = node.status?.conditions ?? [];
  const silenced = present.map((condition): NodeCondition => {
    if (!WATCHED.includes(condition.type) || condition.status === "Unknown") return condition;
    const { type, lastHeartbeatTime } = condition;
    const heartbeat = lastHeartbeatTime === undefined ? {} : { lastHeartbeatTime };
    return {
      type,
      status: "Unknown",
      ...heartbeat,
      lastTransitionTime: now,
      reason: "NodeStatusUnknown",
      message: "Kubelet stopped posting node status.",
    };
  });
  const missing = WATCHED.filter((type) => !present.some((condition) => condition.type === type));
  const never = missing.map(
    (type): NodeCondition => ({
      type,
      status: "Unknown",
      lastHeartbeatTime: node.metadata.creationTimestamp,
      lastTransitionTime: now,
      reason: "NodeStatusNeverUpdated",
      message: "Kubelet never posted node status.",
    }),
  );
  return [...silenced, ...never];
}

/** The taints with effect NoSchedule that follow from the conditions and from a cordon. */
export function noScheduleTaints(node: Node): Taint[] {
  const keys = (node.status?.conditions ?? []).flatMap(({ type, status }) => {
    if (type === "Ready") return status === "False" ? NOT_READY : status === "Unknown" ? UNREACHABLE : [];
    return status === "True" ? (PRESSURE_TAINTS[type] ?? []) : [];
  });
  if (node.spec.unschedulable === true) keys.push(UNSCHEDULABLE);
  return keys.map((key) => ({ key, effect: "NoSchedule" }));
}

/** The taint with effect NoExecute that drives pods from a node in this state. */
export function noExecuteTaint(node: Node): Taint | undefined {
  const status = readyStatus(node);
  if (status === "True") return undefined;
  return { key: status === "False" ? NOT_READY : UNREACHABLE, effect: "NoExecute" };
}

/** `taints` with those that this controller keeps for `effect` replaced by `wanted`; undefined when nothing changes. */
export function replaceTaints(node: Node, wanted: readonly Taint[], effect: string, now: string): Taint[] | undefined {
  const present = node.spec.taints ?? [];
  const isOurs = (taint: Taint) => taint.effect === effect && MANAGED_KEYS.includes(taint.key);
  const kept = present.filter((taint) => !isOurs(taint) || wanted.some(({ key }) => key === taint.key));
  const added = wanted.filter(({ key }) => !present.some((taint) => taint.key === key && taint.effect === effect));
  if (kept.length === present.length && added.length === 0) return undefined;
  return [...kept, ...added.map((taint) => ({ ...taint, timeAdded: now }))];
}
