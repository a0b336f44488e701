// One HTTP request over a connection into a pod, and its answer once it is complete.

import type { Connection } from "../../../api/request.ts";
import { Channel, type Source } from "../../../api/stream.ts";
import { byteLength, bytesOfText, textOfBytes } from "../../../bytes/bytes.ts";

export interface HttpRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** What comes back: an answer, or in words why there is none. */
export type Exchanged = HttpResponse | string;

const MAX_BYTES = 64 * 1024 * 1024;

export function exchange(connection: Connection, request: HttpRequest): Source<Exchanged> {
  const result = new Channel<Exchanged>(() => connection.close());
  let received = "";
  let size = 0;
  let wanted = 0;
  const settle = (exchanged: Exchanged): void => {
    result.push(exchanged);
    result.end();
    connection.close();
  };
  const take = (data: string): void => {
    received += data;
    size += byteLength(data);
    if (size > MAX_BYTES) settle("the answer is too large");
    // A long answer is not looked at again for each of its pieces.
    if (size < wanted || !result.open) return;
    const parsed = parseResponse(bytesOfText(received), false);
    if (typeof parsed === "number") wanted = parsed;
    else settle(parsed);
  };
  const finish = (): void => {
    const parsed = parseResponse(bytesOfText(received), true);
    settle(typeof parsed !== "number" ? parsed : received === "" ? "EOF" : "malformed HTTP response");
  };
  connection.output.observe({
    next: (frame) => {
      if (!result.open) return;
      if (frame.channel === "stdout") take(frame.data);
      if (frame.channel !== "exit") return;
      if (frame.status.status === "Failure" && received === "") settle("connect: connection refused");
      else finish();
    },
    end: () => {
      if (result.open) finish();
    },
  });
  connection.send({ channel: "stdin", data: requestText(request) });
  return result;
}

function requestText({ method, path, headers, body }: HttpRequest): string {
  const length = body === "" ? [] : [["Content-Length", String(byteLength(body))] as const];
  const lines = [...headers, ...length, ["Connection", "close"] as const].map(([name, value]) => `${name}: ${value}`);
  return `${[`${method} ${path} HTTP/1.1`, ...lines].join("\r\n")}\r\n\r\n${body}`;
}

/** While more is to come, the number of bytes without which there is nothing to look at. */
function parseResponse(bytes: Uint8Array, isOver: boolean): HttpResponse | number {
  const head = headEnd(bytes);
  if (head === undefined) return bytes.length + 1;
  const [first = "", ...lines] = textOfBytes(bytes.subarray(0, head)).split("\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1]);
  if (Number.isNaN(status)) return bytes.length + 1;
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const start = head + 4;
  const body = bodyOf(bytes.subarray(start), headers, isOver || status === 204 || status === 304);
  if (typeof body === "number") return start + body;
  return { status, contentType: headers.get("content-type") ?? "", body: textOfBytes(body) };
}

function headEnd(bytes: Uint8Array): number | undefined {
  for (let at = 0; at + 3 < bytes.length; at++) {
    if (bytes[at] === 13 && bytes[at + 1] === 10 && bytes[at + 2] === 13 && bytes[at + 3] === 10) return at;
  }
  return undefined;
}

/** The body, or how long it must be at least. */
function bodyOf(bytes: Uint8Array, headers: ReadonlyMap<string, string>, isOver: boolean): Uint8Array | number {
  if (headers.get("transfer-encoding") === "chunked") return unchunked(bytes) ?? (isOver ? bytes : bytes.length + 1);
  const length = Number(headers.get("content-length") ?? Number.NaN);
  if (bytes.length >= length) return bytes.subarray(0, length);
  if (isOver) return bytes;
  return Number.isNaN(length) ? Number.POSITIVE_INFINITY : length;
}

function unchunked(bytes: Uint8Array): Uint8Array | undefined {
  const pieces: number[] = [];
  for (let at = 0; ; ) {
    const line = bytes.indexOf(13, at);
    if (line < 0) return undefined;
    const size = Number.parseInt(textOfBytes(bytes.subarray(at, line)), 16);
    if (!(size >= 0) || line + 2 + size > bytes.length) return undefined;
    if (size === 0) return Uint8Array.from(pieces);
    for (const byte of bytes.subarray(line + 2, line + 2 + size)) pieces.push(byte);
    at = line + 2 + size + 2;
  }
}
