// The images of redis, postgres, mysql, mariadb and mongo, and of the Redis servers of the guestbook tutorial.

import type { Image } from "./image.ts";
import { mongoImage } from "./mongo.ts";
import { mysqlImages } from "./mysql.ts";
import { postgresImage } from "./postgres.ts";
import { redisImage } from "./redis/redis.ts";

// Simplified: the followers of the guestbook are servers of their own; they do not copy what the leader holds.
const guestbookRedis = [
  "gcr.io/google-samples/gb-redis-follower",
  "gcr.io/google_samples/gb-redisslave",
  "gcr.io/google_samples/gb-redis-follower",
  "registry.k8s.io/redis",
].map(
  (repository): Image => ({
    ...redisImage,
    repository,
    hasTag: (tag) => /^(v[123]|e2e)$/.test(tag),
    config: () => redisImage.config("6.0.5"),
  }),
);

export const databaseImages: readonly Image[] = [
  redisImage,
  postgresImage,
  ...mysqlImages,
  mongoImage,
  ...guestbookRedis,
];
