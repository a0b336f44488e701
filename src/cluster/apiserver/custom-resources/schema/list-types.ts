// Lists that are sets or maps have no two equal members.

import { canonicalJson } from "../../../../api/equality.ts";
import { duplicate, invalid } from "../../registry/field-error.ts";
import { untyped } from "../../registry/go-syntax.ts";
import type { FieldError } from "../../registry/kind.ts";
import { byName, type Fields, isFields, itemsOf, type Schema, schemaOfField } from "./schema.ts";

export function listTypeErrors(value: unknown, schema: Schema | undefined, path = ""): FieldError[] {
  if (schema === undefined) return [];
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    return [
      ...duplicates(value, schema, path),
      ...value.flatMap((item, index) => listTypeErrors(item, items, `${path}[${index}]`)),
    ];
  }
  if (!isFields(value)) return [];
  return byName(value).flatMap(([name, each]) => {
    const isOwn = Object.hasOwn(schema.properties ?? {}, name);
    return listTypeErrors(each, schemaOfField(schema, name), isOwn ? child(path, name) : `${path}[${name}]`);
  });
}

export function child(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function duplicates(list: readonly unknown[], schema: Schema, path: string): FieldError[] {
  if (schema["x-kubernetes-list-type"] === "set") return repeated(list, path);
  if (schema["x-kubernetes-list-type"] !== "map") return [];
  const wrong = list.findIndex((item) => item !== null && !isFields(item));
  if (wrong >= 0) {
    const text = "must be an object for an array of list-type map";
    return [invalid(`${path}[${wrong}]`, untyped(list[wrong]), text)];
  }
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  return repeated(
    list.map((item) => keyOf(item, keys)),
    path,
  );
}

function keyOf(item: unknown, keys: readonly string[]): Fields {
  const fields = isFields(item) ? item : {};
  return Object.fromEntries(keys.filter((key) => key in fields).map((key) => [key, fields[key]]));
}

/** The second of equal members is told; further ones go without saying. */
function repeated(list: readonly unknown[], path: string): FieldError[] {
  const seen = new Map<string, number>();
  return list.flatMap((item, index) => {
    const text = canonicalJson(item);
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    return times === 2 ? [duplicate(`${path}[${index}]`, untyped(item))] : [];
  });
}
