// The API over HTTP or HTTPS: an ApiTransport whose other end is a served or a real cluster.

import { setMaxListeners } from "node:events";
import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request as sendRequest } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import type { HttpAccess } from "../../api/http-access.ts";
import type { ApiRequest, ApiResponse } from "../../api/request.ts";
import type { HttpOptions, HttpTransport } from "./access.ts";
import { answerOf } from "./answer.ts";
import { createDialer } from "./dialer.ts";
import type { Closable, Door } from "./door.ts";
import { failureOf, isBrokenConnection, NetworkError, reasonOf } from "./failure.ts";
import { callerHeaders, impersonationHeaders, userAgent } from "./headers.ts";
import { proxyFor, proxyHeaders } from "./proxy.ts";
import { requestUrl, serverUrl } from "./server-url.ts";
import { isUpgrade, upgraded } from "./upgrade.ts";

type Asked = Omit<ApiRequest, "user">;

// client-go's own.
const retries = 10;
const retryPauseMs = 1000;

/** Throws when the access makes no sense; that nobody answers is told by the requests. */
export function httpTransport(access: HttpAccess, options: HttpOptions = {}): HttpTransport {
  const server = serverUrl(access);
  const proxy = proxyFor(server, access.proxyUrl, options.env ?? {});
  const dialer = createDialer(access, server, proxy);
  const agent = agentFor(dialer.dial);
  const caller = callerHeaders(access, server.protocol === "https:");
  const underWay = new Set<Closable>();
  const closed = new AbortController();
  // As many as there are requests that wait for their turn.
  setMaxListeners(0, closed.signal);
  const door: Door = {
    access,
    options,
    server,
    proxy,
    agent,
    caller,
    underWay,
    closed: closed.signal,
    dial: dialer.dial,
  };
  return {
    request: (asked) => (isUpgrade(asked) ? upgraded(asked, door, headersOf(asked, door)) : exchange(asked, door)),
    close: () => {
      closed.abort();
      for (const request of underWay) request.destroy();
      agent.destroy();
      dialer.close();
    },
  };
}

// Connections come from the dialer, which speaks TLS where it must; to the agent they are all alike.
export function agentFor(dial: () => Promise<Duplex>): Agent {
  const createConnection = (_options: unknown, connected: (error: unknown, socket?: Duplex) => void): void => {
    dial().then((socket) => connected(null, socket), connected);
  };
  return Object.assign(new Agent({ keepAlive: true }), { createConnection });
}

function headersOf(asked: Asked, { access, options, caller }: Door): OutgoingHttpHeaders {
  const impersonate = asked.impersonate ?? access.impersonate;
  return {
    accept: asked.accept ?? "application/json",
    "user-agent": userAgent(asked, options),
    ...(access.disableCompression === true ? {} : { "accept-encoding": "gzip" }),
    ...caller,
    ...(impersonate === undefined ? {} : impersonationHeaders(impersonate)),
  };
}

/** Sends it, and sends it again where client-go does: when a reading request found a broken connection, and when the server asks for it. */
async function exchange(asked: Asked, door: Door): Promise<ApiResponse> {
  const url = requestUrl(door.server, asked.path, asked.query);
  let previous: string | undefined;
  for (let attempt = 0; ; attempt++) {
    const sent = send(asked, url, door);
    try {
      const message = await sent.message;
      const delayMs = attempt < retries ? askedDelayMs(message, door) : undefined;
      if (delayMs === undefined) return await answerOf(asked, message, sent.done);
      message.destroy();
      sent.done();
      await pause(delayMs, undefined, { signal: door.closed });
    } catch (error) {
      sent.done();
      if (!isRepeatable(asked, error) || attempt === retries || door.closed.aborted)
        throw failureOf(error, { method: asked.method, url, route: sent.route() }, previous);
      previous = reasonOf(error, sent.route());
      await pause(door.options.retryDelayMs ?? retryPauseMs, undefined, { signal: door.closed });
    }
  }
}

function isRepeatable({ method }: Asked, error: unknown): boolean {
  return method === "GET" && isBrokenConnection(error);
}

/** A server that has too much to do says when to come again. */
function askedDelayMs({ statusCode = 0, headers }: IncomingMessage, { options }: Door): number | undefined {
  const seconds = Number(headers["retry-after"]);
  if (statusCode !== 429 && statusCode < 500) return undefined;
  if (headers["retry-after"] === undefined || !Number.isInteger(seconds)) return undefined;
  return options.retryDelayMs ?? seconds * 1000;
}

interface Sent {
  readonly message: Promise<IncomingMessage>;
  /** The two ends of the connection. */
  route(): string;
  /** The time limit is lifted: the answer is here, or nobody waits for it. */
  done(): void;
}

/** A text goes out as it stands: it is what a user has sent with --raw, or what was none of ours to read. */
function bodyText(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

function send(asked: Asked, url: URL, door: Door): Sent {
  const body = asked.body === undefined ? undefined : Buffer.from(bodyText(asked.body));
  const viaProxy = door.proxy !== undefined && url.protocol === "http:";
  const request = sendRequest({
    agent: door.agent,
    method: asked.method,
    path: viaProxy ? url.href : `${url.pathname}${url.search}`,
    headers: {
      host: url.host,
      ...headersOf(asked, door),
      ...(viaProxy && door.proxy !== undefined ? proxyHeaders(door.proxy) : {}),
      ...(body === undefined
        ? {}
        : { "content-type": asked.contentType ?? "application/json", "content-length": body.length }),
    },
  });
  let route = "";
  request.once("socket", (socket) => {
    // Known only as long as the connection is.
    route = `${socket.localAddress}:${socket.localPort}->${socket.remoteAddress}:${socket.remotePort}`;
  });
  const late = new AbortController();
  const lift = timeLimit(door.access.requestTimeoutMs ?? 0, () => late.abort());
  const message = new Promise<IncomingMessage>((resolve, reject) => {
    request.once("response", resolve);
    request.on("error", reject);
    late.signal.addEventListener("abort", () => {
      // A request that still waits for its connection does not hear that it was destroyed.
      reject(new NetworkError(route === "" ? lateConnection : lateAnswer));
      request.destroy();
    });
  });
  door.underWay.add(request);
  request.once("close", () => door.underWay.delete(request));
  request.end(body);
  return { message, route: () => route, done: lift };
}

const lateAnswer = "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
const lateConnection =
  "net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)";

function timeLimit(ms: number, expire: () => void): () => void {
  if (ms <= 0) return () => undefined;
  const timer = setTimeout(expire, ms);
  return () => clearTimeout(timer);
}
