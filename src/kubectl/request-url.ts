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
