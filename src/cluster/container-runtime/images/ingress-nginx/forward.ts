// A request that the controller's NGINX passes on: to the next endpoint in turn, and to another one where that fails.

import { byteLength } from "../../../../bytes/bytes.ts";
import type { Process, Program, Waitable } from "../../../../shell/process.ts";
import { nullInput, nullOutput } from "../../../../shell/streams.ts";
import { type Fetched, fetchOne } from "../fetch.ts";
import type { HttpAnswer, HttpRequest } from "../http-server.ts";
import type { Upstream, UpstreamEndpoint } from "./configuration.ts";
import type { Served } from "./log-lines.ts";
import { page } from "./pages.ts";

/** proxy_connect_timeout, proxy_read_timeout and proxy_next_upstream_tries as the controller sets them. */
const CONNECT_MS = 5000;
const READ_MS = 60_000;
const TRIES = 3;

export interface Forwarded {
  readonly answer: HttpAnswer;
  readonly attempts: Served["attempts"];
}

export interface ForwardOptions {
  readonly request: HttpRequest;
  readonly upstream: Upstream;
  readonly target: string;
  readonly isTls: boolean;
  readonly requestId: string;
  /** Chooses the endpoint at which to begin. */
  readonly first: number;
  failed(why: string, address: string): void;
}

export function forward(process: Process, options: ForwardOptions): { readonly given: Waitable; result(): Forwarded } {
  let forwarded: Forwarded = { answer: page(502), attempts: [] };
  const worker: Program = function* (child) {
    const attempts: Served["attempts"][number][] = [];
    const { endpoints } = options.upstream;
    for (let attempt = 0; attempt < Math.min(TRIES, endpoints.length); attempt++) {
      const endpoint = endpoints[(options.first + attempt) % endpoints.length];
      if (endpoint === undefined) break;
      const began = child.machine.now();
      const fetched = yield* fetchOne(child, fetchOf(options, endpoint));
      const answer = answerOf(fetched, options.request.method);
      const address = `${endpoint.host}:${endpoint.port}`;
      const ms = child.machine.now() - began;
      attempts.push({
        address,
        ms,
        status: answer.status,
        bytes: fetched.kind === "answer" ? byteLength(answer.body) : 0,
      });
      forwarded = { answer, attempts };
      if (fetched.kind === "answer") break;
      options.failed(fetched.why, address);
    }
    return 0;
  };
  const child = process.spawn({
    program: worker,
    argv: ["nginx: worker process"],
    env: process.env,
    cwd: process.cwd,
    stdin: nullInput,
    stdout: nullOutput,
    stderr: nullOutput,
  });
  return { given: child.exited, result: () => forwarded };
}

function fetchOf({ request, target, isTls, requestId }: ForwardOptions, { host, port }: UpstreamEndpoint) {
  const { connection: _, "content-length": __, host: asked = "", ...kept } = request.headers;
  const passed = Object.entries(kept).map(([name, value]) => [headerCase(name), value] as const);
  const scheme = isTls ? "https" : "http";
  return {
    url: `http://${host}:${port}${target}`,
    method: request.method,
    headers: {
      ...Object.fromEntries(passed),
      Host: asked,
      "X-Request-ID": requestId,
      "X-Real-IP": request.client,
      "X-Forwarded-For": request.client,
      "X-Forwarded-Host": asked,
      "X-Forwarded-Port": isTls ? "443" : "80",
      "X-Forwarded-Proto": scheme,
      "X-Forwarded-Scheme": scheme,
      "X-Scheme": scheme,
    },
    body: request.body,
    timeoutMs: READ_MS,
    connectTimeoutMs: CONNECT_MS,
  };
}

function headerCase(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
}

/** The length of a body that HEAD does not bring is passed on as it was told. */
function answerOf(fetched: Fetched, method: string): HttpAnswer {
  if (fetched.kind === "failed") return page(fetched.why === "timed out" ? 504 : 502);
  const { "Content-Length": length, Connection: __, Server: ___, Date: ____, ...headers } = fetched.headers;
  const told = method === "HEAD" && length !== undefined ? { "Content-Length": length } : {};
  return { status: fetched.status, headers: { ...headers, ...told }, body: fetched.body };
}

/** Why a backend was not reached, as NGINX's error log says it. */
export function errnoText(why: string): string {
  switch (why) {
    case "connection refused":
      return "connect() failed (111: Connection refused)";
    case "no route to host":
      return "connect() failed (113: Host is unreachable)";
    case "timed out":
      return "upstream timed out (110: Operation timed out)";
    default:
      return why;
  }
}
