// The functions and operators that every expression language of this family has.

import { parseDuration } from "../../../../api/duration.ts";
import { goRegExp } from "../../../../api/go-regexp.ts";
import { goQuote } from "../../../../api/go-values.ts";
import { bytesOfText, textOfBytes } from "../../../../bytes/bytes.ts";
import {
  compareValues,
  Duration,
  fail,
  isEqualValue,
  noOverload,
  numberOf,
  Optional,
  Timestamp,
  TypeValue,
  typeName,
  Unsigned,
} from "../values.ts";
import { dateFunctions } from "./dates.ts";
import type { Implementation, Implementations } from "./implementation.ts";

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

function int(value: bigint): bigint {
  return value < MIN || value > MAX ? fail("integer overflow") : value;
}

/** `+`, `-`, `*`, `/`, `%` on two numbers of one kind. */
function arithmetic(
  whole: (a: bigint, b: bigint) => bigint,
  broken: ((a: number, b: number) => number) | undefined,
): Implementation {
  return (a, b) => {
    if (typeof a === "bigint" && typeof b === "bigint") return int(whole(a, b));
    if (typeof a === "number" && typeof b === "number" && broken !== undefined) return broken(a, b);
    if (a instanceof Unsigned && b instanceof Unsigned) return unsigned(whole(a.value, b.value));
    return noOverload();
  };
}

function unsigned(value: bigint): Unsigned {
  return value < 0n || value >= 2n ** 64n ? fail("unsigned integer overflow") : new Unsigned(value);
}

const addNumbers = arithmetic(
  (a, b) => a + b,
  (a, b) => a + b,
);
const subtractNumbers = arithmetic(
  (a, b) => a - b,
  (a, b) => a - b,
);

const add: Implementation = (a, b) => {
  if (typeof a === "string" && typeof b === "string") return a + b;
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (a instanceof Duration && b instanceof Duration) return new Duration(a.ms + b.ms);
  if (a instanceof Timestamp && b instanceof Duration) return new Timestamp(a.ms + b.ms);
  if (a instanceof Duration && b instanceof Timestamp) return new Timestamp(a.ms + b.ms);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Uint8Array.from([...a, ...b]);
  return addNumbers(a, b);
};

const subtract: Implementation = (a, b) => {
  if (a instanceof Duration && b instanceof Duration) return new Duration(a.ms - b.ms);
  if (a instanceof Timestamp && b instanceof Timestamp) return new Duration(a.ms - b.ms);
  if (a instanceof Timestamp && b instanceof Duration) return new Timestamp(a.ms - b.ms);
  return subtractNumbers(a, b);
};

const size: Implementation = (value) => {
  if (typeof value === "string") return BigInt([...value].length);
  if (Array.isArray(value) || value instanceof Uint8Array) return BigInt(value.length);
  return value instanceof Map ? BigInt(value.size) : noOverload();
};

const index: Implementation = (holder, key) => {
  if (holder instanceof Optional) return holder.value === undefined ? holder : new Optional(found(holder.value, key));
  const value = found(holder, key);
  if (value !== undefined) return value;
  return Array.isArray(holder) ? fail(`index out of bounds: ${key}`) : fail(`no such key: ${keyText(key)}`);
};

const optionalIndex: Implementation = (holder, key) =>
  new Optional(found(holder instanceof Optional ? holder.value : holder, key));

function keyText(key: unknown): string {
  return key instanceof Unsigned ? String(key.value) : String(key);
}

function found(holder: unknown, key: unknown): unknown {
  if (Array.isArray(holder)) return holder[numberOf(key)] as unknown;
  if (!(holder instanceof Map)) return holder === undefined ? undefined : noOverload();
  if (holder.has(key)) return holder.get(key) as unknown;
  for (const [each, value] of holder) if (isEqualValue(each, key)) return value as unknown;
  return undefined;
}

const isIn: Implementation = (value, holder) => {
  if (Array.isArray(holder)) return holder.some((each) => isEqualValue(each, value));
  return holder instanceof Map ? found(holder, value) !== undefined : noOverload();
};

function text(value: unknown): string {
  return typeof value === "string" ? value : noOverload();
}

