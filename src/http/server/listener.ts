// The cluster's door for everybody outside the process: HTTPS, as kube-apiserver serves it.

import type { IncomingMessage } from "node:http";
import { createServer, type Server } from "node:https";
import { type AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { KeyPair } from "../certificates/authority.ts";
import { hostNames } from "./guards.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { logLine } from "./log-line.ts";
import { answerPlainHttp } from "./plain-http.ts";
import { type VisitOptions, Visits } from "./visits.ts";

export interface ListenOptions extends Pick<VisitOptions, "door" | "codecs" | "log"> {
  /** The server's own certificate and key. */
  readonly identity: KeyPair;
  /** Whose client certificates are believed (PEM). */
  readonly clientAuthority: string;
  readonly address: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Names by which clients may call this server, besides those of loopback and of the service `kubernetes`. */
  readonly hosts: readonly string[];
  /** Where they differ from the usual. */
  readonly limits?: Partial<Limits>;
}

export interface Listener {
  readonly port: number;
  /** Ends every watch, stream and connection, and resolves when all are gone. */
  close(): Promise<void>;
}

type Refuse = (socket: Duplex, why: string) => void;

const keepAliveMs = 30_000;

/** @throws Error with the system's code (EADDRINUSE, EACCES) where the port cannot be had. */
export async function listen(options: ListenOptions): Promise<Listener> {
  const limits = { ...defaultLimits, ...options.limits };
  const log = (line: string): void => options.log(logLine(line));
  const server = createServer({
    key: options.identity.key,
    cert: options.identity.certificate,
    ca: options.clientAuthority,
    requestCert: true,
    rejectUnauthorized: false,
    handshakeTimeout: limits.handshakeMs,
    maxHeaderSize: limits.headerBytes,
    requestTimeout: limits.requestMs,
    headersTimeout: limits.headersMs,
    keepAliveTimeout: limits.idleMs,
    connectionsCheckingInterval: limits.headersMs / 3,
  });
  const visits = new Visits({ ...options, log, limits, hosts: hostNames(options.hosts) });
  const refuse: Refuse = (socket, why) => {
    const address = socket instanceof Socket ? socket.remoteAddress : undefined;
    log(`refused a connection from ${address ?? "a client that has gone"}: ${why}`);
  };
  answerPlainHttp(server, { silenceMs: limits.handshakeMs, refuse });
  const sockets = remember(server);
  const isServing = (): boolean => options.door.isServing?.() ?? true;
  server.on("request", (request, response) => {
    if (isServing()) visits.answer(request, response);
    else request.socket.destroy();
  });
  server.on("upgrade", (request, socket, head) => {
    if (isServing()) visits.upgrade(request, socket, head);
    else socket.destroy();
  });
  server.on("connect", (request: IncomingMessage, socket: Duplex) => visits.refuseTunnel(request, socket));
  server.on("clientError", noiseRefuser(refuse, limits.lingerMs));
  const port = await bind(server, options);
  // Connections that cannot be accepted, as when the process has too many files open, are the clients' loss only.
  server.on("error", (error) => log(`a connection could not be accepted: ${error.message}`));
  return { port, close: () => close(server, sockets, visits, limits) };
}

function remember(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    // A client whose machine has gone is noticed by the silence of its side.
    socket.setKeepAlive(true, keepAliveMs);
    socket.once("close", () => sockets.delete(socket));
  });
  return sockets;
}

function bind(server: Server, { address, port }: ListenOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server, sockets: ReadonlySet<Socket>, visits: Visits, { closeMs }: Limits): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, closeMs);
    // Those without a request are closed by this; the others when they have been answered.
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    visits.endAll();
  });
}

/** What is no HTTP, or too much of it. */
function noiseRefuser(refuse: Refuse, lingerMs: number): (error: NodeJS.ErrnoException, socket: Duplex) => void {
  const refused = new WeakSet<Duplex>();
  return (error, socket) => {
    // What follows noise is noise.
    if (refused.has(socket)) return;
    refused.add(socket);
    const [status, why] = isHandshake(error)
      ? [undefined, `its TLS handshake failed (${error.code})`]
      : (NOISE[error.code ?? ""] ?? ["400 Bad Request", `it is no HTTP (${error.message})`]);
    if (!isHangUp(error)) refuse(socket, why);
    if (status === undefined || isHangUp(error) || !socket.writable) {
      socket.destroy();
      return;
    }
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    setTimeout(() => socket.destroy(), lingerMs).unref();
  };
}

const NOISE: Readonly<Record<string, readonly [string, string]>> = {
  HPE_HEADER_OVERFLOW: ["431 Request Header Fields Too Large", "the headers of its request are too large"],
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "its request took too long to arrive"],
};

/** Clients come and go; that is nothing to tell of. */
function isHangUp({ code }: NodeJS.ErrnoException): boolean {
  return code === "ECONNRESET" || code === "EPIPE";
}

function isHandshake({ code = "" }: NodeJS.ErrnoException): boolean {
  return code.startsWith("ERR_SSL") || code.startsWith("ERR_TLS");
}
