// Stands for pg_dump: a database as the script that makes it again.

import { FileError } from "../../../../shell/files.ts";
import { resolvePath } from "../../../../shell/paths.ts";
import type { Program } from "../../../../shell/process.ts";
import { strerror } from "../../../../shell/strerror.ts";
import type { Sequence, Table } from "../sql/state.ts";
import { formatValue } from "../sql/types.ts";
import { ask, type Catalogue } from "../sql/wire.ts";
import { connectPostgres, targetOf } from "./connect.ts";
import { shownDefault } from "./psql-meta.ts";
import { CONNECTION_OPTIONS, parseOptions, wishesOf } from "./psql-options.ts";
import { fullVersion, type Release } from "./release.ts";

const OPTIONS = {
  ...CONNECTION_OPTIONS,
  f: "file=",
  F: "format=",
  t: "table=",
  s: "schema-only",
  a: "data-only",
  c: "clean",
  O: "no-owner",
  x: "no-privileges",
  v: "verbose",
  V: "version",
  "\u0000": "inserts",
  "\u0001": "if-exists",
  "\u0002": "no-acl",
};

interface DumpOptions {
  readonly schema: boolean;
  readonly data: boolean;
  readonly isClean: boolean;
  readonly owners: boolean;
  readonly table: string | undefined;
}

export function pgDump(release: Release): Program {
  return function* (process) {
    const parsed = parseOptions(process.argv.slice(1), OPTIONS);
    const complain = (text: string): number => {
      process.stderr.write(`pg_dump: ${text}\n`);
      return 1;
    };
    const hint = 'pg_dump: hint: Try "pg_dump --help" for more information.';
    if ("error" in parsed) return complain(`${parsed.error}\n${hint}`);
    const has = (name: string): boolean => parsed.options.some((option) => option.name === name);
    const value = (name: string): string | undefined =>
      parsed.options.findLast((option) => option.name === name)?.value;
    if (has("version")) {
      process.stdout.write(`pg_dump (PostgreSQL) ${fullVersion(release)}\n`);
      return 0;
    }
    const extra = parsed.words[has("dbname") ? 0 : 1];
    if (extra !== undefined) return complain(`error: too many command-line arguments (first is "${extra}")\n${hint}`);
    const format = value("format") ?? "p";
    if (format !== "p" && format !== "plain")
      return complain(`error: k8s-tutor does not simulate the archive format "${format}", only plain text`);
    if (has("inserts")) return complain("error: k8s-tutor does not simulate --inserts");
    const connected = yield* connectPostgres(process, targetOf(process, wishesOf(parsed)));
    if (connected.kind === "failed") return complain(`error: ${connected.error}`);
    const reply = yield* ask(connected.socket, { kind: "catalogue" });
    connected.socket.close();
    if (reply?.kind !== "catalogue") return complain("error: server closed the connection unexpectedly");
    const table = value("table")?.replace(/^public\./, "");
    if (table !== undefined && !reply.catalogue.tables.some(({ name }) => name === table))
      return complain("error: no matching tables were found");
    const text = dumpText(
      reply.catalogue,
      { server: connected.version, client: fullVersion(release) },
      {
        schema: !has("data-only"),
        data: !has("schema-only"),
        isClean: has("clean"),
        owners: !has("no-owner"),
        table,
      },
    );
    const file = value("file");
    if (file === undefined) {
      process.stdout.write(text);
      return 0;
    }
    try {
      process.machine.files.write(resolvePath(process.cwd, file), text);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return complain(`error: could not open output file "${file}": ${strerror(error.code)}`);
    }
    return 0;
  };
}

function heading(name: string, type: string, owner: string): string {
  return `--\n-- Name: ${name}; Type: ${type}; Schema: public; Owner: ${owner}\n--\n\n`;
}

