// Stands for client-go's debugging transport: what -v=6 and above tell of each request.

import { goQuote } from "../api/go-values.ts";
import type { ApiRequest, ApiResponse, ApiTransport } from "../api/request.ts";
import type { ClusterAccess, KubectlIo } from "./io.ts";
import { logInfo } from "./klog.ts";
import { requestUrl } from "./request-url.ts";

type Asked = Omit<ApiRequest, "user">;

const REQUEST_PLACE = "round_trippers.go:527";
const RESPONSE_PLACE = "round_trippers.go:632";

const BODY_PLACES: Readonly<Record<string, string>> = {
  GET: "helper.go:105",
  POST: "helper.go:246",
  PUT: "helper.go:319",
  PATCH: "helper.go:269",
  DELETE: "helper.go:202",
};

/** From which level on what is told. */
const RESPONSES = 6;
const HEADERS = 7;
const BODIES = 8;
const CURL = 9;

/** @param level the number of -v. */
export function loggedTransport(
  io: KubectlIo,
  level: number,
  access: ClusterAccess,
  transport: ApiTransport,
): ApiTransport {
  if (level < RESPONSES) return transport;
  return async (asked) => {
    const url = requestUrl(access.server, asked);
    const isUpgrade = asked.method === "POST" && /\/(exec|attach|portforward)$/.test(asked.path);
    const method = isUpgrade ? "GET" : asked.method;
    logRequest(io, level, { method, url, headers: requestHeaders(asked, access, isUpgrade), body: asked.body });
    const before = io.now();
    const answered = (status: string, response?: ApiResponse) => {
      const named = level === RESPONSES || level >= CURL ? `verb="${method}" url="${url}" ` : "";
      const headers =
        level >= BODIES && response !== undefined ? ` ${lines("headers", responseHeaders(io, response))}` : "";
      logInfo(
        io,
        RESPONSE_PLACE,
        `"Response" ${named}status="${status}"${headers} milliseconds=${Math.round(io.now() - before)}`,
      );
    };
    try {
      const response = await transport(asked);
      answered(statusText(response), response);
      if (level >= BODIES) logBody(io, level, method, "Response", responseBody(response));
      return response;
    } catch (error) {
      answered("");
      throw error;
    }
  };
}

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: unknown;
}

function logRequest(io: KubectlIo, level: number, { method, url, headers, body }: Sent): void {
  if (level >= BODIES) logBody(io, level, method, "Request", body === undefined ? "" : JSON.stringify(body));
  if (level >= CURL) {
    const options = headers.map((header) => `-H ${goQuote(header)}`).join(" ");
    logInfo(io, REQUEST_PLACE, `"Request" ${lines("curlCommand", [`curl -v -X${method}  ${options} '${url}'`])}`);
  } else if (level >= HEADERS)
    logInfo(io, REQUEST_PLACE, `"Request" verb="${method}" url="${url}" ${lines("headers", headers)}`);
}

function logBody(io: KubectlIo, level: number, method: string, what: string, body: string | undefined): void {
  if (body === undefined) return;
  const limit = level === BODIES ? 1024 : level === CURL ? 10_240 : Number.POSITIVE_INFINITY;
  const shown = body.length <= limit ? body : `${body.slice(0, limit)} [truncated ${body.length - limit} chars]`;
  const text = shown.includes("\n") ? lines("body", shown.replace(/\n$/, "").split("\n")) : `body=${goQuote(shown)}`;
  logInfo(io, BODY_PLACES[method] ?? "helper.go:105", `"${what} Body" ${text}`);
}

/** A value of several lines, as klog sets it off. */
function lines(key: string, values: readonly string[]): string {
  return `${key}=<\n${values.map((value) => `\t${value}\n`).join("")} >`;
}

function requestHeaders(asked: Asked, access: ClusterAccess, isUpgrade: boolean): string[] {
  const secret = access.token !== undefined ? "Bearer" : access.username !== undefined ? "Basic" : undefined;
  return [
    ...(isUpgrade ? [] : [`Accept: ${asked.accept ?? "application/json, */*"}`]),
    ...(secret === undefined ? [] : [`Authorization: ${secret} <masked>`]),
    ...(asked.body === undefined ? [] : [`Content-Type: ${asked.contentType ?? "application/json"}`]),
    ...impersonationHeaders(asked),
    ...(isUpgrade ? ["Sec-Websocket-Protocol: v5.channel.k8s.io"] : []),
    "User-Agent: kubectl/v1.33.1 (linux/amd64) kubernetes/8adc0f0",
  ];
}

function impersonationHeaders({ impersonate }: Asked): string[] {
  if (impersonate === undefined) return [];
  const { name, groups = [], uid } = impersonate;
  return [
    ...groups.map((group) => `Impersonate-Group: ${group}`),
    ...(uid === undefined ? [] : [`Impersonate-Uid: ${uid}`]),
    `Impersonate-User: ${name}`,
  ];
}

// Only what is known of every server's answer.
function responseHeaders(io: KubectlIo, response: ApiResponse): string[] {
  const body = responseBody(response);
  const type = response.contentType ?? (response.kind === "text" ? "text/plain" : "application/json");
  return [
    "Cache-Control: no-cache, private",
    ...(body === undefined ? [] : [`Content-Length: ${new TextEncoder().encode(body).length}`]),
    `Content-Type: ${type}`,
    `Date: ${new Date(io.now()).toUTCString()}`,
  ];
}

function responseBody(response: ApiResponse): string | undefined {
  if (response.kind === "object") return `${JSON.stringify(response.body)}\n`;
  return response.kind === "text" ? response.body : undefined;
}

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  410: "Gone",
  415: "Unsupported Media Type",
  422: "Unprocessable Entity",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

function statusText(response: ApiResponse): string {
  if (response.kind === "connection") return "101 Switching Protocols";
  return `${response.status} ${STATUS_TEXTS[response.status] ?? ""}`.trim();
}
