// The selectors of a list or a watch, ready to be asked about objects.

import { type ApiRequest, queryValue } from "../../api/request.ts";
import { type FieldRequirement, matchesLabels, parseFieldSelector, parseLabelSelector } from "../../api/selector.ts";
import { ApiError, badRequest } from "../../api/status.ts";
import type { AnyObject } from "../../api/types.ts";
import type { ServedResource } from "./resource-table.ts";
import { asShown } from "./storage.ts";

export interface ObjectFilter {
  matches(object: AnyObject): boolean;
  /** The only name that can match. */
  readonly name: string | undefined;
  /** A field of the kind's own that must have one value: watches are indexed by it. */
  readonly exactField: { readonly field: string; readonly value: string } | undefined;
}

/** @param name narrows to one object, for a watch of a single path. */
export function objectFilter(resource: ServedResource, request: ApiRequest, name = ""): ObjectFilter {
  const labels = parseLabelSelector(queryValue(request.query, "labelSelector") ?? "");
  const fields = [...parseFieldSelector(queryValue(request.query, "fieldSelector") ?? "")];
  if (name !== "") fields.push({ field: "metadata.name", operator: "=", value: name });
  for (const each of fields) checkField(resource, each);
  const fieldOf = fieldReader(resource);
  const read = (object: AnyObject, field: string): string => fieldOf(asShown(resource, object), field);
  const exact = fields.filter((each) => each.operator === "=");
  return {
    matches: (object) =>
      matchesLabels(labels, object.metadata.labels) && fields.every((each) => meets(each, object, read)),
    name: exact.find((each) => each.field === "metadata.name")?.value,
    // Each version of a custom resource may read its fields in its own way.
    exactField: resource.isCustom ? undefined : exact.find((each) => !isMetadata(each.field)),
  };
}

function meets(
  { field, operator, value }: FieldRequirement,
  object: AnyObject,
  read: (object: AnyObject, field: string) => string,
): boolean {
  return (read(object, field) === value) === (operator === "=");
}

/** The value of a selectable field, "" where the object has none. */
export function fieldReader(resource: ServedResource): (object: AnyObject, field: string) => string {
  const own = resource.definition.selectableFields ?? {};
  return (object, field) => {
    if (field === "metadata.name") return object.metadata.name;
    if (field === "metadata.namespace") return object.metadata.namespace ?? "";
    return own[field]?.(object) ?? "";
  };
}

function isMetadata(field: string): boolean {
  return field === "metadata.name" || field === "metadata.namespace";
}

function checkField(resource: ServedResource, { field }: FieldRequirement): void {
  if (isMetadata(field) || resource.definition.selectableFields?.[field] !== undefined) return;
  // Kinds with selectable fields of their own have a shorter complaint than the others.
  const message =
    resource.definition.selectableFields === undefined
      ? `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`
      : `field label not supported: ${field}`;
  throw new ApiError(badRequest(message));
}
