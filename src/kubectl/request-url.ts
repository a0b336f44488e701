// The address of a request as logs and errors show it.

import type { ApiRequest } from "../api/request.ts";

/** Parameters stand in the order of their names. */
export function requestUrl(server: string, { path, query }: Pick<ApiRequest, "path" | "query">): string {
  const pairs = Object.entries(query)
    .flatMap(([name, value]) => (typeof value === "string" ? [value] : value).map((each) => [name, each] as const))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const encode = (text: string) => encodeURIComponent(text).replaceAll("%20", "+");
  const search = pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
  const base = /^[a-z]+:\/\//i.test(server) ? server : `http://${server}`;
  return `${base.replace(/\/$/, "")}${path}${search === "" ? "" : `?${search}`}`;
}

/** What Go says of a request that nobody answered: `Get "https://…": dial tcp 10.0.0.1:6443: connect: connection refused`. */
export function goRequestError(
  server: string,
  asked: Pick<ApiRequest, "method" | "path" | "query">,
  message: string,
): string {
  const verb = asked.method.charAt(0) + asked.method.slice(1).toLowerCase();
  return `${verb} ${JSON.stringify(requestUrl(server, asked))}: ${goReason(message)}`;
}

// Commands show these errors in words of their own.
function goReason(message: string): string {
  const [, refused] = /^The connection to the server (\S+) was refused/.exec(message) ?? [];
  if (refused !== undefined)
    return `dial tcp ${refused.replace(/^localhost(?=:|$)/, "127.0.0.1")}: connect: connection refused`;
  return message.replace(/^Unable to connect to the server: /, "");
}
