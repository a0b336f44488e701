// A request that asks for another protocol on its connection, and what can be read from it.

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { ApiResponse, Query } from "../../api/request.ts";

export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

export interface Refusing {
  /** Writes a plain HTTP answer. */
  refuse(response: ApiResponse): void;
}

export interface Opening extends Refusing {
  /** Asks the API server; an answer that is no connection is refused. */
  open(): ApiResponse;
}

export function isWebSocketUpgrade({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === "websocket";
}

export function isSpdyUpgrade({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === "spdy/3.1";
}

/** The client's offers in its order, from one header that may come several times or hold several values. */
export function offeredProtocols({ headersDistinct }: IncomingMessage, header: string): string[] {
  const values = headersDistinct[header] ?? [];
  return values
    .flatMap((value) => value.split(","))
    .map((value) => value.trim())
    .filter((value) => value !== "");
}

export function queryOf({ url }: IncomingMessage): Query {
  const query: Record<string, string[]> = {};
  for (const [name, value] of new URL(url ?? "/", "http://localhost").searchParams) {
    const values = query[name] ?? [];
    values.push(value);
    query[name] = values;
  }
  return query;
}
