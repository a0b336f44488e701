// A forwarded connection as a pair of SPDY streams inside a WebSocket.

import type { WebSocket } from "ws";
import type { Connection } from "../../../api/request.ts";
import { bytesOfText } from "../../../bytes/bytes.ts";
import { observeWebSocket, webSocketCarrier } from "../carrier.ts";
import { CLIENT_BACKLOG_LIMIT, PIECE_SIZE } from "../limits.ts";
import { SpdySession } from "../spdy/session.ts";
import type { SpdyStream } from "../spdy/stream.ts";
import { PortOutput } from "./port-output.ts";

export function pairConnection(webSocket: WebSocket, port: number): Connection {
  const session = new SpdySession(webSocketCarrier(webSocket, CLIENT_BACKLOG_LIMIT), "client", {
    // A server has nothing to open.
    opened: (stream) => stream.reset(),
    ended: () => output.end(true),
  });
  const output = new PortOutput(() => session.close());
  observeWebSocket(webSocket, { bytes: (bytes) => session.receive(bytes), ended: () => session.end() });
  const headers = (streamtype: "error" | "data") => ({ streamtype, port: String(port), requestid: "0" });
  const errorStream = session.open(headers("error"));
  errorStream.end();
  const dataStream = session.open(headers("data"));
  const pending = new Set([errorStream, dataStream]);
  let cut = false;
  const ended = (stream: SpdyStream): void => {
    pending.delete(stream);
    if (pending.size > 0) return;
    output.end(cut);
    dataStream.end();
    session.close();
  };
  for (const stream of pending) {
    stream.observe({
      data: (bytes) => (stream === dataStream ? output.data(bytes) : output.error(bytes)),
      end: () => ended(stream),
      reset: () => {
        cut = true;
        ended(stream);
      },
    });
  }
  return {
    output: output.frames,
    send(frame) {
      if (frame.channel === "stdin") writePieces(dataStream, bytesOfText(frame.data));
      else if (frame.channel === "stdin-closed") dataStream.end();
    },
    close: () => output.frames.cancel(),
  };
}

function writePieces(stream: SpdyStream, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += PIECE_SIZE) stream.write(bytes.subarray(at, at + PIECE_SIZE));
}
