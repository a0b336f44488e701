// Applies a strategic merge patch.

import type { StructType } from "../field-schema.ts";
import { goValue } from "../go-values.ts";
import {
  DELETE_PRIMITIVES,
  DIRECTIVE,
  ELEMENT_ORDER,
  type Fields,
  identity,
  isFields,
  RETAIN_KEYS,
  type Shape,
  shapeOfField,
  shapeOfItem,
  shapeOfStruct,
} from "./strategic-shape.ts";

/** The patch is not one that can be applied. */
export class StrategicPatchError extends Error {}

/** The patched object; neither argument is changed. */
export function applyStrategicPatch(original: Fields, patch: Fields, struct: StructType | undefined): Fields {
  return mergeFields(original, patch, shapeOfStruct(struct), true);
}

/** @param directives obey directives; false merges two patches into one, which keeps them. */
export function mergeFields(original: Fields, patch: Fields, shape: Shape, directives: boolean): Fields {
  if (directives && DIRECTIVE in patch) return replaced(patch, shape);
  const out: Record<string, unknown> = { ...original };
  if (directives) retainKeys(out, patch);
  for (const [key, value] of Object.entries(patch)) {
    if (directives && (key === RETAIN_KEYS || key.startsWith(DELETE_PRIMITIVES))) continue;
    if (directives && key.startsWith(ELEMENT_ORDER)) continue;
    const field = shapeOfField(shape, key);
    if (value === null) {
      delete out[key];
      if (!directives) out[key] = null;
    } else if (isFields(value)) {
      const into = isFields(out[key]) && !field.strategy.includes("replace") ? out[key] : {};
      out[key] = mergeFields(into, value, field, directives);
    } else if (Array.isArray(value) && field.strategy.includes("merge")) {
      const list = Array.isArray(out[key]) ? out[key] : [];
      out[key] = mergeList(list, value, field, directives, listOf(patch[`${ELEMENT_ORDER}${key}`]));
    } else out[key] = value;
  }
  if (directives) finishLists(out, original, patch, shape);
  return out;
}

function replaced(patch: Fields, shape: Shape): Fields {
  const { [DIRECTIVE]: directive, ...rest } = patch;
  if (directive === "delete") return {};
  if (directive === "replace") return rest;
  if (directive === "merge") return mergeFields({}, rest, shape, true);
  throw new StrategicPatchError(`Unknown patch type found: ${String(directive)}`);
}

/** Keys that are not listed go: how the members of a union exclude each other. */
function retainKeys(out: Record<string, unknown>, patch: Fields): void {
  const kept = listOf(patch[RETAIN_KEYS]);
  if (kept === undefined) return;
  for (const key of Object.keys(patch)) {
    if (patch[key] !== null && !key.startsWith("$") && !kept.includes(key)) {
      throw new StrategicPatchError(
        "$retainKeys directive must be a list containing only the keys that are present in the patch",
      );
    }
  }
  for (const key of Object.keys(out)) if (!kept.includes(key)) delete out[key];
}

/** Deletions from lists of primitives, and orders of lists that the patch does not otherwise touch. */
function finishLists(out: Record<string, unknown>, original: Fields, patch: Fields, shape: Shape): void {
  for (const [directive, value] of Object.entries(patch)) {
    if (directive.startsWith(DELETE_PRIMITIVES) && Array.isArray(value)) {
      const key = directive.slice(DELETE_PRIMITIVES.length);
      const gone = new Set(value.map((item) => identity(item, undefined)));
      if (Array.isArray(out[key])) out[key] = out[key].filter((item) => !gone.has(identity(item, undefined)));
    }
    if (!directive.startsWith(ELEMENT_ORDER) || !Array.isArray(value)) continue;
    const key = directive.slice(ELEMENT_ORDER.length);
    const list = out[key];
    if (Array.isArray(list))
      out[key] = inOrder(list, value, listOf(original[key]) ?? [], shapeOfField(shape, key).mergeKey);
  }
}

function mergeList(
  original: readonly unknown[],
  patch: readonly unknown[],
  field: Shape,
  directives: boolean,
  order: readonly unknown[] | undefined,
): unknown[] {
  const { mergeKey } = field;
  if (mergeKey === undefined) {
    const known = new Set(original.map((item) => identity(item, undefined)));
    const merged = [...original, ...patch.filter((item) => !known.has(identity(item, undefined)))];
    return inOrder(merged, order ?? patch, original, undefined);
  }
  if (directives && patch.some((item) => isFields(item) && item[DIRECTIVE] === "replace")) {
    return patch.filter((item) => !(isFields(item) && item[DIRECTIVE] === "replace" && Object.keys(item).length === 1));
  }
  const merged = [...original];
  const places = placesOf(merged, mergeKey);
  for (const item of patch) mergeItem(merged, places, item, field, mergeKey, directives);
  return inOrder(merged, order ?? patch, original, mergeKey);
}

/** Where each item first is. */
function placesOf(items: readonly unknown[], mergeKey: string | undefined): Map<string, number> {
  const places = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const id = identity(item, mergeKey);
    if (!places.has(id)) places.set(id, index);
  }
  return places;
}

function mergeItem(
  merged: unknown[],
  places: Map<string, number>,
  item: unknown,
  field: Shape,
  mergeKey: string,
  directives: boolean,
): void {
  if (!isFields(item))
    throw new StrategicPatchError("invalid JSON document: a list of objects has an item that is none");
  if (item[mergeKey] === undefined) {
    throw new StrategicPatchError(`map: ${goValue(item)} does not contain declared merge key: ${mergeKey}`);
  }
  const id = identity(item, mergeKey);
  const index = places.get(id);
  if (directives && item[DIRECTIVE] === "delete") {
    if (index === undefined) return;
    for (let at = merged.length - 1; at >= index; at--) if (identity(merged[at], mergeKey) === id) merged.splice(at, 1);
    places.clear();
    for (const [each, place] of placesOf(merged, mergeKey)) places.set(each, place);
    return;
  }
  const known = index === undefined ? undefined : merged[index];
  const result = mergeFields(isFields(known) ? known : {}, item, shapeOfItem(field), directives);
  places.set(id, index ?? merged.length);
  merged[index ?? merged.length] = result;
}

/** Items named by `order` come in that order; the others keep their place relative to them as in `original`. */
function inOrder(
  merged: readonly unknown[],
  order: readonly unknown[],
  original: readonly unknown[],
  mergeKey: string | undefined,
): unknown[] {
  const wanted = placesOf(order, mergeKey);
  const rank = (item: unknown): number => wanted.get(identity(item, mergeKey)) ?? -1;
  const place = new Map(original.map((item, index) => [identity(item, mergeKey), index]));
  const left = merged.filter((item) => rank(item) >= 0).sort((a, b) => rank(a) - rank(b));
  const right = merged.filter((item) => rank(item) < 0);
  const out: unknown[] = [];
  for (const other of right) {
    for (let next = left[0]; next !== undefined; next = left[0]) {
      const a = place.get(identity(next, mergeKey));
      const b = place.get(identity(other, mergeKey));
      // What the patch brings anew goes before what it does not name.
      if (a !== undefined && b !== undefined && a > b) break;
      out.push(left.shift());
    }
    out.push(other);
  }
  return [...out, ...left];
}

function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}
