// Forwarded connections over the channels of a WebSocket: two for each port of the query, which are dialled at once. Each channel begins
// with the number of its port.

import { queryValues } from "../../../api/request.ts";
import { badRequestAnswer } from "../refusal.ts";
import { queryOf, type Upgrade } from "../upgrade.ts";
import { acceptWebSocket } from "../websocket/accept.ts";
import { Channels } from "../websocket/channels.ts";
import type { ChannelProtocol } from "../websocket/protocol.ts";
import { isRefused, type PortForwarding } from "./forwarding.ts";
import { forwardPort, type PortInput } from "./pair.ts";

export function serveChannelPorts(upgrade: Upgrade, protocol: ChannelProtocol, options: PortForwarding): void {
  const ports = portsOf(upgrade);
  if (typeof ports === "string") {
    options.refuse(badRequestAnswer(ports));
    return;
  }
  if (isRefused(options)) return;
  const webSocket = acceptWebSocket(upgrade, protocol.name);
  if (webSocket === undefined) return;
  const channels = new Channels(webSocket, protocol);
  const pending = new Set(ports.keys());
  const finish = (index: number): void => {
    pending.delete(index);
    if (pending.size === 0) channels.close();
  };
  for (const [index, port] of ports.entries()) {
    for (const channel of [index * 2, index * 2 + 1]) channels.send(channel, littleEndian(port));
  }
  const inputs = ports.map((port, index) => forward(channels, index, port, options, () => finish(index)));
  channels.observe({
    // The odd channels are for our errors only.
    data: (channel, bytes) => (channel % 2 === 0 ? inputs[channel / 2]?.data(bytes) : undefined),
    closed: (channel) => inputs[channel / 2]?.closed(),
    ended: () => {
      for (const input of inputs) input.gone();
    },
  });
}

function forward(
  channels: Channels,
  index: number,
  port: number,
  { dial }: PortForwarding,
  finish: () => void,
): PortInput {
  return forwardPort(dial(port), {
    data: (bytes) => channels.send(index * 2, bytes),
    error: (text) => channels.send(index * 2 + 1, Buffer.from(text)),
    finish,
  });
}

/** The ports of the query, or what is wrong with them. */
function portsOf({ request }: Upgrade): readonly number[] | string {
  const values = queryValues(queryOf(request), "ports");
  if (values.length === 0) return 'query parameter "ports" is required';
  const ports: number[] = [];
  for (const value of values) {
    if (value === "") return 'query parameter "ports" cannot be empty';
    for (const text of value.split(",")) {
      const port = /^\d{1,5}$/.test(text) ? Number(text) : 65536;
      if (port > 65535)
        return `unable to parse "${value}" as a port: strconv.ParseUint: parsing "${text}": invalid syntax`;
      if (port === 0) return `port "${value}" must be > 0`;
      ports.push(port);
    }
  }
  // A channel's number is one byte, and 255 means something else.
  return ports.length > 127 ? "at most 127 ports can be forwarded over one connection" : ports;
}

function littleEndian(port: number): Uint8Array {
  return Uint8Array.of(port & 0xff, port >> 8);
}
