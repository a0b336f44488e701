// Keeps metadata.managedFields up to date with what a write changes.

import { type Merge, mergeOfStruct } from "../../../api/managed-fields/field-set.ts";
import { type FieldManager, type ManagedFields, trackUpdate } from "../../../api/managed-fields.ts";
import { queryValue } from "../../../api/request.ts";
import type { AnyObject } from "../../../api/types.ts";
import { type Scope, timestamp } from "../core.ts";

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
  const entries = (previous?.metadata.managedFields ?? []) as readonly ManagedFields[];
  const tracked = trackUpdate(entries, previous, next, merge, fieldManager(scope, "Update"));
  return withEntries(next, tracked);
}

export function withEntries(object: AnyObject, entries: readonly ManagedFields[]): AnyObject {
  const { managedFields: _, ...metadata } = object.metadata;
  if (entries.length === 0) return { ...object, metadata };
  return {
    ...object,
    metadata: { ...metadata, managedFields: entries as AnyObject["metadata"]["managedFields"] & object },
  };
}
