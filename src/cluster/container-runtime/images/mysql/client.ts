// Stands for the mysql client (mariadb's is the same), mysqladmin, and mysqldump: what they share.

import type { Process, Socket } from "../../../../shell/process.ts";
import type { Doing } from "../../../../shell/reading.ts";
import { askPassword, openConnection } from "../sql/connection.ts";
import type { Hello, ServerError } from "../sql/wire.ts";
import { MYSQL_PORT, type Release, SOCKET } from "./release.ts";

export interface Options {
  readonly host: string | undefined;
  readonly port: number;
  readonly user: string;
  /** Undefined: none given. "ask": `-p` alone. */
  readonly password: string | undefined;
  readonly asks: boolean;
  readonly words: readonly string[];
  /** Every other option by its long name. */
  readonly others: Readonly<Record<string, string>>;
}

/** By letter: the long name, with "=" where a value follows. */
const SHORT: Readonly<Record<string, string>> = {
  h: "host=",
  P: "port=",
  u: "user=",
  e: "execute=",
  D: "database=",
  N: "skip-column-names",
  s: "silent",
  B: "batch",
  t: "table",
  S: "socket=",
  v: "verbose",
  f: "force",
  A: "no-auto-rehash",
  i: "sleep=",
  B2: "",
};

export function parseMySqlOptions(process: Process): Options {
  const { env, machine } = process;
  const found: Record<string, string> = {};
  const words: string[] = [];
  let password = env.MYSQL_PWD;
  let asks = false;
  const args = process.argv.slice(1);
  for (let index = 0; index < args.length; index++) {
    const word = args[index] ?? "";
    const long = /^--([\w-]+)(?:=(.*))?$/s.exec(word);
    if (long !== null) {
      const [, name = "", value] = long;
      if (name === "password") [password, asks] = value === undefined ? [undefined, true] : [value, false];
      else found[name] = value ?? (Object.values(SHORT).includes(`${name}=`) ? (args[++index] ?? "") : "");
    } else if (word.startsWith("-p")) [password, asks] = word === "-p" ? [undefined, true] : [word.slice(2), false];
    else if (word.startsWith("-") && word.length > 1) {
      const name = SHORT[word[1] ?? ""] ?? word.slice(1);
      if (name.endsWith("=")) found[name.slice(0, -1)] = word.length > 2 ? word.slice(2) : (args[++index] ?? "");
      else {
        found[name] = "";
        for (const letter of word.slice(2)) found[SHORT[letter] ?? letter] = "";
      }
    } else words.push(word);
  }
  const host = found.host ?? env.MYSQL_HOST;
  const isLocal = host === undefined || host === "localhost";
  return {
    host: isLocal && found.protocol?.toLowerCase() !== "tcp" ? undefined : (host ?? "127.0.0.1"),
    port: Number(found.port ?? MYSQL_PORT),
    user: found.user ?? machine.user.name,
    password,
    asks,
    words,
    others: found,
  };
}

export type Connected =
  | { readonly kind: "connected"; readonly socket: Socket; readonly version: string; readonly connection: number }
  | { readonly kind: "failed"; readonly error: ServerError };

export function* connectMySql(
  process: Process,
  options: Options,
  release: Release,
  more: Partial<Hello>,
): Doing<Connected> {
  const { files } = process.machine;
  const socketFile = SOCKET[release.name];
  const { host, port, user } = options;
  const failed = (number: number, message: string, state = "HY000"): Connected => ({
    kind: "failed",
    error: { number, state, message },
  });
  const password = options.asks ? yield* askPassword(process, "Enter password: ") : options.password;
  const noSocket = `Can't connect to local ${release.name === "mysql" ? "MySQL " : ""}server through socket '${socketFile}'`;
  if (host === undefined && !files.exists(socketFile)) return failed(2002, `${noSocket} (2)`);
  const door = host === undefined ? Number(files.read(socketFile) || MYSQL_PORT) : port;
  const hello: Hello = {
    kind: "hello",
    flavor: "mysql",
    user,
    isLocal: host === undefined,
    ...(password === undefined ? {} : { password }),
    ...more,
  };
  const opened = yield* openConnection(process, host ?? "127.0.0.1", door, hello);
  if (opened.kind === "failed") {
    if (opened.why === "unknown host")
      return failed(2005, `Unknown ${release.name === "mysql" ? "MySQL " : ""}server host '${host}' (-2)`);
    const errno = { refused: 111, unreachable: 113, timeout: 110, gone: 0 }[opened.why];
    if (opened.why === "gone")
      return failed(2013, "Lost connection to MySQL server at 'reading initial communication packet', system error: 0");
    return host === undefined
      ? failed(2002, `${noSocket} (${errno})`)
      : failed(2003, `Can't connect to MySQL server on '${host}:${port}' (${errno})`);
  }
  const { reply, socket } = opened;
  if (reply.kind === "ready")
    return { kind: "connected", socket, version: reply.version, connection: reply.connection };
  return reply.kind === "error"
    ? { kind: "failed", error: reply.error }
    : failed(2013, "Lost connection to MySQL server");
}

/** The real one says so whenever a password stands among the arguments. */
export function warnOfPassword(process: Process, options: Options, program: string, release: Release): void {
  const isGiven = process.argv.some((word) => /^(-p.+|--password=.*)$/s.test(word));
  if (isGiven && options.password !== undefined && release.name === "mysql")
    process.stderr.write(`${program}: [Warning] Using a password on the command line interface can be insecure.\n`);
}

export function formatMySqlError({ number, state, message }: ServerError, line?: number): string {
  return `ERROR ${number ?? 1105} (${state ?? "HY000"})${line === undefined ? "" : ` at line ${line}`}: ${message}`;
}
