// What psql does with the lines it gets: statements go to the server, and what starts with a backslash is its own.

import type { Process, Socket } from "../../../../shell/process.ts";
import type { Doing } from "../../../../shell/reading.ts";
import { splitStatement } from "../sql/lex.ts";
import type { Outcome } from "../sql/outcome.ts";
import { ask, type Catalogue, type ServerError } from "../sql/wire.ts";
import { connectPostgres, type Target } from "./connect.ts";
import { metaCommand } from "./psql-meta.ts";
import { formatTable, type PsqlStyle } from "./psql-table.ts";

interface Link {
  readonly socket: Socket;
  readonly isSuperuser: boolean;
}

export class PsqlSession {
  isOver = false;
  /** The server has gone. */
  isBroken = false;
  private buffer = "";
  private open = "";
  private status: "idle" | "open" | "failed" = "idle";
  /** A COPY that takes the lines that follow. */
  private copying: { readonly text: string; data: string } | undefined;
  private source: { readonly name: string; line: number } | undefined;

  constructor(
    readonly process: Process,
    private link: Link,
    private target: Target,
    public style: PsqlStyle,
  ) {}

  get database(): string {
    return this.target.database;
  }

  get user(): string {
    return this.target.user;
  }

  get prompt(): string {
    if (this.copying !== undefined) return ">> ";
    const mark = this.status === "open" ? "*" : this.status === "failed" ? "!" : "";
    const middle = this.open === "" ? "=" : this.open;
    return `${this.database}${middle}${mark}${this.link.isSuperuser ? "#" : ">"} `;
  }

  close(): void {
    this.link.socket.close();
  }

  forget(): void {
    this.buffer = "";
    this.open = "";
    this.copying = undefined;
  }

  /** `-c`: a line of several statements, of which the first that fails ends it; or one of psql's own commands. */
  *runCommand(text: string): Doing<boolean> {
    if (text.trimStart().startsWith("\\")) return yield* metaCommand(this, text.trim());
    let rest = text;
    for (;;) {
      const split = splitStatement(rest, "postgres");
      if (split.statement === undefined) return split.open === "" || (yield* this.send(rest.trimEnd(), undefined, ""));
      rest = split.rest;
      if (split.statement.trim() !== "" && !(yield* this.send(split.statement))) return false;
    }
  }

  *runScript(text: string, name: string): Doing<number> {
    this.source = { name, line: 0 };
    for (const line of text.replace(/\n$/, "").split("\n")) {
      this.source.line++;
      const isFine = yield* this.feed(`${line}\n`);
      if (this.isBroken) return 2;
      if (!isFine && this.style.stopsOnError) return 3;
      if (this.isOver) break;
    }
    const isFine = yield* this.finish();
    this.source = undefined;
    return !isFine && this.style.stopsOnError ? 3 : 0;
  }

  /** The end of the input ends the last statement. */
  *finish(): Doing<boolean> {
    const rest = this.buffer;
    this.forget();
    return rest.trim() === "" || (yield* this.send(rest.trimEnd(), undefined, ""));
  }

  /** False when something in it went wrong. */
  *feed(line: string): Doing<boolean> {
    const { copying } = this;
    if (copying !== undefined) {
      if (line.trimEnd() !== "\\.") {
        copying.data += line;
        return true;
      }
      this.copying = undefined;
      return yield* this.send(copying.text, copying.data);
    }
    const word = line.trim();
    if (this.buffer.trim() === "" && (word === "exit" || word === "quit") && this.process.stdin.isTerminal) {
      this.isOver = true;
      return true;
    }
    if (this.buffer.trim() === "" && word === "help" && this.process.stdin.isTerminal) {
      this.process.stdout.write(HELP);
      return true;
    }
    if (word.startsWith("\\") && this.open !== "'") return yield* this.command(word);
    this.buffer += line;
    return yield* this.drain();
  }

