// exec and attach as a client: a request to a served or a real cluster becomes a Connection, as if the program ran next door.

import type { WebSocket } from "ws";
import type { ApiResponse, Connection, InputFrame, OutputFrame } from "../../../api/request.ts";
import { failure, type Status, success } from "../../../api/status.ts";
import { Channel } from "../../../api/stream.ts";
import { ByteDecoder, bytesOfText, textOfBytes } from "../../../bytes/bytes.ts";
import { dialWebSocket, type Endpoint, unknownProtocol } from "../endpoint.ts";
import { CLIENT_BACKLOG_LIMIT } from "../limits.ts";
import { Channels } from "../websocket/channels.ts";
import { type ChannelProtocol, chooseProtocol, commandProtocols } from "../websocket/protocol.ts";
import { commandChannels } from "./channels.ts";
import { formatSize } from "./terminal-size.ts";

/** Version 4 cannot say that the input has ended; servers that know only that are older than Kubernetes 1.30. */
const OFFERED = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

export function openRemoteCommand(endpoint: Endpoint): Promise<ApiResponse> {
  return dialWebSocket(endpoint, OFFERED, (webSocket, name) => {
    const protocol = chooseProtocol([name], commandProtocols());
    if (protocol === undefined) throw unknownProtocol(name);
    return commandConnection(webSocket, protocol);
  });
}

function commandConnection(webSocket: WebSocket, protocol: ChannelProtocol): Connection {
  const channels = new Channels(webSocket, protocol, CLIENT_BACKLOG_LIMIT);
  const output = new Channel<OutputFrame>(() => channels.close());
  const decoders = { stdout: new ByteDecoder(), stderr: new ByteDecoder() };
  const push = (channel: "stdout" | "stderr", data: string): void => {
    if (data !== "") output.push({ channel, data });
  };
  const exit = (status: Status): void => {
    push("stdout", decoders.stdout.end());
    push("stderr", decoders.stderr.end());
    output.push({ channel: "exit", status });
    output.end();
    channels.close();
  };
  let said = "";
  channels.observe({
    data(channel, bytes) {
      if (channel === commandChannels.stdout) push("stdout", decoders.stdout.decode(bytes));
      else if (channel === commandChannels.stderr) push("stderr", decoders.stderr.decode(bytes));
      else if (channel === commandChannels.error) {
        said += textOfBytes(bytes);
        const status = parseExit(said);
        if (status !== undefined) exit(status);
      }
    },
    closed: () => undefined,
    ended: (code) => exit(code === 1000 ? endWithoutExit(said) : lostConnection(code)),
  });
  return { output, send: (frame) => sendFrame(channels, frame), close: () => output.cancel() };
}

function sendFrame(channels: Channels, frame: InputFrame): void {
  switch (frame.channel) {
    case "stdin":
      channels.send(commandChannels.stdin, bytesOfText(frame.data));
      break;
    case "stdin-closed":
      channels.closeChannel(commandChannels.stdin);
      break;
    case "resize":
      channels.sendMessage(commandChannels.resize, Buffer.from(formatSize(frame)));
  }
}

/** Undefined while the JSON is not whole. */
function parseExit(text: string): Status | undefined {
  try {
    return JSON.parse(text) as Status;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function endWithoutExit(said: string): Status {
  return said === "" ? success() : failure(500, "", `error stream protocol error: ${JSON.stringify(said)}`);
}

function lostConnection(code: number): Status {
  const how = code === 1006 ? "1006 (abnormal closure): unexpected EOF" : String(code);
  return failure(500, "", `error reading from error stream: next reader: websocket: close ${how}`);
}
