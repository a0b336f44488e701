// One connection's dealings with the server: statement after statement, inside or outside of a transaction.
// Simplified: writers do not wait for each other; a transaction that finds the data changed by another one is done again at its COMMIT, and locks are nothing to be seen.
// Simplified: every role may do everything but make databases and roles; passwords are what tells them apart.

import type { Machine } from "../../../../shell/process.ts";
import { copy, insert, remove, update } from "./change.ts";
import { addColumn, createTable, dropColumn, dropTable, withKey } from "./define.ts";
import type { Environment } from "./environment.ts";
import { evaluate } from "./evaluate.ts";
import { fail, SqlError } from "./fault.ts";
import type { Flavor } from "./lex.ts";
import type { Outcome } from "./outcome.ts";
import { parseStatement } from "./parse.ts";
import { parseExpression } from "./parse-expression.ts";
import { Reader } from "./reader.ts";
import { select } from "./select.ts";
import { describeTable, show } from "./show.ts";
import { type Database, type State, type Table, withDatabase, without, withTable } from "./state.ts";
import type { Store } from "./store.ts";
import type { SelectItem, Statement, TableName } from "./syntax.ts";
import { coerce } from "./types.ts";
import { virtualTable } from "./virtual-tables.ts";
import type { Catalogue } from "./wire.ts";

export interface SessionOptions {
  readonly flavor: Flavor;
  readonly version: string;
  readonly user: string;
  readonly database: string | undefined;
  readonly machine: Machine;
}

interface Transaction {
  readonly base: State;
  readonly done: { readonly text: string; readonly data: string }[];
  hasFailed: boolean;
}

const SYSTEM_DATABASES = ["information_schema", "performance_schema", "mysql", "sys"];

export class Session {
  database: string | undefined;
  private state: State;
  private transaction: Transaction | undefined;

  constructor(
    private readonly store: Store,
    private readonly options: SessionOptions,
  ) {
    this.database = options.database;
    this.state = store.state;
    store.sessions.add(this);
  }

  get status(): "idle" | "open" | "failed" {
    if (this.transaction === undefined) return "idle";
    return this.transaction.hasFailed ? "failed" : "open";
  }

  close(): void {
    this.store.sessions.delete(this);
  }

  catalogue(): Catalogue {
    if (this.transaction === undefined) this.state = this.store.state;
    const database = this.state.databases[this.database ?? ""];
    const inOrder = <T extends { readonly name: string }>(items: Readonly<Record<string, T>>): readonly T[] =>
      Object.values(items).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    return {
      databases: inOrder(this.state.databases).map(({ name, owner }) => ({ name, owner })),
      roles: inOrder(this.state.roles).map(({ name, isSuperuser }) => ({ name, isSuperuser })),
      tables: inOrder(database?.tables ?? {}),
      sequences: inOrder(database?.sequences ?? {}),
    };
  }

  /** @param data what follows a `COPY … FROM stdin`. */
  run(text: string, data = ""): Outcome {
    const { transaction } = this;
    if (transaction === undefined) this.state = this.store.state;
    try {
      const statement = parseStatement(text, this.options.flavor);
      if (transaction?.hasFailed === true && statement.kind !== "rollback" && statement.kind !== "commit")
        fail({ kind: "aborted" });
      const before = this.state;
      const outcome = this.execute(statement, data);
      if (this.transaction === undefined) this.store.commit(this.state);
      else if (this.state !== before) this.transaction.done.push({ text, data });
      return outcome;
    } catch (error) {
      if (error instanceof SqlError && this.transaction !== undefined && this.options.flavor === "postgres")
        this.transaction.hasFailed = true;
      if (this.transaction === undefined) this.state = this.store.state;
      throw error;
    }
  }

