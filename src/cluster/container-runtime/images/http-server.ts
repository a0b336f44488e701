// The HTTP server inside images: takes connections, reads requests, writes answers, keeps connections alive.

import { byteLength, joinedText, sliceBytes } from "../../../bytes/bytes.ts";
import { reasonOf } from "../../../shell/http-message.ts";
import type { Listener, Process, Socket, Wait, Waitable, Wake } from "../../../shell/process.ts";
import { TLS_ASKS, TLS_HELLO } from "../../../shell/tls.ts";

export interface HttpRequest {
  readonly method: string;
  /** With its query. */
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly client: string;
  readonly port: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** How long the server thinks about it. */
  readonly delayMs?: number;
  /** How long it keeps a core busy; the answer is not given before that work is done. A small page when absent. */
  readonly workMs?: number;
}

/** What a small page costs: to take the connection, find the file, write the log. */
const SMALL_PAGE_MS = 0.4;

// nginx has words of its own for some, and most servers here speak as it does.
const REASONS: Readonly<Record<number, string>> = {
  405: "Not Allowed",
  503: "Service Temporarily Unavailable",
  504: "Gateway Time-out",
};

export function reasonPhrase(status: number): string {
  return REASONS[status] ?? (reasonOf(status) || "Unknown");
}

interface Client {
  readonly socket: Socket;
  readonly port: number;
  received: string;
  pending: { readonly promised: PendingAnswer; readonly request: HttpRequest; readonly closes: boolean } | undefined;
  /** What is being thought about. */
  answer: { readonly text: string; readonly dueMs: number; readonly closes: boolean } | undefined;
}

/** An answer that somebody else has yet to give. */
export interface PendingAnswer {
  readonly given: Waitable;
  answer(): HttpAnswer;
}

export type Respond = (request: HttpRequest) => HttpAnswer | PendingAnswer;

export class HttpServer {
  private readonly clients = new Set<Client>();

  constructor(
    private readonly process: Process,
    private readonly listeners: readonly Listener[],
    private readonly respond: Respond,
    /** The `Server` header. */
    private readonly software: string,
    /** The ports at which clients must speak TLS. */
    private readonly tlsPorts: readonly number[] = [],
    /** What is shown to a client that asks for a server by name: one line. */
    private readonly certificateFor: (serverName: string) => string = () => "",
  ) {}

  /** What the server waits for; `forMs` while an answer is being thought about. */
  wait(also: readonly Waitable[] = []): Wait {
    const until: Waitable[] = [...also, ...this.listeners.map(({ pending }) => pending)];
    let dueMs: number | undefined;
    for (const { socket, answer, pending } of this.clients) {
      if (pending !== undefined) until.push(pending.promised.given);
      else if (answer === undefined) until.push(socket.readable);
      else dueMs = Math.min(dueMs ?? answer.dueMs, answer.dueMs);
    }
    return dueMs === undefined ? { until } : { until, forMs: Math.max(0, dueMs - this.process.machine.now()) };
  }

  /** Does everything that can be done now. */
  poll(): void {
    for (const listener of this.listeners) {
      for (let socket = listener.accept(); socket !== undefined; socket = listener.accept()) {
        this.clients.add({ socket, port: listener.port, received: "", pending: undefined, answer: undefined });
      }
    }
    for (const client of this.clients) this.serve(client);
  }

  close(): void {
    for (const listener of this.listeners) listener.close();
    for (const client of this.clients) client.socket.close();
    this.clients.clear();
  }

  get isIdle(): boolean {
    return this.clients.size === 0;
  }

  private serve(client: Client): void {
    const { answer, socket, pending } = client;
    if (pending !== undefined) {
      if (!pending.promised.given.ready) return;
      client.pending = undefined;
      this.promise(client, pending.request, pending.promised.answer(), pending.closes);
      this.serve(client);
      return;
    }
    if (answer !== undefined) {
      if (answer.dueMs > this.process.machine.now()) return;
      client.answer = undefined;
      socket.write(answer.text);
      if (answer.closes) {
        this.drop(client);
        return;
      }
    }
    for (let text = socket.read(); text !== ""; text = socket.read()) {
      if (text === undefined) {
        this.drop(client);
        return;
      }
      client.received += text;
    }
    if (client.received.startsWith(TLS_HELLO) && !this.greet(client)) return;
    const parsed = parseRequest(client.received);
    if (parsed === undefined) return;
    client.received = parsed.rest;
    const request = { ...parsed.request, client: socket.remote.address, port: client.port };
    const closes = !keepsAlive(parsed.version, request.headers.connection);
    const answered = this.respond(request);
    if ("given" in answered) client.pending = { promised: answered, request, closes };
    else this.promise(client, request, answered, closes);
    this.serve(client);
  }

