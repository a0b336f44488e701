// Equality of JSON values, whatever order their fields were written in. Who compares says which fields are as good as not there;
// by itself those that JSON leaves out anyway.

type IsAbsent = (value: unknown) => boolean;

/** @param isAbsent true for undefined at least */
export function deepEqual(a: unknown, b: unknown, isAbsent: IsAbsent = isUndefined): boolean {
  if (a === b || (isAbsent(a) && isAbsent(b))) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => deepEqual(item, b[index], isAbsent));
  return !Array.isArray(a) && !Array.isArray(b) && equalFields(a as Fields, b as Fields, isAbsent);
}

type Fields = Readonly<Record<string, unknown>>;

function equalFields(a: Fields, b: Fields, isAbsent: IsAbsent): boolean {
  return (
    Object.keys(a).every((key) => deepEqual(a[key], Object.hasOwn(b, key) ? b[key] : undefined, isAbsent)) &&
    Object.keys(b).every((key) => Object.hasOwn(a, key) || isAbsent(b[key]))
  );
}

/** JSON with sorted keys: the same text for equal values. */
export function canonicalJson(value: unknown, isAbsent: IsAbsent = isUndefined): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, isAbsent)).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).filter(([, field]) => !isAbsent(field));
  const texts = fields
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field, isAbsent)}`);
  return `{${texts.join(",")}}`;
}

function isUndefined(value: unknown): boolean {
  return value === undefined;
}
