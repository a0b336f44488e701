// Frames of a conversation: read against their schema, counted, and never larger than agreed.

import * as v from "valibot";
import type { RawData, WebSocket } from "ws";

/** WebSocket's code for one who breaks the rules, and for a host that goes away. */
export const BROKE_THE_RULES = 1008;
export const GOING_AWAY = 1001;

/** A connection whose reader is slower than this is cut: it comes back and is told everything then. */
const MAX_UNSENT_BYTES = 8 * 1024 * 1024;

export type Parsed<T> = { readonly value: T } | { readonly why: string };

export function parseFrame<T>(data: RawData, schema: v.GenericSchema<unknown, T>): Parsed<T> {
  let json: unknown;
  try {
    json = JSON.parse(String(data));
  } catch {
    return { why: "it is not JSON" };
  }
  const result = v.safeParse(schema, json);
  if (result.success) return { value: result.output };
  const [issue] = result.issues;
  return { why: `${v.getDotPath(issue) ?? "the message"}: ${issue.message}`.slice(0, 300) };
}

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
