// Stands for the postgres image: what is in it.

import { type Image, versions } from "./image.ts";
import { postgresEntrypoint } from "./postgres/entrypoint.ts";
import { pgDump } from "./postgres/pg-dump.ts";
import { pgIsReady } from "./postgres/pg-isready.ts";
import { postmaster } from "./postgres/postmaster.ts";
import { psql } from "./postgres/psql.ts";
import { fullVersion, releaseOf } from "./postgres/release.ts";
import { namedPrograms } from "./userland.ts";

export const postgresImage: Image = {
  repository: "docker.io/library/postgres",
  sizeBytes: 156_500_000,
  hasTag: versions(/^(9|1[0-8])(\.\d+)?(\.\d+)?$/),
  config: (tag) => {
    const release = releaseOf(tag);
    const uid = release.isAlpine ? 70 : 999;
    const data = release.major >= 18 ? `/var/lib/postgresql/${release.major}/docker` : "/var/lib/postgresql/data";
    return {
      entrypoint: ["docker-entrypoint.sh"],
      cmd: ["postgres"],
      env: { LANG: "en_US.utf8", PG_MAJOR: String(release.major), PG_VERSION: fullVersion(release), PGDATA: data },
      stopSignal: "SIGINT",
      userland: release.isAlpine ? "alpine" : "debian",
      users: { postgres: uid },
      programs: {
        "/usr/local/bin/docker-entrypoint.sh": postgresEntrypoint(release),
        "/usr/local/bin/postgres": postmaster(release),
        "/usr/local/bin/psql": psql(release),
        "/usr/local/bin/pg_dump": pgDump(release),
        "/usr/local/bin/pg_isready": pgIsReady,
        ...(release.isAlpine ? namedPrograms(["bash"], "/bin") : {}),
      },
      volumes: [release.major >= 18 ? "/var/lib/postgresql" : data],
      files: { [`${data}/`]: "", "/var/run/postgresql/": "", "/docker-entrypoint-initdb.d/": "" },
      owners: {
        [data]: { mode: 0o1777, uid, gid: uid },
        "/var/run/postgresql": { mode: 0o3777, uid, gid: uid },
        "/var/lib/postgresql": { mode: 0o1777, uid, gid: uid },
      },
    };
  },
};
