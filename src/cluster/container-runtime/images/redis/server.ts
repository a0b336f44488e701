// Stands for redis-server: keys and values in memory, and what is kept of them in its working directory.

import { FileError } from "../../../../shell/files.ts";
import { resolvePath } from "../../../../shell/paths.ts";
import type { Listener, Process, Program, Socket } from "../../../../shell/process.ts";
import type { Doing } from "../../../../shell/reading.ts";
import { strerror } from "../../../../shell/strerror.ts";
import { listenOn } from "../http-server.ts";
import { Keyspace, WRITES } from "./keyspace.ts";
import { array, bulk, fault, formatReply, ok, parseCommand, type Reply, splitWords } from "./protocol.ts";
import { appendCommand, loadKeys, type Storage, saveSnapshot } from "./storage.ts";

export const REDIS_PORT = 6379;

interface Client {
  readonly socket: Socket;
  /** What it has sent of a command that is not complete yet. */
  received: string;
  isTrusted: boolean;
}

/** A configuration file's lines, then the options: the later one counts. */
function configuration(process: Process): ReadonlyMap<string, string> | { readonly error: string } {
  const { argv, machine, cwd } = process;
  const settings = new Map<string, string>();
  const args = argv.slice(1);
  const [first] = args;
  if (first !== undefined && !first.startsWith("-")) {
    const path = resolvePath(cwd, first);
    if (!machine.files.exists(path))
      return { error: `Fatal error, can't open config file '${path}': No such file or directory` };
    for (const line of machine.files.read(path).split("\n")) {
      const [name = "", ...values] = splitWords(line);
      if (name !== "" && !name.startsWith("#")) settings.set(name.toLowerCase(), values.join(" "));
    }
    args.shift();
  }
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? "";
    if (!word.startsWith("--")) continue;
    const values: string[] = [];
    while (args[at + 1] !== undefined && args[at + 1]?.startsWith("--") === false) values.push(args[++at] ?? "");
    settings.set(word.slice(2).toLowerCase(), values.join(" "));
  }
  return settings;
}

export function redisServer(version: string): Program {
  return function* (process) {
    const { machine } = process;
    const settings = configuration(process);
    if ("error" in settings) {
      process.stderr.write(`${settings.error}\n`);
      return 1;
    }
    const port = Number(settings.get("port") ?? REDIS_PORT);
    const storage: Storage = {
      directory: resolvePath(process.cwd, settings.get("dir") ?? "."),
      isAppendOnly: settings.get("appendonly") === "yes",
    };
    const say = (text: string): unknown => process.stdout.write(`${stamp(process)} ${text}\n`);
    say("* oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo");
    say(`* Redis version=${version}, bits=64, commit=00000000, modified=0, pid=${process.pid}, just started`);
    say(
      settings.size > 0
        ? "* Configuration loaded"
        : "# Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf",
    );
    const listener = listenOn(
      process,
      port,
      `${stamp(process)} # Warning: Could not create server TCP listening socket *:${port}: bind: Address already in use\n${stamp(process)} # Failed listening on port ${port} (tcp), aborting.\n`,
    );
    if (listener === undefined) return 1;
    say(`* Running mode=standalone, port=${port}.`);
    say("* Server initialized");
    const keys = new Keyspace(() => machine.now());
    const loaded = loadKeys(machine.files, storage, keys);
    if (loaded !== undefined) say(`* DB loaded from ${loaded}: 0.000 seconds`);
    say("* Ready to accept connections tcp");
    let stoppedBy: string | undefined;
    for (const name of ["SIGTERM", "SIGINT"] as const) process.onSignal(name, () => (stoppedBy = name));
    const server = { process, keys, storage, settings, version, port };
    yield* serveClients(server, listener, () => stoppedBy !== undefined);
    listener.close();
    if (stoppedBy !== undefined) say(`# Received ${stoppedBy} scheduling shutdown...`);
    say("* User requested shutdown...");
    if (settings.get("save") !== "") {
      say("* Saving the final RDB snapshot before exiting.");
      const why = save(server);
      say(
        why === undefined
          ? "* DB saved on disk"
          : `# Failed opening the temp RDB file temp-${process.pid}.rdb (in server root dir ${storage.directory}) for saving: ${why}`,
      );
    }
    say("# Redis is now ready to exit, bye bye...");
    return 0;
  };
}

interface Server {
  readonly process: Process;
  readonly keys: Keyspace;
  readonly storage: Storage;
  readonly settings: ReadonlyMap<string, string>;
  readonly version: string;
  readonly port: number;
}

