// Keeps metadata.managedFields up to date with what a write changes.

import { type Merge, mergeOfStruct } from "../../../api/managed-fields/field-set.ts";
import { hasSameFields } from "../../../api/managed-fields/same-fields.ts";
import { type FieldManager, type ManagedFields, trackUpdate } from "../../../api/managed-fields.ts";
import { queryValue } from "../../../api/request.ts";
import type { AnyObject } from "../../../api/types.ts";
import { type Core, type Scope, timestamp } from "../core.ts";

export function fieldManager(scope: Scope, operation: FieldManager["operation"]): FieldManager {
  const { request, resource, info, core } = scope;
  return {
    manager: queryValue(request.query, "fieldManager") || request.userAgent || "unknown",
    operation,
    apiVersion: resource.apiVersion,
    subresource: info.subresource,
    time: timestamp(core.clock.now()),
  };
}

/** How the fields of the object merge; undefined where nothing is known of its kind. */
export function mergeOf(
  { core, resource }: Scope,
  { apiVersion, kind }: Pick<AnyObject, "apiVersion" | "kind">,
): Merge | undefined {
  const struct = core.schema().kind(apiVersion, kind);
  return struct === undefined ? resource.definition.custom?.merge() : mergeOfStruct(struct);
}

/** The object with the entries that its managers have after this write. */
export function withManagedFields(scope: Scope, next: AnyObject, previous: AnyObject | undefined): AnyObject {
  const merge = mergeOf(scope, next);
  if (merge === undefined) return next;
  const who = fieldManager(scope, "Update");
  if (previous === undefined) return withEntries(next, entriesOfNew(scope.core, next, merge, who));
  const entries = (previous.metadata.managedFields ?? []) as readonly ManagedFields[];
  return withEntries(next, trackUpdate(entries, previous, next, merge, who));
}

interface Created {
  readonly object: AnyObject;
  readonly entries: readonly ManagedFields[];
}

/** What each manager has created last of each kind, for the next is mostly like it. */
const lastCreated = new WeakMap<Core, Map<string, Created>>();

function entriesOfNew(core: Core, object: AnyObject, merge: Merge, who: FieldManager): readonly ManagedFields[] {
  // How a custom resource merges may change, with its definition.
  if (merge.kind !== "struct") return trackUpdate([], undefined, object, merge, who);
  const known = lastCreated.get(core) ?? new Map<string, Created>();
  lastCreated.set(core, known);
  const key = [object.apiVersion, object.kind, who.apiVersion, who.subresource, who.manager].join(" ");
  const last = known.get(key);
  if (last !== undefined && hasSameFields(last.object, object, merge))
    return last.entries.map((entry) => (entry.time === who.time ? entry : { ...entry, time: who.time }));
  const entries = trackUpdate([], undefined, object, merge, who);
  known.set(key, { object, entries });
  return entries;
}

export function withEntries(object: AnyObject, entries: readonly ManagedFields[]): AnyObject {
  const { managedFields: _, ...metadata } = object.metadata;
  if (entries.length === 0) return { ...object, metadata };
  return {
    ...object,
    metadata: { ...metadata, managedFields: entries as AnyObject["metadata"]["managedFields"] & object },
  };
}
