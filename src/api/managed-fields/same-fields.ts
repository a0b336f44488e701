// Whether two objects have the same fields, whatever their values: then one set tells of both. Replicas and events come by the
// thousand, and to compare two of them is cheaper than to list the fields of either.

import { isFields, type Merge, mergeOfField, mergesByField } from "./field-set.ts";

export function hasSameFields(a: unknown, b: unknown, merge: Merge): boolean {
  if (a === b || merge.kind === "atomic") return true;
  if (isFields(a) && isFields(b)) return !mergesByField(merge, a) || (sameNames(a, b) && sameParts(a, b, merge));
  if (Array.isArray(a) && Array.isArray(b) && (merge.kind === "keyed" || merge.kind === "set"))
    return a.length === b.length && a.every((item, index) => sameItem(item, b[index], merge));
  return isFields(a) === isFields(b) && Array.isArray(a) === Array.isArray(b);
}

type Fields = Readonly<Record<string, unknown>>;

function sameNames(a: Fields, b: Fields): boolean {
  for (const name in b) if (b[name] !== undefined && a[name] === undefined) return false;
  return true;
}

function sameParts(a: Fields, b: Fields, merge: Merge): boolean {
  for (const name in a) {
    if (a[name] === undefined) continue;
    if (b[name] === undefined) return false;
    const inner = mergeOfField(merge, name);
    if (inner !== undefined && !hasSameFields(a[name], b[name], inner)) return false;
  }
  return true;
}

function sameItem(a: unknown, b: unknown, merge: Merge): boolean {
  if (merge.kind !== "keyed" || !isFields(a) || !isFields(b)) return a === b;
  return merge.keys.every((key) => a[key] === b[key]) && hasSameFields(a, b, merge.item);
}
