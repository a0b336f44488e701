// The extension of texts: searching, cutting, joining and formatting them.

import { goRegExp } from "../../../../api/go-regexp.ts";
import { Duration, fail, noOverload, numberOf, Timestamp, TypeValue, Unsigned } from "../values.ts";
import { toText } from "./core.ts";
import type { Implementations } from "./implementation.ts";

function text(value: unknown): string {
  return typeof value === "string" ? value : noOverload();
}

function letters(value: unknown): string[] {
  return [...text(value)];
}

function inRange(at: unknown, length: number): number {
  const index = numberOf(at);
  return index < 0 || index > length ? fail(`index out of range: ${index}`) : index;
}

function search(value: unknown, wanted: unknown, from: unknown, isLast: boolean): bigint {
  const all = letters(value);
  const part = text(wanted);
  const start = from === undefined ? (isLast ? all.length : 0) : inRange(from, all.length);
  const joined = all.join("");
  const offset = all.slice(0, start).join("").length;
  const found = isLast ? joined.lastIndexOf(part, offset) : joined.indexOf(part, offset);
  return found < 0 ? -1n : BigInt([...joined.slice(0, found)].length);
}

function split(value: unknown, separator: unknown, limit: unknown): string[] {
  const parts = text(separator) === "" ? letters(value) : text(value).split(text(separator));
  const most = limit === undefined ? -1 : numberOf(limit);
  if (most === 0) return [];
  if (most < 0 || parts.length <= most) return parts;
  return [...parts.slice(0, most - 1), parts.slice(most - 1).join(text(separator))];
}

function replace(value: unknown, from: unknown, to: unknown, limit: unknown): string {
  const most = limit === undefined ? -1 : numberOf(limit);
  const parts = text(value).split(text(from));
  if (most < 0 || parts.length - 1 <= most) return parts.join(text(to));
  return `${parts.slice(0, most + 1).join(text(to))}${text(from)}${parts.slice(most + 1).join(text(from))}`;
}

function findAll(value: unknown, pattern: unknown, limit: unknown): string[] {
  const expression = goRegExp(text(pattern));
  const found = text(value).match(new RegExp(expression.source, `${expression.flags}g`)) ?? [];
  const most = limit === undefined ? -1 : numberOf(limit);
  return most < 0 ? [...found] : found.slice(0, most);
}

function format(template: unknown, values: unknown): string {
  const list = Array.isArray(values) ? (values as unknown[]) : noOverload();
  let next = 0;
  return text(template).replace(/%(?:\.(\d+))?([%sdfebxXo])/g, (_, precision: string | undefined, clause: string) => {
    if (clause === "%") return "%";
    if (next >= list.length) return fail(`index ${next} out of range`);
    return clauseText(clause, precision, list[next++]);
  });
}

function clauseText(clause: string, precision: string | undefined, value: unknown): string {
  const digits = Number(precision ?? 6);
  switch (clause) {
    case "s":
      return plainText(value);
    case "d":
      return plainText(value);
    case "f":
      return numberOf(value).toFixed(digits);
    case "e":
      return numberOf(value)
        .toExponential(digits)
        .replace(/e([+-])(\d)$/, "e$10$2");
    case "b":
      return BigInt(numberOf(value)).toString(2);
    case "o":
      return BigInt(numberOf(value)).toString(8);
    default: {
      const hex =
        typeof value === "string"
          ? [...value].map((c) => c.charCodeAt(0).toString(16)).join("")
          : BigInt(numberOf(value)).toString(16);
      return clause === "X" ? hex.toUpperCase() : hex;
    }
  }
}

function plainText(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `[${value.map(plainText).join(", ")}]`;
  if (value instanceof Map) {
    const entries = [...value].map(([key, each]) => `${plainText(key)}: ${plainText(each)}`).sort();
    return `{${entries.join(", ")}}`;
  }
  if (value instanceof TypeValue) return value.name;
  if (typeof value === "number" || value instanceof Unsigned) return String(numberOf(value));
  return value instanceof Duration || value instanceof Timestamp ? String(toText(value)) : String(value);
}

export const stringFunctions: Implementations = {
  charAt: (value, at) => letters(value)[inRange(at, letters(value).length)] ?? "",
  lowerAscii: (value) => text(value).replace(/[A-Z]/g, (each) => each.toLowerCase()),
  upperAscii: (value) => text(value).replace(/[a-z]/g, (each) => each.toUpperCase()),
  trim: (value) => text(value).trim(),
  reverse: (value) => letters(value).reverse().join(""),
  replace,
  split,
  substring: (value, from, to) => {
    const all = letters(value);
    const start = inRange(from, all.length);
    const end = to === undefined ? all.length : inRange(to, all.length);
    return start > end ? fail(`invalid substring range. start: ${start}, end: ${end}`) : all.slice(start, end).join("");
  },
  join: (list, separator) =>
    Array.isArray(list) ? list.map(text).join(separator === undefined ? "" : text(separator)) : noOverload(),
  format,
  "strings.quote": (value) => JSON.stringify(text(value)),
  find: (value, pattern) => goRegExp(text(pattern)).exec(text(value))?.[0] ?? "",
  findAll,
};

/** Of texts; lists have functions of the same names. */
export function indexOfText(value: unknown, wanted: unknown, from: unknown, isLast: boolean): bigint {
  return search(value, wanted, from, isLast);
}
