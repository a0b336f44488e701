// Stands for mysqld and mariadbd: locks its data directory, listens, serves, and shuts down by signal.

import { FileError } from "../../../../shell/files.ts";
import type { Process, Program } from "../../../../shell/process.ts";
import { flag } from "../daemon.ts";
import { listenOn } from "../http-server.ts";
import { DataDirectory } from "../sql/data-directory.ts";
import { type SqlServer, serveSql } from "../sql/serve.ts";
import { Store } from "../sql/store.ts";
import type { Hello, ServerError } from "../sql/wire.ts";
import { explainMySql } from "./explain.ts";
import { DATA, MYSQL_PORT, type Release, SOCKET, serverVersion } from "./release.ts";

type Log = (level: "System" | "Warning" | "ERROR", code: string, part: string, text: string) => void;

/** `2026-11-20T21:00:05.123456Z 0 [System] [MY-010931] [Server] …`, or MariaDB's shorter form. */
function logger(process: Process, { name }: Release): Log {
  return (level, code, part, text) => {
    const now = new Date(process.machine.now()).toISOString();
    const line =
      name === "mysql"
        ? `${now.slice(0, 23)}000Z 0 [${level}] [${code}] [${part}] ${text}`
        : `${now.slice(0, 10)} ${now.slice(11, 19).replace(/^0/, " ")} 0 [${level === "System" ? "Note" : level}] ${part === "InnoDB" ? "InnoDB: " : ""}${text}`;
    process.stderr.write(`${line}\n`);
  };
}

export function serverDirectory({ machine }: Process): DataDirectory {
  const { files, user } = machine;
  return new DataDirectory(files, DATA, "mysql", user.uid === 0 ? { uid: 999, gid: 999 } : undefined);
}

const LOCK_TRIES = 5;

export function mysqld(release: Release): Program {
  return function* (process) {
    const { machine, argv } = process;
    const { files } = machine;
    const isMySql = release.name === "mysql";
    const program = isMySql ? "/usr/sbin/mysqld" : "mariadbd";
    const log = logger(process, release);
    const port = Number(flag(argv, "port") ?? MYSQL_PORT);
    const isPublic = !argv.includes("--skip-networking");
    if (isMySql) log("System", "MY-015015", "Server", "MySQL Server - start.");
    log(
      "System",
      "MY-010116",
      "Server",
      isMySql
        ? `${program} (mysqld ${release.version}) starting as process ${process.pid}`
        : `Starting MariaDB ${serverVersion(release)} source revision as process ${process.pid}`,
    );
    if (!files.exists(`${DATA}/ibdata1`)) {
      log(
        "ERROR",
        "MY-010326",
        "Server",
        "Fatal error: Can't open and lock privilege tables: Table 'mysql.user' doesn't exist",
      );
      return 1;
    }
    log("System", "MY-013576", "InnoDB", "InnoDB initialization has started.");
    let unlock = files.lock?.(`${DATA}/ibdata1`);
    for (let tries = 0; unlock === undefined && tries < LOCK_TRIES; tries++) {
      log("ERROR", "MY-012574", "InnoDB", "Unable to lock ./ibdata1 error: 11");
      yield { until: [], forMs: 1000 };
      unlock = files.lock?.(`${DATA}/ibdata1`);
    }
    if (unlock === undefined) {
      log("ERROR", "MY-012592", "InnoDB", "Operating system error number 11 in a file operation.");
      log("ERROR", "MY-010020", "Server", "Data Dictionary initialization failed.");
      log("ERROR", "MY-010119", "Server", "Aborting");
      return 1;
    }
    try {
      yield { until: [], forMs: 300 };
      log("System", "MY-013577", "InnoDB", "InnoDB initialization has ended.");
      const listener = listenOn(process, isPublic ? port : 0, "");
      if (listener === undefined) {
        log("ERROR", "MY-010262", "Server", "Can't start server: Bind on TCP/IP port: Address already in use");
        log("ERROR", "MY-010257", "Server", `Do you already have another mysqld server running on port: ${port} ?`);
        log("ERROR", "MY-010119", "Server", "Aborting");
        return 1;
      }
      files.write(SOCKET[release.name], isPublic ? "" : String(listener.port), 0o777);
      let hasStopped = false;
      for (const name of ["SIGTERM", "SIGQUIT"] as const) process.onSignal(name, () => (hasStopped = true));
      const edition = isMySql ? "MySQL Community Server - GPL." : "mariadb.org binary distribution";
      log(
        "System",
        "MY-010931",
        "Server",
        `${program}: ready for connections. Version: '${serverVersion(release)}'  socket: '${SOCKET[release.name]}'  port: ${isPublic ? port : 0}  ${edition}`,
      );
      yield* serveSql(process, sqlServer(process, release), listener, () => hasStopped);
      if (isMySql)
        log(
          "System",
          "MY-013172",
          "Server",
          `Received SHUTDOWN from user <via user signal>. Shutting down mysqld (Version: ${release.version}).`,
        );
      else log("System", "", "Server", `${program} (initiated by: unknown): Normal shutdown`);
      yield { until: [], forMs: 800 };
      files.remove(SOCKET[release.name]);
      log(
        "System",
        "MY-010910",
        "Server",
        isMySql
          ? `${program}: Shutdown complete (mysqld ${release.version})  MySQL Community Server - GPL.`
          : `${program}: Shutdown complete`,
      );
      return 0;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      log("ERROR", "MY-010273", "Server", "Could not create unix socket lock file /var/run/mysqld/mysqld.sock.lock.");
      log("ERROR", "MY-010119", "Server", "Aborting");
      return 1;
    } finally {
      unlock();
    }
  };
}

function sqlServer(process: Process, release: Release): SqlServer {
  const store = new Store(serverDirectory(process));
  const denied = (user: string, host: string, hasPassword: boolean): ServerError => ({
    number: 1045,
    state: "28000",
    message: `Access denied for user '${user}'@'${host}' (using password: ${hasPassword ? "YES" : "NO"})`,
  });
  return {
    flavor: "mysql",
    store,
    version: serverVersion(release),
    versionText: serverVersion(release),
    explain: (fault) => explainMySql(fault, release),
    admit: ({ user, password, database, isLocal }: Hello, address) => {
      const role = store.state.roles[user];
      const host = isLocal ? "localhost" : address;
      if (role === undefined || (role.password ?? "") !== (password ?? ""))
        return denied(user, host, (password ?? "") !== "");
      if (database !== undefined && store.state.databases[database] === undefined)
        return { number: 1049, state: "42000", message: `Unknown database '${database}'` };
      return "welcome";
    },
  };
}
