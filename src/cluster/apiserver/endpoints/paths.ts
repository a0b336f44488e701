// Everything that is no resource: version, health, discovery, OpenAPI.

import { type ApiRequest, type ApiResponse, queryValue } from "../../../api/request.ts";
import { ApiError, failure } from "../../../api/status.ts";
import { type Core, servedResources } from "../core.ts";
import { discovery } from "./discovery.ts";
import { openApiDocument, openApiIndex } from "./openapi.ts";

const VERSION = {
  major: "1",
  minor: "33",
  emulationMajor: "1",
  emulationMinor: "33",
  minCompatibilityMajor: "1",
  minCompatibilityMinor: "32",
  gitVersion: "v1.33.5",
  gitCommit: "83d4040aeecfd2dd91bb35a1056a62bb6ccd7fc5",
  gitTreeState: "clean",
  buildDate: "1970-01-01T00:00:00Z",
  goVersion: "go1.24.4",
  compiler: "gc",
  platform: "linux/amd64",
};

const HEALTH_CHECKS = [
  "ping",
  "log",
  "etcd",
  "poststarthook/start-apiserver-admission-initializer",
  "poststarthook/rbac/bootstrap-roles",
];

export function answerPath(core: Core, request: ApiRequest): ApiResponse {
  const path = request.path.length > 1 ? request.path.replace(/\/$/, "") : request.path;
  switch (path) {
    case "/":
      return object({ paths: rootPaths(core) });
    case "/version":
      return object(VERSION);
    case "/healthz":
    case "/livez":
    case "/readyz":
      return text(health(path.slice(1), queryValue(request.query, "verbose") !== undefined));
    case "/openapi/v3":
      return object(openApiIndex(servedResources(core)));
    default:
      return document(core, path) ?? discovery(path, request.accept ?? "", servedResources(core)) ?? refuse();
  }
}

function object(body: object): ApiResponse {
  return { kind: "object", status: 200, body };
}

function text(body: string): ApiResponse {
  return { kind: "text", status: 200, body };
}

function health(name: string, verbose: boolean): string {
  if (!verbose) return "ok";
  return `${HEALTH_CHECKS.map((check) => `[+]${check} ok\n`).join("")}${name} check passed\n`;
}

function document(core: Core, path: string): ApiResponse | undefined {
  const [, name] = /^\/openapi\/v3\/(.+)$/.exec(path) ?? [];
  if (name === undefined) return undefined;
  const found = openApiDocument(name, servedResources(core), core.schema(), core.descriptions());
  return found && object(found);
}

function rootPaths(core: Core): string[] {
  const groups = servedResources(core).filter(({ group }) => group !== "");
  const apis = new Set(groups.flatMap(({ group, version }) => [`/apis/${group}`, `/apis/${group}/${version}`]));
  return ["/api", "/api/v1", "/apis", ...[...apis].sort(), "/healthz", "/livez", "/openapi/v3", "/readyz", "/version"];
}

export function refuse(): never {
  throw new ApiError(failure(404, "NotFound", "the server could not find the requested resource", {}));
}
