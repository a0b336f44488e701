// The statements and expressions that are understood, as data.

import type { ColumnType, Value } from "./types.ts";

export type Expression =
  | { readonly kind: "literal"; readonly value: Value; readonly isDecimal?: boolean }
  | { readonly kind: "column"; readonly name: string; readonly at: number; readonly qualifier?: string }
  | { readonly kind: "default" }
  | { readonly kind: "not" | "minus"; readonly of: Expression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "is null"; readonly of: Expression; readonly isNot: boolean }
  | { readonly kind: "in"; readonly of: Expression; readonly list: readonly Expression[]; readonly isNot: boolean }
  /** The text is that of the inner SELECT. */
  | { readonly kind: "in select"; readonly of: Expression; readonly text: string; readonly isNot: boolean }
  | {
      readonly kind: "like";
      readonly of: Expression;
      readonly pattern: Expression;
      readonly isNot: boolean;
      readonly ignoresCase: boolean;
    }
  | {
      readonly kind: "between";
      readonly of: Expression;
      readonly low: Expression;
      readonly high: Expression;
      readonly isNot: boolean;
    }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly args: readonly Expression[];
      readonly isStar: boolean;
      readonly isDistinct: boolean;
      readonly at: number;
    }
  | { readonly kind: "cast"; readonly of: Expression; readonly type: ColumnType };

export interface SelectItem {
  /** Absent for `*`. */
  readonly expression?: Expression;
  readonly label?: string;
  /** As it was written. */
  readonly text: string;
}

export interface Ordering {
  readonly by: Expression;
  readonly isDescending: boolean;
}

export interface TableName {
  /** A database of mysql, a schema of postgres. */
  readonly qualifier?: string;
  readonly name: string;
  readonly at: number;
}

export interface Join {
  /** An inner join without a condition is of every row with every other. */
  readonly kind: "inner" | "left";
  readonly table: TableName;
  readonly alias?: string;
  readonly on?: Expression;
}

export interface SelectStatement {
  readonly kind: "select";
  readonly items: readonly SelectItem[];
  readonly isDistinct: boolean;
  readonly from?: TableName;
  readonly alias?: string;
  readonly joins?: readonly Join[];
  readonly having?: Expression;
  readonly where?: Expression;
  readonly groupBy: readonly Expression[];
  readonly orderBy: readonly Ordering[];
  readonly limit?: Expression;
  readonly offset?: Expression;
}

export interface ColumnDefinition {
  readonly name: string;
  readonly type: ColumnType;
  readonly isNotNull: boolean;
  readonly isPrimaryKey: boolean;
  readonly isUnique: boolean;
  readonly isAutomatic: boolean;
  /** As it was written. */
  readonly defaultText?: string;
}

export interface UniqueKey {
  readonly name?: string;
  readonly columns: readonly string[];
  readonly isPrimary: boolean;
}

export type Statement =
  | SelectStatement
  | { readonly kind: "empty" }
  | { readonly kind: "create database"; readonly name: string; readonly ifNotExists: boolean; readonly owner?: string }
  | { readonly kind: "drop database"; readonly name: string; readonly ifExists: boolean }
  | {
      readonly kind: "create table";
      readonly table: TableName;
      readonly ifNotExists: boolean;
      readonly columns: readonly ColumnDefinition[];
      readonly keys: readonly UniqueKey[];
    }
  | { readonly kind: "drop table"; readonly tables: readonly TableName[]; readonly ifExists: boolean }
  | { readonly kind: "truncate"; readonly tables: readonly TableName[] }
  | { readonly kind: "create sequence"; readonly name: string }
  | { readonly kind: "own sequence"; readonly name: string; readonly table: string; readonly column: string }
  | { readonly kind: "set default"; readonly table: TableName; readonly column: string; readonly defaultText: string }
  | { readonly kind: "add key"; readonly table: TableName; readonly key: UniqueKey }
  | { readonly kind: "add column"; readonly table: TableName; readonly column: ColumnDefinition }
  | { readonly kind: "drop column"; readonly table: TableName; readonly column: string; readonly at: number }
  | { readonly kind: "set owner"; readonly table: TableName; readonly owner: string }
  | {
      readonly kind: "insert";
      readonly table: TableName;
      readonly columns?: readonly { readonly name: string; readonly at: number }[];
      readonly rows: readonly (readonly Expression[])[];
      readonly returning?: readonly SelectItem[];
    }
  | { readonly kind: "copy"; readonly table: TableName; readonly columns?: readonly string[] }
  | {
      readonly kind: "update";
      readonly table: TableName;
      readonly set: readonly { readonly column: string; readonly to: Expression; readonly at: number }[];
      readonly where?: Expression;
      readonly returning?: readonly SelectItem[];
    }
  | {
      readonly kind: "delete";
      readonly table: TableName;
      readonly where?: Expression;
      readonly returning?: readonly SelectItem[];
    }
  | { readonly kind: "begin" | "commit" | "rollback"; readonly word: string }
  | { readonly kind: "show"; readonly what: string; readonly from?: string }
  | { readonly kind: "describe"; readonly table: TableName }
  | { readonly kind: "use"; readonly database: string }
  | { readonly kind: "set"; readonly tag: string }
  | { readonly kind: "create role"; readonly name: string; readonly password?: string; readonly ifNotExists: boolean }
  | { readonly kind: "alter role"; readonly name: string; readonly password: string }
  | { readonly kind: "drop role"; readonly name: string; readonly ifExists: boolean }
  | { readonly kind: "flush" };
