// The order in which a build comes out: by kind, unless the kustomization says otherwise, so that what others need comes first.

import { KubectlError } from "../errors.ts";
import type { SortOptions } from "./kustomization.ts";
import { currentId, type Resource } from "./resource.ts";
import { type Gvk, gvkText, type ResourceId } from "./resource-id.ts";

const FIRST = [
  "Namespace",
  "ResourceQuota",
  "StorageClass",
  "CustomResourceDefinition",
  "ServiceAccount",
  "PodSecurityPolicy",
  "Role",
  "ClusterRole",
  "RoleBinding",
  "ClusterRoleBinding",
  "ConfigMap",
  "Secret",
  "Endpoints",
  "Service",
  "LimitRange",
  "PriorityClass",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "Deployment",
  "StatefulSet",
  "CronJob",
  "PodDisruptionBudget",
];
const LAST = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

export function sortResources(resources: readonly Resource[], options: SortOptions = { order: "legacy" }): Resource[] {
  const { order = "", legacySortOptions } = options;
  if (order !== "fifo" && order !== "legacy")
    throw new KubectlError("the field 'sortOptions.order' must be one of [fifo, legacy]");
  if (order === "fifo") {
    if (legacySortOptions === undefined) return [...resources];
    throw new KubectlError(
      "the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo', not 'legacy'",
    );
  }
  const first = legacySortOptions === undefined ? FIRST : (legacySortOptions.orderFirst ?? []);
  const last = legacySortOptions === undefined ? LAST : (legacySortOptions.orderLast ?? []);
  const ranks = new Map(first.map((kind, at) => [kind, at - first.length]));
  for (const [at, kind] of last.entries()) ranks.set(kind, at + 1);
  return [...resources].sort((a, b) => compare(currentId(a), currentId(b), ranks));
}

function compare(a: ResourceId, b: ResourceId, ranks: ReadonlyMap<string, number>): number {
  const difference = (ranks.get(a.kind) ?? 0) - (ranks.get(b.kind) ?? 0);
  if (difference !== 0) return difference;
  return compareTexts(gvkSortText(a), gvkSortText(b)) || compareTexts(idSortText(a), idSortText(b));
}

function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function gvkSortText({ group, version, kind }: Gvk): string {
  return `${group || "~G"}_${version || "~V"}_${kind || "~K"}`;
}

function idSortText(id: ResourceId): string {
  return `${gvkText(id)}|${id.namespace || "~X"}|${id.name || "~N"}`;
}
