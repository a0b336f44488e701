// Stands for the redis image.

import { type Image, versionOf, versions } from "../image.ts";
import { redisCli } from "./client.ts";
import { redisEntrypoint } from "./entrypoint.ts";
import { redisServer } from "./server.ts";

export const redisImage: Image = {
  repository: "docker.io/library/redis",
  sizeBytes: 45_120_000,
  hasTag: versions(/^[5-8](\.\d+)?(\.\d+)?$/),
  config: (tag) => {
    const server = redisServer(versionOf(tag, "8.2.2"));
    return {
      entrypoint: ["docker-entrypoint.sh"],
      cmd: ["redis-server"],
      workingDir: "/data",
      userland: tag.includes("alpine") ? "alpine" : "debian",
      users: { redis: 999 },
      programs: {
        "/usr/local/bin/docker-entrypoint.sh": redisEntrypoint,
        "/usr/local/bin/redis-server": server,
        "/usr/local/bin/redis-cli": redisCli,
      },
      volumes: ["/data"],
      files: { "/data/": "" },
    };
  },
};
