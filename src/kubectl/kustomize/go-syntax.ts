// How Go prints values in messages: `%#v` for JSON values, `%q` for texts.

import { OddMap } from "./yaml/odd-map.ts";

const MAP = "map[string]interface {}";

/** As `%#v`; undefined is a map that is nil. */
export function goSyntax(value: unknown): string {
  if (value === undefined) return `${MAP}(nil)`;
  if (value === null) return "interface {}(nil)";
  if (typeof value === "string") return goQuote(value);
  if (typeof value === "number" && !Number.isFinite(value))
    return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(nested).join(", ")}}`;
  if (value instanceof OddMap) return oddMap(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${MAP}{${fields.map(([key, each]) => `${goQuote(key)}:${nested(each)}`).join(", ")}}`;
}

// Go sorts keys of several types by where the types are in memory.
function oddMap({ entries }: OddMap): string {
  const rank = (key: unknown) => ["string", "boolean", "number", "bigint"].indexOf(typeof key);
  const sorted = [...entries].sort(([a], [b]) => rank(a) - rank(b) || (String(a) < String(b) ? -1 : 1));
  return `map[interface {}]interface {}{${sorted.map(([key, each]) => `${nested(key)}:${nested(each)}`).join(", ")}}`;
}

function nested(value: unknown): string {
  return value === null || value === undefined ? "interface {}(nil)" : goSyntax(value);
}

const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\" };

/** As `%q`. */
export function goQuote(text: string): string {
  const escaped = text.replace(/["\\\u0000-\u001f\u007f]/g, (char) => {
    return ESCAPES[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
  return `"${escaped}"`;
}
