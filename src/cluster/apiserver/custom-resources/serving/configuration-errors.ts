// What server-side apply says of a configuration that does not fit the schema of a definition.

import { mistyped } from "../../verbs/typed-patch.ts";
import { isFields, isIntOrString, itemsOf, META_FIELDS, type Schema, valuesOf } from "../schema/schema.ts";

/** As `.spec.replica: field not declared in schema`. */
export function configurationErrors(config: object, schema: Schema): string[] {
  return fieldsErrors(config as Readonly<Record<string, unknown>>, schema, "", true);
}

function fieldsErrors(
  fields: Readonly<Record<string, unknown>>,
  schema: Schema,
  path: string,
  isResource: boolean,
): string[] {
  const errors: string[] = [];
  for (const name of Object.keys(fields).sort()) {
    const at = `${path}.${name}`;
    if (isResource && META_FIELDS.has(name)) continue;
    const own = schema.properties;
    const inner = own !== undefined && Object.hasOwn(own, name) ? own[name] : valuesOf(schema);
    if (inner !== undefined) errors.push(...valueErrors(fields[name], inner, at));
    else if (!isOpen(schema)) return [...errors, `${at}: field not declared in schema`];
  }
  return errors;
}

/** Whether there may be fields that the schema does not name. */
function isOpen(schema: Schema): boolean {
  return schema["x-kubernetes-preserve-unknown-fields"] === true || schema.additionalProperties === true;
}

function valueErrors(value: unknown, schema: Schema, path: string): string[] {
  if (value === null || isIntOrString(schema)) return [];
  switch (schema.type) {
    case "object":
      if (!isFields(value)) return [mistyped(path, "map", value)];
      return fieldsErrors(value, schema, path, schema["x-kubernetes-embedded-resource"] === true);
    case "array":
      return Array.isArray(value) ? listErrors(value, schema, path) : [mistyped(path, "list", value)];
    case "string":
      return typeof value === "string" ? [] : [mistyped(path, "string", value)];
    case "boolean":
      return typeof value === "boolean" ? [] : [mistyped(path, "boolean", value)];
    case "integer":
    case "number":
      return typeof value === "number" ? [] : [mistyped(path, "numeric", value)];
    default:
      return [];
  }
}

function listErrors(list: readonly unknown[], schema: Schema, path: string): string[] {
  const items = itemsOf(schema);
  const keys = schema["x-kubernetes-list-type"] === "map" ? (schema["x-kubernetes-list-map-keys"] ?? []) : undefined;
  const isSet = schema["x-kubernetes-list-type"] === "set";
  const seen = new Set<string>();
  return list.flatMap((item, index) => {
    const element = keys === undefined ? undefined : keyText(item, keys, items);
    if (element === "missing") {
      const key = keys?.find((each) => keyOf(item, each, items) === undefined);
      return [
        `${path}: element ${index}: associative list with keys has an element that omits key field "${key}" (and doesn't have default value)`,
      ];
    }
    const text = element ?? (isSet ? `[=${JSON.stringify(item)}]` : `[${index}]`);
    const errors = items === undefined ? [] : valueErrors(item, items, path + text);
    if ((keys === undefined && !isSet) || !seen.has(text)) {
      seen.add(text);
      return errors;
    }
    return [...errors, `${path}: duplicate entries for key ${text}`];
  });
}

/** An item of a keyed list, as `[name="a",port=80]`. */
function keyText(item: unknown, keys: readonly string[], items: Schema | undefined): string | "missing" {
  const parts = [...keys].sort().map((key) => [key, keyOf(item, key, items)] as const);
  if (parts.some(([, value]) => value === undefined)) return "missing";
  return `[${parts.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(",")}]`;
}

function keyOf(item: unknown, key: string, items: Schema | undefined): unknown {
  return (isFields(item) ? item[key] : undefined) ?? items?.properties?.[key]?.default;
}
