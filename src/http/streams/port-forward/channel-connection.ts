// A forwarded connection as two channels of a WebSocket, each of which begins with the two bytes of the port's number.

import type { WebSocket } from "ws";
import type { Connection } from "../../../api/request.ts";
import { bytesOfText } from "../../../bytes/bytes.ts";
import { CLIENT_BACKLOG_LIMIT } from "../limits.ts";
import { Channels } from "../websocket/channels.ts";
import type { ChannelProtocol } from "../websocket/protocol.ts";
import { PortOutput } from "./port-output.ts";

export function channelConnection(webSocket: WebSocket, protocol: ChannelProtocol): Connection {
  const channels = new Channels(webSocket, protocol, CLIENT_BACKLOG_LIMIT);
  const output = new PortOutput(() => channels.close());
  const prefixes = [2, 2];
  channels.observe({
    data(channel, bytes) {
      const prefix = Math.min(prefixes[channel] ?? 0, bytes.length);
      prefixes[channel] = (prefixes[channel] ?? 0) - prefix;
      const rest = bytes.subarray(prefix);
      if (channel === 0) output.data(rest);
      else if (channel === 1) output.error(rest);
    },
    closed: () => undefined,
    ended: (code) => output.end(code !== 1000),
  });
  return {
    output: output.frames,
    send(frame) {
      // The end of the input cannot be said here; the server closes the port when we hang up.
      if (frame.channel === "stdin") channels.send(0, bytesOfText(frame.data));
    },
    close: () => output.frames.cancel(),
  };
}
