// Answers that go on: watches and followed logs. A client that reads too slowly is let go, as kube-apiserver does; it will ask again.

import type { ServerResponse } from "node:http";
import { encodeObject } from "../../api/encode-object.ts";
import type { WatchEvent } from "../../api/request.ts";
import type { Source } from "../../api/stream.ts";
import { bytesOfText } from "../../bytes/bytes.ts";

/** What may wait to be read by one client, in bytes, besides what was there when it began. */
const backlogLimit = 8 * 1024 * 1024;

export function sendWatch(response: ServerResponse, events: Source<WatchEvent>): void {
  response.setHeader("Content-Type", "application/json");
  stream(response, events, (event) => `${encodeEvent(event)}\n`);
}

export function encodeEvent({ type, object }: WatchEvent): string {
  return `{"type":"${type}","object":${encodeObject(object)}}`;
}

export function sendText(response: ServerResponse, text: Source<string>): void {
  response.setHeader("Content-Type", "text/plain");
  stream(response, text, (piece) => Buffer.from(bytesOfText(piece)));
}

function stream<T>(response: ServerResponse, source: Source<T>, encode: (value: T) => string | Buffer): void {
  // It may have nothing to say for hours.
  response.setTimeout(0);
  response.writeHead(200);
  response.flushHeaders();
  response.once("close", () => source.cancel());
  response.once("error", () => response.destroy());
  const gather = gatherer(response);
  // What there is at the start comes at once, however much it is.
  let limit = Number.POSITIVE_INFINITY;
  source.observe({
    next: (value) => {
      if (response.destroyed || response.writableEnded) return;
      gather();
      response.write(encode(value));
      if (response.writableLength > limit) response.destroy();
    },
    end: () => {
      response.end();
    },
  });
  limit = response.writableLength + backlogLimit;
}

/** What comes in one turn leaves in one packet. */
function gatherer(response: ServerResponse): () => void {
  let corked = false;
  return () => {
    if (corked) return;
    corked = true;
    response.cork();
    setImmediate(() => {
      corked = false;
      response.uncork();
    });
  };
}