  private execute(statement: Statement, data: string): Outcome {
    switch (statement.kind) {
      case "empty":
        return { tag: "" };
      case "set":
        return { tag: statement.tag, count: 0 };
      case "flush":
        return { tag: "FLUSH", count: 0 };
      case "use":
        this.database = this.found(statement.database).name;
        return { tag: "USE" };
      case "begin":
        return this.begin(statement.word);
      case "commit":
      case "rollback":
        return this.end(statement.kind, statement.word);
      case "select": {
        const { from } = statement;
        const table = select(statement, from === undefined ? undefined : this.table(from), this.environment());
        return { tag: `SELECT ${table.rows.length}`, table };
      }
      case "show": {
        const table = show(statement, this.state, {
          flavor: this.options.flavor,
          database: this.database,
          version: this.options.version,
        });
        return { tag: "SHOW", table };
      }
      case "describe":
        return { tag: "SHOW", table: describeTable(this.table(statement.table)) };
      case "insert":
      case "copy":
      case "update":
      case "delete":
        return this.change(statement, data);
      case "create role":
      case "alter role":
      case "drop role":
        return this.changeRole(statement);
      case "create database":
      case "drop database":
        return this.changeDatabase(statement);
      default:
        return this.define(statement);
    }
  }

  private begin(tag: string): Outcome {
    if (this.transaction !== undefined)
      return { tag, notices: ["WARNING:  there is already a transaction in progress"] };
    this.transaction = { base: this.state, done: [], hasFailed: false };
    return { tag, count: 0 };
  }

  private end(kind: "commit" | "rollback", tag: string): Outcome {
    const { transaction } = this;
    const isMySql = this.options.flavor === "mysql";
    if (transaction === undefined)
      return { tag, count: 0, ...(isMySql ? {} : { notices: ["WARNING:  there is no transaction in progress"] }) };
    const working = this.state;
    this.transaction = undefined;
    this.state = this.store.state;
    if (kind === "rollback" || transaction.hasFailed) return { tag: "ROLLBACK", count: 0 };
    if (transaction.base === this.store.state) this.state = working;
    else for (const { text, data } of transaction.done) this.execute(parseStatement(text, this.options.flavor), data);
    return { tag, count: 0 };
  }

  private change(
    statement: Statement & { readonly kind: "insert" | "copy" | "update" | "delete" },
    data: string,
  ): Outcome {
    const environment = this.environment();
    const database = this.databaseOf(statement.table);
    const table = this.realTable(statement.table);
    const change =
      statement.kind === "insert"
        ? insert(statement, table, environment)
        : statement.kind === "copy"
          ? copy(statement.columns, data, table, environment)
          : statement.kind === "update"
            ? update(statement, table, environment)
            : remove(statement.where, table, environment);
    if (change.count > 0) this.state = withTable(this.state, database.name, change.table);
    const tag = { insert: "INSERT 0", copy: "COPY", update: "UPDATE", delete: "DELETE" }[statement.kind];
    const returning: readonly SelectItem[] | undefined = statement.kind === "copy" ? undefined : statement.returning;
    const shown =
      returning === undefined
        ? {}
        : {
            table: select(
              { kind: "select", items: returning, isDistinct: false, groupBy: [], orderBy: [] },
              { ...table, rows: change.rows },
              environment,
            ),
          };
    return { tag: `${tag} ${change.count}`, count: change.count, ...shown };
  }

