// What type the value of an expression will have, and what the column that shows it is called.

import type { Flavor } from "./lex.ts";
import type { Column } from "./state.ts";
import type { Expression, SelectItem } from "./syntax.ts";
import { type ColumnType, TEXT } from "./types.ts";

const AGGREGATES = ["count", "sum", "avg", "min", "max", "string_agg", "group_concat"];

export function isAggregate(name: string): boolean {
  return AGGREGATES.includes(name);
}

/** Whether a column goes by this name, and is of the table that the name is qualified with. */
export function isMeant(column: Column, { name, qualifier }: Expression & { readonly kind: "column" }): boolean {
  if (column.name.toLowerCase() !== name.toLowerCase()) return false;
  return qualifier === undefined || column.of === undefined || column.of.toLowerCase() === qualifier.toLowerCase();
}

export function hasAggregate(expression: Expression): boolean {
  switch (expression.kind) {
    case "call":
      return isAggregate(expression.name) || expression.args.some(hasAggregate);
    case "binary":
      return hasAggregate(expression.left) || hasAggregate(expression.right);
    case "not":
    case "minus":
    case "cast":
    case "is null":
      return hasAggregate(expression.of);
    default:
      return false;
  }
}

const INTEGER: ColumnType = { kind: "integer", name: "integer", bits: 32 };
const BIGINT: ColumnType = { kind: "integer", name: "bigint", bits: 64 };
const NUMERIC: ColumnType = { kind: "numeric", name: "numeric" };
const BOOLEAN: ColumnType = { kind: "boolean", name: "boolean" };
const TIME: ColumnType = { kind: "timestamp", name: "timestamp with time zone" };

const CALLS: Readonly<Record<string, ColumnType>> = {
  count: BIGINT,
  length: INTEGER,
  char_length: INTEGER,
  now: TIME,
  current_timestamp: TIME,
  current_date: { kind: "date", name: "date" },
  nextval: BIGINT,
  setval: BIGINT,
  random: { kind: "real", name: "double precision" },
  rand: { kind: "real", name: "double" },
  pg_is_in_recovery: BOOLEAN,
};

export function typeOf(expression: Expression, columns: readonly Column[], flavor: Flavor): ColumnType {
  const of = (inner: Expression): ColumnType => typeOf(inner, columns, flavor);
  switch (expression.kind) {
    case "literal":
      if (typeof expression.value === "number") return expression.isDecimal === true ? NUMERIC : INTEGER;
      return typeof expression.value === "boolean" ? BOOLEAN : TEXT;
    case "column":
      return columns.find((column) => isMeant(column, expression))?.type ?? TEXT;
    case "cast":
      return expression.type;
    case "minus":
      return of(expression.of);
    case "call": {
      const [argument] = expression.args;
      const inner = argument === undefined ? TEXT : of(argument);
      if (expression.name === "avg") return { ...NUMERIC, scale: flavor === "postgres" ? 16 : 4 };
      if (expression.name === "sum")
        return inner.kind === "integer" ? (flavor === "postgres" ? BIGINT : NUMERIC) : inner;
      if (["min", "max", "coalesce", "abs", "ifnull"].includes(expression.name)) return inner;
      if (expression.name === "round") return NUMERIC;
      return CALLS[expression.name] ?? TEXT;
    }
    case "binary": {
      if (expression.operator === "||") return TEXT;
      if (!["+", "-", "*", "/", "%"].includes(expression.operator)) return BOOLEAN;
      const [left, right] = [of(expression.left), of(expression.right)];
      const wider = left.kind === "integer" ? right : left;
      if (expression.operator === "/" && flavor === "mysql") return { ...NUMERIC, scale: 4 };
      return expression.operator === "/" && wider.kind === "numeric" ? { ...NUMERIC, scale: 16 } : wider;
    }
    default:
      return BOOLEAN;
  }
}

export function labelOf(item: SelectItem, flavor: Flavor): string {
  const { expression, label, text } = item;
  if (label !== undefined) return label;
  if (expression?.kind === "column") return expression.name;
  if (flavor === "mysql") return text;
  if (expression?.kind === "call") return expression.name;
  if (expression?.kind === "cast") {
    const inner = labelOf({ expression: expression.of, text }, flavor);
    return inner === "?column?" ? (SHORT[expression.type.name] ?? expression.type.name) : inner;
  }
  return expression?.kind === "literal" && typeof expression.value === "boolean" ? "bool" : "?column?";
}

const SHORT: Readonly<Record<string, string>> = {
  integer: "int4",
  bigint: "int8",
  boolean: "bool",
  "timestamp with time zone": "timestamptz",
  "timestamp without time zone": "timestamp",
};
