// The libraries of lists and sets, and values that may be absent.

import { compareValues, Duration, fail, isEqualValue, NONE, noOverload, Optional, Unsigned } from "../values.ts";
import { coreFunctions } from "./core.ts";
import type { Implementations } from "./implementation.ts";
import { indexOfText } from "./strings.ts";

function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : noOverload();
}

function position(value: unknown, wanted: unknown, from: unknown, isLast: boolean): bigint {
  if (typeof value === "string") return indexOfText(value, wanted, from, isLast);
  const matches = items(value).flatMap((each, index) => (isEqualValue(each, wanted) ? [index] : []));
  return BigInt((isLast ? matches.at(-1) : matches[0]) ?? -1);
}

function extreme(value: unknown, name: string, sign: number): unknown {
  const [first, ...others] = items(value);
  if (first === undefined) return fail(`${name} called on empty list`);
  return others.reduce((best, each) => (compareValues(each, best) * sign > 0 ? each : best), first);
}

function sum(value: unknown): unknown {
  const [first, ...others] = items(value);
  if (first === undefined) return 0n;
  return others.reduce((total, each) => coreFunctions["_+_"]?.(total, each), first);
}

function contains(list: unknown, part: unknown): boolean {
  return items(part).every((each) => items(list).some((other) => isEqualValue(each, other)));
}

function optional(value: unknown): Optional {
  return value instanceof Optional ? value : noOverload();
}

function isZero(value: unknown): boolean {
  if (value === null || value === "" || value === 0 || value === 0n || value === false) return true;
  if (value instanceof Map) return value.size === 0;
  if (value instanceof Duration) return value.ms === 0;
  return value instanceof Unsigned ? value.value === 0n : Array.isArray(value) && value.length === 0;
}

export const listFunctions: Implementations = {
  indexOf: (value, wanted, from) => position(value, wanted, from, false),
  lastIndexOf: (value, wanted, from) => position(value, wanted, from, true),
  isSorted: (value) =>
    items(value).every((each, index, all) => index === 0 || compareValues(all[index - 1], each) <= 0),
  sum,
  min: (value) => extreme(value, "min", -1),
  max: (value) => extreme(value, "max", 1),
  "sets.contains": contains,
  "sets.equivalent": (a, b) => contains(a, b) && contains(b, a),
  "sets.intersects": (a, b) => items(a).some((each) => items(b).some((other) => isEqualValue(each, other))),
  "optional.of": (value) => new Optional(value),
  "optional.ofNonZeroValue": (value) => (isZero(value) ? NONE : new Optional(value)),
  "optional.none": () => NONE,
  hasValue: (value) => optional(value).value !== undefined,
  value: (value) => optional(value).value ?? fail("optional.none() dereference"),
  or: (a, b) => (optional(a).value === undefined ? optional(b) : a),
  orValue: (a, b) => optional(a).value ?? b,
};