  private define(statement: Statement): Outcome {
    const { flavor, user } = this.options;
    switch (statement.kind) {
      case "create table": {
        const database = this.databaseOf(statement.table);
        const { name } = statement.table;
        if (database.tables[name] !== undefined) {
          if (!statement.ifNotExists) fail({ kind: "table exists", name });
          return { tag: "CREATE TABLE", count: 0, notices: [`NOTICE:  relation "${name}" already exists, skipping`] };
        }
        const made = { owner: user, oid: this.takeOid() };
        this.state = withDatabase(this.state, createTable(statement, database, made, flavor));
        return { tag: "CREATE TABLE", count: 0 };
      }
      case "drop table":
        return this.dropTables(statement);
      case "truncate":
        for (const name of statement.tables)
          this.setTable(name, { ...this.realTable(name), rows: [], nextAutomatic: 1 });
        return { tag: "TRUNCATE TABLE", count: 0 };
      case "create sequence": {
        const database = this.databaseOf({ name: statement.name, at: 0 });
        const sequence = { name: statement.name, last: 1, isCalled: false };
        this.state = withDatabase(this.state, {
          ...database,
          sequences: { ...database.sequences, [statement.name]: sequence },
        });
        return { tag: "CREATE SEQUENCE" };
      }
      case "own sequence": {
        const { name, table, column } = statement;
        this.setSequence(name, { ownedBy: { table, column } });
        return { tag: "ALTER SEQUENCE" };
      }
      case "set owner":
        if (this.databaseOf(statement.table).sequences[statement.table.name] === undefined)
          this.setTable(statement.table, { ...this.realTable(statement.table), owner: statement.owner });
        return { tag: "ALTER TABLE" };
      case "set default": {
        const table = this.realTable(statement.table);
        const columns = table.columns.map((column) =>
          column.name === statement.column ? { ...column, defaultText: statement.defaultText } : column,
        );
        this.setTable(statement.table, { ...table, columns });
        return { tag: "ALTER TABLE", count: 0 };
      }
      case "add key":
        this.setTable(statement.table, withKey(this.realTable(statement.table), statement.key, flavor));
        return { tag: "ALTER TABLE", count: 0 };
      case "add column": {
        const { defaultText, type, name } = statement.column;
        const environment = this.environment();
        const value =
          defaultText === undefined
            ? null
            : evaluate(parseExpression(new Reader(defaultText, flavor)), { environment, columns: [] });
        this.setTable(
          statement.table,
          addColumn(this.realTable(statement.table), statement.column, coerce(value, type, name)),
        );
        return { tag: "ALTER TABLE", count: 0 };
      }
      case "drop column":
        this.setTable(statement.table, dropColumn(this.realTable(statement.table), statement.column, statement.at));
        return { tag: "ALTER TABLE", count: 0 };
      default:
        throw new Error(`no way to execute ${statement.kind}`);
    }
  }

  private dropTables({ tables, ifExists }: Statement & { readonly kind: "drop table" }): Outcome {
    const notices: string[] = [];
    for (const name of tables) {
      const database = this.databaseOf(name);
      if (database.tables[name.name] !== undefined)
        this.state = withDatabase(this.state, dropTable(name.name, database));
      else if (ifExists) notices.push(`NOTICE:  table "${name.name}" does not exist, skipping`);
      else fail({ kind: "no table", name: this.shownName(name), at: name.at, isDrop: true });
    }
    return { tag: "DROP TABLE", count: 0, notices };
  }

  private changeDatabase(statement: Statement & { readonly kind: "create database" | "drop database" }): Outcome {
    const { name } = statement;
    const isPostgres = this.options.flavor === "postgres";
    const word = statement.kind === "create database" ? "CREATE DATABASE" : "DROP DATABASE";
    if (this.transaction !== undefined && isPostgres) fail({ kind: "in transaction", what: word });
    const existing = this.state.databases[name];
    if (statement.kind === "create database") {
      this.needSuperuser("to create database");
      if (existing !== undefined || (!isPostgres && SYSTEM_DATABASES.includes(name)))
        return statement.ifNotExists ? { tag: word, count: 1 } : fail({ kind: "database exists", name });
      const owner = statement.owner ?? this.options.user;
      this.state = withDatabase(this.state, { name, oid: this.takeOid(), owner, tables: {}, sequences: {} });
      return { tag: word, count: 1 };
    }
    if (existing === undefined) {
      if (!statement.ifExists) fail({ kind: "no database", name });
      return { tag: word, count: 0, notices: [`NOTICE:  database "${name}" does not exist, skipping`] };
    }
    const users = [...this.store.sessions].filter((session) => session.database === name);
    if (isPostgres && users.length > 0)
      fail({ kind: "database in use", name, sessions: users.includes(this) ? 0 : users.length });
    const tables = Object.keys(existing.tables).length;
    this.state = { ...this.state, databases: without(this.state.databases, name) };
    if (this.database === name) this.database = undefined;
    return { tag: word, count: tables };
  }

