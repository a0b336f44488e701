// A server of the test's own making that answers as an API server might, over http or https.

import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from "node:net";
import { CertificateAuthority, type KeyPair } from "../../../src/http/certificates/authority.ts";

const dayMs = 24 * 3600 * 1000;

export interface Running {
  readonly port: number;
  close(): void;
}

export interface AnsweringServer extends Running {
  /** What was asked, in the order in which it came. */
  readonly asked: readonly Asked[];
}

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

export type Answer = (request: Asked, response: ServerResponse) => void;

export const authority = CertificateAuthority.create("the test's authority", days(-1, 1));
export const otherAuthority = CertificateAuthority.create("another authority", days(-1, 1));

export function days(from: number, to: number): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now + from * dayMs), notAfter: new Date(now + to * dayMs) };
}

export function identity(hosts: readonly string[] = ["127.0.0.1", "localhost"], validity = days(-1, 1)): KeyPair {
  return authority.issue({ subject: { commonName: "server" }, usages: ["server"], hosts, ...validity });
}

export async function answering(
  answer: Answer,
  tls?: KeyPair & { readonly clientAuthority?: string },
): Promise<AnsweringServer> {
  const asked: Asked[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers, rawHeaders } = request;
      const one = { method, url, headers, rawHeaders, body: Buffer.concat(chunks).toString("utf8") };
      asked.push(one);
      answer(one, response);
    });
  };
  const server = tls === undefined ? createServer(listener) : secureServer(listener, tls);
  return { ...(await started(server)), asked };
}

function secureServer(listener: RequestListener, tls: KeyPair & { readonly clientAuthority?: string }): Server {
  const { certificate, key, clientAuthority } = tls;
  const wantsClient =
    clientAuthority === undefined ? {} : { requestCert: true, rejectUnauthorized: true, ca: clientAuthority };
  return createSecureServer({ cert: certificate, key, ...wantsClient }, listener);
}

/** A server that speaks no HTTP, or not for long. */
export function tcpServer(onSocket: (socket: Socket) => void): Promise<Running> {
  return started(
    createTcpServer((socket) => {
      socket.on("error", () => socket.destroy());
      onSocket(socket);
    }),
  );
}

async function started(server: Server | TcpServer): Promise<Running> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  // A client that does not like the certificate is the test's intention.
  server.on("tlsClientError", (_error, socket: Socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port: (server.address() as AddressInfo).port, close };
}

export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
