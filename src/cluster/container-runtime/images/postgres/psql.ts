// Stands for psql.

import { FileError } from "../../../../shell/files.ts";
import { resolvePath } from "../../../../shell/paths.ts";
import type { Process, Program } from "../../../../shell/process.ts";
import type { Doing } from "../../../../shell/reading.ts";
import { strerror } from "../../../../shell/strerror.ts";
import { LineInput } from "../sql/line-input.ts";
import { connectPostgres, targetOf } from "./connect.ts";
import { CONNECTION_OPTIONS, type Parsed, parseOptions, wishesOf } from "./psql-options.ts";
import { PsqlSession } from "./psql-session.ts";
import type { PsqlStyle } from "./psql-table.ts";
import { fullVersion, type Release } from "./release.ts";

const OPTIONS = {
  ...CONNECTION_OPTIONS,
  c: "command=",
  f: "file=",
  t: "tuples-only",
  A: "no-align",
  x: "expanded",
  q: "quiet",
  l: "list",
  v: "set=",
  F: "field-separator=",
  P: "pset=",
  X: "no-psqlrc",
  1: "single-transaction",
  a: "echo-all",
  e: "echo-queries",
  b: "echo-errors",
  V: "version",
  "\u0000": "variable=",
  "\u0001": "csv",
};

export function psql(release: Release): Program {
  return function* (process) {
    const parsed = parseOptions(process.argv.slice(1), OPTIONS);
    if ("error" in parsed) {
      process.stderr.write(`psql: ${parsed.error}\npsql: hint: Try "psql --help" for more information.\n`);
      return 1;
    }
    const has = (name: string): boolean => parsed.options.some((option) => option.name === name);
    if (has("version")) {
      process.stdout.write(`psql (PostgreSQL) ${fullVersion(release)}\n`);
      return 0;
    }
    if (has("csv")) {
      process.stderr.write("psql: error: k8s-tutor does not simulate --csv\n");
      return 1;
    }
    const wishes = wishesOf(parsed);
    const target = targetOf(
      process,
      has("list") && wishes.database === undefined ? { ...wishes, database: "postgres" } : wishes,
    );
    const connected = yield* connectPostgres(process, target);
    if (connected.kind === "failed") {
      process.stderr.write(`psql: error: ${connected.error}\n`);
      return 2;
    }
    const session = new PsqlSession(process, connected, target, styleOf(parsed, has));
    try {
      return yield* work(process, session, parsed, release, connected.version);
    } finally {
      session.close();
    }
  };
}

function styleOf({ options }: Parsed, has: (name: string) => boolean): PsqlStyle {
  const assigned = options.filter(({ name }) => name === "set" || name === "variable").map(({ value }) => value);
  return {
    isAligned: !has("no-align"),
    tuplesOnly: has("tuples-only"),
    isExpanded: has("expanded"),
    separator: options.findLast(({ name }) => name === "field-separator")?.value ?? "|",
    isQuiet: has("quiet"),
    stopsOnError: assigned.some((text) => /^ON_ERROR_STOP(=(1|on|true))?$/i.test(text)),
  };
}

function* work(
  process: Process,
  session: PsqlSession,
  parsed: Parsed,
  release: Release,
  serverVersion: string,
): Doing<number> {
  const actions = parsed.options.filter(({ name }) => name === "command" || name === "file" || name === "list");
  let status = 0;
  for (const { name, value } of actions) {
    if (name === "list") yield* session.feed("\\l\n");
    else if (name === "command") status = (yield* session.runCommand(value)) ? 0 : 1;
    else if (value === "-") status = yield* readInput(process, session);
    else status = yield* runFile(process, session, value);
    if (status !== 0 && (name === "file" || session.style.stopsOnError)) return status;
  }
  if (actions.length > 0) return status;
  if (process.stdin.isTerminal && !session.style.isQuiet) {
    const own = fullVersion(release);
    const versions = own === serverVersion ? own : `${own}, server ${serverVersion}`;
    process.stdout.write(`psql (${versions})\nType "help" for help.\n\n`);
  }
  return yield* readInput(process, session);
}

function* runFile(process: Process, session: PsqlSession, name: string): Doing<number> {
  const { files } = process.machine;
  let text: string;
  try {
    text = files.read(resolvePath(process.cwd, name));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    process.stderr.write(`psql: error: ${name}: ${strerror(error.code)}\n`);
    return 1;
  }
  return yield* session.runScript(text, name);
}

function* readInput(process: Process, session: PsqlSession): Doing<number> {
  const input = new LineInput(process);
  const { isTerminal } = process.stdin;
  for (let line = yield* input.next(session.prompt); ; line = yield* input.next(session.prompt)) {
    if (line.kind === "interrupted") {
      session.forget();
      process.stdout.write("\n");
      continue;
    }
    if (line.kind === "end") {
      if (isTerminal) process.stdout.write("\\q\n");
      // What is left without a semicolon is still meant.
      else if (!(yield* session.finish()) && session.style.stopsOnError) return 3;
      return session.isBroken ? 2 : 0;
    }
    const isFine = yield* session.feed(`${line.text}\n`);
    if (session.isOver) return session.isBroken ? 2 : 0;
    if (!isFine && session.style.stopsOnError && !isTerminal) return 3;
  }
}
