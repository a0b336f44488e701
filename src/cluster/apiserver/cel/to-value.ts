// Values of an object as expressions see them, as their schema says.

import { parseDuration } from "../../../api/duration.ts";
import { bytesOfBase64 } from "../../../bytes/base64.ts";
import {
  isEmbeddedResource,
  isFields,
  isIntOrString,
  itemsOf,
  META_FIELDS,
  type Schema,
  valuesOf,
} from "../custom-resources/schema/schema.ts";
import { escaped } from "./escape.ts";
import { Duration, Timestamp } from "./values.ts";

// Simplified: lists that are sets or maps are compared item by item, where Kubernetes compares them in any order.

export function toValue(value: unknown, schema: Schema, isResource = false): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    return value.map((item) => (items === undefined ? plain(item) : toValue(item, items, isEmbeddedResource(items))));
  }
  if (isFields(value))
    return isResource || valuesOf(schema) === undefined ? fieldsOf(value, schema, isResource) : mapOf(value, schema);
  if (typeof value === "number") return isWhole(value, schema) ? BigInt(value) : value;
  return typeof value === "string" ? textOf(value, schema) : value;
}

function isWhole(value: number, schema: Schema): boolean {
  return Number.isInteger(value) && (schema.type === "integer" || isIntOrString(schema));
}

function fieldsOf(value: Readonly<Record<string, unknown>>, schema: Schema, isResource: boolean): Map<string, unknown> {
  const out = new Map<string, unknown>();
  for (const [name, each] of Object.entries(value)) {
    const visible = escaped(name);
    if (visible === undefined) continue;
    const property = schema.properties?.[name];
    if (isResource && META_FIELDS.has(name)) out.set(visible, plain(each));
    else if (property !== undefined) out.set(visible, toValue(each, property, isEmbeddedResource(property)));
  }
  return out;
}

function mapOf(value: Readonly<Record<string, unknown>>, schema: Schema): Map<string, unknown> {
  const values = valuesOf(schema);
  return new Map(
    Object.entries(value).map(([key, each]) => [key, values === undefined ? plain(each) : toValue(each, values)]),
  );
}

/** What no schema describes. */
export function plainValue(value: unknown): unknown {
  return value === undefined ? null : plain(value);
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (isFields(value)) return new Map(Object.entries(value).map(([key, each]) => [key, plain(each)]));
  return typeof value === "number" && Number.isInteger(value) ? BigInt(value) : value;
}

function textOf(value: string, { format }: Schema): unknown {
  switch (format) {
    case "byte":
      return bytesOfBase64(value) ?? value;
    case "duration":
      return new Duration(parseDuration(value) ?? 0);
    case "date":
    case "date-time":
      return new Timestamp(Date.parse(value));
    default:
      return value;
  }
}
