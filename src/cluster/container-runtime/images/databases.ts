// Stands for redis, postgres and mysql: they start as theirs do, demand what theirs demand, and answer the simplest questions.
// Simplified: postgres and mysql have no SQL; a learner sees them start, refuse to start, listen, and keep their data directory.

import { resolveHost } from "../../../shell/connect.ts";
import { OutputHandle } from "../../../shell/handles.ts";
import type { Process, Program, Socket } from "../../../shell/process.ts";
import { daemon, flag } from "./daemon.ts";
import { listenOn } from "./http-server.ts";
import { type Image, versionOf, versions } from "./image.ts";

const REDIS_PORT = 6379;

function answerRedis(store: Map<string, string>, words: readonly string[]): string {
  const [command = "", key = "", ...rest] = words;
  const bulk = (text: string | undefined): string =>
    text === undefined ? "$-1\r\n" : `$${text.length}\r\n${text}\r\n`;
  switch (command.toUpperCase()) {
    case "PING":
      return key === "" ? "+PONG\r\n" : bulk(key);
    case "ECHO":
      return bulk(key);
    case "SET":
      store.set(key, rest[0] ?? "");
      return "+OK\r\n";
    case "GET":
      return bulk(store.get(key));
    case "DEL":
      return `:${[key, ...rest].filter((name) => store.delete(name)).length}\r\n`;
    case "EXISTS":
      return `:${[key, ...rest].filter((name) => store.has(name)).length}\r\n`;
    case "INCR":
    case "DECR": {
      const next = Number(store.get(key) ?? 0) + (command.toUpperCase() === "INCR" ? 1 : -1);
      if (Number.isNaN(next)) return "-ERR value is not an integer or out of range\r\n";
      store.set(key, String(next));
      return `:${next}\r\n`;
    }
    case "KEYS":
      return `*${store.size}\r\n${[...store.keys()].map(bulk).join("")}`;
    case "DBSIZE":
      return `:${store.size}\r\n`;
    case "FLUSHALL":
      store.clear();
      return "+OK\r\n";
    case "INFO":
      return bulk("# Server\r\nredis_mode:standalone\r\nrole:master\r\n");
    default:
      return `-ERR unknown command '${command}', with args beginning with: ${words
        .slice(1)
        .map((word) => `'${word}' `)
        .join("")}\r\n`;
  }
}

/** One command in either of the forms that redis takes; undefined while it is not complete. */
function parseCommand(text: string): { readonly words: readonly string[]; readonly length: number } | undefined {
  if (!text.startsWith("*")) {
    const end = text.indexOf("\n");
    return end < 0 ? undefined : { words: text.slice(0, end).trim().split(/\s+/), length: end + 1 };
  }
  const lines = text.split("\r\n");
  const count = Number(lines[0]?.slice(1));
  if (lines.length < 1 + 2 * count + 1) return undefined;
  const used = lines.slice(0, 1 + 2 * count);
  return { words: used.filter((_, index) => index > 0 && index % 2 === 0), length: used.join("\r\n").length + 2 };
}

function redisServer(version: string): Program {
  return function* (process) {
    const port = Number(flag(process.argv, "port") ?? REDIS_PORT);
    const stamp = (): string => {
      const text = new Date(process.machine.now()).toUTCString();
      return `1:M ${text.slice(5, 16)} ${text.slice(17, 25)}.000`;
    };
    const say = (text: string): unknown => process.stdout.write(`${stamp()} ${text}\n`);
    say(`* oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo`);
    say(`* Redis version=${version}, bits=64, commit=00000000, modified=0, pid=1, just started`);
    const listener = listenOn(
      process,
      port,
      `${stamp()} # Warning: Could not create server TCP listening socket *:${port}: bind: Address already in use\n`,
    );
    if (listener === undefined) return 1;
    say("* Server initialized");
    say("* Ready to accept connections tcp");
    let isStopped = false;
    for (const name of ["SIGTERM", "SIGINT"] as const) process.onSignal(name, () => (isStopped = true));
    const store = new Map<string, string>();
    const clients = new Map<Socket, string>();
    while (!isStopped) {
      for (let socket = listener.accept(); socket !== undefined; socket = listener.accept()) clients.set(socket, "");
      for (const [socket, before] of clients) {
        const text = socket.read();
        let received = before + (text ?? "");
        for (let command = parseCommand(received); command !== undefined; command = parseCommand(received)) {
          received = received.slice(command.length);
          if (command.words.join("") !== "") socket.write(answerRedis(store, command.words));
        }
        if (text === undefined) {
          socket.close();
          clients.delete(socket);
        } else clients.set(socket, received);
      }
      yield { until: [listener.pending, ...[...clients.keys()].map(({ readable }) => readable)] };
    }
    listener.close();
    say("# Received SIGTERM scheduling shutdown...");
    say("# User requested shutdown...");
    say("# Redis is now ready to exit, bye bye...");
    return 0;
  };
}

