// What a server holds: roles, databases, tables and their rows. Nothing of it is ever changed in place, so that a transaction
// is a copy that costs nothing, and rolling back is forgetting it.

import type { ColumnType, Value } from "./types.ts";

export type Row = readonly Value[];

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly isNotNull: boolean;
  /** An expression. */
  readonly defaultText?: string;
  /** AUTO_INCREMENT */
  readonly isAutomatic?: boolean;
  /** In a SELECT: the name that its table goes by there. */
  readonly of?: string;
}

export interface Key {
  readonly name: string;
  readonly columns: readonly string[];
  readonly isPrimary: boolean;
}

export interface Table {
  readonly name: string;
  readonly oid: number;
  readonly owner: string;
  readonly columns: readonly Column[];
  readonly keys: readonly Key[];
  readonly rows: readonly Row[];
  readonly nextAutomatic: number;
}

export interface Sequence {
  readonly name: string;
  readonly last: number;
  readonly isCalled: boolean;
  /** The column that it counts for: it is dropped with its table. */
  readonly ownedBy?: { readonly table: string; readonly column: string };
}

export interface Database {
  readonly name: string;
  readonly oid: number;
  readonly owner: string;
  readonly tables: Readonly<Record<string, Table>>;
  readonly sequences: Readonly<Record<string, Sequence>>;
}

export interface Role {
  readonly name: string;
  readonly password?: string;
  readonly isSuperuser: boolean;
}

export interface State {
  readonly roles: Readonly<Record<string, Role>>;
  readonly databases: Readonly<Record<string, Database>>;
  readonly nextOid: number;
}

export function without<T>(record: Readonly<Record<string, T>>, name: string): Readonly<Record<string, T>> {
  const { [name]: _, ...rest } = record;
  return rest;
}

export function withDatabase(state: State, database: Database): State {
  return { ...state, databases: { ...state.databases, [database.name]: database } };
}

export function withTable(state: State, databaseName: string, table: Table): State {
  const database = state.databases[databaseName];
  if (database === undefined) return state;
  return withDatabase(state, { ...database, tables: { ...database.tables, [table.name]: table } });
}
