// The types of the Common Expression Language, and how its checker prints them.

export type Simple =
  | "dyn"
  | "bool"
  | "int"
  | "uint"
  | "double"
  | "string"
  | "bytes"
  | "null"
  | "timestamp"
  | "duration"
  | "type"
  | "error";

export type CelType =
  | { readonly kind: Simple }
  | { readonly kind: "list"; readonly item: CelType }
  | { readonly kind: "map"; readonly key: CelType; readonly value: CelType }
  | { readonly kind: "optional"; readonly item: CelType }
  /** Fields by the names under which expressions see them. */
  | { readonly kind: "object"; readonly name: string; readonly fields: ReadonlyMap<string, CelType> }
  /** A type of a library, as `kubernetes.Quantity`. */
  | { readonly kind: "opaque"; readonly name: string }
  /** Any type, but the same one wherever the name stands in a signature. */
  | { readonly kind: "any"; readonly name: string };

export function simple(kind: Simple): CelType {
  return { kind };
}

export const DYN = simple("dyn");
export const BOOL = simple("bool");
export const INT = simple("int");
export const STRING = simple("string");
export const ERROR = simple("error");

export function listOf(item: CelType): CelType {
  return { kind: "list", item };
}

export function mapOf(key: CelType, value: CelType): CelType {
  return { kind: "map", key, value };
}

export function optionalOf(item: CelType): CelType {
  return { kind: "optional", item };
}

export function typeText(type: CelType): string {
  switch (type.kind) {
    case "list":
      return `list(${typeText(type.item)})`;
    case "map":
      return `map(${typeText(type.key)}, ${typeText(type.value)})`;
    case "optional":
      return `optional_type(${typeText(type.item)})`;
    case "object":
    case "opaque":
    case "any":
      return type.name;
    case "error":
      return "!error!";
    default:
      return type.kind;
  }
}

/** What the type parameters of a signature stand for, while it is matched. */
export type Bindings = Map<string, CelType>;

/** Whether a value of type `found` can stand where `wanted` is asked for. */
export function isAssignable(wanted: CelType, found: CelType, bindings: Bindings = new Map()): boolean {
  if (wanted.kind === "any") return bind(wanted.name, found, bindings);
  if (isLoose(wanted) || isLoose(found)) return true;
  if (found.kind === "any") return true;
  if (found.kind === "null") return ["null", "object", "opaque", "timestamp", "duration"].includes(wanted.kind);
  switch (wanted.kind) {
    case "list":
      return found.kind === "list" && isAssignable(wanted.item, found.item, bindings);
    case "optional":
      return found.kind === "optional" && isAssignable(wanted.item, found.item, bindings);
    case "map":
      return (
        found.kind === "map" &&
        isAssignable(wanted.key, found.key, bindings) &&
        isAssignable(wanted.value, found.value, bindings)
      );
    case "object":
    case "opaque":
      return found.kind === wanted.kind && found.name === wanted.name;
    default:
      return found.kind === wanted.kind;
  }
}

function isLoose({ kind }: CelType): boolean {
  return kind === "dyn" || kind === "error";
}

function bind(name: string, found: CelType, bindings: Bindings): boolean {
  const known = bindings.get(name);
  if (known === undefined || isLoose(known) || isEmptyOf(known)) {
    bindings.set(name, found);
    return true;
  }
  return isAssignable(known, found) || isAssignable(found, known);
}

/** An empty list or map fits any other. */
function isEmptyOf(type: CelType): boolean {
  return (type.kind === "list" && type.item.kind === "any") || (type.kind === "map" && type.value.kind === "any");
}

/** The type with its parameters replaced by what they stand for. */
export function substituted(type: CelType, bindings: Bindings): CelType {
  switch (type.kind) {
    case "any":
      return bindings.get(type.name) ?? DYN;
    case "list":
      return listOf(substituted(type.item, bindings));
    case "optional":
      return optionalOf(substituted(type.item, bindings));
    case "map":
      return mapOf(substituted(type.key, bindings), substituted(type.value, bindings));
    default:
      return type;
  }
}
