// Stands for mongod: it keeps collections in its data directory, and answers mongosh.

import type { Process, Program } from "../../../../shell/process.ts";
import { daemon, flag, plain } from "../daemon.ts";
import type { HttpAnswer, HttpRequest } from "../http-server.ts";
import { NotUnderstood } from "./document.ts";
import { type Databases, execute } from "./session.ts";

export const MONGO_PORT = 27_017;
const FILE = "/collection.wt";

/** What mongosh sends. Both are ours; what the real ones say to each other is nothing that a learner sees. */
export interface Question {
  readonly statement: string;
  readonly database: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}

export interface Answer {
  readonly text: string;
  readonly database: string;
  /** What the text is, when it is no answer. */
  readonly fault?: "login" | "unauthorized" | "unknown";
}

function log(
  { machine, stdout }: Process,
  component: string,
  id: number,
  ctx: string,
  msg: string,
  attr?: object,
): void {
  const t = { $date: new Date(machine.now()).toISOString().replace("Z", "+00:00") };
  const line = { t, s: "I", c: component, id, ctx, svc: "-", msg, ...(attr === undefined ? {} : { attr }) };
  stdout.write(`${JSON.stringify(line)}\n`);
}

export function mongod(version: string): Program {
  return function* (process) {
    const { argv, env, machine } = process;
    const directory = flag(argv, "dbpath") ?? "/data/db";
    const port = Number(flag(argv, "port") ?? MONGO_PORT);
    const path = directory + FILE;
    if (!machine.files.exists(directory)) {
      log(process, "CONTROL", 20_557, "initandlisten", "DBException in initAndListen, terminating", {
        error: `NonExistentPath: Data directory ${directory} not found. Create the missing directory or specify another path using (1) --dbpath command line option, or (2) by adding the 'storage.dbPath' option in the configuration file.`,
      });
      return 100;
    }
    const databases: Databases = machine.files.exists(path) ? (JSON.parse(machine.files.read(path)) as Databases) : {};
    const server = daemon({
      toStdout: true,
      ports: [port],
      says: () => {
        log(process, "CONTROL", 4_615_611, "initandlisten", "MongoDB starting", {
          pid: process.pid,
          port,
          dbPath: directory,
          architecture: "64-bit",
          host: machine.hostname,
        });
        log(process, "CONTROL", 23_403, "initandlisten", "Build Info", { buildInfo: { version } });
        log(process, "NETWORK", 23_015, "listener", "Listening on", { address: "0.0.0.0" });
        log(process, "NETWORK", 23_016, "listener", "Waiting for connections", { port, ssl: "off" });
        return [];
      },
      respond: (request) => {
        const answer = respond(request, databases, env, version, () => newId(process));
        if (request.method === "POST") machine.files.write(path, JSON.stringify(databases));
        return answer;
      },
      lastWords: () => {
        log(process, "CONTROL", 23_377, "SignalHandler", "Received signal", { signal: 15, error: "Terminated" });
        log(process, "CONTROL", 20_565, "SignalHandler", "Now exiting");
        log(process, "CONTROL", 23_138, "SignalHandler", "Shutting down", { exitCode: 0 });
        return [];
      },
    });
    return yield* server(process);
  };
}

function newId({ machine }: Process): string {
  const seconds = Math.floor(machine.now() / 1000)
    .toString(16)
    .padStart(8, "0");
  const rest = Array.from({ length: 16 }, () => Math.floor(machine.random() * 16).toString(16)).join("");
  return seconds + rest;
}

function respond(
  { method, body }: HttpRequest,
  databases: Databases,
  env: Process["env"],
  version: string,
  id: () => string,
): HttpAnswer {
  if (method !== "POST")
    return plain(200, "It looks like you are trying to access MongoDB over HTTP on the native driver port.\r\n");
  const { statement, database, user, password } = JSON.parse(body) as Question;
  const session = { databases, database, version, newId: id };
  const say = (text: string, fault?: Answer["fault"]): HttpAnswer =>
    plain(200, JSON.stringify({ text, database: session.database, ...(fault === undefined ? {} : { fault }) }));
  const root = env.MONGO_INITDB_ROOT_USERNAME;
  if (root !== undefined && user !== undefined && (user !== root || password !== env.MONGO_INITDB_ROOT_PASSWORD))
    return say("MongoServerError: Authentication failed.", "login");
  const isOpen = /^\s*($|use |db$|db\.(version|hello|getName|runCommand|adminCommand)\b)/.test(statement);
  if (root !== undefined && user === undefined && !isOpen)
    return say("MongoServerError[Unauthorized]: Command requires authentication", "unauthorized");
  try {
    return say(execute(session, statement));
  } catch (error) {
    if (error instanceof NotUnderstood)
      return say(`k8s-tutor does not simulate this statement of mongosh: ${statement}`, "unknown");
    throw error;
  }
}
