// Stands for kustomize's names of objects: group, version, kind, name and namespace, and which of them have no namespace.

import { clusterScopedKinds } from "./known-kinds.ts";

export interface Gvk {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Empty parts of it select anything. */
export type GvkSelector = Partial<Gvk>;

export interface ResourceId extends Gvk {
  readonly name: string;
  readonly namespace: string;
}

const NO_NAMESPACE = "_non_namespaceable_";

export function apiVersionOf({ group, version }: Gvk): string {
  return group === "" ? version : `${group}/${version}`;
}

export function groupVersionOf(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf("/");
  return slash === -1
    ? { group: "", version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** As messages print it: `Deployment.v1.apps`. */
export function gvkText({ group = "", version = "", kind = "" }: GvkSelector): string {
  return `${kind || "[noKind]"}.${version || "[noVer]"}.${group || "[noGrp]"}`;
}

/** As messages print it: `Deployment.v1.apps/web.[noNs]`. */
export function idText(id: GvkSelector & { name?: string; namespace?: string }): string {
  return `${gvkText(id)}/${id.name || "[noName]"}.${id.namespace || "[noNs]"}`;
}

export function isClusterScoped(gvk: Gvk): boolean {
  return clusterScopedKinds(apiVersionOf(gvk)).includes(gvk.kind);
}

/** Never empty: what names no namespace is in default. */
export function effectiveNamespace(id: ResourceId): string {
  if (isClusterScoped(id)) return NO_NAMESPACE;
  return id.namespace === "" ? "default" : id.namespace;
}

export function isSameNamespace(a: ResourceId, b: ResourceId): boolean {
  return effectiveNamespace(a) === effectiveNamespace(b);
}

export function isSameObject(a: ResourceId, b: ResourceId): boolean {
  return (
    a.kind === b.kind && a.name === b.name && a.group === b.group && a.version === b.version && isSameNamespace(a, b)
  );
}

export function isSelected(gvk: Gvk, { group = "", version = "", kind = "" }: GvkSelector): boolean {
  return (
    (group === "" || group === gvk.group) &&
    (version === "" || version === gvk.version) &&
    (kind === "" || kind === gvk.kind)
  );
}
