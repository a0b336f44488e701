// A request that a server inside a pod makes of another one: by name or address, with a time limit.

import { byteLength, joinedText } from "../../../bytes/bytes.ts";
import { resolveHost } from "../../../shell/connect.ts";
import type { Child, Process, Program, Wait, Wake } from "../../../shell/process.ts";
import { nullInput, nullOutput } from "../../../shell/streams.ts";

export type Fetched =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: "failed"; readonly why: string };

export interface Fetching {
  readonly child: Child;
  readonly result: Fetched | undefined;
}

export interface FetchRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs?: number;
  /** Less patience for a server that does not even take the connection. */
  readonly connectTimeoutMs?: number;
}

/** Fetches in a child process, so that the caller may go on; `child.exited` tells the end. */
export function beginFetch(process: Process, request: FetchRequest): Fetching {
  let result: Fetched | undefined;
  const program: Program = function* (worker) {
    result = yield* fetchOne(worker, request);
    return 0;
  };
  const child = process.spawn({
    program,
    argv: process.argv,
    env: process.env,
    cwd: process.cwd,
    stdin: nullInput,
    stdout: nullOutput,
    stderr: nullOutput,
  });
  return {
    child,
    get result() {
      return result;
    },
  };
}

export function* fetchOne(process: Process, request: FetchRequest): Generator<Wait, Fetched, Wake> {
  const { network } = process.machine;
  const now = (): number => process.machine.now();
  const deadline = now() + (request.timeoutMs ?? 60_000);
  const url = /^(?:https?:\/\/)?([^/:]+)(?::(\d+))?(\/.*)?$/.exec(request.url);
  if (url === null) return { kind: "failed", why: "bad address" };
  const [, host = "", portText = "80", path = "/"] = url;
  const resolution = yield* resolveHost(process, host, deadline - now());
  const [address] = resolution.kind === "found" ? resolution.addresses : [];
  if (address === undefined) return { kind: "failed", why: `host not found: ${host}` };
  const connecting = network.connect(address, Number(portText));
  const patienceMs = Math.min(deadline - now(), request.connectTimeoutMs ?? Number.POSITIVE_INFINITY);
  if (!connecting.settled.ready) yield { until: [connecting.settled], forMs: Math.max(0, patienceMs) };
  const { socket, failure } = connecting;
  if (socket === undefined) {
    connecting.cancel();
    return {
      kind: "failed",
      why: failure === "refused" ? "connection refused" : failure === "unreachable" ? "no route to host" : "timed out",
    };
  }
  const body = request.body ?? "";
  const headers = {
    Host: portText === "80" ? host : `${host}:${portText}`,
    Connection: "close",
    ...request.headers,
    ...(body === "" ? {} : { "Content-Length": String(byteLength(body)) }),
  };
  const lines = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
  socket.write(`${request.method ?? "GET"} ${path} HTTP/1.1\r\n${lines}\r\n${body}`);
  let text = "";
  for (let part = socket.read(); part !== undefined; part = socket.read()) {
    text += part;
    if (part !== "") continue;
    if (now() >= deadline) {
      socket.close();
      return { kind: "failed", why: "timed out" };
    }
    yield { until: [socket.readable], forMs: Math.max(0, deadline - now()) };
  }
  socket.close();
  return parseAnswer(text);
}

function parseAnswer(text: string): Fetched {
  const end = text.indexOf("\r\n\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0);
  if (end < 0 || status === 0) return { kind: "failed", why: "upstream prematurely closed connection" };
  const headers: Record<string, string> = {};
  for (const line of text.slice(0, end).split("\r\n").slice(1)) {
    const colon = line.indexOf(":");
    headers[line.slice(0, colon)] = line.slice(colon + 1).trim();
  }
  return { kind: "answer", status, headers, body: joinedText(text.slice(end + 4)) };
}
