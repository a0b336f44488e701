// The images of redis, postgres, mysql and mariadb.

import type { Image } from "./image.ts";
import { mysqlImages } from "./mysql.ts";
import { postgresImage } from "./postgres.ts";
import { redisImage } from "./redis/redis.ts";

export const databaseImages: readonly Image[] = [redisImage, postgresImage, ...mysqlImages];
