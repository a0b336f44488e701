// Merges lists whose items are known by fields: `containers` by name, `ports` by number and protocol, `finalizers` by themselves.

import { fieldOf, isEmpty, isNull, type ListNode, scalar, setField, textOf, type YamlNode } from "../yaml/node.ts";
import { demandKind } from "../yaml/print.ts";

type Merge = (target: YamlNode | undefined, patch: YamlNode | undefined) => YamlNode | undefined;
type Values = readonly string[];

// The key of items that are plain values.
const ITSELF = "";

/** The target's list with the patch's items merged in, which come first. */
export function mergeKeyedList(
  target: ListNode,
  patch: ListNode | undefined,
  declared: readonly string[],
  merge: Merge,
): YamlNode | undefined {
  const keys = declared.length === 0 ? [ITSELF] : declared;
  const identities = identitiesOf([patch, target], keys);
  const valid = usedKeys(keys, identities);
  const merged: ListNode = { ...target, items: [] };
  for (const values of identities) {
    const wanted = valid.map((key) => values[keys.indexOf(key)] ?? "");
    const item = merge(findItem(target, valid, wanted), findItem(patch, valid, wanted));
    if (item === undefined || isNothing(item)) {
      target.items = withItem(target.items, valid, wanted);
      continue;
    }
    nameItem(item, valid, wanted);
    merged.items = withItem(merged.items, valid, wanted, item);
  }
  if (identities.length === 0) return target;
  return appendRest(merged, target.items, valid);
}

/** The values of the keys of all items, each once, the patch's first. */
function identitiesOf(lists: readonly (ListNode | undefined)[], keys: Values): Values[] {
  const seen = new Map<string, Values>();
  for (const list of lists) {
    for (const item of list?.items ?? []) {
      const values = keys.map((key) => valueAt(item, key));
      const id = JSON.stringify(values);
      if (!seen.has(id)) seen.set(id, values);
    }
  }
  const identities = [...seen.values()];
  return keys.length > 1 ? unified(identities) : identities;
}

function valueAt(item: YamlNode, key: string): string {
  if (key === ITSELF) return textOf(item);
  const field = fieldOf(item, key);
  return isEmpty(field) ? "" : textOf(field);
}

// A port without a protocol is the same as one with it.
function unified(identities: Values[]): Values[] {
  for (let i = 0; i < identities.length; i++) {
    for (let j = 0; j < identities.length; j++) {
      const common = commonIdentity(identities[i] ?? [], identities[j] ?? []);
      if (common === undefined) continue;
      identities[i] = common;
      identities[j] = common;
    }
  }
  return identities;
}

function commonIdentity(a: Values, b: Values): Values | undefined {
  if (a.some((value, at) => value !== b[at] && value !== "" && b[at] !== "")) return undefined;
  return a.some((value, at) => value === b[at]) ? a.map((value, at) => value || (b[at] ?? "")) : undefined;
}

/** The keys that any item has a value for. */
function usedKeys(keys: Values, identities: readonly Values[]): Values {
  const used = keys.filter((_, at) => identities.some((values) => values[at] !== ""));
  return used.length === 0 ? keys : used;
}

function findItem(list: ListNode | undefined, keys: Values, values: Values): YamlNode | undefined {
  const given = keys.filter((_, at) => values[at] !== "");
  const names = given.length === 0 ? keys : given;
  return list?.items.find((item) => {
    if (names[0] === ITSELF) return textOf(item) === values[0];
    if (item.kind !== "map") return false;
    return names.every((name) => {
      const field = fieldOf(item, name);
      return field !== undefined && textOf(field) === (values[keys.indexOf(name)] ?? "");
    });
  });
}

/** The items with one in the place of those that have these values, or at the end; without an item those are left out. */
function withItem(items: readonly YamlNode[], keys: Values, values: Values, item?: YamlNode): YamlNode[] {
  let found = false;
  const result = items.flatMap((each) => {
    if (isNothing(each)) return [];
    if (each.kind !== "map" && (keys[0] ?? "") !== ITSELF && (values[0] ?? "") !== "") return [each];
    if (!isItem(each, keys, values)) return values.length > 0 ? [each] : [];
    found = true;
    return item === undefined ? [] : [item];
  });
  return found || item === undefined ? result : [...result, item];
}

function isNothing(item: YamlNode | undefined): boolean {
  return isNull(item) || (item?.kind === "map" && item.entries.length === 0);
}

/** True of an item with these values; an empty value is met by any, and what there is no value for is not asked for. */
function isItem(item: YamlNode, keys: Values, values: Values): boolean {
  if (values.length === 0) return false;
  return keys.slice(0, values.length).every((key, at) => {
    const value = values[at] ?? "";
    demandKind(item, key === ITSELF ? "scalar" : "map");
    if (key === ITSELF) return textOf(item) === value;
    const field = fieldOf(item, key);
    return field !== undefined && (value === "" || textOf(field) === value);
  });
}

function nameItem(item: YamlNode, keys: Values, values: Values): void {
  if (item.kind !== "map") return;
  for (const [at, key] of keys.entries()) {
    const value = values[at] ?? "";
    if (key !== ITSELF && value !== "" && fieldOf(item, key) === undefined) setField(item, key, scalar(value));
  }
}

function appendRest(list: ListNode, items: readonly YamlNode[], keys: Values): ListNode {
  for (const item of items) {
    const values: string[] = [];
    for (const key of keys) {
      const field = key === ITSELF ? item : fieldOf(item, key);
      if (field === undefined) list.items.push(item);
      else values.push(textOf(field));
    }
    if (keys.length > 1) list.items = withItem(list.items, keys, values);
    list.items = withItem(list.items, keys, values, item);
  }
  return list;
}
