// Stands for redis-cli: one command, or those that are typed, and what each is answered.

import { connectTo } from "../../../../shell/connect.ts";
import type { Process, Program, Socket } from "../../../../shell/process.ts";
import type { Doing } from "../../../../shell/reading.ts";
import { LineInput } from "../sql/line-input.ts";
import { array, formatReply, parseReply, type Reply, splitWords } from "./protocol.ts";
import { REDIS_PORT } from "./server.ts";

const REASONS = {
  refused: "Connection refused",
  unreachable: "No route to host",
  timeout: "Connection timed out",
  "bad address": "Name or service not known",
} as const;

export const redisCli: Program = function* (process) {
  const options = parseArguments(process);
  const { host, port, words, password } = options;
  const connection = yield* connectTo(process, host === "localhost" ? "127.0.0.1" : host, port, 130_000);
  if (connection.kind !== "connected") {
    process.stderr.write(`Could not connect to Redis at ${host}:${port}: ${REASONS[connection.kind]}\n`);
    return 1;
  }
  const { socket } = connection;
  try {
    if (password !== undefined) {
      if (options.isPasswordShown)
        process.stderr.write(
          "Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.\n",
        );
      const reply = yield* send(socket, ["AUTH", password]);
      if (reply?.kind === "error") process.stderr.write(`AUTH failed: ${reply.text}\n`);
    }
    if (words.length === 0) return yield* converse(process, socket, `${host}:${port}> `);
    const reply = yield* send(socket, words);
    if (reply === undefined) {
      process.stderr.write("Error: Server closed the connection\n");
      return 1;
    }
    process.stdout.write(shown(reply, process.stdout.isTerminal));
    return options.failsOnError && reply.kind === "error" ? 1 : 0;
  } finally {
    socket.close();
  }
};

function parseArguments({ argv, env }: Process) {
  let host = "127.0.0.1";
  let port = REDIS_PORT;
  let password = env.REDISCLI_AUTH;
  let isPasswordShown = false;
  let failsOnError = false;
  let index = 1;
  for (; argv[index]?.startsWith("-") === true; index++) {
    const option = argv[index];
    if (option === "-h") host = argv[++index] ?? host;
    else if (option === "-p") port = Number(argv[++index]);
    else if (option === "-e") failsOnError = true;
    else if (option === "-a" || option === "--pass") {
      password = argv[++index];
      isPasswordShown = true;
    } else if (option === "--no-auth-warning") isPasswordShown = false;
    else if (option === "-n" || option === "--user") index++;
  }
  const isSilent = argv.includes("--no-auth-warning");
  return {
    host,
    port,
    words: argv.slice(index),
    password,
    isPasswordShown: isPasswordShown && !isSilent,
    failsOnError,
  };
}

function* converse(process: Process, socket: Socket, prompt: string): Doing<number> {
  const input = new LineInput(process);
  for (let line = yield* input.next(prompt); line.kind === "line"; line = yield* input.next(prompt)) {
    const words = splitWords(line.text);
    if (words.length === 0) continue;
    if (/^(quit|exit)$/i.test(words[0] ?? "")) return 0;
    const reply = yield* send(socket, words);
    if (reply === undefined) {
      process.stderr.write("Error: Server closed the connection\n");
      return 1;
    }
    process.stdout.write(shown(reply, process.stdout.isTerminal));
  }
  return 0;
}

function* send(socket: Socket, words: readonly string[]): Doing<Reply | undefined> {
  socket.write(formatReply(array(words)));
  let text = "";
  for (;;) {
    const part = socket.read();
    if (part === undefined) return undefined;
    text += part;
    const parsed = parseReply(text);
    if (parsed !== undefined) return parsed.reply;
    if (part === "") yield { until: [socket.readable] };
  }
}

/** At a terminal with types and quotes; into a pipe just what it is. */
function shown(reply: Reply, isTerminal: boolean): string {
  // INFO is text for people in either case.
  const isReport = reply.kind === "bulk" && reply.text?.startsWith("# ") === true;
  if (isTerminal && !isReport) return formatted(reply, "");
  const text = raw(reply);
  return reply.kind === "error" ? `${text}\n\n` : `${text}\n`;
}

function raw(reply: Reply): string {
  if (reply.kind === "array") return reply.items.map(raw).join("\n");
  if (reply.kind === "integer") return String(reply.value);
  return reply.text ?? "";
}

function formatted(reply: Reply, indent: string): string {
  switch (reply.kind) {
    case "status":
      return `${reply.text}\n`;
    case "error":
      return `(error) ${reply.text}\n`;
    case "integer":
      return `(integer) ${reply.value}\n`;
    case "bulk":
      return reply.text === undefined ? "(nil)\n" : `${JSON.stringify(reply.text)}\n`;
    case "array": {
      if (reply.items.length === 0) return "(empty array)\n";
      const width = String(reply.items.length).length;
      const inner = `${indent}${" ".repeat(width + 2)}`;
      return reply.items
        .map(
          (item, index) =>
            `${index === 0 ? "" : indent}${String(index + 1).padStart(width)}) ${formatted(item, inner)}`,
        )
        .join("");
    }
  }
}
