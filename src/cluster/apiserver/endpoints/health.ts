// Stands for the health checks of the API server: as a whole, check by check, and one by one.

import { type ApiRequest, type ApiResponse, queryValue, queryValues } from "../../../api/request.ts";

const HOOKS = `start-apiserver-admission-initializer generic-apiserver-start-informers priority-and-fairness-config-consumer
  priority-and-fairness-filter storage-object-count-tracker-hook start-apiextensions-informers start-apiextensions-controllers
  crd-informer-synced start-system-namespaces-controller start-cluster-authentication-info-controller
  start-kube-apiserver-identity-lease-controller start-kube-apiserver-identity-lease-garbage-collector
  start-legacy-token-tracking-controller start-service-ip-repair-controllers rbac/bootstrap-roles
  scheduling/bootstrap-system-priority-classes priority-and-fairness-config-producer bootstrap-controller
  start-kubernetes-service-cidr-controller aggregator-reload-proxy-client-cert start-kube-aggregator-informers
  apiservice-status-local-available-controller apiservice-status-remote-available-controller
  apiservice-registration-controller apiservice-discovery-controller kube-apiserver-autoregistration
  autoregister-completion apiservice-openapi-controller apiservice-openapiv3-controller`;

const ENDPOINTS = ["healthz", "livez", "readyz"];

/** The checks of `livez`, `readyz` or the older `healthz`, in their order. */
function checksOf(endpoint: string): string[] {
  const hooks = HOOKS.trim().split(/\s+/);
  const started = hooks.map((hook) => (hook === "autoregister-completion" ? hook : `poststarthook/${hook}`));
  const isReadiness = endpoint === "readyz";
  return [
    ...["ping", "log", "etcd"],
    ...(isReadiness ? ["etcd-readiness", "informer-sync"] : []),
    ...started,
    ...(isReadiness ? ["shutdown"] : []),
  ];
}

/** Answers `/livez`, `/readyz?verbose`, `/healthz/etcd`; undefined for other paths. */
export function health(path: string, { query }: ApiRequest): ApiResponse | undefined {
  const [, endpoint = "", check] = /^\/(\w+)(?:\/(.+))?$/.exec(path) ?? [];
  if (!ENDPOINTS.includes(endpoint)) return undefined;
  const checks = checksOf(endpoint);
  if (check !== undefined) return checks.includes(check) ? text("ok") : undefined;
  if (queryValue(query, "verbose") === undefined) return text("ok");
  return text(`${report(checks, queryValues(query, "exclude"))}${endpoint} check passed\n`);
}

function report(checks: readonly string[], excluded: readonly string[]): string {
  const lines = checks.map((check) => `[+]${check} ${excluded.includes(check) ? "excluded: " : ""}ok\n`);
  const unknown = [...new Set(excluded)].filter((name) => name !== "" && !checks.includes(name)).sort();
  const quoted = unknown.map((name) => JSON.stringify(name)).join(",");
  if (unknown.length > 0) lines.push(`warn: some health checks cannot be excluded: no matches for ${quoted}\n`);
  return lines.join("");
}

/** Every path of a health check. */
export function healthPaths(): string[] {
  return ENDPOINTS.flatMap((endpoint) => [
    `/${endpoint}`,
    ...checksOf(endpoint).map((check) => `/${endpoint}/${check}`),
  ]);
}

function text(body: string): ApiResponse {
  return { kind: "text", status: 200, contentType: "text/plain; charset=utf-8", body };
}