const redisCli: Program = function* (process) {
  const { argv, stdout, stderr, machine } = process;
  let host = "127.0.0.1";
  let port = REDIS_PORT;
  let index = 1;
  for (; argv[index]?.startsWith("-") === true; index += 2) {
    if (argv[index] === "-h") host = argv[index + 1] ?? host;
    else if (argv[index] === "-p") port = Number(argv[index + 1]);
    else index--;
  }
  const resolution = yield* resolveHost(process, host === "localhost" ? "127.0.0.1" : host);
  const address = resolution.kind === "found" ? (resolution.addresses[0] ?? host) : undefined;
  const fail = (why: string): number => {
    stderr.write(`Could not connect to Redis at ${host}:${port}: ${why}\n`);
    return 1;
  };
  if (address === undefined) return fail("Name or service not known");
  const connecting = machine.network.connect(address, port);
  if (!connecting.settled.ready) yield { until: [connecting.settled], forMs: 60_000 };
  const { socket, failure } = connecting;
  if (socket === undefined)
    return fail(
      failure === "refused"
        ? "Connection refused"
        : failure === undefined
          ? "Connection timed out"
          : "Host is unreachable",
    );
  const words = argv.slice(index);
  socket.write(`*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join("")}`);
  let text = "";
  while (!/\r\n$/.test(text) || (text.startsWith("$") && !text.startsWith("$-1") && text.split("\r\n").length < 3)) {
    const part = socket.read();
    if (part === undefined) break;
    text += part;
    if (part === "") yield { until: [socket.readable] };
  }
  socket.close();
  stdout.write(formatReply(text, stdout.isTerminal));
  return 0;
};

function formatReply(text: string, isTerminal: boolean): string {
  const body = text.replace(/\r\n$/, "");
  if (body.startsWith("+")) return `${body.slice(1)}\n`;
  if (body.startsWith("-")) return `(error) ${body.slice(1)}\n`;
  if (body.startsWith(":")) return isTerminal ? `(integer) ${body.slice(1)}\n` : `${body.slice(1)}\n`;
  if (body === "$-1") return isTerminal ? "(nil)\n" : "\n";
  if (body.startsWith("*"))
    return `${body
      .split("\r\n")
      .filter((line, index) => index > 0 && !line.startsWith("$"))
      .join("\n")}\n`;
  const content = body.slice(body.indexOf("\r\n") + 2);
  return isTerminal ? `${JSON.stringify(content)}\n` : `${content}\n`;
}

const POSTGRES_REFUSAL = `Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.

       See PostgreSQL documentation about "trust":
       https://www.postgresql.org/docs/current/auth-trust.html
`;

/** Runs a server whose data directory must be made first, unless an earlier life has left it. */
function database(options: {
  readonly marker: (process: Process) => string;
  readonly refusal: (process: Process) => string | undefined;
  readonly initMs: number;
  readonly initText: (process: Process) => readonly string[];
  readonly server: Program;
}): Program {
  return function* (process) {
    const { files } = process.machine;
    const marker = options.marker(process);
    if (!files.exists(marker)) {
      const refusal = options.refusal(process);
      if (refusal !== undefined) {
        process.stderr.write(refusal);
        return 1;
      }
      yield { until: [], forMs: options.initMs };
      const directory = marker.slice(0, marker.lastIndexOf("/"));
      let path = "";
      for (const part of directory.split("/").slice(1)) {
        path += `/${part}`;
        if (!files.exists(path)) files.makeDirectory(path);
      }
      files.write(marker, "1\n");
      for (const line of options.initText(process)) process.stdout.write(`${line}\n`);
    }
    return yield* options.server(process);
  };
}

function postgres(version: string): Program {
  const line = (process: Process, text: string): string =>
    `${new Date(process.machine.now()).toISOString().slice(0, 23).replace("T", " ")} UTC [1] LOG:  ${text}`;
  return database({
    marker: ({ env }) => `${env.PGDATA ?? "/var/lib/postgresql/data"}/PG_VERSION`,
    refusal: ({ env }) =>
      (env.POSTGRES_PASSWORD ?? "") === "" && env.POSTGRES_HOST_AUTH_METHOD !== "trust" ? POSTGRES_REFUSAL : undefined,
    initMs: 2500,
    initText: () => [
      'The files belonging to this database system will be owned by user "postgres".',
      "This user must also own the server process.",
      "",
      "PostgreSQL init process complete; ready for start up.",
      "",
    ],
    server: daemon({
      ports: [5432],
      says: (process) => [
        line(process, `starting PostgreSQL ${version} on x86_64-pc-linux-gnu`),
        line(process, 'listening on IPv4 address "0.0.0.0", port 5432'),
        line(process, 'listening on Unix socket "/var/run/postgresql/.s.PGSQL.5432"'),
        line(process, "database system is ready to accept connections"),
      ],
      lastWords: (process) => [
        line(process, "received fast shutdown request"),
        line(process, "database system is shut down"),
      ],
    }),
  });
}

