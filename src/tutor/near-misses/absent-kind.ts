// Something of that name is there, but of another kind: a bare Pod where a workload was asked for, a ClusterRole in place of a Role.

import type { AnyObject } from "../../api/types.ts";
import type { ObjectQuery } from "../objects.ts";
import { type Finding, slip } from "./finding.ts";
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

const ABOUT: Readonly<Record<string, string>> = {
  Pod: "Nobody makes a bare Pod anew when it is gone",
  Deployment: "It makes Pods under names of its own",
  ReplicaSet: "It keeps Pods in number, but rolls out no new version",
  StatefulSet: "It makes Pods with fixed names, one after the other",
  DaemonSet: "It puts one Pod on each node",
  Job: "Its Pods run to an end, once",
  CronJob: "It makes Jobs at set times",
  ClusterRole: "It belongs to no namespace",
  Role: "It counts in its own namespace only",
  ClusterRoleBinding: "It gives the rights in every namespace",
  RoleBinding: "It gives rights in its own namespace only",
  ConfigMap: "It is for settings that anybody may read",
  Secret: "It is for what few may read",
  Ingress: "It only leads requests from outside to Services",
  Service: "It gives Pods an address, but knows no host names or paths",
  PersistentVolume: "It is the storage itself, not the wish for it",
  PersistentVolumeClaim: "It is the wish for storage, not the storage",
};

function sentence(found: AnyObject, wanted: string): string {
  return `${nameOf(found)} is there; the task asks for a ${wanted} of that name. ${ABOUT[found.kind]}. Which kind is in your command or file?`;
}
