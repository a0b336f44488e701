// exec, attach and port-forward: requests whose answer is a connection.

import type { OutgoingHttpHeaders } from "node:http";
import { type ApiRequest, type ApiResponse, queryValue } from "../../api/request.ts";
import type { Door } from "./door.ts";
import { failureOf } from "./failure.ts";
import { requestUrl } from "./server-url.ts";

type Asked = Omit<ApiRequest, "user">;

const target = /\/pods\/[^/]+\/(exec|attach|portforward)$/;

export function isUpgrade({ method, path }: Asked): boolean {
  return method === "POST" && target.test(path);
}

export async function upgraded(asked: Asked, door: Door, headers: OutgoingHttpHeaders): Promise<ApiResponse> {
  const url = requestUrl(door.server, asked.path, asked.query);
  const endpoint = { url, headers: plain(headers), tls: {}, dial: door.dial };
  try {
    const { openPortForward, openRemoteCommand } = await import("../streams/client.ts");
    if (!asked.path.endsWith("/portforward")) return await openRemoteCommand(endpoint);
    return await openPortForward(endpoint, Number(queryValue(asked.query, "ports")));
  } catch (error) {
    throw failureOf(error, { method: asked.method, url, route: "" });
  }
}

// A connection is no document: what is accepted and how it is compressed is not its business.
function plain(headers: OutgoingHttpHeaders): Record<string, string | string[]> {
  const { accept: _accept, "accept-encoding": _encoding, ...rest } = headers;
  return Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, Array.isArray(value) ? value : String(value)]),
  );
}