/** `pg_isready` and `mysqladmin ping`: is somebody listening? */
function readinessTool(
  port: number,
  said: (isUp: boolean, host: string) => string,
  codes: { readonly down: number },
): Program {
  return function* (process) {
    const host = flag(process.argv, "h") ?? flag(process.argv, "host") ?? "127.0.0.1";
    const resolution = yield* resolveHost(process, host === "localhost" ? "127.0.0.1" : host);
    const address = resolution.kind === "found" ? (resolution.addresses[0] ?? host) : host;
    const connecting = process.machine.network.connect(address, port);
    if (!connecting.settled.ready) yield { until: [connecting.settled], forMs: 3000 };
    connecting.socket?.close();
    const isUp = connecting.socket !== undefined;
    OutputHandle.adopt(process.stdout).write(`${said(isUp, host)}\n`);
    return isUp ? 0 : codes.down;
  };
}

function mysql(version: string, name: "mysql" | "mariadb"): Program {
  const prefix = name === "mysql" ? "MYSQL" : "MARIADB";
  const stamp = (process: Process): string =>
    `${new Date(process.machine.now()).toISOString().slice(0, 23)}000Z 0 [System] [MY-010931] [Server]`;
  const entry = (process: Process, text: string): string =>
    `${new Date(process.machine.now()).toISOString().slice(0, 19).replace("T", " ")}+00:00 ${text}`;
  const wanted = ["ROOT_PASSWORD", "ALLOW_EMPTY_PASSWORD", "RANDOM_ROOT_PASSWORD"];
  return database({
    marker: () => "/var/lib/mysql/ibdata1",
    refusal: (process) => {
      const { env } = process;
      const isSaid = wanted.some((key) => (env[`MYSQL_${key}`] ?? env[`${prefix}_${key}`] ?? "") !== "");
      if (isSaid) return undefined;
      return `${entry(process, `[Note] [Entrypoint]: Entrypoint script for MySQL Server ${version} started.`)}\n${entry(process, "[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified")}\n    You need to specify one of the following as an environment variable:\n    - ${prefix}_ROOT_PASSWORD\n    - ${prefix}_ALLOW_EMPTY_PASSWORD\n    - ${prefix}_RANDOM_ROOT_PASSWORD\n`;
    },
    initMs: 5000,
    initText: (process) => [entry(process, "[Note] [Entrypoint]: MySQL init process done. Ready for start up.")],
    server: daemon({
      ports: [3306],
      says: (process) => [
        `${stamp(process)} /usr/sbin/mysqld: ready for connections. Version: '${version}'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306  MySQL Community Server - GPL.`,
      ],
      stopMs: 1000,
    }),
  });
}

export const databaseImages: readonly Image[] = [
  {
    repository: "docker.io/library/redis",
    sizeBytes: 45_120_000,
    hasTag: versions(/^[5-8](\.\d+)?(\.\d+)?$/),
    config: (tag) => {
      const server = redisServer(versionOf(tag, "8.2.2"));
      return {
        cmd: ["redis-server"],
        workingDir: "/data",
        userland: tag.includes("alpine") ? "alpine" : "debian",
        users: { redis: 999 },
        programs: { "/usr/local/bin/redis-server": server, "/usr/local/bin/redis-cli": redisCli },
        files: { "/data/": "" },
      };
    },
  },
  {
    repository: "docker.io/library/postgres",
    sizeBytes: 156_500_000,
    hasTag: versions(/^(9|1[0-8])(\.\d+)?(\.\d+)?$/),
    config: (tag) => {
      const server = postgres(versionOf(tag, "18.0"));
      const isReady = readinessTool(
        5432,
        (isUp, host) =>
          `${host === "127.0.0.1" ? "/var/run/postgresql" : host}:5432 - ${isUp ? "accepting connections" : "no response"}`,
        { down: 2 },
      );
      return {
        cmd: ["postgres"],
        env: { PGDATA: "/var/lib/postgresql/data", PG_MAJOR: versionOf(tag, "18.0").split(".")[0] ?? "18" },
        userland: tag.includes("alpine") ? "alpine" : "debian",
        users: { postgres: 999 },
        programs: { "/usr/local/bin/postgres": server, "/usr/local/bin/pg_isready": isReady },
        files: { "/var/lib/postgresql/data/": "" },
      };
    },
  },
  ...(["mysql", "mariadb"] as const).map(
    (name): Image => ({
      repository: `docker.io/library/${name}`,
      sizeBytes: name === "mysql" ? 271_000_000 : 103_000_000,
      hasTag: versions(
        name === "mysql" ? /^(5|8|9)(\.\d+)?(\.\d+)?$/ : /^1[0-2](\.\d+)?(\.\d+)?$/,
        /^(oracle|lts|innovation|jammy|noble|debian|ubi)/,
      ),
      config: (tag) => {
        const server = mysql(versionOf(tag, name === "mysql" ? "9.4.0" : "12.0.2"), name);
        const ping = readinessTool(
          3306,
          (isUp) => (isUp ? "mysqld is alive" : "mysqladmin: connect to server at 'localhost' failed"),
          { down: 1 },
        );
        return {
          cmd: [name === "mysql" ? "mysqld" : "mariadbd"],
          userland: "debian",
          users: { mysql: 999 },
          programs: { "/usr/sbin/mysqld": server, "/usr/sbin/mariadbd": server, "/usr/bin/mysqladmin": ping },
          files: { "/var/lib/mysql/": "" },
        };
      },
    }),
  ),
];