  private changeRole(statement: Statement & { readonly kind: "create role" | "alter role" | "drop role" }): Outcome {
    const { name } = statement;
    const existing = this.state.roles[name];
    if (name !== this.options.user) this.needSuperuser(`to ${statement.kind}`);
    if (statement.kind === "create role") {
      if (existing !== undefined && !statement.ifNotExists) fail({ kind: "role exists", name });
      const { password } = statement;
      const role = { name, isSuperuser: false, ...(password === undefined ? {} : { password }) };
      this.state = { ...this.state, roles: { ...this.state.roles, [name]: existing ?? role } };
      return { tag: "CREATE ROLE", count: 0 };
    }
    if (existing === undefined) {
      if (statement.kind === "alter role" || !statement.ifExists) fail({ kind: "no role", name });
      return { tag: "DROP ROLE", count: 0 };
    }
    const roles =
      statement.kind === "drop role"
        ? without(this.state.roles, name)
        : { ...this.state.roles, [name]: { ...existing, password: statement.password } };
    this.state = { ...this.state, roles };
    return { tag: statement.kind === "drop role" ? "DROP ROLE" : "ALTER ROLE", count: 0 };
  }

  private needSuperuser(what: string): void {
    if (this.state.roles[this.options.user]?.isSuperuser !== true) fail({ kind: "denied", what });
  }

  private takeOid(): number {
    const { nextOid } = this.state;
    this.state = { ...this.state, nextOid: nextOid + 1 };
    return nextOid;
  }

  private found(name: string): Database {
    return this.state.databases[name] ?? fail({ kind: "no database", name });
  }

  private databaseOf({ qualifier }: TableName): Database {
    const isDatabase = this.options.flavor === "mysql" && qualifier !== undefined;
    const name = isDatabase ? qualifier : this.database;
    return name === undefined ? fail({ kind: "no database selected" }) : this.found(name);
  }

  private shownName({ name, qualifier }: TableName): string {
    if (this.options.flavor === "mysql") return `${qualifier ?? this.database}.${name}`;
    return qualifier === undefined ? name : `${qualifier}.${name}`;
  }

  private table(name: TableName): Table {
    return virtualTable(name, this.state, this.options.flavor, this.database) ?? this.realTable(name);
  }

  private realTable(name: TableName): Table {
    const table = this.databaseOf(name).tables[name.name];
    return table ?? fail({ kind: "no table", name: this.shownName(name), at: name.at });
  }

  private setTable(name: TableName, table: Table): void {
    this.state = withTable(this.state, this.databaseOf(name).name, table);
  }

  private setSequence(name: string, change: object): void {
    const database = this.databaseOf({ name, at: 0 });
    const sequence = database.sequences[name];
    if (sequence === undefined) fail({ kind: "no table", name, at: -1 });
    const sequences = { ...database.sequences, [name]: { ...sequence, ...change } };
    this.state = withDatabase(this.state, { ...database, sequences });
  }

  private environment(): Environment {
    const { flavor, user, version, machine } = this.options;
    return {
      flavor,
      user,
      version,
      database: this.database,
      hostname: machine.hostname,
      address: machine.network.addresses[0] ?? "127.0.0.1",
      nowMs: machine.now(),
      random: () => machine.random(),
      nextValue: (name) => {
        const sequence = this.databaseOf({ name, at: 0 }).sequences[name];
        const next = sequence === undefined || !sequence.isCalled ? (sequence?.last ?? 1) : sequence.last + 1;
        this.setSequence(name, { last: next, isCalled: true });
        return next;
      },
      setValue: (name, last, isCalled) => this.setSequence(name, { last, isCalled }),
    };
  }
}
