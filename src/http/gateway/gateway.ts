// Stands between local clients and an API server, as kubectl proxy does: requests go on as they come, with credentials added; answers,
// streams and upgraded connections come back as they are.

import { chmodSync, rmSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { bytesOfText } from "../../bytes/bytes.ts";
import { hostPort } from "../transport/failure.ts";
import type { Upstream } from "../transport/upstream.ts";
import { refusalText } from "./refusal.ts";

interface PlainAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

interface Routed {
  readonly method: string;
  readonly target: string;
  readonly host: string;
  readonly range?: string | undefined;
}

export interface GatewayOptions {
  readonly address:
    | { readonly kind: "tcp"; readonly host: string; readonly port: number }
    | { readonly kind: "unix"; readonly path: string };
  readonly upstream: Upstream;
  readonly keepAliveMs: number;
  readonly route: (
    request: Routed,
  ) => { readonly kind: "api"; readonly target: string } | { readonly kind: "answer"; readonly answer: PlainAnswer };
  readonly onFailure: (why: string) => void;
}

export interface Gateway {
  /** The address as it is printed. */
  readonly shown: string;
  close(): void;
}

/** Rejects with the system's error where the address cannot be had. */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const server = createServer({ keepAlive: options.keepAliveMs > 0, keepAliveInitialDelay: options.keepAliveMs });
  // A watch may be silent for hours, and a client may take its time.
  server.requestTimeout = 0;
  const sockets = new Set<Duplex>();
  server.on("connection", (socket: Duplex) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("request", (request, response) => void answer(request, response, options));
  server.on("upgrade", (request, socket: Duplex, head: Buffer) => void upgrade(request, socket, head, options));
  const shown = await listen(server, options);
  return {
    shown,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      options.upstream.close();
    },
  };
}

function listen(server: Server, { address }: GatewayOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    if (address.kind === "tcp") {
      server.listen(address.port, address.host, () => {
        const bound = server.address() as AddressInfo;
        resolve(hostPort(bound.address, bound.port));
      });
      return;
    }
    // A socket that was left behind makes way; another file does not.
    if (statSync(address.path, { throwIfNoEntry: false })?.isSocket() === true) rmSync(address.path);
    server.listen(address.path, () => {
      if (process.platform !== "win32") chmodSync(address.path, 0o700);
      resolve(address.path);
    });
  });
}

function routed({ method = "GET", url = "/", headers }: IncomingMessage): Routed {
  return { method, target: url, host: headers.host ?? "", range: headers.range };
}

async function answer(request: IncomingMessage, response: ServerResponse, options: GatewayOptions): Promise<void> {
  const route = options.route(routed(request));
  if (route.kind === "answer") {
    request.resume();
    sendPlain(response, route.answer, request.method === "HEAD");
    return;
  }
  const sent = options.upstream.request(request, route.target);
  response.once("close", () => sent.destroy());
  sent.once("response", (message: IncomingMessage) => {
    // Go says nothing about a connection that stays.
    response.removeHeader("Connection");
    response.writeHead(message.statusCode ?? 502, message.statusMessage, endToEnd(message.rawHeaders));
    response.flushHeaders();
    message.pipe(response);
    message.once("error", () => response.destroy());
  });
  sent.once("error", (error: Error) => {
    if (response.destroyed) return;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    sendFailure(response, options.upstream.reasonOf(error), options);
  });
  request.pipe(sent);
}

function sendFailure(response: ServerResponse, why: string, { onFailure }: GatewayOptions): void {
  onFailure(why);
  const headers: [string, string][] = [
    ["Content-Type", "text/plain; charset=utf-8"],
    ["X-Content-Type-Options", "nosniff"],
  ];
  sendPlain(response, { status: 500, headers, body: `${why}\n` }, false);
}

function sendPlain(response: ServerResponse, { status, headers, body }: PlainAnswer, isHead: boolean): void {
  const bytes = Buffer.from(bytesOfText(body));
  for (const [name, value] of headers) response.setHeader(name, value);
  response.setHeader("Content-Length", bytes.length);
  response.removeHeader("Connection");
  response.writeHead(status);
  response.end(isHead ? undefined : bytes);
}

const hopByHop = ["connection", "keep-alive", "proxy-authenticate", "te", "trailer", "transfer-encoding", "upgrade"];

/** What is said to the one who asked, not to the next station. */
export function endToEnd(rawHeaders: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = "", value = ""] = [rawHeaders[at], rawHeaders[at + 1]];
    if (!hopByHop.includes(name.toLowerCase())) kept.push(name, value);
  }
  return kept;
}

async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, options: GatewayOptions): Promise<void> {
  socket.on("error", () => socket.destroy());
  const route = options.route(routed(request));
  if (route.kind === "answer") {
    socket.end(refusalText(route.answer));
    return;
  }
  try {
    const server = await options.upstream.upgrade(request, route.target);
    server.on("error", () => socket.destroy());
    server.write(head);
    server.pipe(socket).pipe(server);
    server.once("close", () => socket.destroy());
    socket.once("close", () => server.destroy());
  } catch (error) {
    const why = options.upstream.reasonOf(error);
    options.onFailure(why);
    const headers: [string, string][] = [["Content-Type", "text/plain; charset=utf-8"]];
    socket.end(refusalText({ status: 500, headers, body: `${why}\n` }));
  }
}
