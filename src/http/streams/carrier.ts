// What carries the bytes of a session: a bare socket, or the binary messages of a WebSocket.
// Promises to let a peer go that does not read, before what waits for it fills the memory.

import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import { BACKLOG_LIMIT } from "./limits.ts";
import { messageBytes } from "./websocket/message.ts";

export interface Carrier {
  write(bytes: Uint8Array): void;
  /** Hangs up when everything written is out. */
  end(): void;
  /** Hangs up at once. */
  destroy(): void;
}

export interface CarrierObserver {
  bytes(bytes: Buffer): void;
  /** Called once, when nothing comes any more. */
  ended(): void;
}

export function socketCarrier(socket: Duplex): Carrier {
  return {
    write(bytes) {
      if (!socket.writable) return;
      socket.write(bytes);
      if (socket.writableLength > BACKLOG_LIMIT) socket.destroy();
    },
    end: () => void socket.end(),
    destroy: () => void socket.destroy(),
  };
}

/** @param head what came right behind the request; it is observed later, like everything else. */
export function observeSocket(socket: Duplex, head: Buffer, observer: CarrierObserver): void {
  keepOpen(socket);
  const ended = once(() => observer.ended());
  // An error is followed by "close"; whoever cut the connection does not matter.
  socket.on("error", () => socket.destroy());
  socket.on("end", () => {
    ended();
    socket.end();
  });
  socket.on("close", ended);
  if (head.length > 0) socket.unshift(head);
  socket.on("data", (chunk: Buffer) => observer.bytes(chunk));
}

/** A stream of hours is no idle request; and a computer that has vanished is noticed by the kernel. */
export function keepOpen(socket: Duplex): void {
  if (!(socket instanceof Socket)) return;
  socket.setTimeout(0);
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 30_000);
}

export function webSocketCarrier(webSocket: WebSocket, backlogLimit = BACKLOG_LIMIT): Carrier {
  return {
    write(bytes) {
      if (webSocket.readyState !== webSocket.OPEN) return;
      webSocket.send(bytes, { binary: true });
      if (webSocket.bufferedAmount > backlogLimit) webSocket.terminate();
    },
    end: () => webSocket.close(1000),
    destroy: () => webSocket.terminate(),
  };
}

export function observeWebSocket(webSocket: WebSocket, observer: CarrierObserver): void {
  const ended = once(() => observer.ended());
  webSocket.on("message", (data) => observer.bytes(messageBytes(data)));
  webSocket.on("close", ended);
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
