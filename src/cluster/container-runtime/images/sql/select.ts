// SELECT over a table, or over several that were joined to one: filter, group, order, cut, show.

import type { Environment } from "./environment.ts";
import { compare, evaluate, type Scope, truth } from "./evaluate.ts";
import { fail } from "./fault.ts";
import type { Column, Row, Table } from "./state.ts";
import type { Expression, SelectItem, SelectStatement } from "./syntax.ts";
import { type ColumnType, formatValue, type Value } from "./types.ts";
import { hasAggregate, labelOf, typeOf } from "./typing.ts";

export interface ResultColumn {
  readonly name: string;
  /** Numbers stand to the right. */
  readonly isNumber: boolean;
}

export interface ResultTable {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
}

interface Shown {
  readonly expression: Expression;
  readonly label: string;
  readonly type: ColumnType;
}

/** One row that is to be shown, and what it is made of. */
interface Candidate {
  readonly scope: Scope;
  readonly values: readonly Value[];
}

export function select(statement: SelectStatement, table: Table | undefined, environment: Environment): ResultTable {
  const { flavor } = environment;
  const { shown, rows } = chosen(statement, table, environment);
  return {
    columns: shown.map(({ label, type }) => ({ name: label, isNumber: isNumeric(type) })),
    rows: rows.map((values) => values.map((value, index) => formatValue(value, shown[index]?.type ?? type0, flavor))),
  };
}

/** The rows as values, for another statement to use. */
export function selectValues(
  statement: SelectStatement,
  table: Table | undefined,
  environment: Environment,
): readonly (readonly Value[])[] {
  return chosen(statement, table, environment).rows;
}

function chosen(
  statement: SelectStatement,
  table: Table | undefined,
  environment: Environment,
): { readonly shown: readonly Shown[]; readonly rows: readonly (readonly Value[])[] } {
  const { flavor } = environment;
  const columns = table?.columns ?? [];
  const base: Scope = { environment, columns, ...(table === undefined ? {} : { table: table.name }) };
  const shown = shownItems(statement.items, columns, environment);
  const { where } = statement;
  const kept = (table?.rows ?? [[]]).filter(
    (row) => where === undefined || truth(evaluate(where, { ...base, row })) === true,
  );
  // A name that is not there is a mistake even where there is no row to look it up in.
  if (where !== undefined && table?.rows.length === 0) evaluate(where, { ...base, row: columns.map(() => null) });
  const scopes = grouped(statement, shown, kept, base).filter((scope) => fitsHaving(statement, scope));
  const candidates: Candidate[] = scopes.map((scope) => ({
    scope,
    values: shown.map(({ expression }) => groupedValue(expression, scope, statement.groupBy)),
  }));
  if (candidates.length === 0) checkNames(shown, base);
  const ordered = statement.orderBy.length === 0 ? candidates : inOrder(statement, shown, candidates, flavor);
  const distinct = statement.isDistinct ? withoutRepetition(ordered) : ordered;
  const number = (expression: Expression | undefined, otherwise: number): number => {
    const value = expression === undefined ? null : evaluate(expression, base);
    return value === null ? otherwise : Number(value);
  };
  const offset = number(statement.offset, 0);
  const cut = distinct.slice(offset, offset + number(statement.limit, distinct.length));
  return { shown, rows: cut.map(({ values }) => values) };
}

function fitsHaving({ having }: SelectStatement, scope: Scope): boolean {
  if (having === undefined) return true;
  const [row] = scope.group ?? [];
  return truth(evaluate(having, row === undefined ? scope : { ...scope, row })) === true;
}

const type0: ColumnType = { kind: "text", name: "text" };

export function isNumeric({ kind }: ColumnType): boolean {
  return kind === "integer" || kind === "real" || kind === "numeric";
}

function shownItems(
  items: readonly SelectItem[],
  columns: readonly Column[],
  { flavor }: Environment,
): readonly Shown[] {
  return items.flatMap((item): readonly Shown[] => {
    const { expression } = item;
    if (expression === undefined) {
      if (columns.length === 0) fail({ kind: "syntax", near: "*", at: 0 });
      return columns.map(({ name, type, of }) => {
        const qualified = of === undefined ? {} : { qualifier: of };
        return { expression: { kind: "column", name, at: 0, ...qualified }, label: name, type };
      });
    }
    return [{ expression, label: labelOf(item, flavor), type: typeOf(expression, columns, flavor) }];
  });
}

function grouped(
  { groupBy, having }: SelectStatement,
  shown: readonly Shown[],
  rows: readonly Row[],
  base: Scope,
): readonly Scope[] {
  if (groupBy.length === 0) {
    const isOneGroup = having !== undefined || shown.some(({ expression }) => hasAggregate(expression));
    if (!isOneGroup) return rows.map((row) => ({ ...base, row }));
    return [{ ...base, group: rows }];
  }
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(groupBy.map((by) => evaluate(by, { ...base, row })));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((group) => ({ ...base, group }));
}

/** Within a group only what it was grouped by has one value; anything else must be an aggregate. */
function groupedValue(expression: Expression, scope: Scope, groupBy: readonly Expression[]): Value {
  const { group } = scope;
  if (group === undefined) return evaluate(expression, scope);
  const isKey = groupBy.some((by) => isSame(by, expression));
  const [row] = group;
  return evaluate(expression, isKey && row !== undefined ? { ...scope, row } : scope);
}

function isSame(left: Expression, right: Expression): boolean {
  const plain = (expression: Expression): string =>
    JSON.stringify(expression, (key: string, value: unknown) =>
      key === "at" ? 0 : key === "qualifier" ? undefined : value,
    );
  return plain(left) === plain(right);
}

function checkNames(shown: readonly Shown[], base: Scope): void {
  const row = base.columns.map(() => null);
  for (const { expression } of shown) evaluate(expression, { ...base, row, group: [] });
}

function inOrder(
  { orderBy, groupBy }: SelectStatement,
  shown: readonly Shown[],
  candidates: readonly Candidate[],
  flavor: Environment["flavor"],
): readonly Candidate[] {
  const key = ({ scope, values }: Candidate, by: Expression): Value => {
    if (by.kind === "literal" && typeof by.value === "number") return values[by.value - 1] ?? null;
    const label =
      by.kind === "column" && by.qualifier === undefined ? shown.findIndex((item) => item.label === by.name) : -1;
    return label >= 0 ? (values[label] ?? null) : groupedValue(by, scope, groupBy);
  };
  return candidates.toSorted((a, b) => {
    for (const { by, isDescending } of orderBy) {
      const order = compareNulls(key(a, by), key(b, by), flavor);
      if (order !== 0) return isDescending ? -order : order;
    }
    return 0;
  });
}

/** What is unknown is the largest in postgres, the smallest in mysql. */
function compareNulls(left: Value, right: Value, flavor: Environment["flavor"]): number {
  if (left === null || right === null) {
    if (left === right) return 0;
    return (left === null ? 1 : -1) * (flavor === "postgres" ? 1 : -1);
  }
  return compare(left, right) ?? 0;
}

function withoutRepetition(candidates: readonly Candidate[]): readonly Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ values }) => {
    const key = JSON.stringify(values);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
