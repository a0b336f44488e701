// Forwarded connections over SPDY: each is a pair of streams, one for data and one for errors, that name the same request.

import type { ApiResponse } from "../../../api/request.ts";
import { STREAM_CREATION_TIMEOUT_MS } from "../limits.ts";
import type { AcceptedSession } from "../spdy/accept.ts";
import type { SessionObserver } from "../spdy/session.ts";
import type { SpdyStream } from "../spdy/stream.ts";
import { forwardPort } from "./pair.ts";

type StreamType = "data" | "error";

interface Half {
  readonly type: StreamType;
  readonly stream: SpdyStream;
  readonly timer: NodeJS.Timeout;
}

export function servePairs(
  dial: (port: number) => ApiResponse,
  accept: (observer: SessionObserver) => AcceptedSession,
): void {
  const halves = new Map<string, Half>();
  accept({
    opened(stream) {
      const port = portOf(stream);
      const type = typeOf(stream);
      if (port === undefined || type === undefined) {
        stream.reset();
        return;
      }
      const id = requestId(stream, type);
      const half = halves.get(id);
      stream.accept();
      if (half === undefined)
        halves.set(
          id,
          waitForOther(type, stream, () => halves.delete(id)),
        );
      else if (half.type === type) half.stream.write(Buffer.from(`${type} stream already assigned`));
      else {
        halves.delete(id);
        clearTimeout(half.timer);
        if (type === "data") forward(dial(port), stream, half.stream);
        else forward(dial(portOf(half.stream) ?? port), half.stream, stream);
      }
    },
    ended() {
      for (const { timer } of halves.values()) clearTimeout(timer);
    },
  });
}

function waitForOther(type: StreamType, stream: SpdyStream, expired: () => void): Half {
  const timer = setTimeout(() => {
    expired();
    if (type === "error") stream.write(Buffer.from("timed out waiting for streams"));
    stream.reset();
  }, STREAM_CREATION_TIMEOUT_MS).unref();
  return { type, stream, timer };
}

function forward(response: ApiResponse, dataStream: SpdyStream, errorStream: SpdyStream): void {
  const input = forwardPort(response, {
    data: (bytes) => dataStream.write(bytes),
    error: (text) => errorStream.write(Buffer.from(text)),
    finish() {
      errorStream.end();
      dataStream.end();
    },
  });
  dataStream.observe({
    data: (bytes) => input.data(bytes),
    end: () => input.closed(),
    reset: () => {
      input.gone();
      errorStream.end();
    },
  });
  const ignore = (): void => undefined;
  errorStream.observe({ data: ignore, end: ignore, reset: ignore });
}

function typeOf({ headers }: SpdyStream): StreamType | undefined {
  const { streamtype } = headers;
  return streamtype === "data" || streamtype === "error" ? streamtype : undefined;
}

function portOf({ headers }: SpdyStream): number | undefined {
  const port = /^\d{1,5}$/.test(headers.port ?? "") ? Number(headers.port) : 0;
  return port >= 1 && port <= 65535 ? port : undefined;
}

/** Very old clients give no id; they open the stream for data right after the one for errors. */
function requestId({ id, headers }: SpdyStream, type: StreamType): string {
  return headers.requestid || `stream ${type === "error" ? id : id - 2}`;
}
