// Stands for port-forward at the door of kube-apiserver and the kubelet, in the three forms that clients know.

import { noCommonProtocol, refusal } from "../refusal.ts";
import { acceptSpdy, acceptTunnel } from "../spdy/accept.ts";
import { isSpdyUpgrade, isWebSocketUpgrade, offeredProtocols, type Upgrade } from "../upgrade.ts";
import { acceptWebSocket } from "../websocket/accept.ts";
import { chooseProtocol, portProtocols } from "../websocket/protocol.ts";
import { isRefused, PORT_FORWARD, type PortForwarding, TUNNEL } from "./forwarding.ts";
import { serveChannelPorts } from "./serve-channels.ts";
import { servePairs } from "./serve-pairs.ts";

export function servePortForward(upgrade: Upgrade, options: PortForwarding): void {
  if (isWebSocketUpgrade(upgrade.request)) serveOverWebSocket(upgrade, options);
  else if (isSpdyUpgrade(upgrade.request)) serveOverSpdy(upgrade, options);
  else options.refuse(refusal(400, "unable to upgrade: missing upgrade headers in request"));
}

function serveOverWebSocket(upgrade: Upgrade, options: PortForwarding): void {
  const offered = offeredProtocols(upgrade.request, "sec-websocket-protocol");
  if (offered.includes(TUNNEL)) {
    if (isRefused(options)) return;
    const webSocket = acceptWebSocket(upgrade, TUNNEL);
    if (webSocket !== undefined) servePairs(options.dial, (observer) => acceptTunnel(webSocket, observer));
    return;
  }
  const protocol = chooseProtocol(offered, portProtocols());
  if (protocol !== undefined) serveChannelPorts(upgrade, protocol, options);
  else options.refuse(noCommonProtocol(offered, [TUNNEL, ...portProtocols().flatMap(({ name }) => name || [])]));
}

function serveOverSpdy(upgrade: Upgrade, options: PortForwarding): void {
  const offered = offeredProtocols(upgrade.request, "x-stream-protocol-version");
  if (offered.length === 0) options.refuse(refusal(400, "unable to upgrade: X-Stream-Protocol-Version is required"));
  else if (!offered.includes(PORT_FORWARD)) options.refuse(noCommonProtocol(offered, [PORT_FORWARD]));
  else if (!isRefused(options)) servePairs(options.dial, (observer) => acceptSpdy(upgrade, PORT_FORWARD, observer));
}
