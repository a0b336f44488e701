// SHOW and DESCRIBE.

import { fail } from "./fault.ts";
import type { Flavor } from "./lex.ts";
import type { ResultTable } from "./select.ts";
import type { State, Table } from "./state.ts";
import type { Statement } from "./syntax.ts";
import { createTableText } from "./table-text.ts";

interface Asked {
  readonly flavor: Flavor;
  readonly database: string | undefined;
  readonly version: string;
}

export function show(statement: Statement & { readonly kind: "show" }, state: State, asked: Asked): ResultTable {
  const { what, from } = statement;
  if (asked.flavor === "postgres") return setting(what, asked);
  const database = from ?? asked.database;
  switch (what) {
    case "databases":
    case "schemas":
      return texts(
        ["Database"],
        [...Object.keys(state.databases), "information_schema", "mysql", "performance_schema", "sys"]
          .sort()
          .map((name) => [name]),
      );
    case "tables": {
      if (database === undefined) fail({ kind: "no database selected" });
      const found = state.databases[database] ?? fail({ kind: "no database", name: database });
      return texts(
        [`Tables_in_${database}`],
        Object.keys(found.tables)
          .sort()
          .map((name) => [name]),
      );
    }
    case "create table":
    case "columns": {
      if (asked.database === undefined) fail({ kind: "no database selected" });
      const table = state.databases[asked.database]?.tables[from ?? ""];
      if (table === undefined) fail({ kind: "no table", name: `${asked.database}.${from}`, at: 0 });
      if (what === "columns") return describeTable(table);
      return texts(["Table", "Create Table"], [[table.name, createTableText(table)]]);
    }
    default:
      return fail({ kind: "unsupported", what: `SHOW ${what.toUpperCase()}` });
  }
}

const SETTINGS: Readonly<Record<string, string>> = {
  max_connections: "100",
  shared_buffers: "128MB",
  port: "5432",
  timezone: "Etc/UTC",
  search_path: '"$user", public',
  server_encoding: "UTF8",
  wal_level: "replica",
};

function setting(name: string, { version }: Asked): ResultTable {
  const value = name === "server_version" ? /^PostgreSQL (\S+ \([^)]*\)|\S+)/.exec(version)?.[1] : SETTINGS[name];
  return texts([name], [[value ?? fail({ kind: "unsupported", what: `SHOW ${name}` })]]);
}

export function describeTable(table: Table): ResultTable {
  return texts(
    ["Field", "Type", "Null", "Key", "Default", "Extra"],
    table.columns.map((column) => {
      const key = table.keys.find(({ columns }) => columns[0] === column.name);
      return [
        column.name,
        column.type.name,
        column.isNotNull ? "NO" : "YES",
        key === undefined ? "" : key.isPrimary ? "PRI" : "UNI",
        column.defaultText?.replace(/^'(.*)'$/s, "$1") ?? null,
        column.isAutomatic === true
          ? "auto_increment"
          : /^(now\(|current_timestamp)/i.test(column.defaultText ?? "")
            ? "DEFAULT_GENERATED"
            : "",
      ];
    }),
  );
}

function texts(names: readonly string[], rows: readonly (readonly (string | null)[])[]): ResultTable {
  return { columns: names.map((name) => ({ name, isNumber: false })), rows };
}
