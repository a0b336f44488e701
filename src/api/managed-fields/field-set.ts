// Sets of fields in the form in which managedFields stores them (FieldsV1): nested objects whose keys are path elements.
// `f:name` is a field, `k:{…}` an item of a keyed list, `v:…` an item of a set; an empty object is a member, and so is what holds ".".

import type { Field, FieldType, StructType } from "../field-schema.ts";

export interface FieldSet {
  readonly [element: string]: FieldSet;
}

export const EMPTY: FieldSet = {};
const SELF = ".";

export function isEmptySet(set: FieldSet): boolean {
  for (const _ in set) return false;
  return true;
}

/** A child of a set: the member itself when it is empty. */
function isMember(child: FieldSet | undefined): boolean {
  return child !== undefined && (isEmptySet(child) || SELF in child);
}

/** A node of a set, or undefined when nothing of it is left. */
function node(member: boolean, children: FieldSet): FieldSet | undefined {
  if (isEmptySet(children)) return member ? EMPTY : undefined;
  return member ? { [SELF]: EMPTY, ...children } : children;
}

function childrenOf(set: FieldSet): FieldSet {
  if (!(SELF in set)) return set;
  const { [SELF]: _, ...children } = set;
  return children;
}

/** `a` itself where `b` adds nothing, so that unchanged sets stay the same object. */
export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (a === b || isEmptySet(b)) return a;
  let out: Record<string, FieldSet> | undefined;
  for (const key in b) {
    const left = a[key];
    const right = b[key];
    if (key === SELF || right === undefined) continue;
    const next = left === undefined ? right : joined(left, right);
    if (next === left) continue;
    out ??= { ...a };
    out[key] = next;
  }
  return out ?? a;
}

function joined(left: FieldSet, right: FieldSet): FieldSet {
  const all = union(left, right);
  const member = isMember(left) || isMember(right);
  return all === left && member === isMember(left) ? left : (node(member, childrenOf(all)) ?? EMPTY);
}

/** `a` itself where it has nothing of `b`. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  let out: Record<string, FieldSet> | undefined;
  for (const key in b) {
    const left = a[key];
    const right = b[key];
    if (key === SELF || left === undefined || right === undefined) continue;
    const rest = difference(left, right);
    const member = isMember(left) && !isMember(right);
    if (rest === left && member === isMember(left)) continue;
    const next = node(member, childrenOf(rest));
    out ??= { ...a };
    if (next === undefined) delete out[key];
    else out[key] = next;
  }
  return out ?? a;
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  const out: Record<string, FieldSet> = {};
  for (const key of Object.keys(b)) {
    const [left, right] = [a[key], b[key]];
    if (key === SELF || left === undefined || right === undefined) continue;
    const next = node(isMember(left) && isMember(right), intersection(childrenOf(left), childrenOf(right)));
    if (next !== undefined) out[key] = next;
  }
  return out;
}

export function has(set: FieldSet, path: readonly string[]): boolean {
  let at: FieldSet | undefined = set;
  for (const element of path) at = at?.[element];
  return path.length > 0 && isMember(at);
}

/** The members' paths as error texts print them: `.spec.containers[name="web"].image`. */
export function pathTexts(set: FieldSet, prefix = ""): string[] {
  return Object.keys(set)
    .filter((key) => key !== SELF)
    .sort()
    .flatMap((key) => {
      const path = prefix + elementText(key);
      const child = set[key] ?? EMPTY;
      return [...(isMember(child) ? [path] : []), ...pathTexts(child, path)];
    });
}

function elementText(element: string): string {
  const rest = element.slice(2);
  if (element.startsWith("f:")) return `.${rest}`;
  if (element.startsWith("v:")) return `[=${rest}]`;
  const keys = JSON.parse(rest) as Readonly<Record<string, unknown>>;
  const pairs = Object.keys(keys)
    .sort()
    .map((key) => `${key}=${JSON.stringify(keys[key])}`);
  return `[${pairs.join(",")}]`;
}

type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** How the values at one place merge. */
export type Merge =
  | { readonly kind: "atomic" }
  /** Without a schema objects merge by key, however deep, and all else is atomic. */
  | { readonly kind: "deduced" }
  | { readonly kind: "struct"; readonly struct: StructType }
  /** As a struct, of a definition in place of the schema; fields that it does not name are deduced. */
  | { readonly kind: "fields"; readonly fields: ReadonlyMap<string, Merge> }
  | { readonly kind: "map"; readonly values: Merge }
  | {
      readonly kind: "keyed";
      readonly keys: readonly string[];
      readonly item: Merge;
      /** What stands for keys that an item leaves out. */
      readonly defaults?: Fields;
    }
  | { readonly kind: "set" };

