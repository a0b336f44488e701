// Stands for the postgres image.

import type { Process, Program } from "../../../shell/process.ts";
import { daemon } from "./daemon.ts";
import { database, readinessTool } from "./database.ts";
import { type Image, versionOf, versions } from "./image.ts";

const POSTGRES_REFUSAL = `Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.

       See PostgreSQL documentation about "trust":
       https://www.postgresql.org/docs/current/auth-trust.html
`;

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

export const postgresImage: Image = {
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
};
