// The value of an expression for one row, or for a group of them.

import type { Environment } from "./environment.ts";
import { fail } from "./fault.ts";
import { callFunction } from "./functions.ts";
import type { Column, Row } from "./state.ts";
import type { Expression } from "./syntax.ts";
import { coerce, type Value } from "./types.ts";
import { isAggregate, isMeant, typeOf } from "./typing.ts";

export interface Scope {
  readonly environment: Environment;
  readonly columns: readonly Column[];
  readonly table?: string;
  readonly row?: Row;
  /** The rows that an aggregate is over. */
  readonly group?: readonly Row[];
}

export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "default":
      return null;
    case "column":
      return columnValue(expression, scope);
    case "not": {
      const value = truth(evaluate(expression.of, scope));
      return value === null ? null : !value;
    }
    case "minus": {
      const value = evaluate(expression.of, scope);
      return value === null ? null : -Number(value);
    }
    case "is null":
      return (evaluate(expression.of, scope) === null) !== expression.isNot;
    case "in": {
      const of = evaluate(expression.of, scope);
      const found = expression.list.some((item) => compare(of, evaluate(item, scope)) === 0);
      return of === null ? null : found !== expression.isNot;
    }
    case "in select":
      return fail({ kind: "unsupported", what: "subqueries in this place" });
    case "like": {
      const of = evaluate(expression.of, scope);
      const pattern = evaluate(expression.pattern, scope);
      if (of === null || pattern === null) return null;
      return isLike(String(of), String(pattern), expression.ignoresCase) !== expression.isNot;
    }
    case "between": {
      const of = evaluate(expression.of, scope);
      const low = compare(of, evaluate(expression.low, scope));
      const high = compare(of, evaluate(expression.high, scope));
      return low === null || high === null ? null : (low >= 0 && high <= 0) !== expression.isNot;
    }
    case "cast":
      return coerce(evaluate(expression.of, scope), expression.type);
    case "call": {
      if (isAggregate(expression.name)) return aggregate(expression, scope);
      return callFunction(
        expression,
        expression.args.map((argument) => evaluate(argument, scope)),
        scope.environment,
      );
    }
    case "binary":
      return binary(expression, scope);
  }
}

function columnValue(column: Expression & { readonly kind: "column" }, { columns, row, table, group }: Scope): Value {
  const { at } = column;
  const name = column.qualifier === undefined ? column.name : `${column.qualifier}.${column.name}`;
  const index = columns.findIndex((each) => isMeant(each, column));
  if (index < 0) fail({ kind: "no column", name, at });
  if (columns.findLastIndex((each) => isMeant(each, column)) !== index) fail({ kind: "ambiguous", name, at });
  if (group !== undefined && row === undefined)
    fail({
      kind: "not grouped",
      column: table === undefined || column.qualifier !== undefined ? name : `${table}.${name}`,
      at,
    });
  return row?.[index] ?? null;
}

function binary(expression: Expression & { readonly kind: "binary" }, scope: Scope): Value {
  const { operator } = expression;
  const left = evaluate(expression.left, scope);
  if (operator === "and" || operator === "or") {
    const decides = operator === "or";
    const first = truth(left);
    if (first === decides) return decides;
    const second = truth(evaluate(expression.right, scope));
    if (second === decides) return decides;
    return first === null || second === null ? null : !decides;
  }
  const right = evaluate(expression.right, scope);
  if (left === null || right === null) return null;
  if (operator === "||")
    return scope.environment.flavor === "mysql" ? Boolean(left) || Boolean(right) : `${left}${right}`;
  const order = compare(left, right) ?? 0;
  switch (operator) {
    case "=":
      return order === 0;
    case "<>":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    default:
      return arithmetic(operator, Number(left), Number(right), expression, scope);
  }
}

function arithmetic(operator: string, left: number, right: number, of: Expression, scope: Scope): Value {
  const { flavor } = scope.environment;
  if (Number.isNaN(left) || Number.isNaN(right)) fail({ kind: "unsupported", what: "arithmetic with times" });
  if (operator === "+") return left + right;
  if (operator === "-") return left - right;
  if (operator === "*") return left * right;
  if (right === 0) return flavor === "mysql" ? null : fail({ kind: "division by zero" });
  if (operator === "%") return left % right;
  const isWhole = flavor === "postgres" && typeOf(of, scope.columns, flavor).kind === "integer";
  return isWhole ? Math.trunc(left / right) : left / right;
}

export function truth(value: Value): boolean | null {
  if (value === null || typeof value === "boolean") return value;
  return typeof value === "number" ? value !== 0 : /^(t|true|on|yes|1)$/i.test(value);
}

/** Below 0, 0 or above it; null where one of them is unknown. */
export function compare(left: Value, right: Value): number | null {
  if (left === null || right === null) return null;
  if (
    typeof left === "number" ||
    typeof right === "number" ||
    typeof left === "boolean" ||
    typeof right === "boolean"
  ) {
    const [a, b] = [numberOf(left), numberOf(right)];
    return a < b ? -1 : a > b ? 1 : 0;
  }
  // A day alone is its midnight.
  const [a, b] = left.length === 10 && right.length > 10 ? [left, right.slice(0, left.length)] : [left, right];
  return a < b ? -1 : a > b ? 1 : 0;
}

function numberOf(value: Exclude<Value, null>): number {
  if (typeof value === "string") return /^(t|true)$/i.test(value) ? 1 : /^(f|false)$/i.test(value) ? 0 : Number(value);
  return Number(value);
}

function isLike(text: string, pattern: string, ignoresCase: boolean): boolean {
  const source = [...pattern]
    .map((char) => (char === "%" ? "[^]*" : char === "_" ? "[^]" : char.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")))
    .join("");
  return new RegExp(`^${source}$`, ignoresCase ? "iu" : "u").test(text);
}

function aggregate(call: Expression & { readonly kind: "call" }, scope: Scope): Value {
  const { group } = scope;
  if (group === undefined) fail({ kind: "unsupported", what: `${call.name}() outside of a list of columns` });
  if (call.isStar) return group.length;
  const [argument] = call.args;
  if (argument === undefined) fail({ kind: "no function", name: `${call.name}()`, at: call.at });
  const { group: _, ...single } = scope;
  const all = group.map((row) => evaluate(argument, { ...single, row })).filter((value) => value !== null);
  const values = call.isDistinct ? [...new Set(all)] : all;
  if (call.name === "count") return values.length;
  const [first] = values;
  if (first === undefined) return null;
  const sum = (): number => values.reduce((total: number, value) => total + Number(value), 0);
  switch (call.name) {
    case "sum":
      return sum();
    case "avg":
      return sum() / values.length;
    case "string_agg":
    case "group_concat": {
      const separator = call.args[1];
      const between = separator === undefined ? "," : String(evaluate(separator, single));
      return values.join(between);
    }
    default: {
      const wanted = call.name === "max" ? 1 : -1;
      return values.reduce((best, value) => (compare(value, best) === wanted ? value : best), first);
    }
  }
}
