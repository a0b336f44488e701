// Everything that is no resource: version, health, discovery, OpenAPI.

import type { ResourceInfo } from "../../../api/catalogue.ts";
import type { ApiRequest, ApiResponse } from "../../../api/request.ts";
import { ApiError, failure } from "../../../api/status.ts";
import { findRemoteApi, remoteApis, remoteResources } from "../aggregation/backend.ts";
import { refusal } from "../aggregation/proxy.ts";
import { ISSUER } from "../authentication.ts";
import type { Core } from "../core.ts";
import { discovery, type Version } from "./discovery.ts";
import { health, healthPaths } from "./health.ts";
import { metrics } from "./metrics.ts";
import { openApiDocument, openApiIndex } from "./openapi/openapi.ts";
import { openApiVersion2 } from "./openapi/version-2.ts";
import { VERSION } from "./version.ts";

export function answerPath(core: Core, request: ApiRequest): ApiResponse {
  const path = request.path.length > 1 ? request.path.replace(/\/$/, "") : request.path;
  const found = plainPath(core, path, request) ?? document(core, path) ?? documentOfGroup(core, path, request);
  if (found === undefined) return notServed(core, path);
  if (request.method !== "GET" && found.status < 400) throw methodNotAllowed();
  return found;
}

function plainPath(core: Core, path: string, request: ApiRequest): ApiResponse | undefined {
  switch (path) {
    case "/":
      return object({ paths: rootPaths(core) });
    case "/version":
      return object(VERSION);
    case "/metrics":
      return { kind: "text", status: 200, contentType: METRICS_TYPE, body: metrics(core) };
    case "/openapi/v2":
      return object(openApiVersion2(core, servedResources(core)));
    case "/openapi/v3":
      return object(openApiIndex(core, servedResources(core)));
    case "/.well-known/openid-configuration":
      return object(openIdConfiguration(core.serverAddress));
    case "/openid/v1/jwks":
      // The key of tokens is a secret, so there is none to publish.
      return { ...object({ keys: [] }), contentType: "application/jwk-set+json" };
    default:
      return health(path, request);
  }
}

const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";

function openIdConfiguration(serverAddress: string): object {
  return {
    issuer: ISSUER,
    jwks_uri: `https://${serverAddress}/openid/v1/jwks`,
    response_types_supported: ["id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["HS256"],
  };
}

/** What a path is told that leads nowhere: below a group of the server's own a Status, elsewhere plain text. */
export function notServed({ resources }: Core, path: string): ApiResponse {
  const [, group] = /^\/apis\/([^/]+)/.exec(path) ?? [];
  const isOwn = resources.all().some(({ info, isCustom }) => info.group === group && !isCustom);
  if (path === "/api" || path.startsWith("/api/") || isOwn) return refuse();
  return { kind: "text", status: 404, contentType: "text/plain; charset=utf-8", body: "404 page not found\n" };
}

function documentOfGroup(core: Core, path: string, request: ApiRequest): ApiResponse | undefined {
  const [, group = "", version = ""] = /^\/apis\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  const remote = findRemoteApi(core, group, version);
  const refused = remote && refusal(core, remote);
  if (refused !== undefined) return refused;
  const own = core.resources.all().map(({ info }) => info);
  return discovery(path, request.accept ?? "", own, remoteVersions(core), core.serverAddress);
}

/** What others serve behind this door; aggregated APIs come last. */
function remoteVersions(core: Core): Version[] {
  return remoteApis(core).map((api) => {
    const { group, version } = api;
    return { group, version, resources: remoteResources(core, api) };
  });
}

function servedResources(core: Core): readonly ResourceInfo[] {
  const own = core.resources.all().map(({ info }) => info);
  return [...own, ...remoteVersions(core).flatMap(({ resources }) => resources ?? [])];
}

function object(body: object): ApiResponse {
  return { kind: "object", status: 200, body };
}

function document(core: Core, path: string): ApiResponse | undefined {
  const [, name] = /^\/openapi\/v3\/(.+)$/.exec(path) ?? [];
  if (name === undefined) return undefined;
  const found = openApiDocument(core, name, servedResources(core));
  return found && object(found);
}

function rootPaths(core: Core): string[] {
  const groups = servedResources(core).filter(({ group }) => group !== "");
  const apis = groups.flatMap(({ group, version }) => [`/apis/${group}`, `/apis/${group}/${version}`]);
  const others = [
    "/.well-known/openid-configuration",
    "/metrics",
    "/openapi/v2",
    "/openapi/v3",
    "/openapi/v3/",
    "/openid/v1/jwks",
  ];
  const paths = ["/api", "/api/v1", "/apis", "/apis/", ...apis, ...healthPaths(), ...others, "/version"];
  return [...new Set(paths)].sort();
}

export function refuse(): never {
  throw new ApiError(failure(404, "NotFound", "the server could not find the requested resource", {}));
}

/** What answers a verb that a resource does not have. */
export function methodNotAllowed(): ApiError {
  const text = "the server does not allow this method on the requested resource";
  return new ApiError(failure(405, "MethodNotAllowed", text, {}));
}
