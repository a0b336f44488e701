// Stands for proxy_pass: a request that a server passes on to another one, whose answer becomes its own.

import type { Process } from "../../../shell/process.ts";
import { beginFetch } from "./fetch.ts";
import type { HttpAnswer, HttpRequest, PendingAnswer } from "./http-server.ts";

export interface ProxyTarget {
  readonly proxyPass: string;
  /** The location's prefix, in whose place a target's own path stands. */
  readonly prefix: string;
}

/** @param badGateway what is answered when the other one cannot be had; it is given the reason. */
export function passOn(
  process: Process,
  request: HttpRequest,
  to: ProxyTarget,
  badGateway: (why: string) => HttpAnswer,
): PendingAnswer {
  const [, origin = to.proxyPass, path] = /^(https?:\/\/[^/]+)(\/.*)?$/.exec(to.proxyPass) ?? [];
  const target = path === undefined ? request.target : path + request.target.slice(to.prefix.length);
  const { "x-forwarded-for": before } = request.headers;
  const fetching = beginFetch(process, {
    url: origin + (target.startsWith("/") ? target : `/${target}`),
    method: request.method,
    headers: {
      "User-Agent": request.headers["user-agent"] ?? "",
      "X-Forwarded-For": before === undefined ? request.client : `${before}, ${request.client}`,
    },
    body: request.body,
  });
  return {
    given: fetching.child.exited,
    answer: () => {
      const { result } = fetching;
      if (result?.kind !== "answer") return badGateway(result?.why ?? "no answer");
      const { "Content-Length": _, Connection: __, Server: ___, Date: ____, ...headers } = result.headers;
      return { status: result.status, headers, body: result.body };
    },
  };
}
