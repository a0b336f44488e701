// Stands for the mysql client.

import { resolvePath } from "../../../../shell/paths.ts";
import type { Process, Program, Socket } from "../../../../shell/process.ts";
import type { Doing } from "../../../../shell/reading.ts";
import { splitStatement } from "../sql/lex.ts";
import { LineInput } from "../sql/line-input.ts";
import type { Outcome } from "../sql/outcome.ts";
import { ask } from "../sql/wire.ts";
import { connectMySql, formatMySqlError, parseMySqlOptions, warnOfPassword } from "./client.ts";
import { framed, tabbed, vertical } from "./mysql-table.ts";
import { type Release, serverVersion } from "./release.ts";

export function mysqlClient(release: Release): Program {
  return function* (process) {
    const options = parseMySqlOptions(process);
    const { others, words } = options;
    if (others.version !== undefined || others.V !== undefined) {
      process.stdout.write(`mysql  Ver ${serverVersion(release)} for Linux on x86_64 (MySQL Community Server - GPL)\n`);
      return 0;
    }
    warnOfPassword(process, options, "mysql", release);
    const database = others.database ?? words[0];
    const connected = yield* connectMySql(process, options, release, database === undefined ? {} : { database });
    if (connected.kind === "failed") {
      process.stderr.write(`${formatMySqlError(connected.error)}\n`);
      return 1;
    }
    const file = others["init-file"];
    const isTyped = others.execute === undefined && file === undefined && process.stdin.isTerminal;
    const client = new Client(process, connected.socket, release, {
      isFramed: others.batch === undefined && (others.table !== undefined || process.stdout.isTerminal),
      showsNames: others["skip-column-names"] === undefined,
      isTyped,
      database,
      stopsOnError: others.force === undefined,
    });
    try {
      if (others.execute !== undefined) return (yield* client.run(others.execute)) ? 0 : 1;
      if (file !== undefined)
        return (yield* client.run(process.machine.files.read(resolvePath(process.cwd, file)))) ? 0 : 1;
      if (isTyped) process.stdout.write(greeting(release, connected.version, connected.connection));
      return yield* client.readAll();
    } finally {
      connected.socket.close();
    }
  };
}

function greeting({ name }: Release, version: string, connection: number): string {
  const product = name === "mysql" ? "MySQL" : "MariaDB";
  const edition = name === "mysql" ? " MySQL Community Server - GPL" : " mariadb.org binary distribution";
  const owner =
    name === "mysql"
      ? "Copyright (c) 2000, 2025, Oracle and/or its affiliates."
      : "Copyright (c) 2000, 2018, Oracle, MariaDB Corporation Ab and others.";
  return `Welcome to the ${product} monitor.  Commands end with ; or \\g.\nYour ${product} connection id is ${connection}\nServer version: ${version}${edition}\n\n${owner}\n\nType 'help;' or '\\h' for help. Type '\\c' to clear the current input statement.\n\n`;
}

interface Style {
  readonly isFramed: boolean;
  readonly showsNames: boolean;
  readonly isTyped: boolean;
  readonly stopsOnError: boolean;
  readonly database: string | undefined;
}

class Client {
  private buffer = "";
  private open = "";
  private line = 0;
  private database: string | undefined;

  constructor(
    private readonly process: Process,
    private readonly socket: Socket,
    private readonly release: Release,
    private readonly style: Style,
  ) {
    this.database = style.database;
  }

  /** Statement after statement; false when one has failed. */
  *run(text: string): Doing<boolean> {
    for (const line of text.split("\n")) {
      this.line++;
      if (!(yield* this.feed(`${line}\n`))) return false;
    }
    const rest = this.buffer.trim();
    this.buffer = "";
    return rest === "" || (yield* this.send(rest, false));
  }

  *readAll(): Doing<number> {
    const input = new LineInput(this.process);
    const { isTyped, stopsOnError } = this.style;
    for (let line = yield* input.next(this.prompt); ; line = yield* input.next(this.prompt)) {
      if (line.kind === "interrupted") {
        this.buffer = "";
        this.open = "";
        this.process.stdout.write("\n");
        continue;
      }
      if (line.kind === "end") {
        if (isTyped) this.process.stdout.write("Bye\n");
        const rest = this.buffer.trim();
        return isTyped || rest === "" || (yield* this.send(rest, false)) ? 0 : 1;
      }
      this.line++;
      if (/^\s*(exit|quit|\\q)\s*;?\s*$/i.test(line.text) && this.buffer.trim() === "") {
        if (isTyped) this.process.stdout.write("Bye\n");
        return 0;
      }
      if (!(yield* this.feed(`${line.text}\n`)) && !isTyped && stopsOnError) return 1;
    }
  }

  private get prompt(): string {
    if (this.open !== "") return `    ${this.open === "(" ? "-" : this.open}> `;
    return this.release.name === "mysql" ? "mysql> " : `MariaDB [${this.database ?? "(none)"}]> `;
  }

  private *feed(line: string): Doing<boolean> {
    if (/\\c\s*$/.test(line)) {
      this.buffer = "";
      this.open = "";
      return true;
    }
    // These need no semicolon.
    const isUse = this.buffer.trim() === "" && /^\s*(use|\\u)\s+\S+\s*$/i.test(line);
    this.buffer += isUse ? `${line.trim().replace(/^\\u/, "use")};` : line.replace(/\\g\s*$/, ";\n");
    const down = /\\G\s*$/.test(this.buffer);
    if (down) this.buffer = this.buffer.replace(/\\G\s*$/, ";");
    for (;;) {
      const { statement, rest, open } = splitStatement(this.buffer, "mysql");
      this.buffer = rest;
      this.open = open;
      if (statement === undefined) return true;
      if (statement.trim() !== "" && !(yield* this.send(statement, down))) return false;
    }
  }

  private *send(text: string, isVertical: boolean): Doing<boolean> {
    const reply = yield* ask(this.socket, { kind: "run", text });
    const { stdout, stderr } = this.process;
    if (reply?.kind === "done") {
      this.database = reply.database;
      stdout.write(this.shown(reply.outcome, isVertical));
      return true;
    }
    const error =
      reply?.kind === "error"
        ? reply.error
        : { number: 2013, state: "HY000", message: "Lost connection to MySQL server during query" };
    stderr.write(`${formatMySqlError(error, this.style.isTyped ? undefined : Math.max(1, this.line))}\n`);
    return false;
  }

  private shown({ tag, table, count }: Outcome, isVertical: boolean): string {
    const { isFramed, showsNames, isTyped } = this.style;
    if (table !== undefined) {
      const text = isVertical ? vertical(table) : isFramed ? framed(table, showsNames) : tabbed(table, showsNames);
      const rows = table.rows.length;
      if (!isTyped) return rows === 0 ? "" : text;
      return rows === 0
        ? "Empty set (0.00 sec)\n\n"
        : `${text}${rows} ${rows === 1 ? "row" : "rows"} in set (0.00 sec)\n\n`;
    }
    if (!isTyped) return "";
    if (tag === "USE") return "Database changed\n";
    const affected = count ?? 0;
    const more = tag.startsWith("UPDATE")
      ? `Rows matched: ${affected}  Changed: ${affected}  Warnings: 0\n`
      : tag.startsWith("INSERT") && affected > 1
        ? `Records: ${affected}  Duplicates: 0  Warnings: 0\n`
        : "";
    return `Query OK, ${affected} ${affected === 1 ? "row" : "rows"} affected (0.01 sec)\n${more}\n`;
  }
}
