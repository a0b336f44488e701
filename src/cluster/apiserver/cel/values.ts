// The values that expressions compute with.

/** Of `x.?y` and optional.of(): a value that may be there. */
export class Optional {
  constructor(readonly value: unknown) {}
}

export const NONE = new Optional(undefined);

/** A span of time, in milliseconds. */
export class Duration {
  constructor(readonly ms: number) {}
}

/** An instant, in milliseconds since the Unix epoch. */
export class Timestamp {
  constructor(readonly ms: number) {}
}

/** A whole number without a sign. */
export class Unsigned {
  constructor(readonly value: bigint) {}
}

/** A type as a value: `type(1) == int`. */
export class TypeValue {
  constructor(readonly name: string) {}
}

/** A value of a library: its kind, what it holds, and a text by which equal ones are found. */
export class Opaque<T = unknown> {
  constructor(
    readonly kind: string,
    readonly value: T,
    readonly key: string,
  ) {}
}

/** What goes wrong while an expression is computed, in cel-go's words. */
export class EvaluationFault extends Error {}

export function fail(text: string): never {
  throw new EvaluationFault(text);
}

export function noOverload(): never {
  return fail("no such overload");
}

export function isEqualValue(a: unknown, b: unknown): boolean {
  if (typeof a !== typeof b && isNumeric(a) && isNumeric(b)) return numberOf(a) === numberOf(b);
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((each, index) => isEqualValue(each, b[index]));
  if (a instanceof Map) {
    return b instanceof Map && a.size === b.size && [...a].every(([k, v]) => b.has(k) && isEqualValue(v, b.get(k)));
  }
  if (a instanceof Uint8Array) return b instanceof Uint8Array && a.join() === b.join();
  if (a instanceof Duration) return b instanceof Duration && a.ms === b.ms;
  if (a instanceof Timestamp) return b instanceof Timestamp && a.ms === b.ms;
  if (a instanceof Unsigned) return isNumeric(b) && numberOf(a) === numberOf(b);
  if (a instanceof TypeValue) return b instanceof TypeValue && a.name === b.name;
  if (a instanceof Optional) return b instanceof Optional && isEqualValue(a.value, b.value);
  if (a instanceof Opaque) return b instanceof Opaque && a.kind === b.kind && a.key === b.key;
  return false;
}

export function isNumeric(value: unknown): boolean {
  return typeof value === "bigint" || typeof value === "number" || value instanceof Unsigned;
}

export function numberOf(value: unknown): number {
  return Number(value instanceof Unsigned ? value.value : value);
}

/** Negative, zero or positive; throws where the two have no order. */
export function compareValues(a: unknown, b: unknown): number {
  if (isNumeric(a) && isNumeric(b)) {
    if (typeof a === "bigint" && typeof b === "bigint") return a < b ? -1 : a > b ? 1 : 0;
    return numberOf(a) - numberOf(b);
  }
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  if (a instanceof Duration && b instanceof Duration) return a.ms - b.ms;
  if (a instanceof Timestamp && b instanceof Timestamp) return a.ms - b.ms;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareValues(a.join(), b.join());
  return noOverload();
}

export function typeName(value: unknown): string {
  switch (typeof value) {
    case "bigint":
      return "int";
    case "number":
      return "double";
    case "boolean":
      return "bool";
    case "string":
      return "string";
    default:
      return objectTypeName(value);
  }
}

function objectTypeName(value: unknown): string {
  if (value === null) return "null_type";
  if (Array.isArray(value)) return "list";
  if (value instanceof Map) return "map";
  if (value instanceof Uint8Array) return "bytes";
  if (value instanceof Duration) return "google.protobuf.Duration";
  if (value instanceof Timestamp) return "google.protobuf.Timestamp";
  if (value instanceof Unsigned) return "uint";
  if (value instanceof TypeValue) return "type";
  if (value instanceof Optional) return "optional_type";
  return value instanceof Opaque ? value.kind : "object";
}
