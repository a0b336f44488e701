// kubectl proxy on the simulated laptop: HTTP on one of its ports, the simulated API server behind it. No socket of the host is needed, so
// that a script or a copy of a session comes out the same everywhere.
// Simplified: connections are not upgraded (exec, WebSockets), which no program of the laptop can ask for.

import type { ApiRequest, ApiResponse, Method, Query } from "../api/request.ts";
import { byteLength } from "../bytes/bytes.ts";
import { layOut } from "../http/server/layout.ts";
import { encodeEvent } from "../http/server/live-answers.ts";
import { KubectlError } from "../kubectl/errors.ts";
import type { LocalConnection, LocalListener, ProxyAnswer, ProxyOptions, ProxyServer } from "../kubectl/io.ts";
import { parseYamlDocument } from "../kubectl/yaml/load.ts";
import { formatResponse, type HttpHeaders, type HttpRequest, headerOf } from "../shell/http-message.ts";
import { RequestStream } from "./request-stream.ts";

export type Listen = (
  address: string,
  port: number,
  onConnection: (connection: LocalConnection) => void,
) => Promise<LocalListener>;

export async function serveLaptopProxy(options: ProxyOptions, listen: Listen, now: () => number): Promise<ProxyServer> {
  const { address } = options;
  if (address.kind === "unix") throw new KubectlError("k8s-tutor does not simulate unix sockets: use --port");
  const { host, port } = address;
  try {
    const listener = await listen(host, port, (connection) => serve(connection, options, now));
    return { shown: `${host.includes(":") ? `[${host}]` : host}:${listener.port}`, close: () => listener.close() };
  } catch (error) {
    throw new KubectlError(`listen tcp ${host}:${port}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function serve(connection: LocalConnection, options: ProxyOptions, now: () => number): void {
  const requests = new RequestStream();
  let hangUp: (() => void) | undefined;
  let turn: Promise<void> = Promise.resolve();
  connection.onData((data) => {
    if (data === undefined) {
      hangUp?.();
      return;
    }
    try {
      for (const request of requests.take(data)) {
        turn = turn.then(async () => {
          hangUp = await answer(request, connection, options, now);
        });
      }
    } catch (error) {
      connection.write(
        formatResponse({ status: 400, body: error instanceof Error ? "400 Bad Request" : String(error) }),
      );
      connection.close();
    }
  });
}

/** @returns what ends an answer that goes on. */
async function answer(
  request: HttpRequest,
  connection: LocalConnection,
  options: ProxyOptions,
  now: () => number,
): Promise<(() => void) | undefined> {
  const { method, target, headers } = request;
  const route = options.route({
    method,
    target,
    host: headerOf(headers, "host") ?? "",
    range: headerOf(headers, "range"),
  });
  const closes = /close/i.test(headerOf(headers, "connection") ?? "") || request.version === "HTTP/1.0";
  const finish = (plain: ProxyAnswer) => {
    connection.write(wholeAnswer(request, plain, now()));
    if (closes) connection.close();
  };
  if (route.kind === "answer") {
    finish(route.answer);
    return undefined;
  }
  const asked = apiRequestOf(request, route.target);
  if (typeof asked === "number") {
    finish({ status: asked, headers: [], body: "" });
    return undefined;
  }
  try {
    const response = await options.transport(asked);
    if (response.kind === "watch" || response.kind === "text-stream")
      return stream(request, response, connection, now());
    finish(plainAnswer(request, route.target, response));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    options.onFailure(why);
    finish({ status: 500, headers: [["Content-Type", "text/plain; charset=utf-8"]], body: `${why}\n` });
  }
  return undefined;
}

function wholeAnswer({ method }: HttpRequest, { status, headers, body }: ProxyAnswer, now: number): string {
  const length: HttpHeaders = [["Content-Length", String(byteLength(body))]];
  return formatResponse({
    status,
    headers: [...headers, dateHeader(now), ...length],
    body: method === "HEAD" ? "" : body,
  });
}

function dateHeader(now: number): readonly [string, string] {
  return ["Date", new Date(now).toUTCString()];
}

function plainAnswer(request: HttpRequest, target: string, response: ApiResponse): ProxyAnswer {
  const { status, contentType, warnings = [] } = response;
  const headers = (type: string): HttpHeaders => [
    ["Cache-Control", "no-cache, private"],
    ["Content-Type", contentType ?? type],
    ...warnings.map((text) => ["Warning", `299 - ${JSON.stringify(text)}`] as const),
  ];
  if (response.kind === "object") {
    const userAgent = headerOf(request.headers, "user-agent");
    const body = layOut({ url: target, userAgent }, response.body);
    return { status, headers: headers("application/json"), body };
  }
  if (response.kind === "text") return { status, headers: headers("text/plain"), body: response.body };
  if (response.kind === "connection") response.connection.close();
  return { status: 501, headers: headers("text/plain"), body: "k8s-tutor does not simulate upgrades here\n" };
}

function stream(
  request: HttpRequest,
  response: Extract<ApiResponse, { kind: "watch" | "text-stream" }>,
  connection: LocalConnection,
  now: number,
): () => void {
  const isWatch = response.kind === "watch";
  const headers: HttpHeaders = [
    ["Cache-Control", "no-cache, private"],
    ["Content-Type", isWatch ? "application/json" : "text/plain"],
    dateHeader(now),
    ["Transfer-Encoding", "chunked"],
  ];
  connection.write(formatResponse({ status: response.status, headers }));
  const write = (text: string) => connection.write(`${byteLength(text).toString(16)}\r\n${text}\r\n`);
  const end = () => {
    connection.write("0\r\n\r\n");
    if (request.version === "HTTP/1.0") connection.close();
  };
  if (response.kind === "watch") {
    response.events.observe({ next: (event) => write(`${encodeEvent(event)}\n`), end });
    return () => response.events.cancel();
  }
  response.text.observe({ next: write, end });
  return () => response.text.cancel();
}

const methods: Readonly<Record<string, Method>> = {
  GET: "GET",
  HEAD: "GET",
  POST: "POST",
  PUT: "PUT",
  PATCH: "PATCH",
  DELETE: "DELETE",
};

/** The request as the API takes it; the status of the refusal where it does not. */
function apiRequestOf({ method, headers, body }: HttpRequest, target: string): Omit<ApiRequest, "user"> | number {
  const known = methods[method];
  if (known === undefined) return 405;
  const [path = "/", ...search] = target.split("?");
  const contentType = headerOf(headers, "content-type");
  const accept = headerOf(headers, "accept");
  const parsed = bodyOf(body, contentType);
  if (parsed === undefined) return 400;
  return {
    method: known,
    path,
    query: queryOf(search.join("?")),
    userAgent: headerOf(headers, "user-agent")?.split("/")[0] ?? "Go-http-client",
    ...(accept === undefined ? {} : { accept }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(body === "" ? {} : { body: parsed.value }),
  };
}

function bodyOf(text: string, contentType = ""): { readonly value: unknown } | undefined {
  if (text === "" || /^(text\/|application\/x-www-form)/.test(contentType)) return { value: text };
  const parsed = parseYamlDocument(text);
  return parsed.error === undefined ? { value: parsed.value } : undefined;
}

function queryOf(search: string): Query {
  const query: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(search)) {
    const known = query[name];
    query[name] = known === undefined ? value : [known, value].flat();
  }
  return query;
}