  private *command(word: string): Doing<boolean> {
    if (word === "\\r" || word === "\\reset") {
      this.forget();
      this.process.stdout.write("Query buffer reset (cleared).\n");
      return true;
    }
    if (word === "\\g") return yield* this.finish();
    return yield* metaCommand(this, word);
  }

  private *drain(): Doing<boolean> {
    let isFine = true;
    for (;;) {
      const { statement, rest, open } = splitStatement(this.buffer, "postgres");
      this.buffer = rest;
      this.open = open;
      if (statement === undefined) return isFine;
      if (statement.trim() === "") continue;
      if (/^\s*copy\s[^;]*\sfrom\s+stdin/i.test(statement)) {
        this.copying = { text: statement, data: "" };
        this.buffer = "";
        return isFine;
      }
      isFine = (yield* this.send(statement)) && isFine;
      if (!isFine && (this.style.stopsOnError || this.isBroken)) return false;
    }
  }

  *catalogue(): Doing<Catalogue | undefined> {
    const reply = yield* ask(this.link.socket, { kind: "catalogue" });
    if (reply?.kind === "catalogue") return reply.catalogue;
    this.lose();
    return undefined;
  }

  /** Another database, on a connection of its own. */
  *reconnect(database: string, user: string): Doing<boolean> {
    const target = { ...this.target, database, user };
    const connected = yield* connectPostgres(this.process, target);
    if (connected.kind === "failed") {
      this.process.stderr.write(`${connected.error}\nPrevious connection kept\n`);
      return false;
    }
    this.link.socket.close();
    this.link = connected;
    this.target = target;
    this.status = "idle";
    return true;
  }

  print(text: string): void {
    this.process.stdout.write(text);
  }

  complain(text: string): void {
    const { source } = this;
    this.process.stderr.write(`${source === undefined ? "" : `psql:${source.name}:${source.line}: `}${text}\n`);
  }

  /** @param end what stood behind it: a semicolon is shown with the line that is wrong. */
  private *send(text: string, data?: string, end = ";"): Doing<boolean> {
    const reply = yield* ask(this.link.socket, { kind: "run", text, ...(data === undefined ? {} : { data }) });
    if (reply?.kind === "done") {
      this.status = reply.status;
      this.show(reply.outcome);
      return true;
    }
    if (reply?.kind === "error") {
      this.status = reply.status;
      this.complain(formatError(reply.error, text + end));
      return false;
    }
    this.lose();
    return false;
  }

  private lose(): void {
    this.complain(
      "server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.",
    );
    this.process.stderr.write("The connection to the server was lost. Attempting reset: Failed.\n");
    this.isOver = true;
    this.isBroken = true;
  }

  private show({ tag, table, notices }: Outcome): void {
    for (const notice of notices ?? []) this.complain(notice);
    if (table !== undefined) this.print(formatTable(table, this.style));
    const isRead = tag.startsWith("SELECT") || tag === "SHOW";
    if (!isRead && tag !== "" && !this.style.isQuiet && !(table !== undefined && this.style.tuplesOnly))
      this.print(`${tag}\n`);
  }
}

const HELP = `You are using psql, the command-line interface to PostgreSQL.
Type:  \\copyright for distribution terms
       \\h for help with SQL commands
       \\? for help with psql commands
       \\g or terminate with semicolon to execute query
       \\q to quit
`;

/** The message, and the line it is about with a mark below the place. */
export function formatError({ message, detail, hint, at, severity }: ServerError, statement: string): string {
  const lines = [`${severity ?? "ERROR"}:  ${message}`];
  if (at !== undefined) {
    const before = statement.slice(0, at).split("\n");
    const number = before.length;
    const line = statement.split("\n")[number - 1] ?? "";
    const head = `LINE ${number}: `;
    lines.push(`${head}${line}`, `${" ".repeat(head.length + (before.at(-1) ?? "").length)}^`);
  }
  if (detail !== undefined) lines.push(`DETAIL:  ${detail}`);
  if (hint !== undefined) lines.push(`HINT:  ${hint}`);
  return lines.join("\n");
}
