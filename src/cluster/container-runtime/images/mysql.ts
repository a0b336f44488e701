// Stands for the mysql and mariadb images.

import type { Process, Program } from "../../../shell/process.ts";
import { daemon } from "./daemon.ts";
import { database, readinessTool } from "./database.ts";
import { type Image, versionOf, versions } from "./image.ts";

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

export const mysqlImages: readonly Image[] = (["mysql", "mariadb"] as const).map(
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
);
