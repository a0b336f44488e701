// The decisions of a rollout: which ReplicaSet gets which size next. Pure; the controller carries them out.

import type { Deployment, ReplicaSet } from "../../../api/types.ts";
import { DESIRED_REPLICAS } from "./annotations.ts";
import { byCreation } from "./revision.ts";
import {
  availableReplicas,
  isRollingUpdate,
  maxUnavailable,
  newReplicaSetSize,
  proportionalSizes,
  wantedReplicas,
} from "./surge.ts";

export interface Resize {
  readonly replicaSet: ReplicaSet;
  readonly replicas: number;
}

/** The next sizes; none when nothing can or need be done now. Growing comes before shrinking. */
export function nextRollingSizes(
  deployment: Deployment,
  newReplicaSet: ReplicaSet,
  old: readonly ReplicaSet[],
): Resize[] {
  const current = newReplicaSet.spec.replicas ?? 0;
  const replicas = deployment.spec.replicas ?? 1;
  const size = current > replicas ? replicas : newReplicaSetSize(deployment, [newReplicaSet, ...old], current);
  if (size !== current) return [{ replicaSet: newReplicaSet, replicas: size }];
  return shrinkOld(deployment, newReplicaSet, old);
}

function shrinkOld(deployment: Deployment, newReplicaSet: ReplicaSet, old: readonly ReplicaSet[]): Resize[] {
  if (wantedReplicas(old) === 0) return [];
  const minAvailable = (deployment.spec.replicas ?? 1) - maxUnavailable(deployment);
  const newUnavailable = (newReplicaSet.spec.replicas ?? 0) - (newReplicaSet.status.availableReplicas ?? 0);
  const limit = wantedReplicas([newReplicaSet, ...old]) - minAvailable - newUnavailable;
  if (limit <= 0) return [];
  const sizes = new Map(byCreation(old).map((rs) => [rs, rs.spec.replicas ?? 0]));
  dropUnhealthy(sizes, limit);
  dropAvailable(sizes, availableReplicas([newReplicaSet, ...old]) - minAvailable);
  return changed(sizes);
}

/** Pods that are not available serve nobody: they go first. */
function dropUnhealthy(sizes: Map<ReplicaSet, number>, limit: number): void {
  let left = limit;
  for (const [rs, size] of sizes) {
    const drop = Math.min(left, size - (rs.status.availableReplicas ?? 0));
    if (drop <= 0) continue;
    sizes.set(rs, size - drop);
    left -= drop;
  }
}

function dropAvailable(sizes: Map<ReplicaSet, number>, limit: number): void {
  let left = limit;
  for (const [rs, size] of sizes) {
    const drop = Math.min(left, size);
    if (drop <= 0) continue;
    sizes.set(rs, size - drop);
    left -= drop;
  }
}

function changed(sizes: ReadonlyMap<ReplicaSet, number>): Resize[] {
  return [...sizes]
    .filter(([rs, size]) => size !== (rs.spec.replicas ?? 0))
    .map(([replicaSet, replicas]) => ({ replicaSet, replicas }));
}

/** True when the Deployment was resized since a ReplicaSet was last sized. */
export function isScalingEvent(deployment: Deployment, all: readonly ReplicaSet[]): boolean {
  return all.some((rs) => {
    const desired = rs.metadata.annotations?.[DESIRED_REPLICAS];
    return (rs.spec.replicas ?? 0) > 0 && desired !== undefined && Number(desired) !== (deployment.spec.replicas ?? 1);
  });
}

/** Sizes after the Deployment itself was resized, or is paused. An unchanged size is listed when its annotations are to be renewed. */
export function scaledSizes(
  deployment: Deployment,
  newReplicaSet: ReplicaSet | undefined,
  old: readonly ReplicaSet[],
): Resize[] {
  const replicas = deployment.spec.replicas ?? 1;
  const only = activeOrLatest(newReplicaSet, old);
  if (only !== undefined) return only.spec.replicas === replicas ? [] : [{ replicaSet: only, replicas }];
  const activeOld = old.filter((rs) => (rs.spec.replicas ?? 0) > 0);
  if (isSaturated(deployment, newReplicaSet)) return activeOld.map((replicaSet) => ({ replicaSet, replicas: 0 }));
  if (!isRollingUpdate(deployment)) return [];
  const active = [newReplicaSet, ...activeOld].filter(
    (rs) => rs !== undefined && (rs.spec.replicas ?? 0) > 0,
  ) as ReplicaSet[];
  return [...proportionalSizes(deployment, active)].map(([replicaSet, size]) => ({ replicaSet, replicas: size }));
}

function activeOrLatest(newReplicaSet: ReplicaSet | undefined, old: readonly ReplicaSet[]): ReplicaSet | undefined {
  const all = newReplicaSet === undefined ? old : [newReplicaSet, ...old];
  const active = all.filter((rs) => (rs.spec.replicas ?? 0) > 0);
  if (active.length > 1) return undefined;
  return active[0] ?? newReplicaSet ?? byCreation(old).at(-1);
}

function isSaturated(deployment: Deployment, rs: ReplicaSet | undefined): boolean {
  const replicas = deployment.spec.replicas ?? 1;
  if (rs === undefined || Number(rs.metadata.annotations?.[DESIRED_REPLICAS] ?? Number.NaN) !== replicas) return false;
  return rs.spec.replicas === replicas && rs.status.availableReplicas === replicas;
}
