// pods/proxy, services/proxy and nodes/proxy: an HTTP request that the API server makes on behalf of its client.
// Simplified: links in pages that come through are not rewritten, and of the headers only those of the contents go either way.

import type { ApiRequest, ApiResponse, Connection, Query } from "../../../api/request.ts";
import { ApiError, badRequest, failure, notFound, unsupported } from "../../../api/status.ts";
import { Channel } from "../../../api/stream.ts";
import type { AnyObject, EndpointSlice, Pod, Service } from "../../../api/types.ts";
import { type Scope, stored } from "../core.ts";
import { type Exchanged, exchange, type HttpRequest } from "./http-exchange.ts";
import { answerNode } from "./node-proxy.ts";

/** Where the request goes: a port of a pod. */
interface Target {
  readonly pod: Pod;
  readonly port: number;
}

export function answerProxy(scope: Scope): ApiResponse {
  const { resource } = scope.resource.info;
  if (resource === "nodes") return answerNode(scope, proxiedPath(scope.request));
  const { pod, port } = resource === "pods" ? podTarget(scope) : serviceTarget(scope);
  const address = `${pod.status?.podIP ?? ""}:${port}`;
  const answer = new Channel<ApiResponse>(() => pending.cancel());
  const pending = exchange(connect(scope, pod, port, address), requestOf(scope, address));
  pending.observe({
    next: (exchanged) => answer.push(responseOf(exchanged, address)),
    end: () => answer.end(),
  });
  return { kind: "later", status: 200, answer };
}

function responseOf(exchanged: Exchanged, address: string): ApiResponse {
  if (typeof exchanged === "string") {
    const why = exchanged.startsWith("connect:") ? `dial tcp ${address}: ${exchanged}` : exchanged;
    return { kind: "object", status: 503, body: unreachable(why) };
  }
  const { status, contentType, body } = exchanged;
  return { kind: "text", status, ...(contentType === "" ? {} : { contentType }), body };
}

function unreachable(why: string) {
  return failure(503, "ServiceUnavailable", `error trying to reach service: ${why}`);
}

function connect({ core }: Scope, pod: Pod, port: number, address: string): Connection {
  const kubelet = core.dialNode(pod.spec.nodeName ?? "");
  if (kubelet === undefined) throw new ApiError(unreachable(`dial tcp ${address}: connect: no route to host`));
  return kubelet.portForward(pod, port);
}

/** `web`, `web:8080` or `http:web:8080`. */
function parseName(name: string): { readonly name: string; readonly port: string } {
  const parts = name.split(":");
  const [scheme, bare = "", port = ""] = parts.length === 3 ? parts : ["http", ...parts];
  if (parts.length > 3 || bare === "") throw new ApiError(badRequest(`invalid request ${JSON.stringify(name)}`));
  if (scheme === "https") throw new ApiError(unsupported("a proxy that speaks TLS with pods"));
  return { name: bare, port };
}

function podTarget({ core, resource, namespace, info }: Scope): Target {
  const { name, port } = parseName(info.name);
  const pod = core.storage.get(resource, namespace, name) as unknown as Pod;
  if (!pod.status?.podIP) throw new ApiError(badRequest("address not allowed"));
  const [first] = pod.spec.containers.flatMap(({ ports = [] }) => ports);
  return { pod, port: port === "" ? (first?.containerPort ?? 80) : portNumber(port) };
}

function portNumber(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new ApiError(badRequest(`invalid port ${JSON.stringify(text)}`));
}

function serviceTarget(scope: Scope): Target {
  const { core, resource, namespace, info } = scope;
  const { name, port } = parseName(info.name);
  const portName = /^\d+$/.test(port) ? nameOfPort(core.storage.get(resource, namespace, name), Number(port)) : port;
  const slices = slicesOf(scope, name);
  if (slices.length === 0 && core.storage.find(resource, namespace, name) === undefined) {
    throw new ApiError(notFound({ group: "", resource: "endpoints" }, name));
  }
  const candidates = slices.flatMap((slice) => {
    const found = (slice.ports ?? []).find((each) => (each.name ?? "") === portName)?.port;
    if (found === undefined) return [];
    return slice.endpoints
      .filter(({ conditions }) => conditions?.ready !== false)
      .map(({ targetRef }) => ({ pod: targetRef?.kind === "Pod" ? targetRef.name : undefined, port: found }));
  });
  if (candidates.length === 0) {
    const hasAny = slices.some(({ endpoints }) => endpoints.length > 0);
    throw unavailable(`no endpoints available for service ${JSON.stringify(hasAny ? info.name : name)}`);
  }
  const chosen = core.random.pick(candidates);
  if (chosen.pod === undefined) throw new ApiError(unsupported("a proxy to endpoints that are no pods"));
  const pods = core.resources.named("pods");
  const pod = pods && core.storage.find(pods, namespace, chosen.pod);
  if (pod === undefined) throw new ApiError(notFound({ group: "", resource: "pods" }, chosen.pod));
  return { pod: pod as unknown as Pod, port: chosen.port };
}

/** A port may be named by its number too; the endpoints know it by its name. */
function nameOfPort(object: AnyObject, port: number): string {
  const { metadata, spec } = object as unknown as Service;
  const found = spec.ports?.find((each) => each.port === port);
  if (found !== undefined) return found.name ?? "";
  throw unavailable(`no service port ${port} found for service ${JSON.stringify(metadata.name)}`);
}

function unavailable(message: string): ApiError {
  return new ApiError(failure(503, "ServiceUnavailable", message));
}

function slicesOf({ core, namespace }: Scope, service: string): EndpointSlice[] {
  const slices = stored(core, "endpointslices.discovery.k8s.io", namespace) as readonly unknown[] as EndpointSlice[];
  return slices.filter(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === service);
}

function requestOf({ request }: Scope, address: string): HttpRequest {
  const { method, path, query, accept, contentType, userAgent, body } = request;
  const given: [string, string | undefined][] = [
    ["Host", address],
    ["User-Agent", userAgent],
    ["Accept", accept],
    ["Content-Type", body === undefined ? undefined : contentType],
    ["X-Forwarded-Uri", path],
  ];
  const headers = given.filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== "");
  return { method, path: `${proxiedPath(request)}${queryText(query)}`, headers, body: bodyText(body) };
}

/** What follows `proxy` in the path; the program behind it sees nothing of the rest. */
function proxiedPath({ path }: ApiRequest): string {
  const [, rest = ""] =
    /\/proxy(\/.*)?$/.exec(path.replace(/^((?:\/[^/]+)*?\/(?:pods|services|nodes)\/[^/]+)/, "")) ?? [];
  return rest === "" ? "/" : rest;
}

function queryText(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((each) => `${encodeURIComponent(name)}=${encodeURIComponent(each)}`),
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

function bodyText(body: unknown): string {
  if (body === undefined) return "";
  return typeof body === "string" ? body : JSON.stringify(body);
}
