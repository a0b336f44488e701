// Stands for the postgres server: locks its data directory, recovers, listens, serves, and shuts down by signal.
// Simplified: the lock file is a lock of the file system, so that a second server in another container sees it too; real ones, where both are PID 1, may miss each other and spoil the data.

import { FileError } from "../../../../shell/files.ts";
import type { Process, Program } from "../../../../shell/process.ts";
import { strerror } from "../../../../shell/strerror.ts";
import { listenOn } from "../http-server.ts";
import { type SqlServer, serveSql } from "../sql/serve.ts";
import { Store } from "../sql/store.ts";
import type { Hello, ServerError } from "../sql/wire.ts";
import { explainPostgres } from "./explain.ts";
import { fullVersion, type Release, versionText } from "./release.ts";
import { dataDirectory, dataPath, SOCKET_DIRECTORY, socketPath } from "./settings.ts";

/** `2026-11-20 21:00:05.123 UTC [1] LOG:  …` */
export function logLine(process: Process, pid: number, text: string): string {
  return `${new Date(process.machine.now()).toISOString().slice(0, 23).replace("T", " ")} UTC [${pid}] ${text}\n`;
}

function stampOf(process: Process): string {
  return `${new Date(process.machine.now()).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

interface Settings {
  readonly path: string;
  readonly port: number;
  /** False for the server of the first start, which is reached by its socket only. */
  readonly isPublic: boolean;
}

function settingsOf({ argv, env }: Process): Settings {
  const option = (letter: string): string | undefined => {
    const index = argv.indexOf(`-${letter}`);
    return index < 0 ? undefined : argv[index + 1];
  };
  const named = argv.map((word) => /^(?:--)?port=(\d+)$/.exec(word)?.[1]).find((value) => value !== undefined);
  return {
    path: option("D") ?? dataPath(env),
    port: Number(option("p") ?? named ?? 5432),
    isPublic: !argv.includes("listen_addresses="),
  };
}

export function postmaster(release: Release): Program {
  return function* (process) {
    const { machine, argv } = process;
    if (argv.includes("--version") || argv.includes("-V")) {
      process.stdout.write(`postgres (PostgreSQL) ${fullVersion(release)}\n`);
      return 0;
    }
    const settings = settingsOf(process);
    const { path, port } = settings;
    const log = (text: string, pid = process.pid): unknown => process.stderr.write(logLine(process, pid, text));
    const wrong = unusable(process, release, settings);
    if (wrong !== undefined) {
      for (const line of wrong) log(line);
      return 1;
    }
    let unlock: (() => void) | undefined;
    try {
      const directory = dataDirectory(machine, path);
      const isStale = machine.files.exists(`${path}/postmaster.pid`);
      if (!isStale) directory.put("postmaster.pid", "");
      unlock = machine.files.lock?.(`${path}/postmaster.pid`);
      if (unlock === undefined) {
        log('FATAL:  lock file "postmaster.pid" already exists');
        log(
          `HINT:  Is another postmaster (PID ${machine.files.read(`${path}/postmaster.pid`).split("\n")[0]}) running in data directory "${path}"?`,
        );
        return 1;
      }
      directory.put(
        "postmaster.pid",
        `${process.pid}\n${path}\n${Math.floor(machine.now() / 1000)}\n${port}\n${SOCKET_DIRECTORY}\n*\nready\n`,
      );
      return yield* run(process, release, settings, isStale, log);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      log(`FATAL:  could not open file "${error.path}": ${strerror(error.code)}`);
      return 1;
    } finally {
      unlock?.();
    }
  };
}

function unusable(
  { machine: { files } }: Process,
  release: Release,
  { path }: Settings,
): readonly string[] | undefined {
  if (!files.exists(`${path}/PG_VERSION`)) {
    return [`FATAL:  "${path}" is not a valid database directory`, `DETAIL:  File "${path}/PG_VERSION" is missing.`];
  }
  const major = files.read(`${path}/PG_VERSION`).trim();
  if (Number.parseInt(major, 10) === release.major) return undefined;
  return [
    "FATAL:  database files are incompatible with server",
    `DETAIL:  The data directory was initialized by PostgreSQL version ${major}, which is not compatible with this version ${fullVersion(release)}.`,
  ];
}

type Log = (text: string, pid?: number) => unknown;

function* run(process: Process, release: Release, { path, port, isPublic }: Settings, isStale: boolean, log: Log) {
  const { machine } = process;
  const { files } = machine;
  const startup = process.pid + 28;
  log(`LOG:  starting ${versionText(release)}`);
  const lines = isPublic
    ? `${logLine(process, process.pid, `LOG:  could not bind IPv4 address "0.0.0.0": Address already in use`)}${logLine(process, process.pid, `HINT:  Is another postmaster already running on port ${port}? If not, wait a few seconds and retry.`)}${logLine(process, process.pid, 'WARNING:  could not create listen socket for "*"')}${logLine(process, process.pid, "FATAL:  could not create any TCP/IP sockets")}${logLine(process, process.pid, "LOG:  database system is shut down")}`
    : "";
  const listener = listenOn(process, isPublic ? port : 0, lines);
  if (listener === undefined) {
    files.remove(`${path}/postmaster.pid`);
    return 1;
  }
  if (isPublic) {
    log(`LOG:  listening on IPv4 address "0.0.0.0", port ${port}`);
    log(`LOG:  listening on IPv6 address "::", port ${port}`);
  }
  try {
    files.write(socketPath(port), isPublic ? "" : String(listener.port), 0o777);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    log(`FATAL:  could not create lock file "${socketPath(port)}.lock": ${strerror(error.code)}`);
    log("LOG:  database system is shut down");
    files.remove(`${path}/postmaster.pid`);
    listener.close();
    return 1;
  }
  log(`LOG:  listening on Unix socket "${socketPath(port)}"`);
  const last = stampOfFile(process, `${path}/global/pg_control`);
  const directory = dataDirectory(machine, path);
  directory.put("global/pg_control", "");
  let hasStopped = false;
  let word = "fast";
  for (const [signal, how] of [
    ["SIGTERM", "smart"],
    ["SIGINT", "fast"],
    ["SIGQUIT", "immediate"],
  ] as const)
    process.onSignal(signal, () => {
      word = how;
      hasStopped = true;
    });
  if (isStale) {
    log(`LOG:  database system was interrupted; last known up at ${last}`, startup);
    yield { until: [], forMs: 180 };
    log("LOG:  database system was not properly shut down; automatic recovery in progress", startup);
    log("LOG:  redo starts at 0/14E4FA0", startup);
    log("LOG:  redo done at 0/14E5088 system usage: CPU: user: 0.00 s, system: 0.00 s, elapsed: 0.00 s", startup);
  } else log(`LOG:  database system was shut down at ${last}`, startup);
  yield { until: [], forMs: 12 };
  log("LOG:  database system is ready to accept connections");
  const server = sqlServer(process, release, path, log);
  yield* serveSql(
    process,
    server,
    listener,
    () => hasStopped && (word !== "smart" || server.store.sessions.size === 0),
  );
  log(`LOG:  received ${word} shutdown request`);
  files.remove(socketPath(port));
  if (word === "immediate") {
    log("LOG:  database system is shut down");
    return 0;
  }
  if (word === "fast") log("LOG:  aborting any active transactions");
  log(`LOG:  background worker "logical replication launcher" (PID ${startup + 6}) exited with exit code 1`);
  log("LOG:  shutting down", startup - 2);
  log("LOG:  checkpoint starting: shutdown immediate", startup - 2);
  yield { until: [], forMs: 20 };
  log(
    "LOG:  checkpoint complete: wrote 3 buffers (0.0%); 0 WAL file(s) added, 0 removed, 0 recycled; write=0.003 s, sync=0.002 s, total=0.019 s; sync files=2, longest=0.001 s, average=0.001 s; distance=0 kB, estimate=0 kB",
    startup - 2,
  );
  directory.put("global/pg_control", "");
  files.remove(`${path}/postmaster.pid`);
  log("LOG:  database system is shut down");
  return 0;
}

function stampOfFile(process: Process, path: string): string {
  const { files } = process.machine;
  if (!files.exists(path)) return stampOf(process);
  return `${new Date(files.stat(path).modifiedAt).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

function sqlServer(process: Process, release: Release, path: string, log: Log): SqlServer {
  const { machine } = process;
  const store = new Store(dataDirectory(machine, path));
  const hba = machine.files.exists(`${path}/pg_hba.conf`) ? machine.files.read(`${path}/pg_hba.conf`) : "";
  const isTrusting = /^host\s+all\s+all\s+(all|0\.0\.0\.0\/0)\s+trust/m.test(hba);
  const refuse = (message: string, detail?: string): ServerError => {
    const pid = process.pid + 60 + Math.floor(machine.random() * 40);
    log(`FATAL:  ${message}`, pid);
    if (detail !== undefined) log(`DETAIL:  ${detail}`, pid);
    return { severity: "FATAL", message };
  };
  const admit = ({ user, password, database, isLocal }: Hello, address: string): ReturnType<SqlServer["admit"]> => {
    const role = store.state.roles[user];
    const needsPassword = !isLocal && address !== "127.0.0.1" && !isTrusting;
    if (needsPassword && password === undefined) return "password wanted";
    if (needsPassword && (role?.password === undefined || role.password !== password)) {
      const why = role === undefined ? `Role "${user}" does not exist.\n\t` : "";
      return refuse(
        `password authentication failed for user "${user}"`,
        `${why}Connection matched file "${path}/pg_hba.conf" line 128: "host all all all scram-sha-256"`,
      );
    }
    if (role === undefined) return refuse(`role "${user}" does not exist`);
    if (database !== undefined && store.state.databases[database] === undefined)
      return refuse(`database "${database}" does not exist`);
    return "welcome";
  };
  return {
    flavor: "postgres",
    store,
    version: fullVersion(release),
    versionText: versionText(release),
    explain: explainPostgres,
    admit,
    onError: ({ message, detail, at }, statement) => {
      const pid = process.pid + 60;
      log(`ERROR:  ${message}${at === undefined ? "" : ` at character ${at + 1}`}`, pid);
      if (detail !== undefined) log(`DETAIL:  ${detail}`, pid);
      log(`STATEMENT:  ${statement.replaceAll("\n", "\n\t")}${statement.endsWith(";") ? "" : ";"}`, pid);
    },
  };
}
