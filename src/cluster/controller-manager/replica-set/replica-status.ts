// The status of a ReplicaSet or ReplicationController, computed from its pods.

import type { ApiError } from "../../../api/status.ts";
import type { Pod, ReplicaSet } from "../../../api/types.ts";
import { timestamp } from "../../client/event-recorder.ts";
import { omitEmpty } from "../deep-equal.ts";
import { isAvailable, isReady } from "../pod-state.ts";
import type { PodGroup } from "../pod-tally.ts";

type Labels = Readonly<Record<string, string>>;

type ReplicaSetStatus = ReplicaSet["status"];
type Condition = NonNullable<ReplicaSetStatus["conditions"]>[number];

/** Of the active pods. */
export interface ReplicaCounts {
  readonly replicas: number;
  readonly fullyLabeled: number;
  readonly ready: number;
  readonly available: number;
}

export interface ReplicaObservation {
  readonly generation: number;
  readonly counts: ReplicaCounts;
  /** What went wrong with creating (positive missing) or deleting pods. */
  readonly failure?: { readonly error: ApiError; readonly missing: number } | undefined;
}

/** @param templateLabels those that a fully labelled pod has. */
export function countPods(
  pods: readonly Pod[],
  templateLabels: Labels,
  minReadySeconds: number,
  nowMs: number,
): ReplicaCounts {
  return {
    replicas: pods.length,
    fullyLabeled: pods.filter((pod) => hasAll(pod.metadata.labels, templateLabels)).length,
    ready: pods.filter(isReady).length,
    available: pods.filter((pod) => isAvailable(pod, minReadySeconds, nowMs)).length,
  };
}

/** The same from counts, where a pod is available as soon as it is ready. */
export function countGroups(groups: readonly PodGroup[], templateLabels: Labels): ReplicaCounts {
  const sum = (of: (group: PodGroup) => number) => groups.reduce((total, group) => total + of(group), 0);
  const ready = sum((group) => group.ready);
  return {
    replicas: sum(({ active }) => active),
    fullyLabeled: sum(({ labels, active }) => (hasAll(labels, templateLabels) ? active : 0)),
    ready,
    available: ready,
  };
}

function hasAll(labels: Labels | undefined, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels?.[key] === value);
}

export function replicaStatus(
  previous: ReplicaSetStatus | undefined,
  seen: ReplicaObservation,
  nowMs: number,
): ReplicaSetStatus {
  const { replicas, fullyLabeled, ready, available } = seen.counts;
  const conditions = failureConditions(previous?.conditions ?? [], seen, nowMs);
  return {
    replicas,
    ...omitEmpty({
      fullyLabeledReplicas: fullyLabeled,
      readyReplicas: ready,
      availableReplicas: available,
      observedGeneration: seen.generation,
    }),
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

function failureConditions(
  conditions: readonly Condition[],
  { failure }: ReplicaObservation,
  nowMs: number,
): Condition[] {
  const others = conditions.filter((condition) => condition.type !== "ReplicaFailure");
  if (failure === undefined) return others;
  const present = conditions.find((condition) => condition.type === "ReplicaFailure");
  // The first failure stays: its message says what started the trouble.
  if (present !== undefined) return [...conditions];
  const reason = failure.missing > 0 ? "FailedCreate" : "FailedDelete";
  return [
    ...others,
    {
      type: "ReplicaFailure",
      status: "True",
      lastTransitionTime: timestamp(nowMs),
      reason,
      message: failure.error.message,
    },
  ];
}
