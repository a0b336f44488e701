// The types of columns: their names in either server, what fits into them, and how a value of theirs is written.

import { fail } from "./fault.ts";
import type { Flavor } from "./lex.ts";

export type Value = null | boolean | number | string;

export interface ColumnType {
  readonly kind: "integer" | "real" | "numeric" | "text" | "boolean" | "timestamp" | "date";
  /** As the server itself spells it, with length and scale. */
  readonly name: string;
  readonly length?: number;
  readonly scale?: number;
  /** Bits of an integer. */
  readonly bits?: number;
}

type Row = readonly [kind: ColumnType["kind"], postgres: string, mysql: string, bits?: number];

const TYPES: Readonly<Record<string, Row>> = {
  smallint: ["integer", "smallint", "smallint", 16],
  int2: ["integer", "smallint", "smallint", 16],
  tinyint: ["integer", "", "tinyint", 8],
  mediumint: ["integer", "", "mediumint", 24],
  int: ["integer", "integer", "int", 32],
  integer: ["integer", "integer", "int", 32],
  int4: ["integer", "integer", "int", 32],
  serial: ["integer", "integer", "bigint unsigned", 32],
  bigserial: ["integer", "bigint", "", 64],
  bigint: ["integer", "bigint", "bigint", 64],
  int8: ["integer", "bigint", "bigint", 64],
  real: ["real", "real", "double"],
  float: ["real", "double precision", "float"],
  float8: ["real", "double precision", "double"],
  double: ["real", "double precision", "double"],
  "double precision": ["real", "double precision", "double"],
  numeric: ["numeric", "numeric", "decimal"],
  decimal: ["numeric", "numeric", "decimal"],
  text: ["text", "text", "text"],
  longtext: ["text", "", "longtext"],
  mediumtext: ["text", "", "mediumtext"],
  varchar: ["text", "character varying", "varchar"],
  "character varying": ["text", "character varying", "varchar"],
  char: ["text", "character", "char"],
  character: ["text", "character", "char"],
  boolean: ["boolean", "boolean", "tinyint(1)"],
  bool: ["boolean", "boolean", "tinyint(1)"],
  uuid: ["text", "uuid", ""],
  json: ["text", "json", "json"],
  jsonb: ["text", "jsonb", ""],
  timestamp: ["timestamp", "timestamp without time zone", "timestamp"],
  "timestamp without time zone": ["timestamp", "timestamp without time zone", ""],
  timestamptz: ["timestamp", "timestamp with time zone", ""],
  "timestamp with time zone": ["timestamp", "timestamp with time zone", ""],
  datetime: ["timestamp", "", "datetime"],
  date: ["date", "date", "date"],
  regclass: ["text", "regclass", ""],
};

export const TEXT: ColumnType = { kind: "text", name: "text" };

export function typeNamed(word: string, parameters: readonly number[], flavor: Flavor): ColumnType | undefined {
  const row = TYPES[word];
  const [kind, postgres = "", mysql = "", bits] = row ?? [];
  const base = flavor === "postgres" ? postgres : mysql;
  if (kind === undefined || base === "") return undefined;
  const isMySqlBoolean = flavor === "mysql" && kind === "boolean";
  const [length, scale] = parameters.length === 0 && base === "decimal" ? [10, 0] : parameters;
  const shown = kind === "integer" && flavor === "mysql" && base !== "tinyint" ? [] : [length, scale];
  const written = shown.filter((part) => part !== undefined);
  const isChar = base === "character" || base === "char";
  return {
    kind: isMySqlBoolean ? "integer" : kind,
    name: written.length > 0 ? `${base}(${written.join(",")})` : isChar ? `${base}(1)` : base,
    ...(kind === "text" && (length !== undefined || isChar) ? { length: length ?? 1 } : {}),
    ...(kind === "numeric" && length !== undefined ? { scale: scale ?? 0 } : {}),
    ...(bits === undefined ? {} : { bits }),
  };
}

/** The value as a column of this type keeps it. */
export function coerce(value: Value, type: ColumnType, column?: string): Value {
  if (value === null) return null;
  const where = column === undefined ? {} : { column };
  const wrong = (): never => fail({ kind: "value", type: type.name, text: String(value), ...where });
  switch (type.kind) {
    case "integer": {
      const number = typeof value === "boolean" ? Number(value) : roundHalfAway(toNumber(value) ?? wrong());
      if (Math.abs(number) > 2 ** ((type.bits ?? 64) - 1)) fail({ kind: "out of range", type: type.name, ...where });
      return number;
    }
    case "real":
      return toNumber(value) ?? wrong();
    case "numeric": {
      const number = toNumber(value) ?? wrong();
      return type.scale === undefined ? number : Number(number.toFixed(type.scale));
    }
    case "boolean":
      return toBoolean(value) ?? wrong();
    case "timestamp":
      return timestamp(String(value), type) ?? wrong();
    case "date":
      return /^\d{4}-\d{2}-\d{2}/.exec(String(value))?.[0] ?? wrong();
    case "text": {
      const text = typeof value === "boolean" ? String(value) : String(value);
      const isLong = type.length !== undefined && [...text].length > type.length;
      if (isLong) fail({ kind: "too long", type: type.name, column: column ?? "" });
      return text;
    }
  }
}

function toNumber(value: Value): number | undefined {
  if (typeof value === "number") return value;
  const text = String(value).trim();
  return /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/.test(text) ? Number(text) : undefined;
}

function roundHalfAway(number: number): number {
  return Math.sign(number) * Math.round(Math.abs(number));
}

function toBoolean(value: Value): boolean | undefined {
  if (typeof value === "boolean") return value;
  const text = String(value).toLowerCase();
  if (["t", "true", "yes", "on", "1", "y"].includes(text)) return true;
  return ["f", "false", "no", "off", "0", "n"].includes(text) ? false : undefined;
}

function timestamp(text: string, type: ColumnType): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(:\d{2})?(\.\d+)?)?\s*(Z|[-+]\d{2}(:?\d{2})?)?$/.exec(
    text.trim(),
  );
  if (match === null) return undefined;
  const [, day = "", minutes = "00:00", seconds = ":00", fraction = ""] = match;
  const shown = type.name.includes("time zone") ? fraction.replace(/0+$/, "").replace(/^\.$/, "") : "";
  return `${day} ${minutes}${seconds}${shown}${type.name === "timestamp with time zone" ? "+00" : ""}`;
}

/** As clients show it; null stays null. */
export function formatValue(value: Value, type: ColumnType, flavor: Flavor): string | null {
  if (value === null) return null;
  if (typeof value === "boolean") return flavor === "mysql" ? (value ? "1" : "0") : value ? "t" : "f";
  if (type.kind === "numeric" && type.scale !== undefined && typeof value === "number")
    return value.toFixed(type.scale);
  return String(value);
}
