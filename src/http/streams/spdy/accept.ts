// The server's side of an upgrade to SPDY/3.1, and of SPDY inside the messages of a WebSocket.

import type { WebSocket } from "ws";
import {
  type Carrier,
  type CarrierObserver,
  observeSocket,
  observeWebSocket,
  socketCarrier,
  webSocketCarrier,
} from "../carrier.ts";
import { startHeartbeat } from "../heartbeat.ts";
import type { Upgrade } from "../upgrade.ts";
import { type SessionObserver, SpdySession } from "./session.ts";

/** The server's handle: it opens no streams of its own. */
export interface AcceptedSession {
  /** Everything is written; the peer is to hang up, and has only so much time. */
  finish(): void;
  close(): void;
}

export function acceptSpdy({ socket, head }: Upgrade, protocol: string, observer: SessionObserver): AcceptedSession {
  const headers = ["Connection: Upgrade", "Upgrade: SPDY/3.1", `X-Stream-Protocol-Version: ${protocol}`];
  socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join("\r\n")}\r\n\r\n`);
  return serveSession(socketCarrier(socket), observer, (carried) => observeSocket(socket, head, carried));
}

export function acceptTunnel(webSocket: WebSocket, observer: SessionObserver): AcceptedSession {
  return serveSession(webSocketCarrier(webSocket), observer, (carried) => observeWebSocket(webSocket, carried));
}

function serveSession(
  carrier: Carrier,
  observer: SessionObserver,
  listen: (carried: CarrierObserver) => void,
): AcceptedSession {
  const session = new SpdySession(carrier, "server", {
    opened: (stream) => observer.opened(stream),
    ended() {
      heartbeat.linger();
      observer.ended();
    },
  });
  const heartbeat = startHeartbeat({ ping: () => session.ping(), giveUp: () => carrier.destroy() });
  listen({
    bytes(bytes) {
      heartbeat.heard();
      session.receive(bytes);
    },
    ended() {
      session.end();
      heartbeat.stop();
    },
  });
  return {
    finish() {
      session.finish();
      heartbeat.linger();
    },
    close: () => session.close(),
  };
}
