// The commands of psql itself, those that start with a backslash.

import type { Process } from "../../../../shell/process.ts";
import type { Doing } from "../../../../shell/reading.ts";
import type { ResultTable } from "../sql/select.ts";
import type { Table } from "../sql/state.ts";
import type { Catalogue } from "../sql/wire.ts";
import { formatTable, type PsqlStyle } from "./psql-table.ts";

/** What these commands may see and change of the session they are given in. */
interface PsqlSession {
  readonly process: Process;
  readonly database: string;
  readonly user: string;
  isOver: boolean;
  style: PsqlStyle;
  catalogue(): Doing<Catalogue | undefined>;
  reconnect(database: string, user: string): Doing<boolean>;
  print(text: string): void;
  complain(text: string): void;
}

/** False when it could not be done. */
export function* metaCommand(session: PsqlSession, text: string): Doing<boolean> {
  const [word = "", ...args] = text.replace(/;$/, "").split(/\s+/);
  const name = word.replace(/^\\/, "").replace(/\+$/, "");
  switch (name) {
    case "q":
      session.isOver = true;
      return true;
    case "x":
      session.style = { ...session.style, isExpanded: !session.style.isExpanded };
      session.print(`Expanded display is ${session.style.isExpanded ? "on" : "off"}.\n`);
      return true;
    case "t":
      session.style = { ...session.style, tuplesOnly: !session.style.tuplesOnly };
      session.print(`Tuples only is ${session.style.tuplesOnly ? "on" : "off"}.\n`);
      return true;
    case "a":
      session.style = { ...session.style, isAligned: !session.style.isAligned };
      session.print(`Output format is ${session.style.isAligned ? "aligned" : "unaligned"}.\n`);
      return true;
    case "echo":
      session.print(`${args.join(" ")}\n`);
      return true;
    // Newer dumps fence themselves in with these.
    case "restrict":
    case "unrestrict":
      return true;
    case "c":
    case "connect":
      return yield* reconnect(session, args);
    case "conninfo":
      session.print(`You are connected to database "${session.database}" as user "${session.user}".\n`);
      return true;
    case "l":
    case "dt":
    case "d":
    case "ds":
    case "du":
    case "dn":
      return yield* list(session, name, args[0]);
    case "?":
    case "h":
    case "i":
    case "e":
    case "copy":
    case "timing":
    case "set":
    case "watch":
    case "pset":
    case "df":
    case "dv":
    case "di":
    case "dp":
    case "dx":
    case "o":
    case "password":
      session.complain(`k8s-tutor does not simulate \\${name}`);
      return false;
    default:
      session.complain(
        `invalid command \\${name}\nTry \\? for help.`.replace(/^/, session.process.stdin.isTerminal ? "" : "error: "),
      );
      return false;
  }
}

function* reconnect(session: PsqlSession, [database, user]: readonly string[]): Doing<boolean> {
  if (!(yield* session.reconnect(database ?? session.database, user ?? session.user))) return false;
  session.print(`You are now connected to database "${session.database}" as user "${session.user}".\n`);
  return true;
}

function* list(session: PsqlSession, what: string, name: string | undefined): Doing<boolean> {
  const catalogue = yield* session.catalogue();
  if (catalogue === undefined) return false;
  const { databases, tables, sequences, roles } = catalogue;
  const show = (
    title: string,
    names: readonly string[],
    rows: ResultTable["rows"],
    footer?: readonly string[],
  ): true => {
    const table = { columns: names.map((each) => ({ name: each, isNumber: false })), rows };
    session.print(formatTable(table, { ...session.style, title, ...(footer === undefined ? {} : { footer }) }));
    return true;
  };
  if (what === "l") {
    const rows = databases.map(({ name: each, owner }) => {
      const access = each.startsWith("template") ? `=c/${owner}\n${owner}=CTc/${owner}` : null;
      return [each, owner, "UTF8", "libc", "en_US.utf8", "en_US.utf8", null, null, access];
    });
    return show(
      "List of databases",
      ["Name", "Owner", "Encoding", "Locale Provider", "Collate", "Ctype", "Locale", "ICU Rules", "Access privileges"],
      rows,
    );
  }
  if (what === "du") {
    const rows = roles.map((role) => [
      role.name,
      role.isSuperuser ? "Superuser, Create role, Create DB, Replication, Bypass RLS" : null,
    ]);
    return show("List of roles", ["Role name", "Attributes"], rows, []);
  }
  if (what === "dn") return show("List of schemas", ["Name", "Owner"], [["public", "pg_database_owner"]]);
  const relations = [
    ...(what === "ds" ? [] : tables.map((table) => ({ name: table.name, type: "table", owner: table.owner }))),
    ...(what === "dt"
      ? []
      : sequences.map((sequence) => ({
          name: sequence.name,
          type: "sequence",
          owner: tables[0]?.owner ?? session.user,
        }))),
  ].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const wanted = name?.replace(/^public\./, "");
  const table = what === "d" ? tables.find((each) => each.name === wanted) : undefined;
  if (table !== undefined) return describe(table, show);
  const found = wanted === undefined ? relations : relations.filter((each) => each.name === wanted);
  if (found.length > 0 && !(what === "d" && wanted !== undefined))
    return show(
      "List of relations",
      ["Schema", "Name", "Type", "Owner"],
      found.map((each) => ["public", each.name, each.type, each.owner]),
    );
  session.complain(name === undefined ? "Did not find any relations." : `Did not find any relation named "${name}".`);
  return name === undefined;
}

type Show = (title: string, names: readonly string[], rows: ResultTable["rows"], footer?: readonly string[]) => true;

function describe(table: Table, show: Show): true {
  const rows = table.columns.map(({ name, type, isNotNull, defaultText }) => [
    name,
    type.name,
    null,
    isNotNull ? "not null" : null,
    defaultText === undefined ? null : shownDefault(defaultText, type.name),
  ]);
  const indexes = table.keys.map(({ name, columns, isPrimary }) => {
    const kind = isPrimary ? "PRIMARY KEY" : "UNIQUE CONSTRAINT";
    return `    "${name}" ${kind}, btree (${columns.join(", ")})`;
  });
  const footer = indexes.length === 0 ? [] : ["Indexes:", ...indexes];
  return show(`Table "public.${table.name}"`, ["Column", "Type", "Collation", "Nullable", "Default"], rows, footer);
}

/** The server keeps a text default with its type. */
export function shownDefault(text: string, type: string): string {
  if (/^current_timestamp$/i.test(text)) return "CURRENT_TIMESTAMP";
  return /^'.*'$/s.test(text) ? `${text}::${type.replace(/\(.*\)/, "")}` : text;
}
