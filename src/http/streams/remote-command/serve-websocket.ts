// exec and attach for a client that speaks WebSocket: the channels 0 to 4 are stdin, stdout, stderr, the program's end, resizes.

import type { WebSocket } from "ws";
import type { ApiResponse } from "../../../api/request.ts";
import type { Status } from "../../../api/status.ts";
import { STREAM_SETUP_MS } from "../limits.ts";
import { asKubeletAnswer, asKubeletStatus, noCommonProtocol, statusOf } from "../refusal.ts";
import { type Opening, offeredProtocols, type Upgrade } from "../upgrade.ts";
import { acceptWebSocket } from "../websocket/accept.ts";
import { Channels } from "../websocket/channels.ts";
import { type ChannelProtocol, chooseProtocol, commandProtocols } from "../websocket/protocol.ts";
import { commandChannels } from "./channels.ts";
import { type CommandClient, relayProgram } from "./program.ts";
import { type CommandStreams, formatExit } from "./streams.ts";

export function serveWebSocketCommand(upgrade: Upgrade, streams: CommandStreams, { open, refuse }: Opening): void {
  const served = commandProtocols();
  const offered = offeredProtocols(upgrade.request, "sec-websocket-protocol");
  const protocol = chooseProtocol(offered, served);
  if (protocol === undefined) {
    refuse(
      noCommonProtocol(
        offered,
        served.map(({ name }) => name).filter((name) => name !== ""),
      ),
    );
    return;
  }
  const response = open();
  const late = protocol.version >= 5 ? kubeletFailure(response) : undefined;
  if (response.kind !== "connection" && late === undefined) {
    refuse(asKubeletAnswer(response));
    return;
  }
  const webSocket = acceptWebSocket(upgrade, protocol.name);
  if (webSocket === undefined) {
    if (response.kind === "connection") response.connection.close();
    return;
  }
  const client = webSocketClient(webSocket, protocol, streams);
  client.greet();
  if (response.kind === "connection") relay(response.connection, client, streams);
  else if (late !== undefined) client.finish(late);
}

/** With version 5 kube-apiserver has said yes before it asks the kubelet, whose no then comes as the program's end. */
function kubeletFailure(response: ApiResponse): Status | undefined {
  return response.status === 500 ? statusOf(response) : undefined;
}

interface WebSocketClient extends CommandClient {
  readonly channels: Channels;
  greet(): void;
}

function webSocketClient(webSocket: WebSocket, protocol: ChannelProtocol, streams: CommandStreams): WebSocketClient {
  const channels = new Channels(webSocket, protocol);
  const later = afterSetup();
  return {
    channels,
    /** An empty message on the first channel with output: some clients wait for it. */
    greet() {
      const first = streams.stdout ? "stdout" : streams.stderr ? "stderr" : "error";
      later(() => channels.send(commandChannels[first], new Uint8Array(0)));
    },
    output(stream, bytes) {
      if (streams[stream] && bytes.length > 0) later(() => channels.send(commandChannels[stream], bytes));
    },
    finish(status) {
      const { version } = protocol;
      const text = formatExit(version >= 5 ? status : asKubeletStatus(status), version);
      later(() => {
        if (text !== undefined) channels.sendMessage(commandChannels.error, text);
        channels.close();
      });
    },
  };
}

/** Keeps what is to be done, in its order, until the client has set up its streams. */
function afterSetup(): (act: () => void) => void {
  let kept: (() => void)[] | undefined = [];
  setTimeout(() => {
    for (const act of kept ?? []) act();
    kept = undefined;
  }, STREAM_SETUP_MS).unref();
  return (act) => {
    if (kept === undefined) act();
    else kept.push(act);
  };
}

function relay(
  connection: Extract<ApiResponse, { kind: "connection" }>["connection"],
  client: WebSocketClient,
  streams: CommandStreams,
): void {
  const input = relayProgram(connection, client);
  client.channels.observe({
    data(channel, bytes) {
      if (channel === commandChannels.stdin && streams.stdin) input.stdin(bytes);
      else if (channel === commandChannels.resize) input.resize(bytes);
    },
    closed(channel) {
      if (channel === commandChannels.stdin && streams.stdin) input.stdinClosed();
    },
    ended: () => input.gone(),
  });
}
