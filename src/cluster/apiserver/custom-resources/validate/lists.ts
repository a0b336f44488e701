// The items of a list, and how many there may be.

import { canonicalJson } from "../../../../api/equality.ts";
import { isFields, itemsOf, type Schema } from "../schema/schema.ts";
import { type Correlated, other, Result, type Validation } from "./result.ts";

export function validateList(
  list: readonly unknown[],
  schema: Schema,
  name: string,
  before: Correlated | undefined,
  validation: Validation,
): Result {
  const result = new Result();
  const items = itemsOf(schema);
  const { minItems, maxItems, uniqueItems } = schema;
  if (items !== undefined) {
    for (const [index, item] of list.entries()) {
      result.merge(validation.part(item, items, `${name}[${index}]`, sameItem(item, schema, before)));
    }
  }
  if (minItems !== undefined && list.length < minItems)
    result.add(other(name, list.length, `should have at least ${minItems} items`));
  if (maxItems !== undefined && list.length > maxItems) {
    const message = `${name} in body should have at most ${maxItems} items`;
    result.add({ kind: "too many", name, value: list.length, max: maxItems, message });
  }
  if (uniqueItems === true && new Set(list.map((item) => canonicalJson(item))).size < list.length)
    result.add(other(name, undefined, "shouldn't contain duplicates"));
  return result.met();
}

/** Only items with keys can be found again. */
export function sameItem(item: unknown, schema: Schema, before: Correlated | undefined): Correlated | undefined {
  if (before === undefined || schema["x-kubernetes-list-type"] !== "map" || !isFields(item)) return undefined;
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  const keyOf = (each: unknown): string => canonicalJson(keys.map((key) => (isFields(each) ? each[key] : undefined)));
  const list = Array.isArray(before.old) ? before.old : [];
  const found = list.find((each) => keyOf(each) === keyOf(item));
  return found === undefined ? undefined : { old: found };
}
