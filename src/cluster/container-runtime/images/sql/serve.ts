// The side of a server: takes connections, lets them in or not, and runs what they ask for.

import type { Listener, Process, Socket } from "../../../../shell/process.ts";
import type { Doing } from "../../../../shell/reading.ts";
import { type Fault, SqlError } from "./fault.ts";
import type { Flavor } from "./lex.ts";
import { Session } from "./session.ts";
import type { Store } from "./store.ts";
import { type Call, type Hello, parseCall, type Reply, type ServerError } from "./wire.ts";

export interface SqlServer {
  readonly flavor: Flavor;
  readonly store: Store;
  /** What `version()` answers, and what clients are told at the start. */
  readonly versionText: string;
  readonly version: string;
  explain(fault: Fault): ServerError;
  /** Whether somebody may come in. */
  admit(hello: Hello, address: string): "welcome" | "password wanted" | ServerError;
  /** Told of every statement that failed. */
  onError?(error: ServerError, statement: string): void;
}

interface Client {
  readonly socket: Socket;
  readonly number: number;
  received: string;
  session: Session | undefined;
}

export function* serveSql(
  process: Process,
  server: SqlServer,
  listener: Listener,
  isStopped: () => boolean,
): Doing<void> {
  const clients = new Set<Client>();
  let number = 8;
  try {
    while (!isStopped()) {
      for (let socket = listener.accept(); socket !== undefined; socket = listener.accept())
        clients.add({ socket, number: number++, received: "", session: undefined });
      for (const client of clients) if (!serveClient(process, server, client)) drop(clients, client);
      yield { until: [listener.pending, ...[...clients].map(({ socket }) => socket.readable)] };
    }
  } finally {
    for (const client of clients) drop(clients, client);
    listener.close();
  }
}

function drop(clients: Set<Client>, client: Client): void {
  client.session?.close();
  client.socket.close();
  clients.delete(client);
}

/** False when the connection is over. */
function serveClient(process: Process, server: SqlServer, client: Client): boolean {
  const text = client.socket.read();
  client.received += text ?? "";
  for (let end = client.received.indexOf("\n"); end >= 0; end = client.received.indexOf("\n")) {
    const call = parseCall(client.received.slice(0, end));
    client.received = client.received.slice(end + 1);
    const reply = call === undefined ? undefined : answer(process, server, client, call);
    if (reply === undefined) return false;
    client.socket.write(`${JSON.stringify(reply)}\n`);
    if (client.session === undefined && reply.kind !== "password wanted") return false;
  }
  return text !== undefined;
}

function answer(process: Process, server: SqlServer, client: Client, call: Call): Reply | undefined {
  if (call.kind === "hello") return welcome(process, server, client, call);
  const { session } = client;
  if (session === undefined) return undefined;
  if (call.kind === "catalogue") return { kind: "catalogue", catalogue: session.catalogue() };
  try {
    const outcome = session.run(call.text, call.data);
    return { kind: "done", outcome, status: session.status, database: session.database };
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const explained = server.explain(error.fault);
    server.onError?.(explained, call.text);
    return { kind: "error", error: explained, status: session.status };
  }
}

function welcome(process: Process, server: SqlServer, client: Client, hello: Hello): Reply | undefined {
  if (hello.flavor !== server.flavor) return undefined;
  const { store, flavor, versionText, version } = server;
  const admitted = hello.isPing === true ? "welcome" : server.admit(hello, client.socket.remote.address);
  if (admitted === "password wanted") return { kind: "password wanted" };
  if (admitted !== "welcome") return { kind: "error", error: admitted, status: "idle" };
  const { user, database } = hello;
  if (hello.isPing !== true)
    client.session = new Session(store, { flavor, version: versionText, user, database, machine: process.machine });
  const isSuperuser = store.state.roles[user]?.isSuperuser === true;
  return { kind: "ready", version, isSuperuser, connection: client.number };
}
