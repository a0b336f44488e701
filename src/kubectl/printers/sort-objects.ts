// Orders objects by a field, as --sort-by does.

import { SUFFIX_FACTORS } from "../../api/quantity.ts";
import { KubectlError } from "../errors.ts";
import { walk } from "../jsonpath/evaluate.ts";
import { JsonPathError, type PathStep, parseJsonPath } from "../jsonpath/parse.ts";
import { relaxedJsonPath } from "../jsonpath/relaxed.ts";

/** The items in the order of the field that `of` each of them has. */
export function sortByField<T>(items: readonly T[], expression: string, of: (item: T) => unknown): T[] {
  const path = relaxedJsonPath(expression);
  const steps = stepsOf(path);
  const keyed = items.map((item) => ({ item, key: walk([of(item)], steps, { allowMissing: true })[0] }));
  if (items.length > 0 && keyed.every(({ key }) => key === undefined)) {
    throw new KubectlError(`couldn't find any field with path "${path}" in the list of objects`);
  }
  return keyed.sort((a, b) => compareValues(a.key, b.key)).map(({ item }) => item);
}

function stepsOf(path: string): readonly PathStep[] {
  try {
    const [node] = parseJsonPath(path);
    return node?.kind === "path" ? node.steps : [];
  } catch (error) {
    if (error instanceof JsonPathError) throw new KubectlError(error.message);
    throw error;
  }
}

function compareValues(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
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
