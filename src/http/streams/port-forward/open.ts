// port-forward as a client: one connection to one port of a pod, over a tunnel of its own.

import type { ApiResponse } from "../../../api/request.ts";
import { dialWebSocket, type Endpoint, unknownProtocol } from "../endpoint.ts";
import { chooseProtocol, portProtocols } from "../websocket/protocol.ts";
import { channelConnection } from "./channel-connection.ts";
import { TUNNEL } from "./forwarding.ts";
import { pairConnection } from "./pair-connection.ts";

/** Servers older than Kubernetes 1.31 know no tunnel, only channels. */
const OFFERED = [TUNNEL, "v4.channel.k8s.io"];

export function openPortForward(endpoint: Endpoint, port: number): Promise<ApiResponse> {
  return dialWebSocket(withPort(endpoint, port), OFFERED, (webSocket, name) => {
    if (name === TUNNEL) return pairConnection(webSocket, port);
    const protocol = chooseProtocol([name], portProtocols());
    if (protocol === undefined) throw unknownProtocol(name);
    return channelConnection(webSocket, protocol);
  });
}

/** With channels the query says which port is meant. */
function withPort(endpoint: Endpoint, port: number): Endpoint {
  const url = new URL(endpoint.url);
  url.searchParams.set("ports", String(port));
  return { ...endpoint, url };
}
