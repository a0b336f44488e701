// A Go value on one line, as go-cmp writes it: fields that are not set are left out.

import { goQuote } from "../../../api/go-values.ts";
import { goText, isGoText } from "./go-syntax.ts";
import { fieldOf, type GoField, goFields, guessFields } from "./go-types.ts";
import { canonical } from "./quantities.ts";

const MOST_SHOWN = 4;

function isMap(value: unknown, type: string): boolean {
  return type === "map" || type === "core.ResourceList" || (type === "" && typeof value === "object" && value !== null);
}

export function mapFields(type: string, before: unknown, after: unknown): readonly GoField[] {
  const keys = new Set([...Object.keys((before ?? {}) as object), ...Object.keys((after ?? {}) as object)]);
  const [letter, entry] = type === "map" ? ["", "entry"] : ["s", QUANTITY];
  return [...keys].sort().map((key) => [`${letter}${goQuote(key)}`, entry, key]);
}

export function shownFields(type: string, value: object): readonly GoField[] {
  const fields =
    goFields(type) ?? (isMap(value, type) ? mapFields(type || "map", value, undefined) : guessFields(value));
  return fields.filter(([, , wire]) => !isZero(fieldOf(value, wire)));
}

export const QUANTITY = "resource.Quantity";

/** A quantity as its Go fields; anything else as it is. */
export function typed(type: string, value: unknown): unknown {
  return type === QUANTITY && value !== undefined ? goText(goQuantity(String(value))) : value;
}

function goQuantity(text: string): string {
  const [, digits = "0", unit = ""] = /^(-?\d+)([a-zA-Z]*)$/.exec(canonical(text)) ?? [];
  const scale = DECIMAL_UNITS.indexOf(unit);
  const exponent = unit === "m" ? -3 : scale * 3;
  const binary = BINARY_UNITS.indexOf(unit);
  const value = binary > 0 ? Number(digits) * 1024 ** binary : Number(digits);
  const amount = binary > 0 || exponent === 0 ? `value: ${value}` : `value: ${value}, scale: ${exponent}`;
  return `{i: resource.int64Amount{${amount}}, s: ${goQuote(text)}, Format: "${binary > 0 ? "BinarySI" : "DecimalSI"}"}`;
}

const DECIMAL_UNITS = ["", "k", "M", "G", "T", "P", "E"];
const BINARY_UNITS = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

export function zero(type: string): string {
  if (type === "bool") return "false";
  if (/^int/.test(type)) return "0";
  return type === "string" ? '""' : "nil";
}

/** A value on one line. Unchanged values are cut after a few fields. */
export function compact(type: string, value: unknown, cut = true): string {
  if (type.startsWith("*")) return value === undefined ? "nil" : `&${compact(type.slice(1), value, cut)}`;
  if (value === undefined || value === null) return goFields(type) === undefined ? zero(type) : "{}";
  if (type === QUANTITY && !isGoText(value)) return goQuantity(String(value));
  if (isGoText(value)) return value.goText;
  if (typeof value === "string") return goQuote(value);
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value))
    return braces(
      value.map((each) => compact(type.replace(/^\[\]/, ""), each, cut)),
      cut,
    );
  const fields =
    goFields(type) ?? (isMap(value, type) ? mapFields(type || "map", value, undefined) : guessFields(value));
  const set = fields.filter(([, , wire]) => !isZero(fieldOf(value, wire)));
  return braces(
    set.map(([name, fieldType, wire]) => `${name}: ${compact(fieldType, fieldOf(value, wire), cut)}`),
    cut,
  );
}

function braces(items: readonly string[], cut: boolean): string {
  const shown = cut && items.length > MOST_SHOWN ? [...items.slice(0, MOST_SHOWN), "..."] : items;
  return `{${shown.join(", ")}}`;
}

function isZero(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}
