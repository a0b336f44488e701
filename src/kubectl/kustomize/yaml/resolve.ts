// What the text of a scalar means in YAML 1.2, as the third version of the Go library decides it; in 1.1, where yes and on are booleans, see ../../yaml.

const TRUE = ["true", "True", "TRUE"];
const FALSE = ["false", "False", "FALSE"];
const NULLS = ["", "~", "null", "Null", "NULL"];
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const INTEGER = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)$/;
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:([Tt ])(\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d{1,9})?(Z|[-+]\d{2}:\d{2})?)?$/;

export interface Meaning {
  readonly tag: string;
  readonly value: unknown;
}

export function meaningOf(text: string): Meaning {
  if (NULLS.includes(text)) return { tag: "!!null", value: null };
  if (TRUE.includes(text)) return { tag: "!!bool", value: true };
  if (FALSE.includes(text)) return { tag: "!!bool", value: false };
  if (text === "<<") return { tag: "!!merge", value: text };
  if (/^[-+]?\.(inf|Inf|INF)$/.test(text))
    return { tag: "!!float", value: text.startsWith("-") ? -Infinity : Infinity };
  if (/^\.(nan|NaN|NAN)$/.test(text)) return { tag: "!!float", value: Number.NaN };
  return /^[-+.0-9]/.test(text) ? meaningOfNumber(text) : { tag: "!!str", value: text };
}

function meaningOfNumber(text: string): Meaning {
  const time = timeOf(text);
  if (time !== undefined) return { tag: "!!timestamp", value: time };
  const plain = text.replaceAll("_", "");
  const integer = text.startsWith(".") ? undefined : integerOf(plain);
  if (integer !== undefined) return { tag: "!!int", value: integer };
  return FLOAT.test(plain) ? { tag: "!!float", value: Number(plain) } : { tag: "!!str", value: text };
}

// What does not fit into 64 bits is a float.
function integerOf(plain: string): number | bigint | undefined {
  const [, sign = "", digits = ""] = INTEGER.exec(plain) ?? [];
  if (digits === "") return undefined;
  const size = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  if (sign === "-" ? size > 2n ** 63n : size >= 2n ** 64n) return undefined;
  const value = sign === "-" ? -size : size;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** A date or a time as Go writes it in JSON; undefined for what is none. */
function timeOf(text: string): string | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [, year = "", month = "", day = "", separator, hour = "0", minute = "0", second = "0", part = "", zone] = match;
  if (!isDay(Number(year), Number(month), Number(day))) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  // With a T a zone must follow, with a space none may.
  if (separator === " " ? zone !== undefined : separator !== undefined && zone === undefined) return undefined;
  const two = (digits: string) => digits.padStart(2, "0");
  const fraction = part.replace(/\.?0+$/, "");
  const offset = zone === undefined || /^[-+]00:00$/.test(zone) ? "Z" : zone;
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${fraction}${offset}`;
}

function isDay(year: number, month: number, day: number): boolean {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days;
}
