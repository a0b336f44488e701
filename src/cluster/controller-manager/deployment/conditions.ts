// The conditions of a Deployment: ordered by their last change, as the real controller leaves them.

import type { Deployment, ReplicaSet } from "../../../api/types.ts";
import { timestamp } from "../../client/event-recorder.ts";
import { actualReplicas, availableReplicas, maxUnavailable, readyReplicas, wantedReplicas } from "./surge.ts";

export type DeploymentStatus = Deployment["status"];
export type DeploymentCondition = NonNullable<DeploymentStatus["conditions"]>[number];

export function findCondition(
  conditions: readonly DeploymentCondition[] | undefined,
  type: string,
): DeploymentCondition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

export function newCondition(
  type: string,
  status: string,
  reason: string,
  message: string,
  nowMs: number,
): DeploymentCondition {
  const now = timestamp(nowMs);
  return { type, status, reason, message, lastUpdateTime: now, lastTransitionTime: now };
}

/** Puts `condition` last, unless status and reason are what they were. */
export function setCondition(
  conditions: readonly DeploymentCondition[],
  condition: DeploymentCondition,
): DeploymentCondition[] {
  const current = findCondition(conditions, condition.type);
  if (current?.status === condition.status && current.reason === condition.reason) return [...conditions];
  const kept = current?.status === condition.status && current.lastTransitionTime !== undefined;
  const next = kept ? { ...condition, lastTransitionTime: current.lastTransitionTime } : condition;
  return [...removeCondition(conditions, condition.type), next as DeploymentCondition];
}

export function removeCondition(conditions: readonly DeploymentCondition[], type: string): DeploymentCondition[] {
  return conditions.filter((condition) => condition.type !== type);
}

export function hasProgressDeadline(deployment: Deployment): boolean {
  const seconds = deployment.spec.progressDeadlineSeconds;
  return seconds !== undefined && seconds !== 2147483647;
}

export function calculateStatus(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  newReplicaSet: ReplicaSet | undefined,
  nowMs: number,
): DeploymentStatus {
  const available = availableReplicas(all);
  const enough = available >= (deployment.spec.replicas ?? 1) - maxUnavailable(deployment);
  const condition = enough
    ? newCondition("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.", nowMs)
    : newCondition(
        "Available",
        "False",
        "MinimumReplicasUnavailable",
        "Deployment does not have minimum availability.",
        nowMs,
      );
  return {
    observedGeneration: deployment.metadata.generation ?? 0,
    replicas: actualReplicas(all),
    updatedReplicas: actualReplicas([newReplicaSet]),
    readyReplicas: readyReplicas(all),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, wantedReplicas(all) - available),
    ...(deployment.status.collisionCount === undefined ? {} : { collisionCount: deployment.status.collisionCount }),
    conditions: setCondition(deployment.status.conditions ?? [], condition),
  };
}

export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const replicas = deployment.spec.replicas ?? 1;
  const { updatedReplicas = 0, replicas: present = 0, availableReplicas: available = 0 } = status;
  return (
    updatedReplicas === replicas &&
    present === replicas &&
    available === replicas &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

function isProgressing(before: DeploymentStatus, status: DeploymentStatus): boolean {
  const old = (s: DeploymentStatus) => (s.replicas ?? 0) - (s.updatedReplicas ?? 0);
  return (
    (status.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(status) < old(before) ||
    (status.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (status.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

/** When the rollout counts as stuck, in milliseconds since the epoch; undefined while no deadline runs. */
export function deadlineAt(deployment: Deployment, status: DeploymentStatus): number | undefined {
  const condition = findCondition(status.conditions, "Progressing");
  if (!hasProgressDeadline(deployment) || condition?.lastUpdateTime === undefined) return undefined;
  if (condition.reason === "NewReplicaSetAvailable" || condition.reason === "ProgressDeadlineExceeded")
    return undefined;
  return Date.parse(condition.lastUpdateTime) + (deployment.spec.progressDeadlineSeconds ?? 0) * 1000;
}

/** The conditions during and after a rollout: Progressing, and ReplicaFailure as the ReplicaSets report it. */
export function rolloutConditions(
  deployment: Deployment,
  status: DeploymentStatus,
  all: readonly ReplicaSet[],
  newReplicaSet: ReplicaSet | undefined,
  nowMs: number,
): DeploymentCondition[] {
  const conditions = progress(deployment, status, newReplicaSet, nowMs);
  const failure = replicaFailure(all, newReplicaSet);
  if (failure === undefined) return removeCondition(conditions, "ReplicaFailure");
  const { reason = "", message = "" } = failure;
  return setCondition(conditions, newCondition("ReplicaFailure", failure.status, reason, message, nowMs));
}

function progress(
  deployment: Deployment,
  status: DeploymentStatus,
  newReplicaSet: ReplicaSet | undefined,
  nowMs: number,
): DeploymentCondition[] {
  const conditions = [...(status.conditions ?? [])];
  if (!hasProgressDeadline(deployment)) return removeCondition(conditions, "Progressing");
  const current = findCondition(conditions, "Progressing");
  if (status.replicas === status.updatedReplicas && current?.reason === "NewReplicaSetAvailable") return conditions;
  const subject =
    newReplicaSet === undefined
      ? `Deployment "${deployment.metadata.name}"`
      : `ReplicaSet "${newReplicaSet.metadata.name}"`;
  if (isComplete(deployment, status)) {
    const message = `${subject} has successfully progressed.`;
    return setCondition(conditions, newCondition("Progressing", "True", "NewReplicaSetAvailable", message, nowMs));
  }
  if (isProgressing(deployment.status, status)) {
    const condition = newCondition("Progressing", "True", "ReplicaSetUpdated", `${subject} is progressing.`, nowMs);
    // Every sign of progress renews the condition, because the deadline counts from its last update.
    const since = current?.status === "True" ? current.lastTransitionTime : undefined;
    const renewed = since === undefined ? condition : { ...condition, lastTransitionTime: since };
    return setCondition(removeCondition(conditions, "Progressing"), renewed);
  }
  const deadline = deadlineAt(deployment, status);
  if (deadline === undefined || nowMs <= deadline) return conditions;
  const message = `${subject} has timed out progressing.`;
  return setCondition(conditions, newCondition("Progressing", "False", "ProgressDeadlineExceeded", message, nowMs));
}

function replicaFailure(all: readonly ReplicaSet[], newReplicaSet: ReplicaSet | undefined) {
  const candidates = newReplicaSet === undefined ? all : [newReplicaSet, ...all];
  return candidates
    .flatMap((rs) => rs.status.conditions ?? [])
    .find((condition) => condition.type === "ReplicaFailure");
}

/** The Progressing condition that pausing or resuming calls for, if it is not there yet. */
export function pausedCondition(deployment: Deployment, nowMs: number): DeploymentCondition | undefined {
  if (!hasProgressDeadline(deployment)) return undefined;
  const current = findCondition(deployment.status.conditions, "Progressing");
  if (current?.reason === "ProgressDeadlineExceeded") return undefined;
  const isMarked = current?.reason === "DeploymentPaused";
  if (deployment.spec.paused === true && !isMarked) {
    return newCondition("Progressing", "Unknown", "DeploymentPaused", "Deployment is paused", nowMs);
  }
  if (deployment.spec.paused !== true && isMarked) {
    return newCondition("Progressing", "Unknown", "DeploymentResumed", "Deployment is resumed", nowMs);
  }
  return undefined;
}