const toInt: Implementation = (value) => {
  if (typeof value === "bigint") return value;
  if (value instanceof Unsigned) return int(value.value);
  if (typeof value === "number")
    return Number.isFinite(value) ? int(BigInt(Math.trunc(value))) : fail("integer overflow");
  if (value instanceof Timestamp) return BigInt(Math.floor(value.ms / 1000));
  if (value instanceof Duration) return BigInt(Math.trunc(value.ms * 1e6));
  return /^[+-]?\d+$/.test(text(value))
    ? int(BigInt(text(value).replace(/^\+/, "")))
    : fail(`strconv.ParseInt: parsing ${goQuote(text(value))}: invalid syntax`);
};

const toUnsigned: Implementation = (value) => {
  if (value instanceof Unsigned) return value;
  if (typeof value === "string")
    return /^\d+$/.test(value)
      ? unsigned(BigInt(value))
      : fail(`strconv.ParseUint: parsing ${goQuote(text(value))}: invalid syntax`);
  return unsigned(toInt(value) as bigint);
};

const toDouble: Implementation = (value) => {
  if (typeof value !== "string") return numberOf(value);
  const number = Number(value);
  return value.trim() === "" || Number.isNaN(number)
    ? fail(`strconv.ParseFloat: parsing ${goQuote(text(value))}: invalid syntax`)
    : number;
};

export const toText: Implementation = (value) => {
  if (value instanceof Uint8Array) return textOfBytes(value);
  if (value instanceof Timestamp) return new Date(value.ms).toISOString().replace(/\.?0+Z$/, "Z");
  if (value instanceof Duration) return `${value.ms / 1000}s`;
  return value instanceof Unsigned ? String(value.value) : String(value);
};

const toBool: Implementation = (value) => {
  if (typeof value === "boolean") return value;
  if (["true", "True", "TRUE", "t", "1"].includes(text(value))) return true;
  if (["false", "False", "FALSE", "f", "0"].includes(text(value))) return false;
  return fail(`Type conversion error from 'string' to 'bool'`);
};

const toDuration: Implementation = (value) => {
  if (value instanceof Duration) return value;
  if (typeof value === "bigint") return new Duration(Number(value) / 1e6);
  const ms = parseDuration(text(value));
  return ms === undefined ? fail(`time: invalid duration ${goQuote(text(value))}`) : new Duration(ms);
};

const toTimestamp: Implementation = (value) => {
  if (value instanceof Timestamp) return value;
  if (typeof value === "bigint") return new Timestamp(Number(value) * 1000);
  const ms = Date.parse(text(value));
  if (!Number.isNaN(ms) && /^\d{4}-\d\d-\d\dT/.test(text(value))) return new Timestamp(ms);
  const shown = goQuote(text(value));
  return fail(`parsing time ${shown} as "2006-01-02T15:04:05Z07:00": cannot parse ${shown} as "2006"`);
};

export const coreFunctions: Implementations = {
  "_==_": isEqualValue,
  "_!=_": (a, b) => !isEqualValue(a, b),
  "_<_": (a, b) => compareValues(a, b) < 0,
  "_>_": (a, b) => compareValues(a, b) > 0,
  "_<=_": (a, b) => compareValues(a, b) <= 0,
  "_>=_": (a, b) => compareValues(a, b) >= 0,
  "_+_": add,
  "_-_": subtract,
  "_*_": arithmetic(
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  "_/_": arithmetic(
    (a, b) => (b === 0n ? fail("division by zero") : a / b),
    (a, b) => a / b,
  ),
  "_%_": arithmetic((a, b) => (b === 0n ? fail("modulus by zero") : a % b), undefined),
  "-_": (a) => (typeof a === "bigint" ? int(-a) : typeof a === "number" ? -a : noOverload()),
  "!_": (a) => (typeof a === "boolean" ? !a : noOverload()),
  "_[_]": index,
  "_[?_]": optionalIndex,
  "@in": isIn,
  size,
  type: (value) => new TypeValue(typeName(value)),
  dyn: (value) => value,
  bool: toBool,
  int: toInt,
  uint: toUnsigned,
  double: toDouble,
  string: toText,
  bytes: (value) => (value instanceof Uint8Array ? value : bytesOfText(text(value))),
  timestamp: toTimestamp,
  duration: toDuration,
  contains: (a, b) => text(a).includes(text(b)),
  startsWith: (a, b) => text(a).startsWith(text(b)),
  endsWith: (a, b) => text(a).endsWith(text(b)),
  matches: (a, b) => goRegExp(text(b)).test(text(a)),
  ...dateFunctions,
};
