// A watch over a WebSocket, for browsers and other clients that read no endless HTTP answers: each event is one text message.

import type { WatchEvent } from "../../../api/request.ts";
import { refusal } from "../refusal.ts";
import { isWebSocketUpgrade, type Opening, offeredProtocols, type Upgrade } from "../upgrade.ts";
import { acceptWebSocket } from "../websocket/accept.ts";
import { Outbox } from "../websocket/outbox.ts";

/** A browser cannot send an Authorization header, so its token travels among the offers. It is no protocol, and is not repeated. */
const BEARER = "base64url.bearer.authorization.k8s.io.";

export interface Watching extends Opening {
  encode(event: WatchEvent): string;
}

export function serveWatchSocket(upgrade: Upgrade, { open, encode, refuse }: Watching): void {
  if (!isWebSocketUpgrade(upgrade.request)) {
    refuse(refusal(400, "unable to upgrade: missing upgrade headers in request"));
    return;
  }
  const response = open();
  if (response.kind !== "watch") {
    refuse(response);
    return;
  }
  const { events } = response;
  const offered = offeredProtocols(upgrade.request, "sec-websocket-protocol");
  const webSocket = acceptWebSocket(upgrade, offered.find((name) => !name.startsWith(BEARER)) ?? "");
  if (webSocket === undefined) {
    events.cancel();
    return;
  }
  webSocket.on("close", () => events.cancel());
  const outbox = new Outbox(webSocket);
  events.observe({ next: (event) => outbox.send(encode(event)), end: () => outbox.close() });
}