export function dumpText(
  { tables: all, sequences: every }: Catalogue,
  versions: { readonly server: string; readonly client: string },
  options: DumpOptions,
): string {
  const tables = all.filter(({ name }) => options.table === undefined || name === options.table);
  const sequences = every.filter(({ ownedBy }) => options.table === undefined || ownedBy?.table === options.table);
  const parts = [
    "--\n-- PostgreSQL database dump\n--\n\n",
    `-- Dumped from database version ${versions.server}\n-- Dumped by pg_dump version ${versions.client}\n\n`,
    "SET statement_timeout = 0;\nSET lock_timeout = 0;\nSET idle_in_transaction_session_timeout = 0;\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\nSELECT pg_catalog.set_config('search_path', '', false);\nSET check_function_bodies = false;\nSET xmloption = content;\nSET client_min_messages = warning;\nSET row_security = off;\n\n",
    ...(options.isClean ? tables.map(({ name }) => `DROP TABLE public.${name};\n`) : []),
    ...(options.schema ? ["SET default_tablespace = '';\n\nSET default_table_access_method = heap;\n\n"] : []),
    ...(options.schema ? tables.map((table) => tableText(table, sequences, options)) : []),
    ...(options.data ? tables.map((table) => dataText(table)) : []),
    ...(options.data ? sequences.map((sequence) => setvalText(sequence)) : []),
    ...(options.schema ? tables.map((table) => keysText(table)) : []),
    "--\n-- PostgreSQL database dump complete\n--\n\n",
  ];
  return parts.join("");
}

function tableText(table: Table, sequences: readonly Sequence[], { owners }: DumpOptions): string {
  const { name, owner } = table;
  const own = sequences.filter(({ ownedBy }) => ownedBy?.table === name);
  const counted = own.map(({ ownedBy }) => ownedBy?.column);
  const columns = table.columns.map((column) => {
    const hasDefault = column.defaultText !== undefined && !counted.includes(column.name);
    const standard = hasDefault ? ` DEFAULT ${shownDefault(column.defaultText ?? "", column.type.name)}` : "";
    return `    ${column.name} ${column.type.name}${standard}${column.isNotNull ? " NOT NULL" : ""}`;
  });
  const belongs = (kind: string, which: string): string =>
    owners ? `ALTER ${kind} public.${which} OWNER TO ${owner};\n\n` : "";
  const made = `${heading(name, "TABLE", owner)}CREATE TABLE public.${name} (\n${columns.join(",\n")}\n);\n\n\n${belongs("TABLE", name)}`;
  const counters = own.map(({ name: sequence, ownedBy }) => {
    const type = table.columns.find((column) => column.name === ownedBy?.column)?.type.name ?? "bigint";
    const integer = type === "bigint" ? "" : `    AS ${type}\n`;
    return `${heading(sequence, "SEQUENCE", owner)}CREATE SEQUENCE public.${sequence}\n${integer}    START WITH 1\n    INCREMENT BY 1\n    NO MINVALUE\n    NO MAXVALUE\n    CACHE 1;\n\n\n${belongs("SEQUENCE", sequence)}${heading(sequence, "SEQUENCE OWNED BY", owner)}ALTER SEQUENCE public.${sequence} OWNED BY public.${name}.${ownedBy?.column};\n\n\n${heading(`${name} ${ownedBy?.column}`, "DEFAULT", owner)}ALTER TABLE ONLY public.${name} ALTER COLUMN ${ownedBy?.column} SET DEFAULT nextval('public.${sequence}'::regclass);\n\n\n`;
  });
  return made + counters.join("");
}

function dataText({ name, owner, columns, rows }: Table): string {
  const lines = rows.map((row) =>
    row
      .map((value, index) => {
        const type = columns[index]?.type;
        const text = type === undefined ? null : formatValue(value, type, "postgres");
        return text === null ? "\\N" : text.replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n");
      })
      .join("\t"),
  );
  const list = columns.map((column) => column.name).join(", ");
  const data = lines.map((line) => `${line}\n`).join("");
  return `--\n-- Data for Name: ${name}; Type: TABLE DATA; Schema: public; Owner: ${owner}\n--\n\nCOPY public.${name} (${list}) FROM stdin;\n${data}\\.\n\n\n`;
}

function setvalText({ name, last, isCalled }: Sequence): string {
  return `--\n-- Name: ${name}; Type: SEQUENCE SET; Schema: public\n--\n\nSELECT pg_catalog.setval('public.${name}', ${last}, ${isCalled});\n\n\n`;
}

function keysText({ name, owner, keys }: Table): string {
  return keys
    .map(
      (key) =>
        `${heading(`${name} ${key.name}`, "CONSTRAINT", owner)}ALTER TABLE ONLY public.${name}\n    ADD CONSTRAINT ${key.name} ${key.isPrimary ? "PRIMARY KEY" : "UNIQUE"} (${key.columns.join(", ")});\n\n\n`,
    )
    .join("");
}
