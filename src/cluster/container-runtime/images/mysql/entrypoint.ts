// Stands for docker-entrypoint.sh of the mysql and mariadb images.

import { FileError } from "../../../../shell/files.ts";
import { duplicateOutput } from "../../../../shell/handles.ts";
import type { Process, Program } from "../../../../shell/process.ts";
import type { Doing } from "../../../../shell/reading.ts";
import { nullInput } from "../../../../shell/streams.ts";
import type { Role } from "../sql/state.ts";
import { serverDirectory } from "./mysqld.ts";
import { DATA, type Release } from "./release.ts";

const SCRIPTS = "/docker-entrypoint-initdb.d";

export function mysqlEntrypoint(release: Release): Program {
  const server = release.name === "mysql" ? "mysqld" : "mariadbd";
  return function* (process) {
    const args = process.argv.slice(1);
    const command = args.length === 0 || args[0]?.startsWith("-") === true ? [server, ...args] : args;
    if (command[0] === server) {
      const status = yield* prepare(process, release, server);
      if (status !== 0) return status;
    }
    const { env, cwd, stdin, stdout, stderr, machine } = process;
    const program = machine.findProgram(command[0] ?? "", env, cwd);
    if (typeof program === "string") {
      stderr.write(`/usr/local/bin/docker-entrypoint.sh: line 442: exec: ${command[0]}: ${program}\n`);
      return program === "not found" ? 127 : 126;
    }
    return yield* process.replace({ program, argv: command, env, cwd, stdin, stdout, stderr });
  };
}

/** The value of `MYSQL_…` (or `MARIADB_…`), or of the file that its `_FILE` names. */
function setting({ env, machine }: Process, { name }: Release, key: string): string {
  const prefixes = name === "mysql" ? ["MYSQL"] : ["MARIADB", "MYSQL"];
  for (const prefix of prefixes) {
    const value = env[`${prefix}_${key}`] ?? "";
    const file = env[`${prefix}_${key}_FILE`] ?? "";
    if (value !== "") return value;
    if (file !== "" && machine.files.exists(file)) return machine.files.read(file).replace(/\n+$/, "");
  }
  return "";
}

function* prepare(process: Process, release: Release, server: string): Doing<number> {
  const { machine, stdout, stderr } = process;
  const { files } = machine;
  const product = release.name === "mysql" ? "MySQL" : "MariaDB";
  const note = (text: string, level = "Note"): void => {
    const stamp = `${new Date(machine.now()).toISOString().slice(0, 19).replace("T", " ")}+00:00`;
    const line = `${stamp} [${level}] [Entrypoint]: ${text}\n`;
    if (level === "ERROR") stderr.write(line);
    else stdout.write(line);
  };
  note(`Entrypoint script for ${product} Server ${release.version}-1 started.`);
  if (machine.user.uid === 0) {
    note(`Switching to dedicated user 'mysql'`);
    note(`Entrypoint script for ${product} Server ${release.version}-1 started.`);
  }
  if (files.exists(`${DATA}/ibdata1`)) return 0;
  const rootPassword = setting(process, release, "ROOT_PASSWORD");
  const isRandom = setting(process, release, "RANDOM_ROOT_PASSWORD") !== "";
  if (
    rootPassword === "" &&
    setting(process, release, "ALLOW_EMPTY_PASSWORD") === "" &&
    setting(process, release, "ALLOW_EMPTY_ROOT_PASSWORD") === "" &&
    !isRandom
  ) {
    const prefix = release.name === "mysql" ? "MYSQL" : "MARIADB";
    const empty = release.name === "mysql" ? "MYSQL_ALLOW_EMPTY_PASSWORD" : "MARIADB_ALLOW_EMPTY_ROOT_PASSWORD";
    note("Database is uninitialized and password option is not specified", "ERROR");
    stderr.write(
      `    You need to specify one of the following as an environment variable:\n    - ${prefix}_ROOT_PASSWORD\n    - ${empty}\n    - ${prefix}_RANDOM_ROOT_PASSWORD\n`,
    );
    return 1;
  }
  if (files.exists(DATA) && files.list(DATA).length > 0) {
    stderr.write(
      `[ERROR] [MY-010457] [Server] --initialize specified but the data directory has files in it. Aborting.\n`,
    );
    return 1;
  }
  note("Initializing database files");
  yield { until: [], forMs: 3500 };
  const random = isRandom
    ? Array.from({ length: 16 }, () => Math.floor(machine.random() * 36).toString(36)).join("")
    : "";
  const wanted = {
    root: isRandom ? random : rootPassword,
    user: setting(process, release, "USER"),
    password: setting(process, release, "PASSWORD"),
    database: setting(process, release, "DATABASE"),
  };
  if (wanted.user === "root") {
    note(
      `${release.name === "mysql" ? "MYSQL" : "MARIADB"}_USER="root", that user already exists and is created with ROOT_PASSWORD`,
      "ERROR",
    );
    return 1;
  }
  try {
    initialize(process, wanted);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    stderr.write(`mysqld: Can't create/write to file '${error.path}' (OS errno 13 - Permission denied)\n`);
    return 1;
  }
  note("Database files initialized");
  note("Starting temporary server");
  const temporary = start(process, [server, "--skip-networking"]);
  yield { until: [temporary.exited], forMs: 700 };
  if (temporary.exitCode !== undefined) return 1;
  note("Temporary server started.");
  if (isRandom) note(`GENERATED ROOT PASSWORD: ${random}`);
  if (wanted.database !== "") note(`Creating database ${wanted.database}`);
  if (wanted.user !== "" && wanted.password !== "") {
    note(`Creating user ${wanted.user}`);
    if (wanted.database !== "") note(`Giving user ${wanted.user} access to schema ${wanted.database}`);
  }
  const status = yield* runScripts(process, wanted, release.name, note);
  note("Stopping temporary server");
  machine.signal(temporary.pid, "SIGTERM");
  while (temporary.exitCode === undefined) yield { until: [temporary.exited] };
  note("Temporary server stopped");
  if (status === 0) note(`${product} init process done. Ready for start up.`);
  return status;
}

