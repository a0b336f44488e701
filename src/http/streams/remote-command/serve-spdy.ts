// exec and attach for a client that speaks SPDY: it opens one stream for each of error, stdin, stdout, stderr and resize.

import type { Connection } from "../../../api/request.ts";
import { STREAM_CREATION_TIMEOUT_MS } from "../limits.ts";
import { asKubeletAnswer, asKubeletStatus, noCommonProtocol, refusal } from "../refusal.ts";
import { acceptSpdy } from "../spdy/accept.ts";
import type { SpdyStream } from "../spdy/stream.ts";
import { type Opening, offeredProtocols, type Upgrade } from "../upgrade.ts";
import { type CommandClient, type CommandInput, relayProgram } from "./program.ts";
import { type CommandStreams, formatExit } from "./streams.ts";

const STREAM_TYPES = ["error", "stdin", "stdout", "stderr", "resize"] as const;

type StreamType = (typeof STREAM_TYPES)[number];
type Streams = ReadonlyMap<StreamType, SpdyStream>;

const PROTOCOL_HEADER = "x-stream-protocol-version";

export function serveSpdyCommand(upgrade: Upgrade, wanted: CommandStreams, { open, refuse }: Opening): void {
  const served = [5, 4, 3, 2].map((version) => `v${version}.channel.k8s.io`).concat("channel.k8s.io");
  const offered = offeredProtocols(upgrade.request, PROTOCOL_HEADER);
  const protocol = offered.find((name) => served.includes(name));
  if (protocol === undefined) {
    const missing = refusal(400, "unable to upgrade: X-Stream-Protocol-Version is required");
    refuse(offered.length === 0 ? missing : noCommonProtocol(offered, served));
    return;
  }
  const response = open();
  if (response.kind !== "connection") refuse(asKubeletAnswer(response));
  else serveProgram(upgrade, protocol, wanted, response.connection);
}

function serveProgram(upgrade: Upgrade, protocol: string, wanted: CommandStreams, connection: Connection): void {
  const version = Number(/^v(\d)/.exec(protocol)?.[1] ?? 1);
  const streams = new Map<StreamType, SpdyStream>();
  const missing = new Set(expectedTypes(wanted, version));
  let input: CommandInput | undefined;
  const timer = setTimeout(() => accepted.close(), STREAM_CREATION_TIMEOUT_MS).unref();
  const accepted = acceptSpdy(upgrade, protocol, {
    opened(stream) {
      const type = STREAM_TYPES.find((each) => each === stream.headers.streamtype);
      if (type === undefined || streams.has(type)) {
        stream.reset();
        return;
      }
      stream.accept();
      streams.set(type, stream);
      missing.delete(type);
      if (missing.size > 0 || input !== undefined) return;
      clearTimeout(timer);
      input = relay(
        connection,
        streams,
        spdyClient(streams, version, () => accepted.finish()),
      );
    },
    ended() {
      clearTimeout(timer);
      if (input === undefined) connection.close();
      else input.gone();
    },
  });
}

function expectedTypes({ stdin, stdout, stderr, tty }: CommandStreams, version: number): StreamType[] {
  const wanted = { error: true, stdin, stdout, stderr, resize: tty && version >= 3 };
  return STREAM_TYPES.filter((type) => wanted[type]);
}

function spdyClient(streams: Streams, version: number, finished: () => void): CommandClient {
  return {
    output: (type, bytes) => streams.get(type)?.write(bytes),
    finish(status) {
      const text = formatExit(asKubeletStatus(status), version);
      if (text !== undefined) streams.get("error")?.write(text);
      for (const stream of streams.values()) stream.end();
      finished();
    },
  };
}

function relay(connection: Connection, streams: Streams, client: CommandClient): CommandInput {
  const input = relayProgram(connection, client);
  const gone = (): void => undefined;
  streams.get("stdin")?.observe({
    data: (bytes) => input.stdin(bytes),
    end: () => input.stdinClosed(),
    reset: () => input.stdinClosed(),
  });
  streams.get("resize")?.observe({ data: (bytes) => input.resize(bytes), end: gone, reset: gone });
  // What comes the other way on these is of no interest, and may not pile up.
  for (const type of ["error", "stdout", "stderr"] as const) {
    streams.get(type)?.observe({ data: gone, end: gone, reset: gone });
  }
  return input;
}
