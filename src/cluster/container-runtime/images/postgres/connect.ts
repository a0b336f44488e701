// Stands for libpq: where to connect to, and as whom, out of options, connection strings and the environment.

import type { Process, Socket } from "../../../../shell/process.ts";
import type { Doing } from "../../../../shell/reading.ts";
import { askPassword, type Opened, openConnection } from "../sql/connection.ts";
import type { Hello } from "../sql/wire.ts";
import { SOCKET_DIRECTORY, socketPath } from "./settings.ts";

export interface Target {
  /** Absent: the socket in the file system. */
  readonly host?: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password?: string;
}

export interface Wishes {
  readonly host?: string;
  readonly port?: string;
  readonly user?: string;
  readonly database?: string;
  readonly password?: string;
}

/** A database's name may also be a URI, or `host=db user=app`. */
function parseConnectionString(text: string): Wishes {
  const uri = /^postgres(?:ql)?:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^:/?]*)(?::(\d+))?(?:\/([^?]*))?/.exec(text);
  if (uri !== null) {
    const [, user, password, host, port, database] = uri.map((part) =>
      part === undefined ? part : decodeURIComponent(part),
    );
    return defined({ user, password, host, port, database });
  }
  if (!text.includes("=")) return { database: text };
  const pairs = Object.fromEntries(
    [...text.matchAll(/(\w+)\s*=\s*('[^']*'|\S+)/g)].map(([, key = "", value = ""]) => [
      key,
      value.replace(/^'|'$/g, ""),
    ]),
  );
  const { host, port, user, password, dbname: database } = pairs;
  return defined({ host, port, user, password, database });
}

function defined(wishes: Readonly<Record<keyof Wishes, string | undefined>>): Wishes {
  return Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined && value !== ""));
}

export function targetOf(process: Process, wishes: Wishes): Target {
  const { env, machine } = process;
  const all = { ...wishes, ...(wishes.database === undefined ? {} : parseConnectionString(wishes.database)) };
  const user = all.user ?? env.PGUSER ?? machine.user.name;
  const host = all.host ?? env.PGHOST;
  const password = all.password ?? env.PGPASSWORD;
  return {
    port: Number(all.port ?? env.PGPORT ?? 5432),
    user,
    database: all.database ?? env.PGDATABASE ?? user,
    ...(host === undefined || host === "" || host.startsWith("/") ? {} : { host }),
    ...(password === undefined ? {} : { password }),
  };
}

export type Connected =
  | { readonly kind: "connected"; readonly socket: Socket; readonly version: string; readonly isSuperuser: boolean }
  | { readonly kind: "failed"; readonly error: string };

export function* connectPostgres(process: Process, target: Target): Doing<Connected> {
  const isAlpine = process.machine.files.exists("/etc/alpine-release") || process.env.PG_SHA256 === "alpine";
  const hello: Hello = {
    kind: "hello",
    flavor: "postgres",
    user: target.user,
    database: target.database,
    isLocal: target.host === undefined,
  };
  const failed = (where: string, why: string): Connected => ({
    kind: "failed",
    error: `connection to server ${where} failed: ${why}`,
  });
  const socketFile = socketPath(target.port);
  const { files } = process.machine;
  if (target.host === undefined && !files.exists(socketFile))
    return failed(
      `on socket "${socketFile}"`,
      "No such file or directory\n\tIs the server running locally and accepting connections on that socket?",
    );
  // The socket's file says at which door behind it the server listens, where that is not the usual one.
  const door = target.host === undefined ? Number(files.read(socketFile) || target.port) : target.port;
  const open = (password?: string): Doing<Opened> =>
    openConnection(process, target.host ?? "127.0.0.1", door, {
      ...hello,
      ...(password === undefined ? {} : { password }),
    });
  let opened = yield* open();
  const where = (address: string): string => {
    if (target.host === undefined) return `on socket "${SOCKET_DIRECTORY}/.s.PGSQL.${target.port}"`;
    return target.host === address
      ? `at "${target.host}", port ${target.port}`
      : `at "${target.host}" (${address}), port ${target.port}`;
  };
  if (opened.kind === "open" && opened.reply.kind === "password wanted") {
    const address = opened.socket.remote.address;
    opened.socket.close();
    const password = target.password ?? (yield* askPassword(process, `Password for user ${target.user}: `));
    if (password === undefined || password === "") return failed(where(address), "fe_sendauth: no password supplied");
    opened = yield* open(password);
  }
  if (opened.kind === "failed") return reasonOf(opened, target, where, failed, isAlpine);
  const { reply, socket } = opened;
  if (reply.kind === "ready")
    return { kind: "connected", socket, version: reply.version, isSuperuser: reply.isSuperuser };
  const { message } = reply.kind === "error" ? reply.error : { message: "unexpected answer" };
  return failed(where(socket.remote.address), `FATAL:  ${message}`);
}

function reasonOf(
  { why, address }: Opened & { readonly kind: "failed" },
  target: Target,
  where: (address: string) => string,
  failed: (where: string, why: string) => Connected,
  isAlpine: boolean,
): Connected {
  const question = "\n\tIs the server running on that host and accepting TCP/IP connections?";
  switch (why) {
    case "unknown host":
      return {
        kind: "failed",
        error: `could not translate host name "${target.host}" to address: ${isAlpine ? "Name does not resolve" : "Name or service not known"}`,
      };
    case "refused":
      return target.host === undefined
        ? failed(
            where(address),
            "Connection refused\n\tIs the server running locally and accepting connections on that socket?",
          )
        : failed(where(address), `Connection refused${question}`);
    case "unreachable":
      return failed(where(address), `No route to host${question}`);
    case "timeout":
      return failed(where(address), `Connection timed out${question}`);
    case "gone":
      return failed(
        where(address),
        "server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.",
      );
  }
}
