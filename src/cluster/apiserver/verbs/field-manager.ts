// Keeps metadata.managedFields up to date with what a write changes.

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

/** The object with the entries that its managers have after this write. */
export function withManagedFields(scope: Scope, next: AnyObject, previous: AnyObject | undefined): AnyObject {
  const struct = scope.core.schema().kind(next.apiVersion, next.kind);
  if (struct === undefined) return next;
  const entries = (previous?.metadata.managedFields ?? []) as readonly ManagedFields[];
  const tracked = trackUpdate(entries, previous, next, struct, fieldManager(scope, "Update"));
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
