// The API server's door for programs in pods: HTTP requests with a service account's token, answered at once.
// Simplified: answers that go on (watches, followed logs, exec) are refused by name here; kubectl at the prompt and real clients have them.

import { ANONYMOUS, bearerToken, UNAUTHORIZED } from "../api/credentials.ts";
import { encodeObject } from "../api/encode-object.ts";
import type { ApiHandler, ApiRequest, ApiResponse, Method, Query, UserInfo } from "../api/request.ts";
import { badRequest, failure, type Status } from "../api/status.ts";
import type { HttpAnswer, HttpRequest } from "./container-runtime/images/http-server.ts";
import type { ApiOverHttp } from "./container-runtime/images/kube-apiserver.ts";

export interface ApiOverHttpOptions {
  readonly handler: ApiHandler;
  authenticate(token: string): UserInfo | undefined;
  readonly parseYaml: ((text: string) => unknown) | undefined;
  /** PEM; what pods trust. */
  readonly rootCertificate: string;
  /** Besides those of the Service `kubernetes`: the node's name and addresses. */
  readonly names: readonly string[];
  readonly clusterDomain: string;
}

const METHODS: readonly string[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
/** Whoever looks on with one of these gets JSON that can be read. */
const READERS = /^(curl|Wget|Mozilla)/;

export function apiOverHttp(options: ApiOverHttpOptions): ApiOverHttp {
  const { rootCertificate, names, clusterDomain } = options;
  const service = ["kubernetes", "kubernetes.default", "kubernetes.default.svc"];
  return {
    certificate: {
      subject: "CN=kube-apiserver",
      issuer: "CN=kubernetes",
      names: [...names, ...service, `kubernetes.default.svc.${clusterDomain}`],
      notBefore: "Jan  1 00:00:00 2026 GMT",
      notAfter: "Jan  1 00:00:00 2027 GMT",
      pem: rootCertificate.replace(/\s+/g, ""),
      isSelfSigned: false,
    },
    answer: (request) => httpAnswer(responseTo(request, options), isForReading(request)),
  };
}

function responseTo(request: HttpRequest, { handler, authenticate, parseYaml }: ApiOverHttpOptions): ApiResponse {
  const token = bearerToken(request.headers.authorization);
  const user = token === undefined ? ANONYMOUS : authenticate(token);
  if (user === undefined) return told(UNAUTHORIZED);
  const method = request.method === "HEAD" ? "GET" : request.method;
  if (!METHODS.includes(method)) return told(failure(405, "MethodNotAllowed", "the server does not allow this method"));
  const { accept, "content-type": contentType, "user-agent": agent } = request.headers;
  let body: unknown;
  try {
    body = bodyOf(request, contentType, parseYaml);
  } catch (error) {
    return told(badRequest(error instanceof Error ? error.message : String(error)));
  }
  const asked: ApiRequest = {
    method: method as Method,
    path: request.path,
    query: queryOf(request.query),
    user,
    ...(accept === undefined || accept === "*/*" ? {} : { accept }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(agent === undefined ? {} : { userAgent: agent.split("/")[0] ?? "" }),
    ...(body === undefined ? {} : { body }),
  };
  return handler(asked);
}

function told(status: Status): ApiResponse {
  return { kind: "object", status: status.code ?? 500, body: status };
}

function bodyOf(
  { body }: HttpRequest,
  contentType = "application/json",
  parseYaml: ApiOverHttpOptions["parseYaml"],
): unknown {
  if (body === "") return undefined;
  if (contentType.includes("yaml") && parseYaml !== undefined) return parseYaml(body);
  // curl says of everything that it is a form, unless it is told better.
  return JSON.parse(body);
}

function queryOf(search: URLSearchParams): Query {
  const query: Record<string, string[]> = {};
  for (const [name, value] of search) query[name] = [...(query[name] ?? []), value];
  return query;
}

function isForReading({ headers, query }: HttpRequest): boolean {
  const pretty = query.get("pretty");
  return pretty === null ? READERS.test(headers["user-agent"] ?? "") : pretty !== "false" && pretty !== "0";
}

function httpAnswer(response: ApiResponse, isForReading: boolean): HttpAnswer {
  const { status, warnings = [] } = response;
  const headers = {
    "Cache-Control": "no-cache, private",
    ...(warnings.length === 0 ? {} : { Warning: warnings.map((text) => `299 - ${JSON.stringify(text)}`).join(", ") }),
  };
  if (response.kind === "text") {
    const type = response.contentType ?? "text/plain; charset=utf-8";
    return { status, headers: { ...headers, "Content-Type": type }, body: response.body };
  }
  if (response.kind !== "object") {
    const text = `k8s-tutor does not simulate this for programs in pods: an answer of the kind ${response.kind}`;
    return httpAnswer(told(failure(501, "NotImplemented", text)), isForReading);
  }
  const text = encodeObject(response.body);
  const body = isForReading ? JSON.stringify(JSON.parse(text), null, 2) : `${text}\n`;
  return { status, headers: { ...headers, "Content-Type": response.contentType ?? "application/json" }, body };
}
