// An object of that name is there, but in another namespace; or its namespace itself is not there.

import type { ObjectQuery } from "../objects.ts";
import { closestTo } from "./closeness.ts";
import { type Finding, slip } from "./finding.ts";
import { namespaceOf, type Scene } from "./scene.ts";

export async function inOtherNamespace(query: ObjectQuery, scene: Scene): Promise<Finding | undefined> {
  const { kind, name } = query;
  if (name === undefined || query.namespace === "*") return undefined;
  const namespace = namespaceOf(query, scene);
  const found = (await scene.all(kind)).find(
    ({ metadata }) =>
      metadata.name === name &&
      metadata.namespace !== undefined &&
      metadata.namespace !== namespace &&
      metadata.deletionTimestamp === undefined,
  );
  if (found === undefined) return undefined;
  const { namespace: place = "" } = found.metadata;
  return slip(`namespace ${kind}/${name}`, (says) => says.otherNamespace(kind, name, place, namespace));
}

export async function withoutNamespace(query: ObjectQuery, scene: Scene): Promise<Finding | undefined> {
  if (query.kind === "Namespace" || query.namespace === undefined || query.namespace === "*") return undefined;
  const names = (await scene.all("Namespace")).map(({ metadata }) => metadata.name);
  if (names.includes(query.namespace)) return undefined;
  const close = closestTo(query.namespace, names);
  if (close === undefined) return undefined;
  const { namespace: wanted } = query;
  return slip(`namespace-name ${wanted}`, (says) => says.namespaceName(close.word, wanted, says.slips[close.how]));
}
