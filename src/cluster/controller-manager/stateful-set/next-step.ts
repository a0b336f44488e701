// The decision of a StatefulSet: given its pods, what to create or delete now. One step at a time, unless it is Parallel.

import type { Pod, StatefulSet } from "../../../api/types.ts";
import { isAvailable, isReady, isTerminal, isTerminating } from "../pod-state.ts";
import { REVISION_HASH } from "../revision-history.ts";
import { ordinalOf } from "./identity.ts";

export type Step =
  | { readonly kind: "create"; readonly ordinal: number }
  | { readonly kind: "delete"; readonly pod: Pod; readonly why: "ended" | "condemned" | "outdated" };

export function startOrdinal(set: StatefulSet): number {
  return set.spec.ordinals?.start ?? 0;
}

export function nextSteps(set: StatefulSet, pods: readonly Pod[], updateRevision: string, nowMs: number): Step[] {
  const isParallel = set.spec.podManagementPolicy === "Parallel";
  const minReadySeconds = set.spec.minReadySeconds ?? 0;
  const start = startOrdinal(set);
  const end = start + (set.spec.replicas ?? 1);
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(set, pod), pod]));
  const steps: Step[] = [];
  for (let ordinal = start; ordinal < end; ordinal++) {
    const pod = byOrdinal.get(ordinal);
    if (pod === undefined) steps.push({ kind: "create", ordinal });
    else if (isTerminal(pod) && !isTerminating(pod)) steps.push({ kind: "delete", pod, why: "ended" });
    else if (!isHealthy(pod) || !isAvailable(pod, minReadySeconds, nowMs)) {
      if (isParallel) continue;
      return steps;
    } else continue;
    if (!isParallel) return steps;
  }
  const condemned = pods.filter(
    (pod) => ordinalOf(set, pod) >= end || (ordinalOf(set, pod) >= 0 && ordinalOf(set, pod) < start),
  );
  steps.push(...condemn(set, condemned, isParallel));
  if (steps.length > 0 || condemned.length > 0) return steps;
  return updateStep(set, pods, updateRevision);
}

/** The highest ordinal goes first, and is waited for. */
function condemn(set: StatefulSet, condemned: readonly Pod[], isParallel: boolean): Step[] {
  const ordered = [...condemned].sort((a, b) => ordinalOf(set, b) - ordinalOf(set, a));
  if (isParallel)
    return ordered.filter((pod) => !isTerminating(pod)).map((pod) => ({ kind: "delete", pod, why: "condemned" }));
  const first = ordered[0];
  return first === undefined || isTerminating(first) ? [] : [{ kind: "delete", pod: first, why: "condemned" }];
}

/** From the highest ordinal down to the partition, one pod at a time, each healthy before the next. */
function updateStep(set: StatefulSet, pods: readonly Pod[], updateRevision: string): Step[] {
  if (set.spec.updateStrategy?.type === "OnDelete") return [];
  const from = startOrdinal(set) + (set.spec.updateStrategy?.rollingUpdate?.partition ?? 0);
  const ordered = [...pods]
    .sort((a, b) => ordinalOf(set, b) - ordinalOf(set, a))
    .filter((pod) => ordinalOf(set, pod) >= from);
  for (const pod of ordered) {
    if (pod.metadata.labels?.[REVISION_HASH] !== updateRevision && !isTerminating(pod))
      return [{ kind: "delete", pod, why: "outdated" }];
    if (!isHealthy(pod)) return [];
  }
  return [];
}

function isHealthy(pod: Pod): boolean {
  return isReady(pod) && pod.status.phase === "Running" && !isTerminating(pod);
}
