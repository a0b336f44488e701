// What a SELECT is over: one table, or several joined row by row; and the lists that its subqueries stand for.

import type { Environment } from "./environment.ts";
import { evaluate, truth } from "./evaluate.ts";
import { fail } from "./fault.ts";
import { parseStatement } from "./parse.ts";
import { selectValues } from "./select.ts";
import type { Row, Table } from "./state.ts";
import type { Expression, Join, SelectStatement, TableName } from "./syntax.ts";

export type FindTable = (name: TableName) => Table;

/** The joined table, of which each column knows the name that its own table goes by; undefined without a FROM. */
export function sourceOf(statement: SelectStatement, find: FindTable, environment: Environment): Table | undefined {
  const { from, alias, joins = [] } = statement;
  if (from === undefined) return undefined;
  return joins.reduce((left, join) => joined(left, join, find, environment), named(find(from), alias ?? from.name));
}

function named(table: Table, name: string): Table {
  return { ...table, name, columns: table.columns.map((column) => ({ ...column, of: name })) };
}

function joined(left: Table, join: Join, find: FindTable, environment: Environment): Table {
  const right = named(find(join.table), join.alias ?? join.table.name);
  const columns = [...left.columns, ...right.columns];
  const nothing: Row = right.columns.map(() => null);
  const fits = (row: Row): boolean =>
    join.on === undefined || truth(evaluate(join.on, { environment, columns, row })) === true;
  if (left.rows.length === 0 || right.rows.length === 0) fits(columns.map(() => null));
  const rows = left.rows.flatMap((row): readonly Row[] => {
    const pairs = right.rows.map((other) => [...row, ...other]).filter(fits);
    return pairs.length === 0 && join.kind === "left" ? [[...row, ...nothing]] : pairs;
  });
  return { ...left, columns, rows };
}

/** The same statement with each `IN (SELECT …)` made a list of values. The inner one sees nothing of the outer. */
export function withoutSubqueries<T extends { readonly where?: Expression }>(
  statement: T,
  find: FindTable,
  environment: Environment,
): T {
  const { where } = statement;
  if (where === undefined || !JSON.stringify(where).includes('"in select"')) return statement;
  return { ...statement, where: resolved(where, find, environment) };
}

function resolved(expression: Expression, find: FindTable, environment: Environment): Expression {
  const inner = (each: Expression): Expression => resolved(each, find, environment);
  switch (expression.kind) {
    case "in select": {
      const parsed = parseStatement(expression.text, environment.flavor);
      if (parsed.kind !== "select") return fail({ kind: "unsupported", what: "subqueries" });
      const statement = withoutSubqueries(parsed, find, environment);
      const values = selectValues(statement, sourceOf(statement, find, environment), environment);
      const list = values.map(([value = null]): Expression => ({ kind: "literal", value }));
      return { kind: "in", of: inner(expression.of), list, isNot: expression.isNot };
    }
    case "binary":
      return { ...expression, left: inner(expression.left), right: inner(expression.right) };
    case "not":
    case "minus":
      return { ...expression, of: inner(expression.of) };
    default:
      return expression;
  }
}
