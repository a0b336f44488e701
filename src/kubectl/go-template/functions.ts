// The functions that a template may call.

import { goValue } from "../../api/go-values.ts";
import { textOfBase64 } from "../../bytes/base64.ts";
import { base64Fault } from "../../bytes/base64-fault.ts";
import { byteLength, bytesOfText, sliceBytes } from "../../bytes/bytes.ts";
import { goTypeName } from "./go-type-name.ts";
import { TemplateError } from "./lex.ts";
import { sprintf } from "./sprintf.ts";

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
      if (first === null || first === undefined) throw new TemplateError("index of untyped nil");
      return rest.reduce(indexInto, first);
    case "slice":
      return sliceOf(first, rest);
    case "print":
      return printed(args);
    case "println":
      return `${args.map(goValue).join(" ")}\n`;
    case "printf":
      return sprintf(String(first), rest);
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
      return printed(args).replace(/[&<>"'\0]/g, (char) => HTML[char] ?? char);
    case "urlquery":
      return encodeURIComponent(printed(args))
        .replace(/[!'()*]/g, hexEscape)
        .replaceAll("%20", "+");
    case "js":
      return printed(args).replace(/[\\'"<>&=\n\r\t]/g, (char) => JS[char] ?? char);
    case "exists":
      return exists(first, rest);
    case "base64decode":
      return decodeBase64(first);
    default:
      throw new TemplateError(`not supported`);
  }
}

const HTML: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
  "\0": "\uFFFD",
};

const JS: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  '"': '\\"',
  "<": "\\u003C",
  ">": "\\u003E",
  "&": "\\u0026",
  "=": "\\u003D",
  "\n": "\\u000A",
  "\r": "\\u000D",
  "\t": "\\u0009",
};

function hexEscape(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** As Go's Sprint: blanks only between two neighbours that are no texts. */
function printed(args: readonly unknown[]): string {
  return args.reduce<string>((text, arg, index) => {
    const apart = index > 0 && typeof arg !== "string" && typeof args[index - 1] !== "string";
    return `${text}${apart ? " " : ""}${goValue(arg)}`;
  }, "");
}

function lengthOf(value: unknown): number {
  if (typeof value === "string") return byteLength(value);
  if (Array.isArray(value)) return value.length;
  if (value !== null && typeof value === "object") return Object.keys(value).length;
  if (value === null || value === undefined)
    throw new TemplateError("reflect: call of reflect.Value.Type on zero Value");
  throw new TemplateError(`len of type ${goTypeName(value)}`);
}

function indexInto(value: unknown, key: unknown): unknown {
  if (value === null || value === undefined) throw new TemplateError("index of nil pointer");
  if (Array.isArray(value)) {
    if (typeof key !== "number") throw new TemplateError(`cannot index slice/array with type ${goTypeName(key)}`);
    if (key < 0 || key >= value.length) throw new TemplateError(`index out of range: ${key}`);
    return value[key];
  }
  if (typeof value === "string") return bytesOfText(value)[Number(key)];
  if (typeof value !== "object") throw new TemplateError(`can't index item of type ${goTypeName(value)}`);
  if (typeof key !== "string") throw new TemplateError(`value has type ${goTypeName(key)}; should be string`);
  return (value as Record<string, unknown>)[key];
}

function sliceOf(value: unknown, bounds: readonly unknown[]): unknown {
  const [from = 0, to] = bounds.map(Number);
  if (typeof value === "string") return sliceBytes(value, from, to);
  if (Array.isArray(value)) return value.slice(from, to);
  throw new TemplateError("can't slice item");
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
  const fault = base64Fault(text);
  if (fault !== undefined) throw new TemplateError(`base64 decode failed: ${fault}`);
  return textOfBase64(text) ?? "";
}

function compareBasic(a: unknown, b: unknown): number {
  if (a == null || b == null) return a == null && b == null ? 0 : 1;
  if (typeof a === "object") throw new TemplateError(`non-comparable type ${goValue(a)}: ${goTypeName(a)}`);
  if (typeof a !== typeof b) throw new TemplateError("incompatible types for comparison");
  if (a === b) return 0;
  return (a as string) < (b as string) ? -1 : 1;
}
