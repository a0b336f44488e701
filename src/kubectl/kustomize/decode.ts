// Reads kustomization files as strictly as kustomize does, with the errors of Go's decoder, which names its own types.

import { goQuote } from "../../api/go-values.ts";
import { KubectlError } from "../errors.ts";
import { GO_STRUCTS, NAMED_STRINGS } from "./go-types.ts";

/** The value as the Go type holds it, fields by their proper names. Unknown fields are errors, or when not strict left out. */
export function decodeGo(type: string, value: unknown, { strict = true } = {}): unknown {
  return decode(type, value, { strict, struct: "", path: [] });
}

interface Position {
  readonly strict: boolean;
  /** The innermost struct. */
  readonly struct: string;
  readonly path: readonly string[];
}

function decode(type: string, value: unknown, at: Position): unknown {
  if (value === null || value === undefined) return undefined;
  const item = /^\[\]\*?(.*)$/.exec(type)?.[1];
  if (item !== undefined) {
    if (!Array.isArray(value)) throw mismatch(type, value, at);
    return value.map((each) => decode(item, each, at) ?? zeroOf(item));
  }
  const field = /^map\[string\](.*)$/.exec(type)?.[1];
  if (field !== undefined) {
    const entries = sortedEntries(type, value, at);
    return Object.fromEntries(entries.map(([name, each]) => [name, decode(field, each, at) ?? zeroOf(field)]));
  }
  if (type === "any") return value;
  return Object.hasOwn(GO_STRUCTS, type) ? decodeStruct(type, value, at) : decodeScalar(type, value, at);
}

function zeroOf(type: string): unknown {
  return type === "bool" ? false : Object.hasOwn(GO_STRUCTS, type) ? {} : "";
}

function decodeScalar(type: string, value: unknown, at: Position): unknown {
  if (type === "bool") {
    if (typeof value === "boolean") return value;
  } else if (type.startsWith("int")) {
    if (typeof value === "number" && Number.isInteger(value)) return value;
    if (typeof value === "number") throw complaint(`number ${value}`, type, at);
  } else if (typeof value === "string" && (type === "string" || NAMED_STRINGS.includes(type))) return value;
  throw mismatch(type, value, at);
}

function decodeStruct(type: string, value: unknown, at: Position): unknown {
  const fields = GO_STRUCTS[type] ?? {};
  const decoded: Record<string, unknown> = {};
  for (const [given, each] of sortedEntries(type, value, at)) {
    const name = Object.hasOwn(fields, given) ? given : caseless(fields, given);
    if (name === undefined) {
      if (at.strict) throw new KubectlError(`json: unknown field ${goQuote(given)}`);
      continue;
    }
    const [embedded, fieldType] = splitField(fields[name] ?? "");
    const inside = { ...at, struct: type.replace(/^types\./, ""), path: [...at.path, ...embedded, name] };
    const result = decode(fieldType, each, inside);
    if (result !== undefined) decoded[name] = result;
  }
  return decoded;
}

// Go takes names in any case.
function caseless(fields: Readonly<Record<string, string>>, given: string): string | undefined {
  return Object.keys(fields).find((name) => name.toLowerCase() === given.toLowerCase());
}

function splitField(text: string): [embedded: string[], type: string] {
  const bar = text.indexOf("|");
  return bar === -1 ? [[], text] : [text.slice(0, bar).split("."), text.slice(bar + 1)];
}

function sortedEntries(type: string, value: unknown, at: Position): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw mismatch(type, value, at);
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

function mismatch(type: string, value: unknown, at: Position): KubectlError {
  const kind = Array.isArray(value) ? "array" : typeof value === "boolean" ? "bool" : typeof value;
  return complaint(kind, type, at);
}

function complaint(what: string, type: string, { struct, path }: Position): KubectlError {
  const where = path.length === 0 ? "value" : `struct field ${struct}.${path.join(".")}`;
  return new KubectlError(`json: cannot unmarshal ${what} into Go ${where} of type ${type}`);
}
