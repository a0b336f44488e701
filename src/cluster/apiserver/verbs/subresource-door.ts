// What a write may change depends on its door: the object itself, or one of its subresources.

import type { AnyObject } from "../../../api/types.ts";
import type { Scope } from "../core.ts";
import type { DraftObject } from "./body.ts";

/** Puts back what this door does not open. */
export function keepWhatTheDoorLocks(scope: Scope, draft: DraftObject, previous: AnyObject): void {
  const { resource, info } = scope;
  switch (info.subresource) {
    case "":
      if (resource.definition.hasStatus ?? (resource.info.subresources ?? []).includes("status"))
        keep(draft, previous, "status");
      if (resource.info.kind === "Namespace") keepSpecFinalizers(draft, previous);
      return;
    case "status":
      keepAllBut(draft, previous, ["status"]);
      // Of a custom resource the metadata too.
      if (resource.isCustom) draft.metadata = { ...previous.metadata } as DraftObject["metadata"];
      return;
    case "finalize":
      keepAllBut(draft, previous, ["spec"]);
      return;
    case "approval":
      keepAllBut(draft, previous, ["status"]);
      return;
    case "ephemeralcontainers":
      keepSpecBut(draft, previous, (from, to) => ({ ...to, ephemeralContainers: from.ephemeralContainers }));
      return;
    case "scale":
      // What comes from there is the object as it was, with another number of replicas.
      keepAllBut(draft, previous, ["spec"]);
      return;
    case "resize":
      keepSpecBut(draft, previous, withResources);
      return;
    default:
      throw new Error(`no write goes through ${info.subresource}`);
  }
}

type Fields = Record<string, unknown>;

function keep(draft: DraftObject, previous: AnyObject, field: string): void {
  if (previous[field] === undefined) delete draft[field];
  else draft[field] = previous[field];
}

/** Only `finalize` changes what a namespace still waits for. */
function keepSpecFinalizers(draft: DraftObject, previous: AnyObject): void {
  draft.spec = previous.spec;
}

function keepAllBut(draft: DraftObject, previous: AnyObject, opened: readonly string[]): void {
  const { labels, annotations, finalizers } = draft.metadata;
  const metadata = { ...previous.metadata } as Fields;
  // Metadata can be changed through every door, but what a sparse body leaves out is not meant to go.
  for (const [name, value] of Object.entries({ labels, annotations, finalizers }))
    if (value !== undefined) metadata[name] = value;
  for (const field of new Set([...Object.keys(draft), ...Object.keys(previous)])) {
    if (!opened.includes(field) && field !== "metadata") keep(draft, previous, field);
  }
  draft.metadata = metadata as DraftObject["metadata"];
}

function keepSpecBut(draft: DraftObject, previous: AnyObject, change: (from: Fields, to: Fields) => Fields): void {
  const spec = (draft.spec ?? {}) as Fields;
  keepAllBut(draft, previous, []);
  draft.spec = change(spec, previous.spec as Fields);
}

interface Named extends Fields {
  name: string;
}

/** Resizing gives containers other resources, and nothing else. */
function withResources(from: Fields, to: Fields): Fields {
  const inits = to.initContainers as Named[] | undefined;
  return {
    ...to,
    containers: resized(from.containers as Named[] | undefined, (to.containers ?? []) as Named[]),
    ...(inits === undefined ? {} : { initContainers: resized(from.initContainers as Named[] | undefined, inits) }),
  };
}

// Where the containers are not the same ones, nothing can be put back; validation says so.
function resized(from: readonly Named[] = [], to: readonly Named[]): readonly Named[] {
  if (from.length !== to.length || from.some(({ name }, index) => name !== to[index]?.name)) return from;
  return to.map(({ resources: _, resizePolicy: __, ...each }, index) => {
    const { resources, resizePolicy } = from[index] ?? each;
    return {
      ...each,
      ...(resources === undefined ? {} : { resources }),
      ...(resizePolicy === undefined ? {} : { resizePolicy }),
    };
  });
}
