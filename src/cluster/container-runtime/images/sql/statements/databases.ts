// CREATE and DROP of databases.

import { fail } from "../fault.ts";
import type { Outcome } from "../outcome.ts";
import { without } from "../state.ts";
import type { Connected } from "../store.ts";
import type { Statement } from "../syntax.ts";
import type { WorkingData } from "../working-data.ts";

const SYSTEM_DATABASES = ["information_schema", "performance_schema", "mysql", "sys"];

/** Who else uses the server, and whether the one who asks is in the middle of something. */
interface Connections {
  readonly own: Connected;
  readonly sessions: Iterable<Connected>;
  readonly isInTransaction: boolean;
}

export function changeDatabase(
  data: WorkingData,
  statement: Statement & { readonly kind: "create database" | "drop database" },
  { own, sessions, isInTransaction }: Connections,
): Outcome {
  const { name } = statement;
  const isPostgres = data.options.flavor === "postgres";
  const word = statement.kind === "create database" ? "CREATE DATABASE" : "DROP DATABASE";
  if (isInTransaction && isPostgres) fail({ kind: "in transaction", what: word });
  const existing = data.state.databases[name];
  if (statement.kind === "create database") {
    data.needSuperuser("to create database");
    if (existing !== undefined || (!isPostgres && SYSTEM_DATABASES.includes(name)))
      return statement.ifNotExists ? { tag: word, count: 1 } : fail({ kind: "database exists", name });
    const owner = statement.owner ?? data.options.user;
    data.setDatabase({ name, oid: data.takeOid(), owner, tables: {}, sequences: {} });
    return { tag: word, count: 1 };
  }
  if (existing === undefined) {
    if (!statement.ifExists) fail({ kind: "no database", name });
    return { tag: word, count: 0, notices: [`NOTICE:  database "${name}" does not exist, skipping`] };
  }
  const users = [...sessions].filter((session) => session.database === name);
  if (isPostgres && users.length > 0)
    fail({ kind: "database in use", name, sessions: users.includes(own) ? 0 : users.length });
  const tables = Object.keys(existing.tables).length;
  data.state = { ...data.state, databases: without(data.state.databases, name) };
  if (data.database === name) data.database = undefined;
  return { tag: word, count: tables };
}
