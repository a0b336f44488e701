// How many pods a rollout may have too many and too few, and how a change of size is shared among ReplicaSets.

import type { Deployment, ReplicaSet } from "../../../api/types.ts";
import { resolvePercent } from "../int-or-percent.ts";
import { MAX_REPLICAS } from "./annotations.ts";

function fenceposts(deployment: Deployment): { readonly surge: number; readonly unavailable: number } {
  const { maxSurge: surgeValue = "25%", maxUnavailable = "25%" } = deployment.spec.strategy?.rollingUpdate ?? {};
  const replicas = deployment.spec.replicas ?? 1;
  const surge = resolvePercent(surgeValue, replicas, "up");
  const unavailable = resolvePercent(maxUnavailable, replicas, "down");
  // With neither, nothing could ever move.
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable };
}

export function isRollingUpdate(deployment: Deployment): boolean {
  return deployment.spec.strategy?.type !== "Recreate";
}

export function maxSurge(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? fenceposts(deployment).surge : 0;
}

export function maxUnavailable(deployment: Deployment): number {
  const replicas = deployment.spec.replicas ?? 1;
  if (!isRollingUpdate(deployment) || replicas === 0) return 0;
  return Math.min(fenceposts(deployment).unavailable, replicas);
}

export function wantedReplicas(replicaSets: readonly (ReplicaSet | undefined)[]): number {
  return replicaSets.reduce((sum, rs) => sum + (rs?.spec.replicas ?? 0), 0);
}

export function actualReplicas(replicaSets: readonly (ReplicaSet | undefined)[]): number {
  return replicaSets.reduce((sum, rs) => sum + (rs?.status.replicas ?? 0), 0);
}

export function availableReplicas(replicaSets: readonly (ReplicaSet | undefined)[]): number {
  return replicaSets.reduce((sum, rs) => sum + (rs?.status.availableReplicas ?? 0), 0);
}

export function readyReplicas(replicaSets: readonly (ReplicaSet | undefined)[]): number {
  return replicaSets.reduce((sum, rs) => sum + (rs?.status.readyReplicas ?? 0), 0);
}

/** The size that the new ReplicaSet may have now, given all that exists. */
export function newReplicaSetSize(deployment: Deployment, all: readonly ReplicaSet[], current: number): number {
  const replicas = deployment.spec.replicas ?? 1;
  if (!isRollingUpdate(deployment)) return replicas;
  const room = replicas + maxSurge(deployment) - wantedReplicas(all);
  return room <= 0 ? current : current + Math.min(room, replicas - current);
}

/** The new size of each of `active` when the Deployment was resized in the middle of a rollout: in proportion to its size. */
export function proportionalSizes(
  deployment: Deployment,
  active: readonly ReplicaSet[],
): ReadonlyMap<ReplicaSet, number> {
  const replicas = deployment.spec.replicas ?? 1;
  const toAdd = (replicas > 0 ? replicas + maxSurge(deployment) : 0) - wantedReplicas(active);
  const sizes = new Map<ReplicaSet, number>();
  let added = 0;
  const ordered = bySize(active, toAdd > 0);
  for (const rs of ordered) {
    const proportion = proportionOf(rs, deployment, toAdd, added);
    sizes.set(rs, (rs.spec.replicas ?? 0) + proportion);
    added += proportion;
  }
  const first = ordered[0];
  if (first !== undefined && toAdd !== 0) sizes.set(first, Math.max(0, (sizes.get(first) ?? 0) + toAdd - added));
  return sizes;
}

/** Largest first; among equals the newer first when pods are added, the older first when they are taken away. */
function bySize(replicaSets: readonly ReplicaSet[], growing: boolean): ReplicaSet[] {
  const age = (rs: ReplicaSet) => Date.parse(rs.metadata.creationTimestamp);
  return [...replicaSets].sort(
    (a, b) => (b.spec.replicas ?? 0) - (a.spec.replicas ?? 0) || (growing ? age(b) - age(a) : age(a) - age(b)),
  );
}

function proportionOf(rs: ReplicaSet, deployment: Deployment, toAdd: number, added: number): number {
  if ((rs.spec.replicas ?? 0) === 0 || toAdd === 0 || toAdd === added) return 0;
  const share = fractionOf(rs, deployment);
  return toAdd > 0 ? Math.min(share, toAdd - added) : Math.max(share, toAdd - added);
}

function fractionOf(rs: ReplicaSet, deployment: Deployment): number {
  const size = rs.spec.replicas ?? 0;
  const replicas = deployment.spec.replicas ?? 1;
  if (replicas === 0) return -size;
  const before = Number(rs.metadata.annotations?.[MAX_REPLICAS] ?? 0) || (deployment.status.replicas ?? 0);
  if (before === 0) return 0;
  return Math.round((size * (replicas + maxSurge(deployment))) / before) - size;
}
