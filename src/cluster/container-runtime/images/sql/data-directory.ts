// Stands for the files of a data directory: what is committed is in them, and in nothing else, so that a volume keeps it.

import { FileError, type FileTree } from "../../../../shell/files.ts";
import { parentOf } from "../../../../shell/paths.ts";
import { strerror } from "../../../../shell/strerror.ts";
import { fail } from "./fault.ts";
import type { Flavor } from "./lex.ts";
import type { Database, Role, State, Table } from "./state.ts";

/** Who owns the files that a server makes, where it may give them away. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export class DataDirectory {
  constructor(
    private readonly files: FileTree,
    readonly path: string,
    private readonly flavor: Flavor,
    private readonly owner: Owner | undefined,
  ) {}

  /** Writes a file, and the directories on the way to it. */
  put(name: string, content: string, mode = 0o600): void {
    const path = `${this.path}/${name}`;
    this.makeDirectory(parentOf(path));
    const isNew = !this.files.exists(path);
    this.files.write(path, content);
    if (isNew) this.files.setMode(path, mode);
    if (isNew) this.give(path);
  }

  makeDirectory(path: string): void {
    if (path === "/" || this.files.exists(path)) return;
    this.makeDirectory(parentOf(path));
    this.files.makeDirectory(path, 0o700);
    this.give(path);
  }

  load(): State {
    const roles = this.lines<Role>(this.rolesFile);
    const databases = this.lines<Pick<Database, "name" | "oid" | "owner">>(this.databasesFile);
    const full = databases.map(
      (database): Database => ({
        ...database,
        sequences: byName(this.lines(this.sequencesFile(database))),
        tables: byName(this.tablesOf(database)),
      }),
    );
    const oids = full.flatMap(({ oid, tables }) => [oid, ...Object.values(tables).map((table) => table.oid)]);
    return { roles: byName(roles), databases: byName(full), nextOid: Math.max(16383, ...oids) + 1 };
  }

  /** Brings the files from one state to the next. */
  save(before: State | undefined, after: State): void {
    if (before?.roles !== after.roles) this.putLines(this.rolesFile, Object.values(after.roles));
    if (before?.databases === after.databases) return;
    const databases = Object.values(after.databases);
    const gone = Object.values(before?.databases ?? {}).filter(({ name }) => after.databases[name] === undefined);
    for (const database of gone) this.removeDatabase(database);
    if (before === undefined || databases.length !== Object.keys(before.databases).length || gone.length > 0)
      this.putLines(
        this.databasesFile,
        databases.map(({ name, oid, owner }) => ({ name, oid, owner })),
      );
    for (const database of databases) this.saveDatabase(before?.databases[database.name], database);
  }

  private saveDatabase(before: Database | undefined, after: Database): void {
    if (before === after) return;
    this.makeDirectory(`${this.path}/${this.folder(after)}`);
    if (
      before?.sequences !== after.sequences &&
      (this.flavor === "postgres" || Object.keys(after.sequences).length > 0)
    )
      this.putLines(this.sequencesFile(after), Object.values(after.sequences));
    for (const table of Object.values(before?.tables ?? {})) {
      if (after.tables[table.name]?.oid !== table.oid) this.remove(this.tableFile(after, table));
    }
    for (const table of Object.values(after.tables)) {
      if (before?.tables[table.name] === table) continue;
      const { rows, ...head } = table;
      this.putLines(this.tableFile(after, table), [head, ...rows]);
    }
  }

  private tablesOf(database: Pick<Database, "name" | "oid">): readonly Table[] {
    const folder = this.folder(database);
    const isTable = this.flavor === "postgres" ? /^\d{5,}$/ : /\.ibd$/;
    const names = this.files.exists(`${this.path}/${folder}`) ? this.files.list(`${this.path}/${folder}`) : [];
    return names
      .filter((name) => isTable.test(name))
      .map((name) => {
        const [head, ...rows] = this.lines<unknown>(`${folder}/${name}`);
        return { ...(head as Omit<Table, "rows">), rows: rows as Table["rows"] };
      })
      .toSorted((a, b) => a.oid - b.oid);
  }

  private get rolesFile(): string {
    return this.flavor === "postgres" ? "global/1260" : "mysql.ibd";
  }

  private get databasesFile(): string {
    return this.flavor === "postgres" ? "global/1262" : "ibdata1";
  }

  private folder({ name, oid }: Pick<Database, "name" | "oid">): string {
    return this.flavor === "postgres" ? `base/${oid}` : name;
  }

  private sequencesFile(database: Pick<Database, "name" | "oid">): string {
    return `${this.folder(database)}/2224`;
  }

  private tableFile(database: Pick<Database, "name" | "oid">, table: Table): string {
    return `${this.folder(database)}/${this.flavor === "postgres" ? table.oid : `${table.name}.ibd`}`;
  }

  private lines<T>(name: string): readonly T[] {
    const path = `${this.path}/${name}`;
    if (!this.files.exists(path)) return [];
    const lines = this.files.read(path).split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as T);
  }

  private putLines(name: string, items: readonly unknown[]): void {
    try {
      this.put(name, items.map((item) => `${JSON.stringify(item)}\n`).join(""));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      fail({ kind: "disk", path: name, why: strerror(error.code) });
    }
  }

  private removeDatabase(database: Database): void {
    const folder = `${this.path}/${this.folder(database)}`;
    if (!this.files.exists(folder)) return;
    for (const name of this.files.list(folder)) this.files.remove(`${folder}/${name}`);
    this.files.remove(folder);
  }

  private remove(name: string): void {
    if (this.files.exists(`${this.path}/${name}`)) this.files.remove(`${this.path}/${name}`);
  }

  private give(path: string): void {
    if (this.owner !== undefined) this.files.setOwner(path, this.owner.uid, this.owner.gid);
  }
}

function byName<T extends { readonly name: string }>(items: readonly T[]): Readonly<Record<string, T>> {
  return Object.fromEntries(items.map((item) => [item.name, item]));
}