function stamp(process: Process): string {
  const text = new Date(process.machine.now()).toUTCString();
  const ms = String(process.machine.now() % 1000).padStart(3, "0");
  return `${process.pid}:M ${text.slice(5, 16)} ${text.slice(17, 25)}.${ms.slice(0, 3)}`;
}

/** Why it could not be written, or undefined. */
function save({ process, storage, keys }: Server): string | undefined {
  try {
    saveSnapshot(process.machine.files, storage, keys);
    return undefined;
  } catch (error) {
    if (error instanceof FileError) return strerror(error.code);
    throw error;
  }
}

function* serveClients(server: Server, listener: Listener, isStopped: () => boolean): Doing<void> {
  const clients = new Set<Client>();
  const isOpen = (server.settings.get("requirepass") ?? "") === "";
  while (!isStopped()) {
    for (let socket = listener.accept(); socket !== undefined; socket = listener.accept())
      clients.add({ socket, received: "", isTrusted: isOpen });
    for (const client of clients) {
      const text = client.socket.read();
      client.received += text ?? "";
      answerAll(server, client);
      if (text !== undefined) continue;
      client.socket.close();
      clients.delete(client);
    }
    yield { until: [listener.pending, ...[...clients].map(({ socket }) => socket.readable)] };
  }
}

/** Answers the commands that are complete; what is left over is the beginning of another. */
function answerAll(server: Server, client: Client): void {
  for (let command = parseCommand(client.received); command !== undefined; command = parseCommand(client.received)) {
    client.received = client.received.slice(command.length);
    if (command.words.join("") !== "") client.socket.write(formatReply(answer(server, client, command.words)));
  }
}

function answer(server: Server, client: Client, words: readonly string[]): Reply {
  const [name = "", first = "", second] = words;
  const command = name.toUpperCase();
  const { settings, keys, storage, process } = server;
  if (command === "AUTH") {
    const wanted = settings.get("requirepass") ?? "";
    if (wanted === "")
      return fault(
        "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?",
      );
    client.isTrusted = (second ?? first) === wanted;
    return client.isTrusted ? ok : fault("WRONGPASS invalid username-password pair or user is disabled.");
  }
  if (!client.isTrusted) return fault("NOAUTH Authentication required.");
  switch (command) {
    case "PING":
      return first === "" ? { kind: "status", text: "PONG" } : bulk(first);
    case "ECHO":
      return bulk(first);
    case "SELECT":
      return first === "0" ? ok : fault("ERR k8s-tutor does not simulate databases other than 0");
    case "INFO":
      return bulk(info(server));
    case "CONFIG":
      if (first.toUpperCase() !== "GET") return fault(`ERR k8s-tutor does not simulate CONFIG ${first.toUpperCase()}`);
      return array(settings.has(second ?? "") ? [second ?? "", settings.get(second ?? "")] : []);
    case "SAVE":
    case "BGSAVE": {
      const why = save(server);
      if (why !== undefined) return fault("ERR");
      return command === "SAVE" ? ok : { kind: "status", text: "Background saving started" };
    }
  }
  const reply = keys.run(words);
  if (reply === undefined) {
    const args = words.slice(1).map((word) => `'${word}' `);
    return fault(`ERR unknown command '${name}', with args beginning with: ${args.join("")}`);
  }
  if (storage.isAppendOnly && WRITES.has(command) && reply.kind !== "error")
    appendCommand(process.machine.files, storage, words);
  return reply;
}

function info({ version, port, keys, process, storage }: Server): string {
  const size = keys.keys().length;
  const expiring = keys.keys().filter((key) => keys.entries.get(key)?.expiresAt !== undefined).length;
  const keyspace = size === 0 ? [] : [`db0:keys=${size},expires=${expiring},avg_ttl=0`];
  const lines = [
    "# Server",
    `redis_version:${version}`,
    "redis_mode:standalone",
    "os:Linux 6.1.0 x86_64",
    `process_id:${process.pid}`,
    `tcp_port:${port}`,
    "",
    "# Clients",
    "connected_clients:1",
    "",
    "# Memory",
    "used_memory_human:1.02M",
    "maxmemory_policy:noeviction",
    "",
    "# Persistence",
    "loading:0",
    `aof_enabled:${storage.isAppendOnly ? 1 : 0}`,
    "",
    "# Replication",
    "role:master",
    "connected_slaves:0",
    "",
    "# Keyspace",
    ...keyspace,
  ];
  return lines.map((line) => `${line}\r\n`).join("");
}
