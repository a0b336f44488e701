// Stands for exec and attach at the door of kube-apiserver: a request with an upgrade becomes a running program.

import { badRequestAnswer, refusal } from "../refusal.ts";
import { isSpdyUpgrade, isWebSocketUpgrade, type Opening, queryOf, type Upgrade } from "../upgrade.ts";
import { serveSpdyCommand } from "./serve-spdy.ts";
import { serveWebSocketCommand } from "./serve-websocket.ts";
import { requestedStreams } from "./streams.ts";

export function serveRemoteCommand(upgrade: Upgrade, options: Opening): void {
  const streams = requestedStreams(queryOf(upgrade.request));
  if (streams === undefined) {
    options.refuse(badRequestAnswer("you must specify at least 1 of stdin, stdout, stderr"));
  } else if (isWebSocketUpgrade(upgrade.request)) serveWebSocketCommand(upgrade, streams, options);
  else if (isSpdyUpgrade(upgrade.request)) serveSpdyCommand(upgrade, streams, options);
  else options.refuse(refusal(400, "unable to upgrade: missing upgrade headers in request"));
}
