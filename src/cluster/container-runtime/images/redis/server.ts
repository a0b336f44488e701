// Stands for redis-server: keys and values in memory.

import type { Listener, Program, Socket } from "../../../../shell/process.ts";
import type { Doing } from "../../../../shell/reading.ts";
import { flag } from "../daemon.ts";
import { listenOn } from "../http-server.ts";
import { answerRedis, parseCommand } from "./protocol.ts";

export const REDIS_PORT = 6379;

export function redisServer(version: string): Program {
  return function* (process) {
    const port = Number(flag(process.argv, "port") ?? REDIS_PORT);
    const stamp = (): string => {
      const text = new Date(process.machine.now()).toUTCString();
      return `1:M ${text.slice(5, 16)} ${text.slice(17, 25)}.000`;
    };
    const say = (text: string): unknown => process.stdout.write(`${stamp()} ${text}\n`);
    say(`* oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo`);
    say(`* Redis version=${version}, bits=64, commit=00000000, modified=0, pid=1, just started`);
    const listener = listenOn(
      process,
      port,
      `${stamp()} # Warning: Could not create server TCP listening socket *:${port}: bind: Address already in use\n`,
    );
    if (listener === undefined) return 1;
    say("* Server initialized");
    say("* Ready to accept connections tcp");
    let isStopped = false;
    for (const name of ["SIGTERM", "SIGINT"] as const) process.onSignal(name, () => (isStopped = true));
    yield* serveClients(listener, () => isStopped);
    listener.close();
    say("# Received SIGTERM scheduling shutdown...");
    say("# User requested shutdown...");
    say("# Redis is now ready to exit, bye bye...");
    return 0;
  };
}

function* serveClients(listener: Listener, isStopped: () => boolean): Doing<void> {
  const store = new Map<string, string>();
  /** What each of them has sent of a command that is not complete yet. */
  const clients = new Map<Socket, string>();
  while (!isStopped()) {
    for (let socket = listener.accept(); socket !== undefined; socket = listener.accept()) clients.set(socket, "");
    for (const [socket, before] of clients) {
      const text = socket.read();
      const rest = answerAll(store, socket, before + (text ?? ""));
      if (text === undefined) {
        socket.close();
        clients.delete(socket);
      } else clients.set(socket, rest);
    }
    yield { until: [listener.pending, ...[...clients.keys()].map(({ readable }) => readable)] };
  }
}

/** Answers the commands that are complete; what is left over is the beginning of another. */
function answerAll(store: Map<string, string>, socket: Socket, text: string): string {
  let received = text;
  for (let command = parseCommand(received); command !== undefined; command = parseCommand(received)) {
    received = received.slice(command.length);
    if (command.words.join("") !== "") socket.write(answerRedis(store, command.words));
  }
  return received;
}
