// Where a client's connection goes, and the first answer: a WebSocket, or what the server says instead.

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { SecureContextOptions } from "node:tls";
import { type ClientOptions, WebSocket } from "ws";
import type { ApiResponse, Connection } from "../../api/request.ts";
import { failure, type Status } from "../../api/status.ts";
import { textOfBytes } from "../../bytes/bytes.ts";
import { keepOpen } from "./carrier.ts";
import { startHeartbeat } from "./heartbeat.ts";

export interface Endpoint {
  /** As `https://host:port/path?query`. */
  readonly url: URL;
  /** Several values are several headers. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly tls: SecureContextOptions & { readonly rejectUnauthorized?: boolean; readonly servername?: string };
  /** Opens the connection, TLS included; `tls` is then not looked at. */
  dial?(): Promise<Duplex>;
}

/** As the clients of Kubernetes have it: a ping every 5 s, and a minute without an answer is the end. */
const HEARTBEAT = { periodMs: 5_000, patienceMs: 61_000 };
/** Whoever has hung up does not wait long for the other side to do the same. */
const CLOSE_TIMEOUT_MS = 1_000;
const ANSWER_LIMIT = 1024 * 1024;

/**
 * Resolves with a connection, or with what a server says that refuses; only network trouble rejects, with Node's error.
 * @param connect called as soon as the WebSocket is open, before its first message; throws when it can do nothing with
 * the protocol that the server has chosen.
 */
export function dialWebSocket(
  endpoint: Endpoint,
  protocols: readonly string[],
  connect: (webSocket: WebSocket, protocol: string) => Connection,
): Promise<ApiResponse> {
  const options: ClientOptions & { readonly closeTimeout: number } = {
    ...(endpoint.dial === undefined ? endpoint.tls : { createConnection: connectBy(endpoint.dial) }),
    // The library takes no protocol with a slash, which that of port-forward has; so it is not told what is offered.
    headers: { ...endpoint.headers, "Sec-WebSocket-Protocol": protocols.join(", ") } as NonNullable<
      ClientOptions["headers"]
    >,
    perMessageDeflate: false,
    closeTimeout: CLOSE_TIMEOUT_MS,
  };
  return new Promise((resolve, reject) => {
    const webSocket = new WebSocket(endpoint.url, options);
    let answered = false;
    let protocol = "";
    webSocket.on("unexpected-response", (_request, response: IncomingMessage) => {
      answered = true;
      readAnswer(response).then(resolve, reject);
    });
    webSocket.on("upgrade", (response) => {
      keepOpen(response.socket);
      protocol = response.headers["sec-websocket-protocol"] ?? "";
      delete response.headers["sec-websocket-protocol"];
    });
    webSocket.on("open", () => {
      watchOver(webSocket);
      try {
        resolve({ kind: "connection", status: 101, connection: connect(webSocket, protocol) });
      } catch (error) {
        webSocket.terminate();
        reject(error);
      }
    });
    webSocket.on("error", (error) => {
      // Once open, "close" follows and says it all.
      if (webSocket.readyState === WebSocket.OPEN) webSocket.terminate();
      if (!answered) reject(error);
    });
  });
}

// Node.js takes a connection that comes later, too; the types know only those that are there at once.
function connectBy(dial: () => Promise<Duplex>): NonNullable<ClientOptions["createConnection"]> {
  const connection = (_options: unknown, connected: (error: unknown, socket?: Duplex) => void): void => {
    dial().then((socket) => connected(null, socket), connected);
  };
  return connection as unknown as NonNullable<ClientOptions["createConnection"]>;
}

function watchOver(webSocket: WebSocket): void {
  const heartbeat = startHeartbeat({ ping: () => webSocket.ping(), giveUp: () => webSocket.terminate() }, HEARTBEAT);
  for (const event of ["message", "ping", "pong"] as const) webSocket.on(event, heartbeat.heard);
  webSocket.on("close", heartbeat.stop);
}

async function readAnswer(response: IncomingMessage): Promise<ApiResponse> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > ANSWER_LIMIT) break;
    chunks.push(chunk);
  }
  const status = response.statusCode ?? 500;
  return { kind: "object", status, body: statusIn(textOfBytes(Buffer.concat(chunks)), status) };
}

/** Kubelets and proxies answer in plain text, which becomes a Status as in client-go. */
function statusIn(text: string, code: number): Status {
  try {
    const body = JSON.parse(text) as Partial<Status> | null;
    if (body?.kind === "Status") return body as Status;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const said = text.trim() === "" ? `the server answered ${code}` : text.trim();
  return failure(code, "", `unable to upgrade connection: ${said}`);
}

export function unknownProtocol(protocol: string): Error {
  return new Error(`the server speaks a protocol that was not offered: ${JSON.stringify(protocol)}`);
}
