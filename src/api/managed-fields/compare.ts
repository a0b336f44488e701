// What changed between two versions of an object, as field sets, and how an applied configuration merges into an object.

import { deepEqual } from "../equality.ts";
import {
  ALWAYS_THERE,
  EMPTY,
  type FieldSet,
  fieldsIn,
  has,
  isCustom,
  isEmptySet,
  isFields,
  itemElement,
  type Merge,
  mergeOfField,
  mergesByField,
} from "./field-set.ts";

export interface Comparison {
  /** Added and modified. */
  readonly changed: FieldSet;
  readonly removed: FieldSet;
}

const NOTHING: Comparison = { changed: EMPTY, removed: EMPTY };
const LEAF: Merge = { kind: "atomic" };

export function compare(before: unknown, after: unknown, merge: Merge): Comparison {
  if (before === after) return NOTHING;
  const changed: Record<string, FieldSet> = {};
  const removed: Record<string, FieldSet> = {};
  const look = (element: string, was: unknown, is: unknown, inner: Merge): void => {
    if (was === undefined) changed[element] = added(is, inner, element);
    else if (is === undefined) removed[element] = added(was, inner, element);
    else if (inner.kind === "atomic" || (isCustom(inner) && !(isFields(was) && isFields(is)))) {
      if (!deepEqual(was, is)) changed[element] = EMPTY;
      // Where an object becomes something else, its fields go.
      if (inner.kind !== "atomic" && isFields(was)) removed[element] = fieldsIn(was, inner, true, false);
    } else {
      const deeper = compare(was, is, inner);
      if (!isEmptySet(deeper.changed)) changed[element] = deeper.changed;
      if (!isEmptySet(deeper.removed)) removed[element] = deeper.removed;
    }
  };
  if (merge.kind === "keyed" || merge.kind === "set") {
    const inner = merge.kind === "keyed" ? merge.item : LEAF;
    const was = byElement(before, merge);
    const is = byElement(after, merge);
    for (const [element, item] of was) if (item !== is.get(element)) look(element, item, is.get(element), inner);
    for (const [element, item] of is) if (!was.has(element)) look(element, undefined, item, inner);
    return { changed, removed };
  }
  const was = isFields(before) ? before : {};
  const is = isFields(after) ? after : {};
  for (const name in was) {
    if (was[name] !== is[name]) look(`f:${name}`, was[name], is[name], mergeOfField(merge, name) ?? LEAF);
  }
  for (const name in is) {
    if (is[name] === undefined || Object.hasOwn(was, name)) continue;
    look(`f:${name}`, undefined, is[name], mergeOfField(merge, name) ?? LEAF);
  }
  return { changed, removed };
}

/** All fields of one part that is new, itself among them where it would be. */
function added(value: unknown, inner: Merge, element: string): FieldSet {
  const isAlwaysThere = !isCustom(inner) && element.startsWith("f:") && ALWAYS_THERE.has(element.slice(2));
  return fieldsIn(value, inner, true, !isAlwaysThere);
}

function byElement(list: unknown, merge: Merge): Map<string, unknown> {
  return new Map(Array.isArray(list) ? list.map((item) => [itemElement(merge, item), item]) : []);
}

/** The object with what the configuration says. */
export function merged(live: unknown, config: unknown, merge: Merge): unknown {
  if (mergesByField(merge, live) && isFields(config)) {
    const out: Record<string, unknown> = { ...live };
    for (const [name, value] of Object.entries(config)) {
      out[name] = name in live ? merged(live[name], value, mergeOfField(merge, name) ?? LEAF) : value;
    }
    return out;
  }
  if ((merge.kind === "keyed" || merge.kind === "set") && Array.isArray(live) && Array.isArray(config)) {
    return mergedList(live, config, merge);
  }
  return config;
}

function mergedList(live: readonly unknown[], config: readonly unknown[], merge: Merge): unknown[] {
  const wanted = byElement(config, merge);
  const known = byElement(live, merge);
  const inner = merge.kind === "keyed" ? merge.item : LEAF;
  const kept = live.map((item) => {
    const element = itemElement(merge, item);
    return wanted.has(element) ? merged(item, wanted.get(element), inner) : item;
  });
  return [...kept, ...config.filter((item) => !known.has(itemElement(merge, item)))];
}

/** The value without the fields of `gone` that are not in `kept`. */
export function pruned(
  value: unknown,
  gone: FieldSet,
  kept: FieldSet,
  merge: Merge,
  path: readonly string[] = [],
): unknown {
  const isGone = (element: string): boolean => has(gone, [element]) && !(element in kept);
  if (mergesByField(merge, value)) {
    const out: Record<string, unknown> = {};
    for (const [name, each] of Object.entries(value)) {
      const element = `f:${name}`;
      if (isGone(element)) continue;
      const inner = mergeOfField(merge, name) ?? LEAF;
      const child = gone[element];
      const left = child === undefined ? each : pruned(each, child, kept[element] ?? EMPTY, inner, [...path, element]);
      if (left !== each && isEmptied(left) && kept[element] === undefined) continue;
      out[name] = left;
    }
    return out;
  }
  if ((merge.kind === "keyed" || merge.kind === "set") && Array.isArray(value)) {
    const inner = merge.kind === "keyed" ? merge.item : LEAF;
    return value
      .filter((item) => !isGone(itemElement(merge, item)))
      .map((item) => {
        const element = itemElement(merge, item);
        const child = gone[element];
        return child === undefined ? item : pruned(item, child, kept[element] ?? EMPTY, inner, [...path, element]);
      });
  }
  return value;
}

function isEmptied(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : isFields(value) && Object.keys(value).length === 0;
}
