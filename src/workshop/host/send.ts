// What the host says, to those who listen: nobody makes it hold more than agreed.

import type { WebSocket } from "ws";
import { TRY_LATER } from "../protocol/messages.ts";

/** A connection whose reader is slower than this is cut: it comes back and is told everything then. */
const MAX_UNSENT_BYTES = 2 * 1024 * 1024;
/** Who does not read cannot read that the line is cut, either. */
const FAREWELL_MS = 1000;

/** @param isSlow told that the connection was cut because nobody reads it. */
export function send(socket: WebSocket, message: unknown, isSlow: () => void): void {
  if (socket.readyState !== socket.OPEN) return;
  // However long one message is, a reader that keeps up has it all.
  if (socket.bufferedAmount > MAX_UNSENT_BYTES) {
    isSlow();
    part(socket, TRY_LATER, "it does not read what it is told");
    return;
  }
  socket.send(JSON.stringify(message));
}

/** Says why, and does not wait for an answer for long. */
export function part(socket: WebSocket, code: number, why: string): void {
  socket.close(code, Buffer.from(why).subarray(0, 100).toString());
  const timer = setTimeout(() => socket.terminate(), FAREWELL_MS);
  socket.once("close", () => clearTimeout(timer));
}
