// Something of that name is there, but of another kind: a bare Pod where a workload was asked for, a ClusterRole in place of a Role.

import type { AnyObject } from "../../api/types.ts";
import type { ObjectQuery } from "../objects.ts";
import { type Finding, type Say, slip } from "./finding.ts";
import { nameOf, namespaceOf, ownersOf, type Scene } from "./scene.ts";

/** Kinds that are taken for each other. */
const FAMILIES: readonly (readonly string[])[] = [
  ["Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob"],
  ["Role", "ClusterRole"],
  ["RoleBinding", "ClusterRoleBinding"],
  ["ConfigMap", "Secret"],
  ["Service", "Ingress"],
  ["PersistentVolumeClaim", "PersistentVolume"],
];

export async function ofOtherKind(query: ObjectQuery, scene: Scene): Promise<Finding | undefined> {
  const { kind, name } = query;
  const found = name === undefined ? undefined : await relativeNamed(kind, name, namespaceOf(query, scene), scene);
  return found && slip(`kind ${found.kind}/${name}`, sentence(found, kind));
}

/** What is taken for such an object: of that name, of another kind, and nobody's own. */
export async function relativeNamed(
  kind: string,
  name: string,
  namespace: string,
  scene: Scene,
): Promise<AnyObject | undefined> {
  const relatives = FAMILIES.find((family) => family.includes(kind)) ?? [];
  for (const relative of relatives.filter((one) => one !== kind && !scene.wanted.has(`${one}/${name}`))) {
    const candidates = await scene.living(relative, namespace);
    const found = candidates.find((object) => object.metadata.name === name && ownersOf(object).length === 0);
    if (found !== undefined) return found;
  }
  return undefined;
}

function sentence(found: AnyObject, wanted: string): Say {
  return ({ otherKind, kinds }) =>
    otherKind(nameOf(found), wanted, isKnown(kinds, found.kind) ? kinds[found.kind] : "");
}

function isKnown<T extends object>(texts: T, kind: string): kind is Extract<keyof T, string> {
  return Object.hasOwn(texts, kind);
}
