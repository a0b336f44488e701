// Equality of JSON values, where a field that is undefined or null counts as absent: the server drops such fields on some ways in.

import * as equality from "../../api/equality.ts";

export function deepEqual(a: unknown, b: unknown): boolean {
  return equality.deepEqual(a, b, isNothing);
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

/** The fields that are neither undefined, zero, empty text nor false: what Go leaves out of JSON as `omitempty`. */
export function omitEmpty<T extends object>(fields: T): Partial<T> {
  const kept = Object.entries(fields).filter(
    ([, value]) => value !== undefined && value !== 0 && value !== "" && value !== false,
  );
  return Object.fromEntries(kept) as Partial<T>;
}

/** The same text for values that are equal as above. */
export function canonicalJson(value: unknown): string {
  return equality.canonicalJson(value, isNothing);
}
