// Who set which field: kept up on every write, and what server-side apply decides by.

import { goQuote } from "./go-values.ts";
import { compare, merged, pruned } from "./managed-fields/compare.ts";
import {
  difference,
  EMPTY,
  type FieldSet,
  fieldsOf,
  intersection,
  isEmptySet,
  isFields,
  type Merge,
  pathTexts,
  union,
} from "./managed-fields/field-set.ts";

export type { FieldSet } from "./managed-fields/field-set.ts";

/** One entry of metadata.managedFields. */
export interface ManagedFields {
  readonly manager?: string;
  readonly operation?: string;
  readonly apiVersion?: string;
  readonly time?: string;
  readonly fieldsType?: string;
  readonly fieldsV1?: object;
  readonly subresource?: string;
}

/** Who writes, and through what. */
export interface FieldManager {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  readonly apiVersion: string;
  readonly subresource: string;
  /** The present instant, RFC 3339. */
  readonly time: string;
}

export interface FieldConflict {
  /** `"kubectl"`, or with version and subresource: as error texts name the other manager. */
  readonly manager: string;
  readonly path: string;
}

type Fields = Readonly<Record<string, unknown>>;

// Nobody owns these: they say what the object is, or only the server writes them.
const META_FIELDS = [
  "name",
  "namespace",
  "creationTimestamp",
  "selfLink",
  "uid",
  "generation",
  "managedFields",
  "resourceVersion",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
];
const UNOWNED: FieldSet = {
  "f:apiVersion": EMPTY,
  "f:kind": EMPTY,
  "f:metadata": { ".": EMPTY, ...Object.fromEntries(META_FIELDS.map((name) => [`f:${name}`, EMPTY])) },
};

/** The entries after a create, update or patch. `before` is undefined for a create. */
export function trackUpdate(
  entries: readonly ManagedFields[],
  before: Fields | undefined,
  after: Fields,
  merge: Merge,
  who: FieldManager,
): readonly ManagedFields[] {
  const { changed, removed } = compare(ownable(before ?? {}, who), ownable(after, who), merge);
  const gained = difference(changed, UNOWNED);
  if (isEmptySet(gained) && isEmptySet(removed)) return entries;
  const out: ManagedFields[] = [];
  let isKnown = false;
  for (const entry of entries) {
    const own = isSameManager(entry, who);
    const kept = difference(setOf(entry), removed);
    const next = own ? union(kept, gained) : difference(kept, changed);
    isKnown ||= own;
    if (!isEmptySet(next)) out.push(next === setOf(entry) ? entry : withSet(entry, next, own ? who.time : entry.time));
  }
  if (!isKnown && !isEmptySet(gained)) out.push(newEntry(who, gained));
  return inOrder(out);
}

export type ApplyResult =
  | { readonly kind: "applied"; readonly object: Fields; readonly entries: readonly ManagedFields[] }
  | { readonly kind: "conflicts"; readonly conflicts: readonly FieldConflict[] };

/** Server-side apply of a configuration to an object. */
export function applyConfiguration(
  live: Fields,
  config: Fields,
  entries: readonly ManagedFields[],
  merge: Merge,
  who: FieldManager,
  force: boolean,
): ApplyResult {
  const wanted = difference(fieldsOf(ownable(config, who), merge, false), UNOWNED);
  const last = entries.find((entry) => isSameManager(entry, who));
  const others = entries.filter((entry) => entry !== last);
  const object = prune(merged(live, config, merge) as Fields, last, wanted, others, merge);
  const { changed, removed } = compare(ownable(live, who), ownable(object, who), merge);
  const conflicts = others.flatMap((entry) => conflictsWith(entry, changed));
  if (conflicts.length > 0 && !force) return { kind: "conflicts", conflicts };
  const left = others.flatMap((entry) => {
    const set = difference(setOf(entry), union(changed, removed));
    if (isEmptySet(set)) return [];
    return [sameSet(set, setOf(entry)) ? entry : withSet(entry, set, entry.time)];
  });
  const isUnchanged = last !== undefined && sameSet(setOf(last), wanted) && isEmptySet(changed) && isEmptySet(removed);
  const mine = isUnchanged ? last : newEntry(who, wanted);
  return { kind: "applied", object, entries: inOrder(isEmptySet(wanted) ? left : [...left, mine]) };
}

