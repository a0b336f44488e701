// INSERT, COPY, UPDATE and DELETE: from a table to the table as it is afterwards.

import type { Environment } from "./environment.ts";
import { evaluate, type Scope, truth } from "./evaluate.ts";
import { fail } from "./fault.ts";
import { parseExpression } from "./parse-expression.ts";
import { Reader } from "./reader.ts";
import type { Column, Row, Table } from "./state.ts";
import type { Expression, Statement } from "./syntax.ts";
import { coerce, formatValue, type Value } from "./types.ts";

export interface Change {
  readonly table: Table;
  readonly count: number;
  /** The rows that were added, or as they are after a change. */
  readonly rows: readonly Row[];
}

type Insert = Statement & { readonly kind: "insert" };

export function insert(statement: Insert, table: Table, environment: Environment): Change {
  const named = statement.columns?.map(({ name, at }) => columnIndex(table, name, at));
  const scope: Scope = { environment, columns: [] };
  const records = statement.rows.map((expressions) => {
    const width = named?.length ?? table.columns.length;
    if (expressions.length > width || (named !== undefined && expressions.length < width))
      fail({ kind: "value count", isMore: expressions.length > width });
    if (expressions.length < width && environment.flavor === "mysql") fail({ kind: "value count", isMore: false });
    const given = new Map<number, Value>();
    for (const [index, expression] of expressions.entries()) {
      if (expression.kind !== "default") given.set(named?.[index] ?? index, evaluate(expression, scope));
    }
    return given;
  });
  return addRows(table, records, environment);
}

/** `COPY … FROM stdin`: tab-separated lines up to `\.`. */
export function copy(
  columns: readonly string[] | undefined,
  data: string,
  table: Table,
  environment: Environment,
): Change {
  const named = columns?.map((name) => columnIndex(table, name, 0));
  const lines = data.split("\n").filter((line) => line !== "" && line !== "\\.");
  const records = lines.map(
    (line) =>
      new Map(
        line
          .split("\t")
          .map((field, index): [number, Value] => [
            named?.[index] ?? index,
            field === "\\N" ? null : unescapeField(field),
          ]),
      ),
  );
  return addRows(table, records, environment);
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

function unescapeField(field: string): string {
  return field.replace(/\\(.)/gs, (_, char: string) => ESCAPES[char] ?? char);
}

function addRows(table: Table, records: readonly ReadonlyMap<number, Value>[], environment: Environment): Change {
  let { nextAutomatic } = table;
  const rows = records.map((given) =>
    table.columns.map((column, index): Value => {
      const value = given.get(index);
      const isLeftOut = !given.has(index) || (column.isAutomatic === true && value === null);
      if (isLeftOut && column.isAutomatic === true) return nextAutomatic++;
      const kept = coerce(isLeftOut ? defaultOf(column, environment) : (value ?? null), column.type, column.name);
      if (column.isAutomatic === true) nextAutomatic = Math.max(nextAutomatic, Number(kept) + 1);
      return kept;
    }),
  );
  const changed = { ...table, rows: [...table.rows, ...rows], nextAutomatic };
  checkRows(changed, rows, environment);
  return { table: changed, count: rows.length, rows };
}

function defaultOf({ defaultText }: Column, environment: Environment): Value {
  if (defaultText === undefined) return null;
  return evaluate(parseExpression(new Reader(defaultText, environment.flavor)), { environment, columns: [] });
}

export function update(
  { set, where }: { readonly set: (Statement & { readonly kind: "update" })["set"]; readonly where?: Expression },
  table: Table,
  environment: Environment,
): Change {
  const targets = set.map(({ column, to, at }) => ({ index: columnIndex(table, column, at), to }));
  const changed: Row[] = [];
  const rows = table.rows.map((row) => {
    const scope: Scope = { environment, columns: table.columns, table: table.name, row };
    if (where !== undefined && truth(evaluate(where, scope)) !== true) return row;
    const next = [...row];
    for (const { index, to } of targets) {
      const column = table.columns[index];
      if (column === undefined) continue;
      const value = to.kind === "default" ? defaultOf(column, environment) : evaluate(to, scope);
      next[index] = coerce(value, column.type, column.name);
    }
    changed.push(next);
    return next;
  });
  const after = { ...table, rows };
  checkRows(after, changed, environment);
  return { table: after, count: changed.length, rows: changed };
}

export function remove(where: Expression | undefined, table: Table, environment: Environment): Change {
  const removed: Row[] = [];
  const rows = table.rows.filter((row) => {
    const scope: Scope = { environment, columns: table.columns, table: table.name, row };
    const goes = where === undefined || truth(evaluate(where, scope)) === true;
    if (goes) removed.push(row);
    return !goes;
  });
  return { table: { ...table, rows }, count: removed.length, rows: removed };
}

function columnIndex(table: Table, name: string, at: number): number {
  const index = table.columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase());
  return index >= 0 ? index : fail({ kind: "no column", name, at, table: table.name });
}

/** Refuses rows that lack what must be there, or that repeat what must not be repeated. */
export function checkRows(table: Table, rows: readonly Row[], { flavor }: Pick<Environment, "flavor">): void {
  const shown = (row: Row): readonly string[] =>
    row.map((value, index) => {
      const type = table.columns[index]?.type;
      return value === null || type === undefined ? "null" : (formatValue(value, type, flavor) ?? "null");
    });
  for (const row of rows) {
    const missing = table.columns.find((column, index) => column.isNotNull && row[index] === null);
    if (missing !== undefined) fail({ kind: "null", column: missing.name, table: table.name, row: shown(row) });
  }
  for (const { name, columns } of table.keys) {
    const indexes = columns.map((column) => table.columns.findIndex((each) => each.name === column));
    const seen = new Set<string>();
    for (const row of table.rows) {
      const values = indexes.map((index) => row[index] ?? null);
      if (values.includes(null)) continue;
      const key = JSON.stringify(values);
      if (seen.has(key))
        fail({ kind: "duplicate", constraint: name, columns, values: values.map(String), table: table.name });
      seen.add(key);
    }
  }
}
