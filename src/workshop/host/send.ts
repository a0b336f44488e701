// What the host says, to those who listen: nobody makes it hold more than agreed.

import type { WebSocket } from "ws";

/** A connection whose reader is slower than this is cut: it comes back and is told everything then. */
const MAX_UNSENT_BYTES = 8 * 1024 * 1024;

/** @returns false when the connection was cut because nobody reads it. */
export function send(socket: WebSocket, message: unknown): boolean {
  if (socket.readyState !== socket.OPEN) return false;
  if (socket.bufferedAmount > MAX_UNSENT_BYTES) {
    socket.terminate();
    return false;
  }
  socket.send(JSON.stringify(message));
  return true;
}
