// The functions that a template may call.

import { textOfBase64 } from "../../bytes/base64.ts";
import { byteLength, bytesOfText, sliceBytes } from "../../bytes/bytes.ts";
import { goSyntax, goValue } from "./go-format.ts";
import { TemplateError } from "./parse.ts";

export function isTrue(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === 0 || value === "") return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === "object" ? Object.keys(value).length > 0 : true;
}

export function callFunction(name: string, args: readonly unknown[]): unknown {
  const [first, ...rest] = args;
  switch (name) {
    case "not":
      return !isTrue(first);
    case "len":
      return lengthOf(first);
    case "index":
      return rest.reduce(indexInto, first);
    case "slice":
      return sliceOf(first, rest);
    case "print":
      return args.map(goValue).join("");
    case "println":
      return `${args.map(goValue).join(" ")}\n`;
    case "printf":
      return formatGo(String(first), rest);
    case "eq":
      return rest.some((other) => compareBasic(first, other) === 0);
    case "ne":
      return compareBasic(first, rest[0]) !== 0;
    case "lt":
      return compareBasic(first, rest[0]) < 0;
    case "le":
      return compareBasic(first, rest[0]) <= 0;
    case "gt":
      return compareBasic(first, rest[0]) > 0;
    case "ge":
      return compareBasic(first, rest[0]) >= 0;
    case "html":
      return goValue(first).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
    case "urlquery":
      return encodeURIComponent(goValue(first)).replaceAll("%20", "+");
    case "js":
      return goValue(first).replace(
        /[\\'"<>&=\n]/g,
        (char) => `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
      );
    case "exists":
      return exists(first, rest);
    case "base64decode":
      return decodeBase64(first);
    default:
      throw new TemplateError(`error calling ${name}: not supported`);
  }
}

function lengthOf(value: unknown): number {
  if (typeof value === "string") return byteLength(value);
  if (Array.isArray(value)) return value.length;
  if (value !== null && typeof value === "object") return Object.keys(value).length;
  if (value === null || value === undefined) throw new TemplateError("error calling len: len of nil pointer");
  throw new TemplateError(`error calling len: len of type ${typeof value}`);
}

function indexInto(value: unknown, key: unknown): unknown {
  if (value === null || value === undefined) throw new TemplateError("error calling index: index of untyped nil");
  if (Array.isArray(value)) {
    if (typeof key !== "number")
      throw new TemplateError("error calling index: cannot index slice/array with type string");
    if (key < 0 || key >= value.length) throw new TemplateError(`error calling index: index out of range: ${key}`);
    return value[key];
  }
  if (typeof value === "string") return bytesOfText(value)[Number(key)];
  if (typeof value === "object") return (value as Record<string, unknown>)[String(key)];
  throw new TemplateError(`error calling index: can't index item of type ${typeof value}`);
}

function sliceOf(value: unknown, bounds: readonly unknown[]): unknown {
  const [from = 0, to] = bounds.map(Number);
  if (typeof value === "string") return sliceBytes(value, from, to);
  if (Array.isArray(value)) return value.slice(from, to);
  throw new TemplateError("error calling slice: can't slice item");
}

function exists(value: unknown, keys: readonly unknown[]): boolean {
  let current = value;
  for (const key of keys) {
    if (current === null || typeof current !== "object") return false;
    current = Array.isArray(current) ? current[Number(key)] : (current as Record<string, unknown>)[String(key)];
    if (current === undefined) return false;
  }
  return true;
}

function decodeBase64(value: unknown): string {
  const text = goValue(value);
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) {
    const at = text.search(/[^A-Za-z0-9+/\s]/);
    throw new TemplateError(
      `error calling base64decode: base64 decode failed: illegal base64 data at input byte ${at}`,
    );
  }
  return textOfBase64(text) ?? "";
}

function compareBasic(a: unknown, b: unknown): number {
  if (a === b || (a == null && b == null)) return 0;
  if (a == null || b == null) return 1;
  if (typeof a !== typeof b) throw new TemplateError("error calling eq: incompatible types for comparison");
  if (typeof a === "object") throw new TemplateError("error calling eq: non-comparable type");
  return (a as string) < (b as string) ? -1 : 1;
}

/** As Go's Sprintf, for what templates need. */
export function formatGo(format: string, args: readonly unknown[]): string {
  const queue = [...args];
  const text = format.replace(
    /%([-+# 0]*)(\d*)(?:\.(\d+))?([a-zA-Z%])/g,
    (_, flags: string, width: string, precision: string | undefined, verb: string) => {
      if (verb === "%") return "%";
      if (queue.length === 0) return `%!${verb}(MISSING)`;
      const body = formatVerb(verb, queue.shift(), flags, precision);
      if (flags.includes("-")) return body.padEnd(Number(width));
      return body.padStart(Number(width), flags.includes("0") && /[dfx]/.test(verb) ? "0" : " ");
    },
  );
  return queue.length === 0
    ? text
    : `${text}%!(EXTRA ${queue.map((arg) => `${typeof arg}=${goValue(arg)}`).join(", ")})`;
}

function formatVerb(verb: string, value: unknown, flags: string, precision: string | undefined): string {
  switch (verb) {
    case "v":
      return flags.includes("#") ? goSyntax(value) : goValue(value);
    case "s":
      if (typeof value === "number" || typeof value === "boolean")
        return `%!s(${typeof value === "number" ? "float64" : "bool"}=${goValue(value)})`;
      return precision === undefined ? goValue(value) : goValue(value).slice(0, Number(precision));
    case "q":
      return JSON.stringify(goValue(value));
    case "d":
      return typeof value === "number" ? String(Math.trunc(value)) : `%!d(${typeof value}=${goValue(value)})`;
    case "f":
      return Number(value).toFixed(Number(precision ?? 6));
    case "x":
      return typeof value === "number"
        ? Math.trunc(value).toString(16)
        : Array.from(bytesOfText(goValue(value)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    case "t":
      return String(value);
    case "c":
      return String.fromCodePoint(Number(value));
    case "T":
      return value === null ? "<nil>" : typeof value;
    default:
      return `%!${verb}(${goValue(value)})`;
  }
}
