// A Deployment's ReplicaSets told apart by template and revision, and the annotations that carry this.

import type { Deployment, PodTemplateSpec, ReplicaSet } from "../../../api/types.ts";
import { safeHash } from "../../../sim/ids.ts";
import { canonicalJson, deepEqual } from "../deep-equal.ts";
import { DESIRED_REPLICAS, MAX_REPLICAS, REVISION, REVISION_HISTORY, TEMPLATE_HASH } from "./annotations.ts";
import { maxSurge } from "./surge.ts";

/** Annotations that belong to the Deployment alone, or that the controller keeps by itself. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  "deprecated.deployment.rollback.to",
]);

export type Annotations = Readonly<Record<string, string>>;

// Simplified: the hash is of the template's JSON, not of Go's memory dump: a suffix differs from what a real cluster would choose.
export function templateHash(template: PodTemplateSpec, collisionCount: number | undefined): string {
  return safeHash(`${canonicalJson(template)}${collisionCount ?? ""}`);
}

/** The ReplicaSet with the Deployment's present template; the oldest, should there be several. */
export function findNewReplicaSet(deployment: Deployment, replicaSets: readonly ReplicaSet[]): ReplicaSet | undefined {
  const wanted = comparable(deployment.spec.template);
  return byCreation(replicaSets).find((rs) => deepEqual(comparable(rs.spec.template), wanted));
}

function comparable(template: PodTemplateSpec | undefined): unknown {
  const { labels = {}, annotations = {} } = template?.metadata ?? {};
  const rest = Object.entries(labels).filter(([key]) => key !== TEMPLATE_HASH);
  return { labels: Object.fromEntries(rest), annotations, spec: template?.spec };
}

export function revisionOf(object: Deployment | ReplicaSet | undefined): number {
  const revision = Number(object?.metadata.annotations?.[REVISION] ?? 0);
  return Number.isInteger(revision) ? revision : 0;
}

export function maxRevision(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((max, rs) => Math.max(max, revisionOf(rs)), 0);
}

/** The annotations that the new ReplicaSet should have at `revision`. */
export function newReplicaSetAnnotations(
  deployment: Deployment,
  existing: ReplicaSet | undefined,
  revision: number,
): Annotations {
  const annotations: Record<string, string> = { ...existing?.metadata.annotations };
  for (const [key, value] of Object.entries(deployment.metadata.annotations ?? {})) {
    if (!NOT_COPIED.has(key)) annotations[key] = value;
  }
  if (existing === undefined)
    return { ...annotations, [REVISION]: String(revision), ...replicaAnnotations(deployment) };
  const before = revisionOf(existing);
  if (before >= revision) return annotations;
  annotations[REVISION] = String(revision);
  if (before > 0) {
    const history = (annotations[REVISION_HISTORY] ?? "").split(",").filter((part) => part !== "");
    if (!history.includes(String(before))) annotations[REVISION_HISTORY] = [...history, before].join(",");
  }
  return annotations;
}

/** What a later change of `replicas` is shared out by. */
export function replicaAnnotations(deployment: Deployment): Annotations {
  const replicas = deployment.spec.replicas ?? 1;
  return { [DESIRED_REPLICAS]: String(replicas), [MAX_REPLICAS]: String(replicas + maxSurge(deployment)) };
}

export function byCreation(replicaSets: readonly ReplicaSet[]): ReplicaSet[] {
  return [...replicaSets].sort(
    (a, b) =>
      compare(a.metadata.creationTimestamp, b.metadata.creationTimestamp) || compare(a.metadata.name, b.metadata.name),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
