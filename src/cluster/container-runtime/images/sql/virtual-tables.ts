// The few catalogues of the real servers that people look into by SQL.

import type { Flavor } from "./lex.ts";
import type { Column, Row, State, Table } from "./state.ts";
import type { TableName } from "./syntax.ts";
import { TEXT } from "./types.ts";

export function virtualTable(
  { name, qualifier }: TableName,
  state: State,
  flavor: Flavor,
  database: string | undefined,
): Table | undefined {
  const schema = qualifier?.toLowerCase();
  const tables = Object.values(state.databases).flatMap((each) =>
    flavor === "postgres" && each.name !== database ? [] : Object.values(each.tables).map((table) => ({ each, table })),
  );
  const key = name.toLowerCase();
  if (schema === "information_schema" && key === "tables") {
    const rows = tables.map(({ each, table }) => [flavor === "mysql" ? each.name : "public", table.name]);
    return made(name, flavor === "mysql" ? ["TABLE_SCHEMA", "TABLE_NAME"] : ["table_schema", "table_name"], rows);
  }
  if (flavor === "mysql") {
    const isUsers = schema === "mysql" && key === "user";
    return isUsers
      ? made(
          name,
          ["User", "Host"],
          Object.keys(state.roles).map((role) => [role, "%"]),
        )
      : undefined;
  }
  if (schema !== undefined && schema !== "pg_catalog") return undefined;
  switch (key) {
    case "pg_database":
      return made(
        name,
        ["datname"],
        Object.keys(state.databases).map((each) => [each]),
      );
    case "pg_tables":
      return made(
        name,
        ["schemaname", "tablename", "tableowner"],
        tables.map(({ table }) => ["public", table.name, table.owner]),
      );
    case "pg_roles":
    case "pg_user":
      return made(
        name,
        [key === "pg_user" ? "usename" : "rolname"],
        Object.keys(state.roles).map((role) => [role]),
      );
    default:
      return undefined;
  }
}

function made(name: string, names: readonly string[], rows: readonly Row[]): Table {
  const columns = names.map((each): Column => ({ name: each, type: TEXT, isNotNull: true }));
  return { name, oid: 0, owner: "", columns, keys: [], rows, nextAutomatic: 1 };
}
