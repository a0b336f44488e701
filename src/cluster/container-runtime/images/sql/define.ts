// CREATE, ALTER and DROP of tables and sequences: from a database to the database as it is afterwards.

import { checkRows } from "./change.ts";
import { fail } from "./fault.ts";
import type { Flavor } from "./lex.ts";
import { type Column, type Database, type Key, type Table, without } from "./state.ts";
import type { ColumnDefinition, Statement, UniqueKey } from "./syntax.ts";

type CreateTable = Statement & { readonly kind: "create table" };

export function createTable(
  statement: CreateTable,
  database: Database,
  made: { readonly owner: string; readonly oid: number },
  flavor: Flavor,
): Database {
  const { name } = statement.table;
  let { sequences } = database;
  const columns = statement.columns.map((definition): Column => {
    if (!definition.isAutomatic || flavor === "mysql") return columnOf(definition);
    const sequence = `${name}_${definition.name}_seq`;
    sequences = {
      ...sequences,
      [sequence]: { name: sequence, last: 1, isCalled: false, ownedBy: { table: name, column: definition.name } },
    };
    return { ...columnOf({ ...definition, isAutomatic: false }), defaultText: `nextval('${sequence}'::regclass)` };
  });
  const wanted: UniqueKey[] = [
    ...statement.columns.filter(({ isPrimaryKey }) => isPrimaryKey).map((column) => keyOf(column, true)),
    ...statement.keys,
    ...statement.columns.filter(({ isUnique }) => isUnique).map((column) => keyOf(column, false)),
  ];
  const empty: Table = { name, ...made, columns, keys: [], rows: [], nextAutomatic: 1 };
  const table = wanted.reduce((before, key) => withKey(before, key, flavor), empty);
  return { ...database, sequences, tables: { ...database.tables, [name]: table } };
}

function keyOf({ name }: ColumnDefinition, isPrimary: boolean): UniqueKey {
  return { columns: [name], isPrimary };
}

function columnOf({ name, type, isNotNull, isAutomatic, defaultText }: ColumnDefinition): Column {
  return {
    name,
    type,
    isNotNull,
    ...(isAutomatic ? { isAutomatic } : {}),
    ...(defaultText === undefined ? {} : { defaultText }),
  };
}

/** The columns of a primary key are never null. */
export function withKey(table: Table, { name, columns, isPrimary }: UniqueKey, flavor: Flavor): Table {
  for (const column of columns) {
    if (!table.columns.some((each) => each.name === column))
      fail({ kind: "no column", name: column, at: 0, table: table.name });
  }
  const chosen =
    flavor === "mysql"
      ? isPrimary
        ? "PRIMARY"
        : (name ?? columns[0] ?? "")
      : (name ?? (isPrimary ? `${table.name}_pkey` : `${table.name}_${columns.join("_")}_key`));
  const key: Key = { name: chosen, columns, isPrimary };
  const changed: Table = {
    ...table,
    keys: [...table.keys, key],
    columns: table.columns.map((column) =>
      isPrimary && columns.includes(column.name) ? { ...column, isNotNull: true } : column,
    ),
  };
  checkRows(changed, changed.rows, { flavor });
  return changed;
}

export function dropTable(name: string, database: Database): Database {
  const sequences = Object.values(database.sequences).filter(({ ownedBy }) => ownedBy?.table !== name);
  return {
    ...database,
    tables: without(database.tables, name),
    sequences: Object.fromEntries(sequences.map((sequence) => [sequence.name, sequence])),
  };
}

export function addColumn(table: Table, definition: ColumnDefinition, value: Table["rows"][number][number]): Table {
  const column = columnOf(definition);
  return { ...table, columns: [...table.columns, column], rows: table.rows.map((row) => [...row, value]) };
}

export function dropColumn(table: Table, name: string, at: number): Table {
  const index = table.columns.findIndex((column) => column.name === name);
  if (index < 0) fail({ kind: "no column", name, at, table: table.name });
  return {
    ...table,
    columns: table.columns.toSpliced(index, 1),
    keys: table.keys.filter(({ columns }) => !columns.includes(name)),
    rows: table.rows.map((row) => row.toSpliced(index, 1)),
  };
}
