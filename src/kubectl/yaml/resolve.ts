// What a plain YAML 1.1 scalar means, as the Go library behind kubectl decides it.

export type ScalarTag = "str" | "null" | "bool" | "int" | "float" | "timestamp" | "merge";

export interface ResolvedScalar {
  readonly tag: ScalarTag;
  readonly value: unknown;
}

const TRUE = ["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"];
const FALSE = ["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"];
const NULL = ["", "~", "null", "Null", "NULL"];
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const TIMESTAMP = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d{2}:\d{2})?)?$/;
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

export function resolveScalar(text: string): ResolvedScalar {
  if (NULL.includes(text)) return { tag: "null", value: null };
  if (TRUE.includes(text)) return { tag: "bool", value: true };
  if (FALSE.includes(text)) return { tag: "bool", value: false };
  if (text === "<<") return { tag: "merge", value: text };
  if (/^[-+]?\.(inf|Inf|INF)$/.test(text)) return { tag: "float", value: text.startsWith("-") ? -Infinity : Infinity };
  if (/^\.(nan|NaN|NAN)$/.test(text)) return { tag: "float", value: Number.NaN };
  if (!/^[-+.0-9]/.test(text)) return { tag: "str", value: text };
  return resolveNumber(text);
}

function resolveNumber(text: string): ResolvedScalar {
  if (isTimestamp(text)) return { tag: "timestamp", value: text };
  const plain = text.replaceAll("_", "");
  const integer = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)$/.exec(plain);
  if (integer !== null && !text.startsWith(".")) {
    const digits = integer[2] ?? "0";
    const size = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
    if (size < 2n ** 64n) return { tag: "int", value: Number(integer[1] === "-" ? -size : size) };
  }
  // What is out of the range of numbers is a text.
  if (FLOAT.test(plain) && Number.isFinite(Number(plain))) return { tag: "float", value: Number(plain) };
  return { tag: "str", value: text };
}

function isTimestamp(text: string): boolean {
  if (!TIMESTAMP.test(text)) return false;
  if (/[Tt]/.test(text) && !/(Z|[-+]\d{2}:\d{2})$/.test(text)) return false;
  const [, month = "", day = ""] = /^\d{4}-(\d{1,2})-(\d{1,2})/.exec(text) ?? [];
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
}

/** True when the string must be quoted so that it is read back as a string. */
export function needsQuotes(text: string): boolean {
  const { tag } = resolveScalar(text);
  return (tag !== "str" && tag !== "merge") || BASE_60.test(text);
}
