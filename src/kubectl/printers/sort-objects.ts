// Orders objects by a field, as --sort-by does.

import { goQuote } from "../../api/go-values.ts";
import { findResults } from "../../api/jsonpath/find.ts";
import { JsonPathError, parseJsonPath } from "../../api/jsonpath/parse.ts";
import { SUFFIX_FACTORS } from "../../api/quantity.ts";
import { KubectlError } from "../errors.ts";
import { goSorted } from "../go-sort.ts";
import { CommandError, type KubectlIo } from "../io.ts";
import { relaxedJsonPath } from "../jsonpath/relaxed.ts";
import { logLine } from "../klog.ts";

/** How a run ends that meets a value which has no order: with a line of the log. */
export interface SortLog {
  /** As in `sorter.go:375`. */
  readonly place: string;
  readonly container: string;
  readonly io: KubectlIo;
}

/** The items in the order of the field that `of` each of them has, as Go sorts; what lacks the field comes first. */
export function sortByField<T>(items: readonly T[], expression: string, of: (item: T) => unknown, log: SortLog): T[] {
  const path = relaxedJsonPath(expression);
  const keyed = keysOf(path, items.map(of)).map((key, index) => ({ item: items[index] as T, key }));
  if (items.length > 0 && keyed.every(({ key }) => key === undefined)) {
    throw new KubectlError(`couldn't find any field with path ${goQuote(path)} in the list of objects`);
  }
  // Go asks the other way round too, and is told yes both times: so what lacks the field changes places.
  const less = (a: { key: unknown }, b: { key: unknown }) => {
    if (a.key === undefined) return true;
    if (b.key === undefined) return false;
    const reason = unsortable(a.key, b.key);
    if (reason === undefined) return compareValues(a.key, b.key) < 0;
    const text = `Field ${path} in ${log.container} is an unsortable type: interface, err: ${reason}`;
    throw new CommandError(logLine(log.io, "F", log.place, text));
  };
  return goSorted(keyed, less).map(({ item }) => item);
}

function unsortable(a: unknown, b: unknown): string | undefined {
  if (a === null) return undefined;
  if (typeof a !== "string" && typeof a !== "number") return `unsortable type: ${goTypeOf(a)}`;
  return b === null || goTypeOf(a) === goTypeOf(b) ? undefined : "unsortable interface: interface";
}

function goTypeOf(value: unknown): string {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int64" : "float64";
  return Array.isArray(value) ? "[]interface {}" : "map[string]interface {}";
}

/** The first of what the path leads to in each. */
function keysOf(path: string, objects: readonly unknown[]): readonly unknown[] {
  try {
    const nodes = parseJsonPath(path);
    return objects.map((object) => findResults(nodes, object, { allowMissing: true })[0]?.[0]);
  } catch (error) {
    if (error instanceof JsonPathError) throw new KubectlError(error.message);
    throw error;
  }
}

function compareValues(a: unknown, b: unknown): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (typeof a === "string" && typeof b === "string") return compareStrings(a, b);
  if (typeof a === typeof b && typeof a !== "object") return (a as number) < (b as number) ? -1 : a === b ? 0 : 1;
  return 0;
}

// Quantities compare by what they amount to, other strings with the numbers in them by value.
function compareStrings(a: string, b: string): number {
  const [left, right] = [quantity(a), quantity(b)];
  if (left !== undefined && right !== undefined) return left - right;
  return naturalCompare(a, b);
}

function quantity(text: string): number | undefined {
  const match = /^([-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)([numkMGTPE]|[KMGTPE]i)?$/.exec(text);
  return match === null ? undefined : Number(match[1]) * (SUFFIX_FACTORS[match[2] ?? ""] ?? 1);
}

function naturalCompare(a: string, b: string): number {
  const left = a.match(/\d+|\D/g) ?? [];
  const right = b.match(/\d+|\D/g) ?? [];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [l = "", r = ""] = [left[i], right[i]];
    if (l === r) continue;
    if (/^\d/.test(l) && /^\d/.test(r) && Number(l) !== Number(r)) return Number(l) - Number(r);
    return l < r ? -1 : 1;
  }
  return left.length - right.length;
}
