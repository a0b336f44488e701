// Stands for pg_isready: is somebody taking connections?

import type { Program } from "../../../../shell/process.ts";
import { openConnection } from "../sql/connection.ts";
import { targetOf } from "./connect.ts";
import { CONNECTION_OPTIONS, parseOptions, wishesOf } from "./psql-options.ts";
import { SOCKET_DIRECTORY, socketPath } from "./settings.ts";

export const pgIsReady: Program = function* (process) {
  const parsed = parseOptions(process.argv.slice(1), { ...CONNECTION_OPTIONS, t: "timeout=", q: "quiet" });
  if ("error" in parsed) {
    process.stderr.write(
      `pg_isready: ${parsed.error}\npg_isready: hint: Try "pg_isready --help" for more information.\n`,
    );
    return 3;
  }
  const option = (name: string): string | undefined => parsed.options.findLast((each) => each.name === name)?.value;
  const { host, port, user } = targetOf(process, wishesOf(parsed));
  const { files } = process.machine;
  const isThere = host !== undefined || files.exists(socketPath(port));
  const door = host === undefined && isThere ? Number(files.read(socketPath(port)) || port) : port;
  const hello = { kind: "hello", flavor: "postgres", user, isLocal: host === undefined, isPing: true } as const;
  const opened = isThere
    ? yield* openConnection(process, host ?? "127.0.0.1", door, hello, Number(option("timeout") ?? 3) * 1000)
    : undefined;
  if (opened?.kind === "open") opened.socket.close();
  const isUp = opened?.kind === "open";
  if (option("quiet") === undefined)
    process.stdout.write(`${host ?? SOCKET_DIRECTORY}:${port} - ${isUp ? "accepting connections" : "no response"}\n`);
  return isUp ? 0 : 2;
};
