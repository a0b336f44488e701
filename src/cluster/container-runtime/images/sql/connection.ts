// The side of a client: a connection that statements are sent over.

import { connectTo } from "../../../../shell/connect.ts";
import type { Process, Socket } from "../../../../shell/process.ts";
import type { Doing } from "../../../../shell/reading.ts";
import { ask, type Hello, type Reply } from "./wire.ts";

export type Opened =
  | { readonly kind: "open"; readonly socket: Socket; readonly reply: Reply }
  | {
      readonly kind: "failed";
      readonly why: "unknown host" | "refused" | "unreachable" | "timeout" | "gone";
      readonly address: string;
    };

const PATIENCE_MS = 130_000;

/** Connects and says hello; what the server makes of it is in the reply. */
export function* openConnection(
  process: Process,
  host: string,
  port: number,
  hello: Hello,
  timeoutMs = PATIENCE_MS,
): Doing<Opened> {
  const connection = yield* connectTo(process, host, port, timeoutMs);
  if (connection.kind === "bad address") return { kind: "failed", why: "unknown host", address: host };
  if (connection.kind !== "connected") return { kind: "failed", why: connection.kind, address: connection.address };
  const { socket, address } = connection;
  const reply = yield* ask(socket, hello);
  if (reply === undefined) {
    socket.close();
    return { kind: "failed", why: "gone", address };
  }
  if (reply.kind === "error") socket.close();
  return { kind: "open", socket, reply };
}

/** Asks for a password at the terminal, unseen. */
export function* askPassword(process: Process, prompt: string): Doing<string | undefined> {
  const { stdin, stderr } = process;
  const { terminal } = stdin;
  if (!stdin.isTerminal) return undefined;
  stderr.write(prompt);
  if (terminal !== undefined) terminal.echoes = false;
  let text = "";
  while (!text.endsWith("\n")) {
    const part = stdin.read();
    if (part === undefined) break;
    text += part;
    if (part === "") yield { until: [stdin.readable] };
  }
  if (terminal !== undefined) terminal.echoes = true;
  stderr.write("\n");
  return text.replace(/\n$/, "");
}
