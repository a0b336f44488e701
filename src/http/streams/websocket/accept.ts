// The server's side of a WebSocket handshake, done at once, and the care that every accepted WebSocket gets.

import type { IncomingMessage } from "node:http";
import { type ServerOptions, type WebSocket, WebSocketServer } from "ws";
import { keepOpen } from "../carrier.ts";
import { startHeartbeat } from "../heartbeat.ts";
import { MESSAGE_LIMIT, PATIENCE_MS } from "../limits.ts";
import type { Upgrade } from "../upgrade.ts";

/** @param protocol one of the client's offers; "" for none. Undefined when the handshake was none: the client has been told. */
export function acceptWebSocket({ request, socket, head }: Upgrade, protocol: string): WebSocket | undefined {
  // The library's types do not know closeTimeout yet.
  const options: ServerOptions & { readonly closeTimeout: number } = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MESSAGE_LIMIT,
    // A client that reads slowly has until then to come to the end.
    closeTimeout: PATIENCE_MS,
  };
  const server = new WebSocketServer(options);
  if (protocol !== "") server.on("headers", (headers) => headers.push(`Sec-WebSocket-Protocol: ${protocol}`));
  let accepted: WebSocket | undefined;
  server.handleUpgrade(withoutOffers(request), socket, head, (webSocket) => {
    accepted = webSocket;
  });
  if (accepted === undefined) return undefined;
  keepOpen(socket);
  watchOver(accepted);
  return accepted;
}

/** The library takes no protocol with a slash, which that of port-forward has; so it is not shown what is offered. */
function withoutOffers(request: IncomingMessage): IncomingMessage {
  const { "sec-websocket-protocol": _offers, ...headers } = request.headers;
  return Object.create(request, { headers: { value: headers } }) as IncomingMessage;
}

function watchOver(webSocket: WebSocket): void {
  const heartbeat = startHeartbeat({ ping: () => webSocket.ping(), giveUp: () => webSocket.terminate() });
  for (const event of ["message", "ping", "pong"] as const) webSocket.on(event, heartbeat.heard);
  // "close" follows.
  webSocket.on("error", () => webSocket.terminate());
  webSocket.on("close", heartbeat.stop);
}