export const ATOMIC: Merge = { kind: "atomic" };
export const DEDUCED: Merge = { kind: "deduced" };

/** Whether the value's fields merge one by one. */
export function mergesByField(merge: Merge, value: unknown): value is Fields {
  return merge.kind !== "atomic" && merge.kind !== "keyed" && merge.kind !== "set" && isFields(value);
}

export function mergeOfStruct(struct: StructType): Merge {
  return struct.atomic ? ATOMIC : { kind: "struct", struct };
}

function mergeOfType(type: FieldType): Merge {
  if (type.kind === "struct") return mergeOfStruct(type.struct);
  return type.kind === "map" ? { kind: "map", values: mergeOfType(type.item) } : ATOMIC;
}

/** How the value of a field merges; of a struct or of a map, whose elements are all fields. */
export function mergeOfField(merge: Merge, name: string): Merge | undefined {
  if (merge.kind === "map") return merge.values;
  if (merge.kind === "deduced") return merge;
  if (merge.kind === "fields") return merge.fields.get(name) ?? DEDUCED;
  if (merge.kind !== "struct") return undefined;
  const field = merge.struct.fields.get(name);
  if (field === undefined) return undefined;
  let known = MERGES.get(field);
  if (known === undefined) {
    known = mergeOfNamed(name, field);
    MERGES.set(field, known);
  }
  return known;
}

// A field of the schema merges in one way, and every write asks for it.
const MERGES = new WeakMap<Field, Merge>();

function mergeOfNamed(name: string, field: Field): Merge {
  if (name === "selector" && field.type.kind === "map") return ATOMIC;
  if (field.type.kind !== "list") return mergeOfType(field.type);
  if (field.listType === "map") return { kind: "keyed", keys: field.mapKeys, item: mergeOfType(field.type.item) };
  return field.listType === "set" ? { kind: "set" } : ATOMIC;
}

/** An item of a keyed list or of a set as a path element. */
export function itemElement(merge: Merge, item: unknown): string {
  if (merge.kind !== "keyed" || !isFields(item)) return `v:${JSON.stringify(item)}`;
  const keys: Record<string, unknown> = {};
  for (const key of [...merge.keys].sort()) keys[key] = item[key] ?? keyDefault(merge, key);
  return `k:${JSON.stringify(keys)}`;
}

function keyDefault({ defaults, item }: Merge & { readonly kind: "keyed" }, key: string): unknown {
  return defaults?.[key] ?? (item.kind === "struct" && key === "protocol" ? "TCP" : undefined);
}

/** Every field that the value has. @param interior objects and lists count as well as what they hold. */
export function fieldsOf(value: unknown, merge: Merge, interior: boolean): FieldSet {
  return fieldsIn(value, merge, interior, false);
}

/** @param self whether what holds the fields is a member too; where it holds none, the empty set says so. */
export function fieldsIn(value: unknown, merge: Merge, interior: boolean, self: boolean): FieldSet {
  let out: Record<string, FieldSet> | undefined;
  if (mergesByField(merge, value)) {
    for (const name of Object.keys(value)) {
      const each = value[name];
      if (each === undefined) continue;
      const inner = mergeOfField(merge, name) ?? ATOMIC;
      const counts = merge.kind === "map" || (interior && isCounted(name, inner));
      out ??= self ? { [SELF]: EMPTY } : {};
      out[`f:${name}`] = inner === ATOMIC ? EMPTY : fieldsIn(each, inner, interior, counts);
    }
  } else if ((merge.kind === "keyed" || merge.kind === "set") && Array.isArray(value)) {
    for (const item of value) {
      out ??= self ? { [SELF]: EMPTY } : {};
      out[itemElement(merge, item)] = merge.kind === "keyed" ? fieldsIn(item, merge.item, interior, true) : EMPTY;
    }
  }
  return out ?? EMPTY;
}

/** These are there in an empty object too, so a creation does not add them. */
export const ALWAYS_THERE: ReadonlySet<string> = new Set([
  "metadata",
  "spec",
  "status",
  "template",
  "strategy",
  "updateStrategy",
  "jobTemplate",
  "containers",
]);

/** What a creation does not count, and a change does. */
const UNCOUNTED: ReadonlySet<string> = new Set([...ALWAYS_THERE, "resources", "loadBalancer"]);

function isCounted(name: string, merge: Merge): boolean {
  return merge.kind !== "atomic" && (isCustom(merge) || !UNCOUNTED.has(name));
}

/** Fields of custom resources are there only where somebody has written them. */
export function isCustom({ kind }: Merge): boolean {
  return kind === "fields" || kind === "deduced";
}
