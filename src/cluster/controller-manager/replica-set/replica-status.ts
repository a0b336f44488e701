// The status of a ReplicaSet or ReplicationController, computed from its pods.

import type { ApiError } from "../../../api/status.ts";
import type { Pod, ReplicaSet } from "../../../api/types.ts";
import { timestamp } from "../../client/event-recorder.ts";
import { omitEmpty } from "../deep-equal.ts";
import { isAvailable, isReady } from "../pod-state.ts";

type ReplicaSetStatus = ReplicaSet["status"];
type Condition = NonNullable<ReplicaSetStatus["conditions"]>[number];

export interface ReplicaObservation {
  readonly generation: number;
  readonly templateLabels: Readonly<Record<string, string>>;
  readonly minReadySeconds: number;
  /** Active pods. */
  readonly pods: readonly Pod[];
  /** What went wrong with creating (positive missing) or deleting pods. */
  readonly failure?: { readonly error: ApiError; readonly missing: number } | undefined;
}

export function replicaStatus(
  previous: ReplicaSetStatus | undefined,
  seen: ReplicaObservation,
  nowMs: number,
): ReplicaSetStatus {
  const { pods, templateLabels, minReadySeconds } = seen;
  const labelled = pods.filter((pod) =>
    Object.entries(templateLabels).every(([key, value]) => pod.metadata.labels?.[key] === value),
  );
  const conditions = failureConditions(previous?.conditions ?? [], seen, nowMs);
  return {
    replicas: pods.length,
    ...omitEmpty({
      fullyLabeledReplicas: labelled.length,
      readyReplicas: pods.filter(isReady).length,
      availableReplicas: pods.filter((pod) => isAvailable(pod, minReadySeconds, nowMs)).length,
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
