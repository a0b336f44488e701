// What server-side apply says of a configuration that does not fit the schema.

import type { Field, FieldType, StructType } from "../../../api/field-schema.ts";
import { goSyntax, goValue } from "../../../api/go-values.ts";

type Fields = Readonly<Record<string, unknown>>;
type Wanted = "string" | "boolean" | "numeric" | "list" | "map";

/** As `.spec.replica: field not declared in schema`. One unknown field in an object ends the look at that object. */
export function typedPatchErrors(config: unknown, struct: StructType, path = ""): string[] {
  if (!isFields(config)) return [mistyped(path, "map", config)];
  const errors: string[] = [];
  for (const name of Object.keys(config).sort()) {
    const field = struct.fields.get(name);
    if (field === undefined) return [...errors, `${path}.${name}: field not declared in schema`];
    errors.push(...valueErrors(config[name], field.type, `${path}.${name}`, field));
  }
  return errors;
}

/** What is said of a value of the wrong type: in as many ways as there are types. */
export function mistyped(path: string, wanted: Wanted, value: unknown): string {
  switch (wanted) {
    case "numeric":
      return `${path}: expected numeric (int or float), got ${goKind(value)}`;
    case "string":
      return `${path}: expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`;
    default:
      return `${path}: expected ${wanted}, got &{${goValue(value)}}`;
  }
}

function valueErrors(value: unknown, type: FieldType, path: string, field: Field): string[] {
  if (value === null) return [];
  switch (type.kind) {
    case "struct":
      return typedPatchErrors(value, type.struct, path);
    case "list":
      return Array.isArray(value) ? listErrors(value, type.item, path, field) : [mistyped(path, "list", value)];
    case "map":
      if (!isFields(value)) return [mistyped(path, "map", value)];
      return Object.keys(value)
        .sort()
        .flatMap((key) => valueErrors(value[key], type.item, `${path}.${key}`, field));
    case "scalar": {
      const wanted = wantedOf(type.scalar);
      return wanted === undefined || typeof value === GO_TYPES[wanted] ? [] : [mistyped(path, wanted, value)];
    }
  }
}

const GO_TYPES = { string: "string", boolean: "boolean", numeric: "number" } as const;

/** Undefined for what may be of several types, as a quantity. */
function wantedOf(scalar: string): keyof typeof GO_TYPES | undefined {
  if (scalar === "string" || scalar === "time" || scalar === "microTime" || scalar === "byte") return "string";
  if (scalar === "boolean") return "boolean";
  return /^int\d|^double$/.test(scalar) ? "numeric" : undefined;
}

function listErrors(list: readonly unknown[], item: FieldType, path: string, field: Field): string[] {
  const errors: string[] = [];
  const seen = new Set<string>();
  for (const [index, each] of list.entries()) {
    const fault = field.listType === "atomic" ? undefined : elementFault(each, item, field);
    if (fault !== undefined) return [...errors, `${path}: element ${index}: ${fault}`];
    const element = field.listType === "atomic" ? `[${index}]` : elementText(each, item, field);
    if (seen.has(element)) errors.push(`${path}: duplicate entries for key ${element}`);
    seen.add(element);
    errors.push(...valueErrors(each, item, path + element, field));
  }
  return errors;
}

/** Why an item cannot be told from the others. */
function elementFault(each: unknown, item: FieldType, { listType, mapKeys }: Field): string | undefined {
  if (listType === "set") {
    if (isFields(each)) return "associative list without keys has an element that's a map type";
    if (Array.isArray(each)) return "not supported: associative list with lists as elements";
    return each === null ? "associative list without keys has an element that's an explicit null" : undefined;
  }
  if (each === null) return "associative list with keys may not have a null element";
  if (!isFields(each)) return "associative list with keys may not have non-map elements";
  const missing = mapKeys.find((key) => !(key in each) && defaultOf(item, key) === undefined);
  if (missing === undefined) return undefined;
  return `associative list with keys has an element that omits key field "${missing}" (and doesn't have default value)`;
}

/** As `[name="web"]` or `[="x"]`. */
function elementText(each: unknown, item: FieldType, { listType, mapKeys }: Field): string {
  if (listType === "set") return `[=${JSON.stringify(each)}]`;
  const keys = [...mapKeys].sort().map((key) => {
    return `${key}=${JSON.stringify((each as Fields)[key] ?? defaultOf(item, key))}`;
  });
  return `[${keys.join(",")}]`;
}

function defaultOf(item: FieldType, key: string): string | undefined {
  return item.kind === "struct" && key === "protocol" ? "TCP" : undefined;
}

function goKind(value: unknown): string {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "string";
  return Array.isArray(value) ? "[]interface {}" : "map[string]interface {}";
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
