// Requests that become connections: exec, attach and port-forward into containers, and watches over a WebSocket.

import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { encodeObject } from "../../api/encode-object.ts";
import { type ApiRequest, type ApiResponse, queryFlag } from "../../api/request.ts";
import { badRequest } from "../../api/status.ts";
import { servePortForward, serveRemoteCommand, serveWatchSocket, type Upgrade } from "../streams/server.ts";
import { commonHeaders } from "./answer.ts";
import { encodeEvent } from "./live-answers.ts";

const lingerMs = 1000;

type StreamTarget = "exec" | "attach" | "portforward";

/** Which connection into a pod the path asks for. */
export function streamTarget({ path }: ApiRequest): StreamTarget | undefined {
  const [, target] = /^\/api\/v1\/namespaces\/[^/]+\/pods\/[^/]+\/(exec|attach|portforward)$/.exec(path) ?? [];
  return target as StreamTarget | undefined;
}

export function serveUpgrade(upgrade: Upgrade, asked: ApiRequest, ask: (request: ApiRequest) => ApiResponse): void {
  const refuse = (response: ApiResponse): void => refuseUpgrade(upgrade.socket, response);
  const open = (): ApiResponse => ask(asked);
  const target = streamTarget(asked);
  if (target === "portforward") {
    const dial = (port: number): ApiResponse => ask({ ...asked, query: { ports: String(port) } });
    const check = (): ApiResponse | undefined => {
      const answer = ask({ ...asked, query: {} });
      return answer.status >= 400 ? answer : undefined;
    };
    servePortForward(upgrade, { check, dial, refuse });
  } else if (target !== undefined) serveRemoteCommand(upgrade, { open, refuse });
  else if (queryFlag(asked.query, "watch")) serveWatchSocket(upgrade, { open, encode: encodeEvent, refuse });
  else {
    const body = badRequest("this path has nothing to upgrade to");
    refuse({ kind: "object", status: 400, body });
  }
}

/** Writes a plain HTTP answer where the client hoped for another protocol. */
export function refuseUpgrade(socket: Duplex, response: ApiResponse): void {
  if (response.kind === "watch") response.events.cancel();
  if (response.kind === "text-stream") response.text.cancel();
  const isObject = response.kind === "object";
  const body = isObject ? encodeObject(response.body) : response.kind === "text" ? response.body : "";
  const headers = [
    ...commonHeaders(response),
    ["Content-Type", isObject ? "application/json" : "text/plain"],
    ["Content-Length", String(Buffer.byteLength(body))],
    ["Connection", "close"],
  ].flatMap(([name, value]) => [value].flat().map((each) => `${name}: ${each}`));
  const status = `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status] ?? ""}`;
  socket.end(`${[status, ...headers].join("\r\n")}\r\n\r\n${body}`);
  // What the client sends meanwhile is not waited for longer than it takes to read the answer.
  socket.resume();
  setTimeout(() => socket.destroy(), lingerMs).unref();
}
