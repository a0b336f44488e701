// Stands for the mongo image.

import type { Program } from "../../../shell/process.ts";
import { handOver } from "./hand-over.ts";
import { type Image, versionOf, versions } from "./image.ts";
import { mongod } from "./mongo/mongod.ts";
import { mongosh } from "./mongo/mongosh.ts";

const entrypoint: Program = function* (process) {
  const { env, stderr } = process;
  const args = process.argv.slice(1);
  const argv = args[0]?.startsWith("-") === true ? ["mongod", ...args] : args;
  const [user, password] = [env.MONGO_INITDB_ROOT_USERNAME, env.MONGO_INITDB_ROOT_PASSWORD];
  if (argv[0] === "mongod" && (user === undefined) !== (password === undefined)) {
    stderr.write(
      "error: missing 'MONGO_INITDB_ROOT_USERNAME' or 'MONGO_INITDB_ROOT_PASSWORD'\n       both must be specified for a user to be created\n",
    );
    return 1;
  }
  return yield* handOver(process, argv, "docker-entrypoint.sh");
};

export const mongoImage: Image = {
  repository: "docker.io/library/mongo",
  sizeBytes: 320_000_000,
  hasTag: versions(/^[4-8](\.\d+)?(\.\d+)?$/, /^(jammy|noble|focal|bionic|windowsservercore)/),
  config: (tag) => {
    const version = versionOf(tag, "8.0.15");
    return {
      entrypoint: ["docker-entrypoint.sh"],
      cmd: ["mongod"],
      env: { MONGO_VERSION: version, HOME: "/data/db" },
      userland: "debian",
      users: { mongodb: 999 },
      volumes: ["/data/configdb", "/data/db"],
      files: { "/data/db/": "", "/data/configdb/": "" },
      programs: {
        "/usr/local/bin/docker-entrypoint.sh": entrypoint,
        "/usr/bin/mongod": mongod(version),
        "/usr/bin/mongosh": mongosh(),
        ...(Number.parseInt(version, 10) < 6 ? { "/usr/bin/mongo": mongosh() } : {}),
      },
    };
  },
};
