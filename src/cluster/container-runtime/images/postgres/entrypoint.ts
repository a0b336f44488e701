// Stands for docker-entrypoint.sh of the postgres images: makes the data directory unless there is one, runs what is in
// /docker-entrypoint-initdb.d against a server that only it can reach, and becomes the server.

import { duplicateOutput } from "../../../../shell/handles.ts";
import type { Process, Program } from "../../../../shell/process.ts";
import type { Doing } from "../../../../shell/reading.ts";
import { nullInput } from "../../../../shell/streams.ts";
import { initdb, initdbText, TRUST_WARNING } from "./initdb.ts";
import type { Release } from "./release.ts";
import { dataPath } from "./settings.ts";

const UNINITIALIZED = `Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.

       See PostgreSQL documentation about "trust":
       https://www.postgresql.org/docs/current/auth-trust.html
`;

const SCRIPTS = "/docker-entrypoint-initdb.d";

export function postgresEntrypoint(release: Release): Program {
  return function* (process) {
    const args = process.argv.slice(1);
    const command = args[0]?.startsWith("-") === true ? ["postgres", ...args] : args.length === 0 ? ["postgres"] : args;
    if (command[0] === "postgres" && !command.some((word) => ["--help", "--version", "-V", "-?"].includes(word))) {
      const status = yield* prepare(process, release);
      if (status !== 0) return status;
    }
    const { env, cwd, stdin, stdout, stderr, machine } = process;
    const program = machine.findProgram(command[0] ?? "", env, cwd);
    if (typeof program === "string") {
      stderr.write(`/usr/local/bin/docker-entrypoint.sh: line 351: exec: ${command[0]}: ${program}\n`);
      return program === "not found" ? 127 : 126;
    }
    return yield* process.replace({ program, argv: command, env, cwd, stdin, stdout, stderr });
  };
}

/** The value of a variable, or of the file that `…_FILE` names. */
function setting(process: Process, name: string): string | { readonly error: string } {
  const { env, machine } = process;
  const file = env[`${name}_FILE`] ?? "";
  const value = env[name] ?? "";
  if (file === "") return value;
  if (value !== "") return { error: `error: both ${name} and ${name}_FILE are set (but are exclusive)\n` };
  if (!machine.files.exists(file))
    return { error: `/usr/local/bin/docker-entrypoint.sh: line 21: ${file}: No such file or directory\n` };
  return machine.files.read(file).replace(/\n+$/, "");
}

function* prepare(process: Process, release: Release): Doing<number> {
  const { env, machine, stdout, stderr } = process;
  const values: Record<string, string> = {};
  for (const name of ["POSTGRES_PASSWORD", "POSTGRES_USER", "POSTGRES_DB"]) {
    const value = setting(process, name);
    if (typeof value !== "string") {
      stderr.write(value.error);
      return 1;
    }
    values[name] = value;
  }
  const path = dataPath(env);
  if (machine.files.exists(`${path}/PG_VERSION`)) {
    stdout.write("\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n");
    return 0;
  }
  const password = values.POSTGRES_PASSWORD ?? "";
  const method = env.POSTGRES_HOST_AUTH_METHOD ?? "";
  if (password === "" && method !== "trust") {
    stderr.write(UNINITIALIZED);
    return 1;
  }
  const superuser = values.POSTGRES_USER === "" ? "postgres" : (values.POSTGRES_USER ?? "postgres");
  const database = values.POSTGRES_DB === "" ? superuser : (values.POSTGRES_DB ?? superuser);
  const authMethod = method === "" ? (release.major < 14 ? "md5" : "scram-sha-256") : method;
  yield { until: [], forMs: 400 };
  const wrong = initdb(process, path, release, { superuser, password, authMethod });
  const text = initdbText(path, machine.user.uid === 0 ? "postgres" : machine.user.name);
  if (wrong !== undefined) {
    stdout.write(text.slice(0, text.indexOf("fixing permissions")));
    stderr.write(wrong);
    return 1;
  }
  yield { until: [], forMs: 1600 };
  stdout.write(text);
  stderr.write(TRUST_WARNING);
  stdout.write("waiting for server to start....");
  const server = start(process, ["postgres", "-D", path, "-c", "listen_addresses=", "-p", "5432"]);
  yield { until: [server.exited], forMs: 120 };
  if (server.exitCode !== undefined) return 1;
  stdout.write(" done\nserver started\n");
  const status = yield* fill(process, { superuser, database });
  stdout.write("waiting for server to shut down....");
  machine.signal(server.pid, "SIGINT");
  if (server.exitCode === undefined) yield { until: [server.exited], forMs: 5000 };
  stdout.write(" done\nserver stopped\n");
  if (status === 0) stdout.write("\nPostgreSQL init process complete; ready for start up.\n\n");
  return status;
}

function start(process: Process, argv: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const { env, cwd, stdout, stderr, machine } = process;
  const program = machine.findProgram(argv[0] ?? "", env, cwd);
  if (typeof program === "string") throw new Error(`${argv[0]} belongs to the image`);
  return process.spawn({
    program,
    argv,
    env: { ...env, ...more },
    cwd,
    stdin: nullInput,
    stdout: duplicateOutput(stdout),
    stderr: duplicateOutput(stderr),
  });
}

/** Makes the database that was asked for, and runs the scripts in the order of their names. */
function* fill(
  process: Process,
  { superuser, database }: { readonly superuser: string; readonly database: string },
): Doing<number> {
  const { machine, stdout } = process;
  const psql = ["psql", "-v", "ON_ERROR_STOP=1", "--username", superuser, "--no-password", "--no-psqlrc"];
  const own = { PGHOST: "", POSTGRES_USER: superuser, POSTGRES_DB: database };
  const run = function* (argv: readonly string[]): Doing<number> {
    const child = start(process, argv, own);
    while (child.exitCode === undefined) yield { until: [child.exited] };
    return child.exitCode;
  };
  if (database !== "postgres") {
    const status = yield* run([...psql, "--dbname", "postgres", "-c", `CREATE DATABASE "${database}"`]);
    if (status !== 0) return status;
    stdout.write("\n");
  }
  stdout.write("\n");
  const names = machine.files.exists(SCRIPTS) ? machine.files.list(SCRIPTS) : [];
  const scripts = names.map((name) => `${SCRIPTS}/${name}`).filter((path) => machine.files.stat(path).type === "file");
  if (scripts.length === 0) stdout.write(`/usr/local/bin/docker-entrypoint.sh: ignoring ${SCRIPTS}/*\n\n`);
  for (const path of scripts) {
    const isSql = path.endsWith(".sql");
    const isRun = isSql || path.endsWith(".sh");
    stdout.write(
      `/usr/local/bin/docker-entrypoint.sh: ${isRun ? (isSql ? "running" : "sourcing") : "ignoring"} ${path}\n`,
    );
    if (!isRun) continue;
    const status = yield* run(isSql ? [...psql, "--dbname", database, "-f", path] : ["bash", path]);
    if (status !== 0) return status;
    stdout.write("\n");
  }
  return 0;
}
