// Serves a protocol of lines: what a client sends is answered line by line.

import type { Process, Program, Socket } from "../../../shell/process.ts";
import { listenOn } from "./http-server.ts";

export interface Conversation {
  /** What is written back; undefined ends the conversation. @param line without its end. */
  answer(line: string): string | undefined;
}

export interface LineServerOptions {
  readonly port: (process: Process) => number;
  readonly begin: (process: Process) => Conversation;
  readonly says?: (process: Process) => readonly string[];
}

export function lineServer(options: LineServerOptions): Program {
  return function* (process) {
    let isStopped = false;
    for (const name of ["SIGTERM", "SIGINT"] as const) process.onSignal(name, () => (isStopped = true));
    const listener = listenOn(process, options.port(process), "failed to listen on TCP port: Address already in use\n");
    if (listener === undefined) return 71;
    for (const line of options.says?.(process) ?? []) process.stderr.write(`${line}\n`);
    const clients = new Map<Socket, { conversation: Conversation; received: string }>();
    while (!isStopped) {
      for (let socket = listener.accept(); socket !== undefined; socket = listener.accept())
        clients.set(socket, { conversation: options.begin(process), received: "" });
      for (const [socket, client] of clients) {
        if (serve(socket, client)) continue;
        clients.delete(socket);
        socket.close();
      }
      yield { until: [listener.pending, ...[...clients.keys()].map(({ readable }) => readable)] };
    }
    listener.close();
    for (const socket of clients.keys()) socket.close();
    return 0;
  };
}

/** False when the client has gone, or is told to go. */
function serve(socket: Socket, client: { conversation: Conversation; received: string }): boolean {
  for (let text = socket.read(); text !== ""; text = socket.read()) {
    if (text === undefined) return false;
    client.received += text;
  }
  for (let end = client.received.indexOf("\n"); end >= 0; end = client.received.indexOf("\n")) {
    const line = client.received.slice(0, end).replace(/\r$/, "");
    client.received = client.received.slice(end + 1);
    const answer = client.conversation.answer(line);
    if (answer === undefined) return false;
    if (answer !== "") socket.write(answer);
  }
  return true;
}