/** What the manager applied before, applies no longer, and nobody else has set, goes. */
function prune(
  object: Fields,
  last: ManagedFields | undefined,
  wanted: FieldSet,
  others: readonly ManagedFields[],
  merge: Merge,
): Fields {
  if (last === undefined) return object;
  const gone = difference(setOf(last), wanted);
  if (isEmptySet(gone)) return object;
  const kept = others.reduce((all, entry) => union(all, setOf(entry)), wanted);
  return pruned(object, gone, kept, merge) as Fields;
}

function conflictsWith(entry: ManagedFields, changed: FieldSet): FieldConflict[] {
  const manager = managerText(entry);
  return pathTexts(intersection(setOf(entry), changed)).map((path) => ({ manager, path }));
}

function managerText({ manager = "", operation, apiVersion = "", subresource = "" }: ManagedFields): string {
  const name = goQuote(manager) + (subresource === "" ? "" : ` with subresource ${goQuote(subresource)}`);
  return operation === "Update" ? `${name} using ${apiVersion}` : name;
}

/** As the API words it, with one conflict or several. */
export function conflictMessage(conflicts: readonly FieldConflict[]): string {
  const [only] = conflicts;
  if (only !== undefined && conflicts.length === 1) {
    return `Apply failed with 1 conflict: conflict with ${only.manager}: ${only.path}`;
  }
  const managers = [...new Set(conflicts.map((each) => each.manager))].sort();
  const lines = managers.flatMap((manager) => [
    `conflicts with ${manager}:`,
    ...conflicts.filter((each) => each.manager === manager).map((each) => `- ${each.path}`),
  ]);
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join("\n")}`;
}

/** The fields of an object that a write through this door can set. */
function ownable(object: Fields, { subresource }: FieldManager): Fields {
  const { managedFields: _, ...metadata } = isFields(object.metadata) ? object.metadata : {};
  if (subresource === "status") return { metadata, status: object.status };
  if (subresource !== "") return { ...object, metadata };
  const { status: __, ...rest } = object;
  return "spec" in object || "status" in object ? { ...rest, metadata } : { ...object, metadata };
}

function setOf(entry: ManagedFields): FieldSet {
  return (entry.fieldsV1 ?? EMPTY) as FieldSet;
}

function sameSet(a: FieldSet, b: FieldSet): boolean {
  return a === b || (isEmptySet(difference(a, b)) && isEmptySet(difference(b, a)));
}

function isSameManager(entry: ManagedFields, who: FieldManager): boolean {
  return (
    entry.manager === who.manager &&
    entry.operation === who.operation &&
    entry.apiVersion === who.apiVersion &&
    (entry.subresource ?? "") === who.subresource
  );
}

function withSet(entry: ManagedFields, set: FieldSet, time: string | undefined): ManagedFields {
  return { ...entry, fieldsV1: set, ...(time === undefined ? {} : { time }) };
}

function newEntry(who: FieldManager, set: FieldSet): ManagedFields {
  const { manager, operation, apiVersion, subresource, time } = who;
  const entry = { apiVersion, fieldsType: "FieldsV1", fieldsV1: set, manager, operation, time };
  return subresource === "" ? entry : { ...entry, subresource };
}

function inOrder(entries: readonly ManagedFields[]): readonly ManagedFields[] {
  const keyOf = (entry: ManagedFields): string =>
    [entry.operation, entry.time, entry.manager, entry.apiVersion, entry.subresource].join("\u0000");
  return [...entries].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