interface Wanted {
  readonly root: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

function initialize(process: Process, { root, user, password, database }: Wanted): void {
  const role = (name: string, secret: string, isSuperuser: boolean): Role => ({
    name,
    isSuperuser,
    ...(secret === "" ? {} : { password: secret }),
  });
  const isUser = user !== "" && password !== "";
  const directory = serverDirectory(process);
  directory.save(undefined, {
    roles: { root: role("root", root, true), ...(isUser ? { [user]: role(user, password, false) } : {}) },
    databases:
      database === "" ? {} : { [database]: { name: database, oid: 1, owner: "root", tables: {}, sequences: {} } },
    nextOid: 16384,
  });
  directory.put("auto.cnf", `[auto]\n`);
  directory.put("undo_001", "");
}

function start(process: Process, argv: readonly string[]) {
  const { env, cwd, stdout, stderr, machine } = process;
  const program = machine.findProgram(argv[0] ?? "", env, cwd);
  if (typeof program === "string") throw new Error(`${argv[0]} belongs to the image`);
  const streams = { stdin: nullInput, stdout: duplicateOutput(stdout), stderr: duplicateOutput(stderr) };
  return process.spawn({ program, argv, env, cwd, ...streams });
}

function* runScripts(process: Process, wanted: Wanted, client: string, note: (text: string) => void): Doing<number> {
  const { files } = process.machine;
  const names = files.exists(SCRIPTS) ? files.list(SCRIPTS) : [];
  const paths = names.map((name) => `${SCRIPTS}/${name}`).filter((path) => files.stat(path).type === "file");
  for (const path of paths) {
    const isSql = path.endsWith(".sql");
    if (!isSql && !path.endsWith(".sh")) {
      note(`/usr/local/bin/docker-entrypoint.sh: ignoring ${path}`);
      continue;
    }
    note(`/usr/local/bin/docker-entrypoint.sh: ${isSql ? "running" : "sourcing"} ${path}`);
    const secret = wanted.root === "" ? [] : [`--password=${wanted.root}`];
    const argv = isSql
      ? [client, "-uroot", ...secret, ...(wanted.database === "" ? [] : [wanted.database]), `--init-file=${path}`]
      : ["bash", path];
    const child = start(process, argv);
    while (child.exitCode === undefined) yield { until: [child.exited] };
    if (child.exitCode !== 0) return child.exitCode;
  }
  return 0;
}
