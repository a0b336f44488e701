// Stands for the mysql and mariadb images: what is in them.

import { type Image, versions } from "./image.ts";
import { mysqlEntrypoint } from "./mysql/entrypoint.ts";
import { mysqlClient } from "./mysql/mysql.ts";
import { mysqladmin } from "./mysql/mysqladmin.ts";
import { mysqld } from "./mysql/mysqld.ts";
import { mysqldump } from "./mysql/mysqldump.ts";
import { DATA, releaseOf } from "./mysql/release.ts";

export const mysqlImages: readonly Image[] = (["mysql", "mariadb"] as const).map(
  (name): Image => ({
    repository: `docker.io/library/${name}`,
    sizeBytes: name === "mysql" ? 271_000_000 : 103_000_000,
    hasTag: versions(
      name === "mysql" ? /^(5|8|9)(\.\d+)?(\.\d+)?$/ : /^1[0-2](\.\d+)?(\.\d+)?$/,
      /^(oracle|lts|innovation|jammy|noble|debian|ubi)/,
    ),
    config: (tag) => {
      const release = releaseOf(name, tag);
      const server = mysqld(release);
      const client = mysqlClient(release);
      const admin = mysqladmin(release);
      const dump = mysqldump(release);
      const isMySql = name === "mysql";
      // From MariaDB 11 on, its programs go by their own names only.
      const programs = isMySql
        ? { mysqld: server, mysql: client, mysqladmin: admin, mysqldump: dump }
        : { mariadbd: server, mariadb: client, "mariadb-admin": admin, "mariadb-dump": dump };
      const old =
        isMySql || Number.parseInt(release.version, 10) >= 11
          ? {}
          : { mysqld: server, mysql: client, mysqladmin: admin, mysqldump: dump };
      return {
        entrypoint: ["docker-entrypoint.sh"],
        cmd: [isMySql ? "mysqld" : "mariadbd"],
        env: isMySql ? { MYSQL_VERSION: release.version } : { MARIADB_VERSION: `1:${release.version}+maria~ubu2404` },
        userland: "debian",
        users: { mysql: 999 },
        programs: {
          "/usr/local/bin/docker-entrypoint.sh": mysqlEntrypoint(release),
          ...Object.fromEntries(
            Object.entries({ ...programs, ...old }).map(([command, program]) => [`/usr/bin/${command}`, program]),
          ),
        },
        volumes: [DATA],
        files: { [`${DATA}/`]: "", "/var/run/mysqld/": "", "/run/mysqld/": "", "/docker-entrypoint-initdb.d/": "" },
        owners: Object.fromEntries(
          [DATA, "/var/run/mysqld", "/run/mysqld"].map((path) => [path, { mode: 0o1777, uid: 999, gid: 999 }]),
        ),
      };
    },
  }),
);
