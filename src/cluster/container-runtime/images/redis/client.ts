// Stands for redis-cli: one command, and what it is answered.

import { byteLength } from "../../../../bytes/bytes.ts";
import { resolveHost } from "../../../../shell/connect.ts";
import type { ConnectFailure, Program, Socket } from "../../../../shell/process.ts";
import type { Doing } from "../../../../shell/reading.ts";
import { REDIS_PORT } from "./server.ts";

export const redisCli: Program = function* (process) {
  const { argv, stdout, stderr, machine } = process;
  const { host, port, words } = parseArguments(argv);
  const resolution = yield* resolveHost(process, host === "localhost" ? "127.0.0.1" : host);
  const address = resolution.kind === "found" ? (resolution.addresses[0] ?? host) : undefined;
  const fail = (why: string): number => {
    stderr.write(`Could not connect to Redis at ${host}:${port}: ${why}\n`);
    return 1;
  };
  if (address === undefined) return fail("Name or service not known");
  const connecting = machine.network.connect(address, port);
  if (!connecting.settled.ready) yield { until: [connecting.settled], forMs: 60_000 };
  const { socket, failure } = connecting;
  if (socket === undefined) return fail(reasonOf(failure));
  socket.write(`*${words.length}\r\n${words.map((word) => `$${byteLength(word)}\r\n${word}\r\n`).join("")}`);
  const reply = yield* readReply(socket);
  socket.close();
  stdout.write(formatReply(reply, stdout.isTerminal));
  return 0;
};

function parseArguments(argv: readonly string[]) {
  let host = "127.0.0.1";
  let port = REDIS_PORT;
  let index = 1;
  for (; argv[index]?.startsWith("-") === true; index += 2) {
    if (argv[index] === "-h") host = argv[index + 1] ?? host;
    else if (argv[index] === "-p") port = Number(argv[index + 1]);
    else index--;
  }
  return { host, port, words: argv.slice(index) };
}

function reasonOf(failure: ConnectFailure | undefined): string {
  if (failure === undefined) return "Connection timed out";
  return failure === "refused" ? "Connection refused" : "Host is unreachable";
}

function* readReply(socket: Socket): Doing<string> {
  let text = "";
  while (!/\r\n$/.test(text) || (text.startsWith("$") && !text.startsWith("$-1") && text.split("\r\n").length < 3)) {
    const part = socket.read();
    if (part === undefined) break;
    text += part;
    if (part === "") yield { until: [socket.readable] };
  }
  return text;
}

function formatReply(text: string, isTerminal: boolean): string {
  const body = text.replace(/\r\n$/, "");
  if (body.startsWith("+")) return `${body.slice(1)}\n`;
  if (body.startsWith("-")) return `(error) ${body.slice(1)}\n`;
  if (body.startsWith(":")) return isTerminal ? `(integer) ${body.slice(1)}\n` : `${body.slice(1)}\n`;
  if (body === "$-1") return isTerminal ? "(nil)\n" : "\n";
  if (body.startsWith("*"))
    return `${body
      .split("\r\n")
      .filter((line, index) => index > 0 && !line.startsWith("$"))
      .join("\n")}\n`;
  const content = body.slice(body.indexOf("\r\n") + 2);
  return isTerminal ? `${JSON.stringify(content)}\n` : `${content}\n`;
}