  /** Answers the beginning of a TLS connection; a server that speaks plain HTTP says so, and is done with the client. */
  private greet(client: Client): boolean {
    const speaksTls = this.tlsPorts.includes(client.port);
    client.received = client.received.slice(TLS_HELLO.length);
    const [, serverName] = new RegExp(`^${TLS_ASKS}(.*)\n`).exec(client.received) ?? [];
    if (serverName !== undefined) client.received = client.received.slice(serverName.length + 2);
    const shown = serverName === undefined ? "" : `${TLS_ASKS}${this.certificateFor(serverName)}\n`;
    client.socket.write(speaksTls ? TLS_HELLO + shown : "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    if (!speaksTls) this.drop(client);
    return speaksTls;
  }

  private promise(
    client: Client,
    request: HttpRequest,
    { delayMs = 0, workMs, ...answer }: HttpAnswer,
    closes: boolean,
  ): void {
    const { machine } = this.process;
    const nowMs = machine.now();
    const doneMs = machine.compute(workMs ?? SMALL_PAGE_MS);
    const thinkMs = workMs === undefined ? delayMs : Math.max(delayMs, Math.ceil(doneMs));
    const text = formatAnswer(answer, { closes, software: this.software, isHead: request.method === "HEAD", nowMs });
    client.answer = { text, dueMs: nowMs + thinkMs, closes };
  }

  private drop(client: Client): void {
    this.clients.delete(client);
    client.socket.close();
  }
}

function keepsAlive(version: string, connection: string | undefined): boolean {
  const wish = connection?.toLowerCase();
  return version === "1.1" ? wish !== "close" : wish === "keep-alive";
}

type Parsed = {
  readonly request: Omit<HttpRequest, "client" | "port">;
  readonly version: string;
  /** What follows the request. */
  readonly rest: string;
};

function parseRequest(text: string): Parsed | undefined {
  const end = /\r?\n\r?\n/.exec(text);
  if (end === null) return undefined;
  const [first = "", ...lines] = text.slice(0, end.index).split(/\r?\n/);
  const [method = "GET", target = "/", version = "HTTP/1.0"] = first.split(" ");
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  const sent = text.slice(end.index + end[0].length);
  const length = Number(headers["content-length"] ?? 0);
  const held = byteLength(sent);
  if (held < length) return undefined;
  const [body, rest] =
    held === length ? [joinedText(sent), ""] : [sliceBytes(sent, 0, length), sliceBytes(sent, length)];
  const [path = "/", query = ""] = target.replace(/^https?:\/\/[^/]+/, "").split(/\?(.*)/s);
  const request = {
    method,
    target,
    path: path === "" ? "/" : path,
    query: new URLSearchParams(query),
    headers,
    body,
  };
  return { request, version: version.replace("HTTP/", ""), rest };
}

interface Form {
  readonly closes: boolean;
  readonly software: string;
  readonly isHead: boolean;
  readonly nowMs: number;
}

function formatAnswer({ status, headers = {}, body }: HttpAnswer, { closes, software, isHead, nowMs }: Form): string {
  const all = {
    ...(software === "" ? {} : { Server: software }),
    Date: httpDate(nowMs),
    "Content-Type": "text/html",
    "Content-Length": String(byteLength(body)),
    Connection: closes ? "close" : "keep-alive",
    ...headers,
  };
  let lines = "";
  for (const [name, value] of Object.entries(all)) lines += `${name}: ${value}\r\n`;
  return `HTTP/1.1 ${status} ${reasonPhrase(status)}\r\n${lines}\r\n${isHead ? "" : body}`;
}

let lastDate = { second: Number.NaN, text: "" };

/** Probes come many at a time, and within one second all of them get the same date. */
function httpDate(nowMs: number): string {
  const second = Math.floor(nowMs / 1000);
  if (lastDate.second !== second) lastDate = { second, text: new Date(nowMs).toUTCString() };
  return lastDate.text;
}

/** Listens on a port; the answer is undefined, and the reason printed, when it is taken. */
export function listenOn(process: Process, port: number, complaint: string): Listener | undefined {
  const listener = process.machine.network.listen(port);
  if (listener !== "address in use") return listener;
  process.stderr.write(complaint);
  return undefined;
}

/** Serves until `stopped` says otherwise; a signal's handler sets what that looks at. */
export function* serveUntil(
  server: HttpServer,
  stopped: () => boolean,
  wait: () => Partial<Wait> = () => ({}),
): Generator<Wait, void, Wake> {
  try {
    while (!stopped()) {
      server.poll();
      const extra = wait();
      const own = server.wait(extra.until);
      const times = [own.forMs, extra.forMs].filter((time) => time !== undefined);
      yield times.length === 0 ? own : { until: own.until, forMs: Math.min(...times) };
    }
  } finally {
    server.close();
  }
}
