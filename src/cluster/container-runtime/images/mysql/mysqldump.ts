// Stands for mysqldump: a database as the script that makes its tables again.

import type { Program } from "../../../../shell/process.ts";
import type { Table } from "../sql/state.ts";
import { createTableText } from "../sql/table-text.ts";
import { formatValue } from "../sql/types.ts";
import { ask } from "../sql/wire.ts";
import { connectMySql, parseMySqlOptions, warnOfPassword } from "./client.ts";
import { type Release, serverVersion } from "./release.ts";

export function mysqldump(release: Release): Program {
  const program = release.name === "mysql" ? "mysqldump" : "mariadb-dump";
  return function* (process) {
    const options = parseMySqlOptions(process);
    const { others, words } = options;
    warnOfPassword(process, options, program, release);
    const complain = (text: string): number => {
      process.stderr.write(`${program}: ${text}\n`);
      return 2;
    };
    if (others["all-databases"] !== undefined || others.A !== undefined)
      return complain("k8s-tutor does not simulate --all-databases");
    const isNamed = others.databases !== undefined;
    const [database, ...names] = words;
    if (database === undefined) {
      process.stderr.write(`Usage: ${program} [OPTIONS] database [tables]\nFor more options, use ${program} --help\n`);
      return 1;
    }
    const connected = yield* connectMySql(process, options, release, { database });
    if (connected.kind === "failed") {
      const { number, message } = connected.error;
      return complain(`Got error: ${number}: ${message} when trying to connect`);
    }
    const reply = yield* ask(connected.socket, { kind: "catalogue" });
    connected.socket.close();
    if (reply?.kind !== "catalogue") return complain("Error 2013: Lost connection to MySQL server during query");
    const tables = reply.catalogue.tables.filter(({ name }) => names.length === 0 || isNamed || names.includes(name));
    const made = isNamed ? `\nCREATE DATABASE IF NOT EXISTS \`${database}\`;\n\nUSE \`${database}\`;\n` : "";
    const head = `-- ${release.name === "mysql" ? "MySQL" : "MariaDB"} dump  Distrib ${serverVersion(release)}, for Linux (x86_64)\n--\n-- Host: ${options.host ?? "localhost"}    Database: ${database}\n-- ------------------------------------------------------\n-- Server version\t${connected.version}\n${made}`;
    const ended = new Date(process.machine.now()).toISOString().slice(0, 19).replace("T", " ");
    process.stdout.write(
      `${head}${tables.map((table) => tableDump(table, others["no-data"] === undefined)).join("")}\n-- Dump completed on ${ended}\n`,
    );
    return 0;
  };
}

function tableDump(table: Table, withData: boolean): string {
  const { name, columns, rows } = table;
  const structure = `\n--\n-- Table structure for table \`${name}\`\n--\n\nDROP TABLE IF EXISTS \`${name}\`;\n${createTableText(table)};\n`;
  if (!withData) return structure;
  const values = rows.map((row) => {
    const cells = row.map((value, index) => {
      const type = columns[index]?.type;
      const text = type === undefined ? null : formatValue(value, type, "mysql");
      if (text === null) return "NULL";
      return typeof value === "number"
        ? text
        : `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
    });
    return `(${cells.join(",")})`;
  });
  const insert = values.length === 0 ? "" : `INSERT INTO \`${name}\` VALUES ${values.join(",")};\n`;
  return `${structure}\n--\n-- Dumping data for table \`${name}\`\n--\n\nLOCK TABLES \`${name}\` WRITE;\n${insert}UNLOCK TABLES;\n`;
}
