// Writes JSON values as YAML, byte for byte as sigs.k8s.io/yaml does: sorted keys, lists not indented, long lines folded at spaces.

import { fold } from "./fold.ts";
import { formatYamlFloat } from "./go-float.ts";
import { compareKeys } from "./key-order.ts";
import { needsQuotes } from "./resolve.ts";
import { analyseScalar } from "./scalar-analysis.ts";

const LONGEST_SIMPLE_KEY = 128;

export function toYaml(value: unknown): string {
  const out: string[] = [];
  writeNode(value, "", out, "");
  return out.join("");
}

// `lead` is what already stands on the line where the node begins (`key:`, `-`), `indent` the column of its lines.
function writeNode(value: unknown, indent: string, out: string[], lead: string): void {
  if (Array.isArray(value)) writeList(value, indent, out, lead);
  else if (value !== null && typeof value === "object") writeMap(value as Record<string, unknown>, indent, out, lead);
  else out.push(lead === "" ? "" : `${lead} `, scalarText(value, indent, lead.length + 1), "\n");
}

function writeMap(map: Record<string, unknown>, indent: string, out: string[], lead: string): void {
  const keys = Object.keys(map)
    .filter((key) => map[key] !== undefined)
    .sort(compareKeys);
  if (keys.length === 0) {
    out.push(lead === "" ? "{}\n" : `${lead} {}\n`);
    return;
  }
  if (lead.endsWith(":")) out.push(lead, "\n");
  keys.forEach((key, index) => {
    const start = index === 0 && lead.endsWith("-") ? `${lead} ` : indent;
    const value = map[key];
    const keyText =
      key.length > LONGEST_SIMPLE_KEY ? `${start}? ${simpleKey(key)}\n${indent}:` : `${start}${simpleKey(key)}:`;
    if (Array.isArray(value)) writeList(value, indent, out, keyText);
    else writeNode(value, value !== null && typeof value === "object" ? `${indent}  ` : indent, out, keyText);
  });
}

function writeList(list: readonly unknown[], indent: string, out: string[], lead: string): void {
  if (list.length === 0) {
    out.push(lead === "" ? "[]\n" : `${lead} []\n`);
    return;
  }
  if (lead.endsWith(":")) out.push(lead, "\n");
  list.forEach((item, index) => {
    const start = index === 0 && lead.endsWith("-") ? `${lead} -` : `${indent}-`;
    writeNode(item, isCollection(item) ? `${indent}  ` : indent, out, start);
  });
}

function isCollection(value: unknown): boolean {
  return value !== null && typeof value === "object";
}

function simpleKey(key: string): string {
  const { blockPlain, singleQuoted } = analyseScalar(key);
  if (key.includes("\n") || needsQuotes(key)) return doubleQuoted(key);
  if (blockPlain) return key;
  return singleQuoted ? `'${key.replaceAll("'", "''")}'` : doubleQuoted(key);
}

function scalarText(value: unknown, indent: string, column: number): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number") return formatYamlFloat(value);
  if (typeof value !== "string") return String(value);
  const analysis = analyseScalar(value);
  const inner = `${indent}  `;
  if (value.includes("\n"))
    return analysis.block ? literal(value, inner) : fold(doubleQuoted(value), inner, column, "double");
  if (needsQuotes(value)) return fold(doubleQuoted(value), inner, column, "double");
  if (analysis.blockPlain) return fold(value, inner, column, "plain");
  if (!analysis.singleQuoted) return fold(doubleQuoted(value), inner, column, "double");
  return fold(`'${value.replaceAll("'", "''")}'`, inner, column, "single");
}

function literal(text: string, indent: string): string {
  const indentHint = /^[ \n]/.test(text) ? "2" : "";
  const chompHint = !text.endsWith("\n") ? "-" : text === "\n" || text.endsWith("\n\n") ? "+" : "";
  const body = text.endsWith("\n") ? text.slice(0, -1) : text;
  const lines = body.split("\n").map((line) => (line === "" ? "" : `${indent}${line}`));
  return `|${indentHint}${chompHint}\n${lines.join("\n")}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\0": "\\0",
  "\u0007": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
  "\u001b": "\\e",
  '"': '\\"',
  "\\": "\\\\",
  "\u0085": "\\N",

  "\u2028": "\\L",
  "\u2029": "\\P",
};

function doubleQuoted(text: string): string {
  const escaped = text.replace(/["\\\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\u{10000}-\u{10ffff}]/gu, (char) => {
    const code = char.codePointAt(0) ?? 0;
    const hex = code.toString(16).toUpperCase();
    if (code > 0xffff) return `\\U${hex.padStart(8, "0")}`;
    return ESCAPES[char] ?? (code <= 0xff ? `\\x${hex.padStart(2, "0")}` : `\\u${hex.padStart(4, "0")}`);
  });
  return `"${escaped}"`;
}
