// From an answer of the API server to the wire.

import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gzip } from "node:zlib";
import type { ApiResponse } from "../../api/request.ts";
import { internalError, type Status } from "../../api/status.ts";
import { bytesOfText } from "../../bytes/bytes.ts";
import { encodeOpenApi, isOpenApiVersion2, OPENAPI_PROTOBUF, wantsOpenApiProtobuf } from "../protobuf/openapi.ts";
import { drain } from "./drain.ts";
import { formatJson } from "./layout.ts";
import { sendText, sendWatch } from "./live-answers.ts";
import { warningHeaders } from "./warning-headers.ts";

/** Smaller answers are not worth the work of packing them; the same bound as kube-apiserver's. */
const gzipFrom = 128 * 1024;
const WRAPPED = "application/json;g=apidiscovery.k8s.io";

export interface Encoders {
  formatYaml(value: unknown): string;
}

export function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: ApiResponse,
  encoders: Encoders,
): void {
  for (const [name, value] of commonHeaders(answer)) response.setHeader(name, value);
  switch (answer.kind) {
    case "object":
      sendObject(request, response, answer, encoders);
      break;
    case "text":
      send(request, response, answer.status, answer.contentType ?? "text/plain", Buffer.from(bytesOfText(answer.body)));
      break;
    case "text-stream":
      sendText(response, answer.text);
      break;
    case "watch":
      sendWatch(response, answer.events);
      break;
    case "connection":
      // Only upgraded requests open one, and they do not come here.
      answer.connection.close();
      sendStatus(response, internalError("the connection was not upgraded"));
  }
}

export function sendStatus(response: ServerResponse, status: Status): void {
  response.setHeader("Content-Type", "application/json");
  finish(response, status.code ?? 500, formatJson(response.req, status));
}

/** Answers before the request has come in whole, and ends the connection. */
export function sendEarly(
  request: IncomingMessage,
  response: ServerResponse,
  status: Status,
  patienceMs: number,
): void {
  const body = formatJson(request, status);
  response.writeHead(status.code ?? 500, {
    Connection: "close",
    "Content-Type": "application/json",
    "Content-Length": body.length,
  });
  response.write(body);
  drain(request, patienceMs, () => response.end());
}

/** Headers that every answer has, as name and value. */
export function commonHeaders(answer: ApiResponse): [string, string | string[]][] {
  const retryAfter = answer.kind === "object" && answer.status >= 400 ? retryAfterOf(answer.body as Status) : undefined;
  return [
    ["Audit-Id", randomUUID()],
    ["Cache-Control", "no-cache, private"],
    ...(retryAfter === undefined ? [] : [["Retry-After", String(retryAfter)] as [string, string]]),
    ...(answer.warnings === undefined ? [] : [["Warning", warningHeaders(answer.warnings)] as [string, string[]]]),
  ];
}

function retryAfterOf({ details }: Status): number | undefined {
  return details?.retryAfterSeconds;
}

function sendObject(
  request: IncomingMessage,
  response: ServerResponse,
  { status, contentType, body }: Extract<ApiResponse, { kind: "object" }>,
  { formatYaml }: Encoders,
): void {
  const accept = request.headers.accept ?? "";
  if (accept.startsWith("application/yaml"))
    send(request, response, status, "application/yaml", Buffer.from(formatYaml(body)));
  else if (isOpenApiVersion2(body) && wantsOpenApiProtobuf(accept))
    send(request, response, status, OPENAPI_PROTOBUF, encodeOpenApi(body));
  else send(request, response, status, contentType ?? contentTypeOf(body), formatJson(request, body));
}

/** Clients tell the aggregated form of discovery by its type, not by its contents. */
function contentTypeOf(body: unknown): string {
  const { kind, apiVersion } = body as { readonly kind?: string; readonly apiVersion?: string };
  if (kind !== "APIGroupDiscoveryList") return "application/json";
  return `${WRAPPED};v=${apiVersion?.split("/")[1] ?? "v2"};as=${kind}`;
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  contentType: string,
  body: Buffer,
): void {
  response.setHeader("Content-Type", contentType);
  const packs = body.length >= gzipFrom && /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
  if (!packs) {
    finish(response, status, body);
    return;
  }
  gzip(body, { level: 1 }, (error, packed) => {
    if (error === null) {
      response.setHeader("Content-Encoding", "gzip");
      response.setHeader("Vary", "Accept-Encoding");
    }
    finish(response, status, error === null ? packed : body);
  });
}

function finish(response: ServerResponse, status: number, body: Buffer): void {
  response.setHeader("Content-Length", body.length);
  response.writeHead(status);
  response.end(response.req.method === "HEAD" ? undefined : body);
}
