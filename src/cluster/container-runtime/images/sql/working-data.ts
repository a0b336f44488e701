// What one connection works on: the data as it sees them, and the database that it is in. Statements find and change things here; whether
// others will ever see the changes is the transaction's business.

import type { Machine } from "../../../../shell/process.ts";
import type { Environment } from "./environment.ts";
import { fail } from "./fault.ts";
import type { Flavor } from "./lex.ts";
import { type Database, type State, type Table, withDatabase, withTable } from "./state.ts";
import type { TableName } from "./syntax.ts";
import { virtualTable } from "./virtual-tables.ts";

export interface SessionOptions {
  readonly flavor: Flavor;
  readonly version: string;
  readonly user: string;
  readonly database: string | undefined;
  readonly machine: Machine;
}

export class WorkingData {
  database: string | undefined;

  constructor(
    public state: State,
    readonly options: SessionOptions,
  ) {
    this.database = options.database;
  }

  needSuperuser(what: string): void {
    if (this.state.roles[this.options.user]?.isSuperuser !== true) fail({ kind: "denied", what });
  }

  takeOid(): number {
    const { nextOid } = this.state;
    this.state = { ...this.state, nextOid: nextOid + 1 };
    return nextOid;
  }

  found(name: string): Database {
    return this.state.databases[name] ?? fail({ kind: "no database", name });
  }

  databaseOf({ qualifier }: TableName): Database {
    const isDatabase = this.options.flavor === "mysql" && qualifier !== undefined;
    const name = isDatabase ? qualifier : this.database;
    return name === undefined ? fail({ kind: "no database selected" }) : this.found(name);
  }

  shownName({ name, qualifier }: TableName): string {
    if (this.options.flavor === "mysql") return `${qualifier ?? this.database}.${name}`;
    return qualifier === undefined ? name : `${qualifier}.${name}`;
  }

  table(name: TableName): Table {
    return virtualTable(name, this.state, this.options.flavor, this.database) ?? this.realTable(name);
  }

  realTable(name: TableName): Table {
    const table = this.databaseOf(name).tables[name.name];
    return table ?? fail({ kind: "no table", name: this.shownName(name), at: name.at });
  }

  setDatabase(database: Database): void {
    this.state = withDatabase(this.state, database);
  }

  setTable(name: TableName, table: Table): void {
    this.state = withTable(this.state, this.databaseOf(name).name, table);
  }

  setSequence(name: string, change: object): void {
    const database = this.databaseOf({ name, at: 0 });
    const sequence = database.sequences[name];
    if (sequence === undefined) fail({ kind: "no table", name, at: -1 });
    const sequences = { ...database.sequences, [name]: { ...sequence, ...change } };
    this.setDatabase({ ...database, sequences });
  }

  environment(): Environment {
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
