// What server-side apply says of a configuration that does not fit the schema.

import type { FieldType, StructType } from "../../../api/field-schema.ts";
import { itemElement, mergeOfField, mergeOfStruct, pathTexts } from "../../../api/managed-fields/field-set.ts";

type Fields = Readonly<Record<string, unknown>>;

/** As `.spec.replica: field not declared in schema`. One unknown field in an object ends the look at that object. */
export function typedPatchErrors(config: unknown, struct: StructType, path = ""): string[] {
  if (!isFields(config)) return [`${path}: expected map, got ${JSON.stringify(config)}`];
  const errors: string[] = [];
  for (const name of Object.keys(config).sort()) {
    const field = struct.fields.get(name);
    if (field === undefined) return [...errors, `${path}.${name}: field not declared in schema`];
    if (config[name] !== null) errors.push(...valueErrors(config[name], field.type, `${path}.${name}`, struct, name));
  }
  return errors;
}

function valueErrors(value: unknown, type: FieldType, path: string, holder: StructType, name: string): string[] {
  switch (type.kind) {
    case "struct":
      return typedPatchErrors(value, type.struct, path);
    case "list": {
      if (!Array.isArray(value)) return [`${path}: expected list, got ${JSON.stringify(value)}`];
      return value.flatMap((item, index) =>
        valueErrors(item, type.item, path + itemText(item, index, holder, name), holder, name),
      );
    }
    case "map":
      return isFields(value) ? [] : [`${path}: expected map, got ${JSON.stringify(value)}`];
    case "scalar":
      return scalarErrors(value, type.scalar, path);
  }
}

function scalarErrors(value: unknown, scalar: string, path: string): string[] {
  const wanted =
    scalar === "string" ? "string" : scalar === "boolean" ? "boolean" : /^int\d/.test(scalar) ? "numeric" : undefined;
  const found = typeof value === "number" ? "numeric" : typeof value;
  if (wanted === undefined || wanted === found) return [];
  const shown = wanted === "numeric" ? "numeric (int or float)" : wanted;
  return [`${path}: expected ${shown}, got &value.valueUnstructured{Value:${JSON.stringify(value)}}`];
}

function itemText(item: unknown, index: number, holder: StructType, name: string): string {
  const merge = mergeOfField(mergeOfStruct(holder), name);
  if (merge?.kind !== "keyed") return `[${index}]`;
  return pathTexts({ [itemElement(merge, item)]: {} })[0] ?? "";
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
