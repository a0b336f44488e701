// Which pods go first when there are too many: those whose loss hurts least.

import type { Pod } from "../../../api/types.ts";
import { isReady, podCondition, restartCount } from "../pod-state.ts";

const PHASE_ORDER: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };
const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

/** `pods` in the order in which they are given up. @param related pods of the same application, counted per node. */
export function rankForDeletion(pods: readonly Pod[], related: readonly Pod[], nowMs: number): Pod[] {
  const readyPerNode = new Map<string, number>();
  for (const pod of related) {
    if (!isReady(pod) || pod.spec.nodeName === undefined) continue;
    readyPerNode.set(pod.spec.nodeName, (readyPerNode.get(pod.spec.nodeName) ?? 0) + 1);
  }
  const keyed = pods.map((pod, index) => ({ pod, index, key: sortKey(pod, readyPerNode, nowMs) }));
  return keyed.sort((a, b) => compareKeys(a.key, b.key) || a.index - b.index).map(({ pod }) => pod);
}

/** Smaller goes first, field by field. */
function sortKey(pod: Pod, readyPerNode: ReadonlyMap<string, number>, nowMs: number): number[] {
  const node = pod.spec.nodeName;
  const ready = isReady(pod);
  return [
    node === undefined || node === "" ? 0 : 1,
    PHASE_ORDER[pod.status.phase ?? "Pending"] ?? 0,
    ready ? 1 : 0,
    deletionCost(pod),
    -(readyPerNode.get(node ?? "") ?? 0),
    ready ? logarithmicAge(podCondition(pod, "Ready")?.lastTransitionTime, nowMs) : 0,
    -restartCount(pod),
    logarithmicAge(pod.metadata.creationTimestamp, nowMs),
  ];
}

function deletionCost(pod: Pod): number {
  const cost = Number(pod.metadata.annotations?.[DELETION_COST] ?? 0);
  return Number.isInteger(cost) ? cost : 0;
}

/** Ages are compared by magnitude, so that pods of about the same age are chosen among evenly. */
function logarithmicAge(since: string | undefined, nowMs: number): number {
  if (since === undefined) return 0;
  const seconds = Math.max(0, nowMs - Date.parse(since)) / 1000;
  return seconds < 1 ? 0 : Math.floor(Math.log2(seconds)) + 1;
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
