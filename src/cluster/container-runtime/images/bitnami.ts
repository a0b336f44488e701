// Stands for Bitnami's images: the same servers in a wrapping of their own. They take other settings, run as user 1001, and refuse
// to start without a password.

import type { Program } from "../../../shell/process.ts";
import { databaseImages } from "./databases.ts";
import { handOver } from "./hand-over.ts";
import { anyVersion, type Image, type ImageConfig } from "./image.ts";
import { nginxImages } from "./nginx.ts";

interface Wrapping {
  readonly name: string;
  readonly original: string;
  /** Which of its settings holds the password, and how that of the original is called. */
  readonly password?: readonly [own: string, original: string];
  /** Other settings, by the original's name. */
  readonly settings: Readonly<Record<string, string>>;
  readonly argv: (password: string) => readonly string[];
  readonly originalTag: string;
}

const WRAPPINGS: readonly Wrapping[] = [
  {
    name: "redis",
    original: "docker.io/library/redis",
    password: ["REDIS_PASSWORD", "REDISCLI_AUTH"],
    settings: {},
    argv: (password) => ["redis-server", ...(password === "" ? [] : ["--requirepass", password])],
    originalTag: "latest",
  },
  {
    name: "postgresql",
    original: "docker.io/library/postgres",
    password: ["POSTGRESQL_PASSWORD", "POSTGRES_PASSWORD"],
    settings: { POSTGRES_USER: "POSTGRESQL_USERNAME", POSTGRES_DB: "POSTGRESQL_DATABASE" },
    argv: () => ["postgres"],
    originalTag: "latest",
  },
  {
    name: "mysql",
    original: "docker.io/library/mysql",
    password: ["MYSQL_ROOT_PASSWORD", "MYSQL_ROOT_PASSWORD"],
    settings: {},
    argv: () => ["mysqld"],
    originalTag: "latest",
  },
  {
    name: "mariadb",
    original: "docker.io/library/mariadb",
    password: ["MARIADB_ROOT_PASSWORD", "MARIADB_ROOT_PASSWORD"],
    settings: {},
    argv: () => ["mariadbd"],
    originalTag: "latest",
  },
];

function entrypoint({ name, password, settings, argv }: Wrapping, original: string): Program {
  return function* (process) {
    const { env, machine, stdout } = process;
    const say = (level: string, text: string): unknown =>
      stdout.write(`${name} ${new Date(machine.now()).toISOString().slice(11, 22)} ${level.padEnd(5)} ==> ${text}\n`);
    for (const text of ["", `Welcome to the Bitnami ${name} container`, ""]) say("INFO", text);
    const secret = password === undefined ? "" : (env[password[0]] ?? env[password[1]] ?? "");
    const mayBeEmpty = env.ALLOW_EMPTY_PASSWORD === "yes" || env.ALLOW_EMPTY_PASSWORD === "true";
    if (secret === "" && password !== undefined && !mayBeEmpty) {
      say(
        "ERROR",
        `The ${password[0]} environment variable is empty or not set. Set the environment variable ALLOW_EMPTY_PASSWORD=yes to allow the container to be started with blank passwords. This is recommended only for development.`,
      );
      return 1;
    }
    say("INFO", `** Starting ${name} setup **`);
    say("INFO", `** ${name} setup finished! **`);
    const renamed = Object.entries(settings).flatMap(([theirs, own]) =>
      env[own] === undefined ? [] : [[theirs, env[own]]],
    );
    const open = {
      POSTGRES_HOST_AUTH_METHOD: "trust",
      MYSQL_ALLOW_EMPTY_PASSWORD: "yes",
      MARIADB_ALLOW_EMPTY_ROOT_PASSWORD: "yes",
    };
    const known = password === undefined || secret === "" ? (mayBeEmpty ? open : {}) : { [password[1]]: secret };
    return yield* handOver(process, [original, ...argv(secret)], "/opt/bitnami/scripts/entrypoint.sh", {
      ...env,
      ...Object.fromEntries(renamed),
      ...known,
    });
  };
}

const SCRIPT = "/opt/bitnami/scripts/entrypoint.sh";

function wrapped(wrapping: Wrapping, original: Image): Omit<Image, "repository"> {
  return {
    sizeBytes: original.sizeBytes + 40_000_000,
    hasTag: anyVersion,
    config: () => {
      const config = original.config(wrapping.originalTag);
      const [first = "docker-entrypoint.sh"] = config.entrypoint ?? [];
      return {
        ...config,
        volumes: [],
        entrypoint: [SCRIPT],
        cmd: [`/opt/bitnami/scripts/${wrapping.name}/run.sh`],
        programs: { ...config.programs, [SCRIPT]: entrypoint(wrapping, first) },
      };
    },
  };
}

function bitnamiNginx(): Omit<Image, "repository"> | undefined {
  const unprivileged = nginxImages.find(({ repository }) => repository.endsWith("nginx-unprivileged"));
  if (unprivileged === undefined) return undefined;
  const config = (): ImageConfig => ({ ...unprivileged.config("latest"), user: "1001" });
  return { sizeBytes: 66_000_000, hasTag: anyVersion, config };
}

export const bitnamiImages: readonly Image[] = ["docker.io/bitnami", "docker.io/bitnamilegacy"].flatMap((prefix) => {
  const servers = WRAPPINGS.flatMap((wrapping) => {
    const original = databaseImages.find(({ repository }) => repository === wrapping.original);
    return original === undefined ? [] : [{ repository: `${prefix}/${wrapping.name}`, ...wrapped(wrapping, original) }];
  });
  const nginx = bitnamiNginx();
  return nginx === undefined ? servers : [...servers, { repository: `${prefix}/nginx`, ...nginx }];
});
