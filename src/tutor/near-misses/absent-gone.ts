// The object was there: it is being deleted, or was deleted in this step.

import { kindNamed } from "../kinds.ts";
import type { ObjectQuery } from "../objects.ts";
import { type Finding, progress, type Say } from "./finding.ts";
import { namespaceOf, type Scene } from "./scene.ts";

export function deleted({ kind, name }: ObjectQuery, { world }: Scene): Finding | undefined {
  const resource = kindNamed(kind)?.resource;
  const done = world.audit(world.stepStart.at).filter((entry) => entry.resource === resource && entry.code < 300);
  const isGone = name !== undefined && done.some((entry) => entry.verb === "delete" && entry.name === name);
  // What was made in this step, too, was deleted to be made better. (A request to create has no name yet.)
  if (!isGone || done.some(({ verb }) => verb === "create")) return undefined;
  // Often it is about to be made anew, so it is told to who waits.
  return progress(`deleted ${kind}/${name}`, (says) => says.deleted(kind, name));
}

export async function terminating(query: ObjectQuery, scene: Scene): Promise<Finding | undefined> {
  const { kind, name } = query;
  const namespace = namespaceOf(query, scene);
  const going = (await scene.all(kind)).find(
    ({ metadata }) =>
      metadata.name === name && metadata.namespace === namespace && metadata.deletionTimestamp !== undefined,
  );
  if (going === undefined) return undefined;
  return progress(`terminating ${kind}/${name}`, goingSentence(going.kind, going.metadata));
}

export function goingSentence(
  kind: string,
  { name, finalizers = [] }: { readonly name: string; readonly finalizers?: readonly string[] },
): Say {
  const [held] = finalizers.filter((one) => one !== "foregroundDeletion");
  return (says) => (held === undefined ? says.ending(kind, name) : says.heldByFinalizer(kind, name, held));
}
