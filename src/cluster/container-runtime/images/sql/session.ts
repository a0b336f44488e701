// One connection's dealings with the server: statement after statement, inside or outside of a transaction.
// Simplified: writers do not wait for each other; a transaction that finds the data changed by another one is done again at its COMMIT, and locks are nothing to be seen.

import { fail, SqlError } from "./fault.ts";
import { sourceOf, withoutSubqueries } from "./joins.ts";
import type { Outcome } from "./outcome.ts";
import { parseStatement } from "./parse.ts";
import { select } from "./select.ts";
import { describeTable, show } from "./show.ts";
import type { State } from "./state.ts";
import { change } from "./statements/changes.ts";
import { changeDatabase } from "./statements/databases.ts";
import { define } from "./statements/definitions.ts";
import { changeRole } from "./statements/roles.ts";
import type { Store } from "./store.ts";
import type { Statement, TableName } from "./syntax.ts";
import type { Catalogue } from "./wire.ts";
import { type SessionOptions, WorkingData } from "./working-data.ts";

interface Transaction {
  readonly base: State;
  readonly done: { readonly text: string; readonly data: string }[];
  hasFailed: boolean;
}

export class Session {
  private readonly data: WorkingData;
  private transaction: Transaction | undefined;

  constructor(
    private readonly store: Store,
    private readonly options: SessionOptions,
  ) {
    this.data = new WorkingData(store.state, options);
    store.sessions.add(this);
  }

  get database(): string | undefined {
    return this.data.database;
  }

  get status(): "idle" | "open" | "failed" {
    if (this.transaction === undefined) return "idle";
    return this.transaction.hasFailed ? "failed" : "open";
  }

  close(): void {
    this.store.sessions.delete(this);
  }

  catalogue(): Catalogue {
    if (this.transaction === undefined) this.data.state = this.store.state;
    const database = this.data.state.databases[this.database ?? ""];
    const inOrder = <T extends { readonly name: string }>(items: Readonly<Record<string, T>>): readonly T[] =>
      Object.values(items).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    return {
      databases: inOrder(this.data.state.databases).map(({ name, owner }) => ({ name, owner })),
      roles: inOrder(this.data.state.roles).map(({ name, isSuperuser }) => ({ name, isSuperuser })),
      tables: inOrder(database?.tables ?? {}),
      sequences: inOrder(database?.sequences ?? {}),
    };
  }

  /** @param data what follows a `COPY … FROM stdin`. */
  run(text: string, data = ""): Outcome {
    const { transaction } = this;
    if (transaction === undefined) this.data.state = this.store.state;
    try {
      const statement = parseStatement(text, this.options.flavor);
      if (transaction?.hasFailed === true && statement.kind !== "rollback" && statement.kind !== "commit")
        fail({ kind: "aborted" });
      const before = this.data.state;
      const outcome = this.execute(statement, data);
      if (this.transaction === undefined) this.store.commit(this.data.state);
      else if (this.data.state !== before) this.transaction.done.push({ text, data });
      return outcome;
    } catch (error) {
      if (error instanceof SqlError && this.transaction !== undefined && this.options.flavor === "postgres")
        this.transaction.hasFailed = true;
      if (this.transaction === undefined) this.data.state = this.store.state;
      throw error;
    }
  }

  private execute(statement: Statement, text: string): Outcome {
    switch (statement.kind) {
      case "empty":
        return { tag: "" };
      case "set":
        return { tag: statement.tag, count: 0 };
      case "flush":
        return { tag: "FLUSH", count: 0 };
      case "use":
        this.data.database = this.data.found(statement.database).name;
        return { tag: "USE" };
      case "begin":
        return this.begin(statement.word);
      case "commit":
      case "rollback":
        return this.end(statement.kind, statement.word);
      case "select": {
        const environment = this.data.environment();
        const find = (name: TableName) => this.data.table(name);
        const whole = withoutSubqueries(statement, find, environment);
        const table = select(whole, sourceOf(whole, find, environment), environment);
        return { tag: `SELECT ${table.rows.length}`, table };
      }
      case "show": {
        const table = show(statement, this.data.state, {
          flavor: this.options.flavor,
          database: this.database,
          version: this.options.version,
        });
        return { tag: "SHOW", table };
      }
      case "describe":
        return { tag: "SHOW", table: describeTable(this.data.table(statement.table)) };
      case "insert":
      case "copy":
      case "update":
      case "delete":
        return change(this.data, statement, text);
      case "create role":
      case "alter role":
      case "drop role":
        return changeRole(this.data, statement);
      case "create database":
      case "drop database":
        return changeDatabase(this.data, statement, {
          own: this,
          sessions: this.store.sessions,
          isInTransaction: this.transaction !== undefined,
        });
      default:
        return define(this.data, statement);
    }
  }

  private begin(tag: string): Outcome {
    if (this.transaction !== undefined)
      return { tag, notices: ["WARNING:  there is already a transaction in progress"] };
    this.transaction = { base: this.data.state, done: [], hasFailed: false };
    return { tag, count: 0 };
  }

  private end(kind: "commit" | "rollback", tag: string): Outcome {
    const { transaction } = this;
    const isMySql = this.options.flavor === "mysql";
    if (transaction === undefined)
      return { tag, count: 0, ...(isMySql ? {} : { notices: ["WARNING:  there is no transaction in progress"] }) };
    const working = this.data.state;
    this.transaction = undefined;
    this.data.state = this.store.state;
    if (kind === "rollback" || transaction.hasFailed) return { tag: "ROLLBACK", count: 0 };
    if (transaction.base === this.store.state) this.data.state = working;
    else for (const { text, data } of transaction.done) this.execute(parseStatement(text, this.options.flavor), data);
    return { tag, count: 0 };
  }
}
