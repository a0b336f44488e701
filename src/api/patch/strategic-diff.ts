// Computes strategic merge patches: between two versions, and kubectl apply's three-way one.

import { deepEqual } from "../equality.ts";
import type { StructType } from "../field-schema.ts";
import { mergeFields } from "./strategic-apply.ts";
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

interface DiffOptions {
  readonly deletions: boolean;
  readonly changes: boolean;
}

/** The patch that turns `original` into `modified`. */
export function createTwoWayMergePatch(original: Fields, modified: Fields, struct: StructType | undefined): Fields {
  return diffFields(original, modified, shapeOfStruct(struct), { deletions: true, changes: true }, false);
}

/** kubectl apply's patch: what `modified` adds or changes against `current`, and what it no longer has of `original`. */
export function createThreeWayMergePatch(
  original: Fields,
  modified: Fields,
  current: Fields,
  struct: StructType | undefined,
): Fields {
  const shape = shapeOfStruct(struct);
  const changes = diffFields(current, modified, shape, { deletions: false, changes: true }, false);
  const deletions = diffFields(original, modified, shape, { deletions: true, changes: false }, false);
  return mergeFields(deletions, changes, shape, false);
}

function diffFields(original: Fields, modified: Fields, shape: Shape, options: DiffOptions, retain: boolean): Fields {
  const patch: Record<string, unknown> = {};
  for (const [key, before] of Object.entries(original)) {
    const after = modified[key];
    if (after === undefined) {
      if (options.deletions && before !== undefined) patch[key] = null;
    } else if (jsonType(before) !== jsonType(after)) {
      // null is a type of its own: where it takes the place of a value, that is a change and no deletion.
      if (options.changes) patch[key] = after;
    } else diffValue(patch, key, before, after, shapeOfField(shape, key), options);
  }
  if (options.changes) {
    for (const [key, value] of Object.entries(modified)) {
      if (original[key] === undefined && value !== undefined) patch[key] = value;
    }
  }
  if (retain && Object.keys(patch).length > 0) patch[RETAIN_KEYS] = Object.keys(modified).sort();
  return patch;
}

function jsonType(value: unknown): string {
  if (value === null || value === undefined) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function diffValue(
  patch: Record<string, unknown>,
  key: string,
  before: unknown,
  after: unknown,
  field: Shape,
  options: DiffOptions,
): void {
  const merges = !field.strategy.includes("replace");
  if (isFields(before) && isFields(after) && merges) {
    const inner = diffFields(before, after, field, options, field.strategy.includes("retainKeys"));
    if (Object.keys(inner).length > 0) patch[key] = inner;
  } else if (Array.isArray(before) && Array.isArray(after) && field.strategy.includes("merge")) {
    diffList(patch, key, before, after, field, options);
  } else if (options.changes && !deepEqual(before, after)) patch[key] = after;
}

function diffList(
  patch: Record<string, unknown>,
  key: string,
  before: readonly unknown[],
  after: readonly unknown[],
  field: Shape,
  options: DiffOptions,
): void {
  const { mergeKey } = field;
  const ids = (list: readonly unknown[]): string[] => list.map((item) => identity(item, mergeKey));
  const [was, is] = [ids(before), ids(after)];
  const added = after.flatMap((item, index) => itemPatch(before[was.indexOf(is[index] ?? "")], item, field, options));
  const gone = options.deletions ? before.filter((_, index) => !is.includes(was[index] ?? "")) : [];
  const removals =
    mergeKey === undefined
      ? []
      : gone.map((item) => ({ [DIRECTIVE]: "delete", [mergeKey]: (item as Fields)[mergeKey] }));
  const items = [...added, ...removals];
  if (items.length > 0) patch[key] = items;
  if (mergeKey === undefined && gone.length > 0) patch[`${DELETE_PRIMITIVES}${key}`] = gone;
  const isSameOrder = was.length === is.length && was.every((id, index) => id === is[index]);
  if (!options.changes || (items.length === 0 && isSameOrder)) return;
  patch[`${ELEMENT_ORDER}${key}`] =
    mergeKey === undefined ? after : after.map((item) => ({ [mergeKey]: (item as Fields)[mergeKey] }));
}

/** What an item of the new list adds to its counterpart: nothing, its differences, or all of it. */
function itemPatch(before: unknown, after: unknown, field: Shape, options: DiffOptions): unknown[] {
  const { mergeKey } = field;
  if (before === undefined) return options.changes ? [after] : [];
  if (mergeKey === undefined || !isFields(before) || !isFields(after)) return [];
  const retain = field.strategy.includes("retainKeys");
  const inner = diffFields(before, after, shapeOfItem(field), options, retain);
  return Object.keys(inner).length === 0 ? [] : [{ ...inner, [mergeKey]: after[mergeKey] }];
}
