// From a request as Node has it to one as the API server takes it.

import type { IncomingMessage } from "node:http";
import type { ApiRequest, Method, Query } from "../../api/request.ts";
import type { Caller } from "./caller.ts";

const METHODS: ReadonlyMap<string, Method> = new Map([
  ["GET", "GET"],
  ["HEAD", "GET"],
  ["POST", "POST"],
  ["PUT", "PUT"],
  ["PATCH", "PATCH"],
  ["DELETE", "DELETE"],
]);

/** The request without its body; undefined for a method that no resource has. */
export function apiRequest(
  { method = "GET", url = "/", headers }: IncomingMessage,
  caller: Caller,
): ApiRequest | undefined {
  const known = METHODS.get(method);
  if (known === undefined) return undefined;
  const [path = "/", ...search] = url.split("?");
  const contentType = headers["content-type"];
  const userAgent = headers["user-agent"]?.split("/")[0];
  return {
    method: known,
    path: canonicalPath(path),
    query: search.length === 0 ? {} : queryOf(search.join("?")),
    ...caller,
    ...(headers.accept === undefined ? {} : { accept: headers.accept }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
}

/** Decoded once, as Go's servers do, so that an encoded slash separates like any other; what reads the path decodes each name again. */
function canonicalPath(path: string): string {
  return decodeURIComponent(path).split("/").map(encodeURIComponent).join("/");
}

function queryOf(search: string): Query {
  const query: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of new URLSearchParams(search)) {
    const known = query[name];
    if (known === undefined) query[name] = value;
    else query[name] = typeof known === "string" ? [known, value] : [...known, value];
  }
  return query;
}
