// Turns Ingresses into the servers and locations of an nginx.conf, several Ingresses of one host into one server. Pure.

import type { EndpointSlice, Ingress, Service } from "../../api/types.ts";
import type {
  Certificate,
  Configuration,
  Location,
  Upstream,
  UpstreamEndpoint,
  VirtualServer,
} from "../container-runtime/images/ingress-nginx/configuration.ts";
import { type Annotations, annotationsOf } from "./annotations.ts";

type Spec = Ingress["spec"];
type Backend = NonNullable<Spec["defaultBackend"]>;
type Path = NonNullable<NonNullable<Spec["rules"]>[number]["http"]>["paths"][number];

/** The cluster as the controller's copies show it. */
export interface Surroundings {
  service(namespace: string, name: string): Service | undefined;
  slices(namespace: string, service: string): readonly EndpointSlice[];
  /** Undefined where the Secret is missing, or holds no certificate. */
  certificate(namespace: string, secret: string): Certificate | undefined;
  /** Something that the controller's log should say. */
  complain(text: string): void;
}

export interface Defaults {
  /** `namespace/name`. */
  readonly backend: string | undefined;
  readonly certificate: string | undefined;
}

const EVERYTHING: Upstream = { name: "upstream-default-backend", endpoints: [] };
const ANY_HOST = "_";

/** What one path of one Ingress asks for, before the server it is in is known. */
interface Wanted {
  readonly path: string;
  readonly pathType: "Exact" | "Prefix" | "ImplementationSpecific";
  readonly upstream: Upstream;
  readonly annotations: Annotations;
  readonly hasTls: boolean;
}

interface Draft {
  readonly host: string;
  readonly wanted: Map<string, Wanted>;
  readonly canaries: Map<string, Wanted>;
  root: Upstream;
  certificate: Certificate | undefined;
  appRoot: string | undefined;
}

/** @param ingresses those that are the controller's own; the oldest wins where two want the same. */
export function configurationOf(
  ingresses: readonly Ingress[],
  surroundings: Surroundings,
  defaults: Defaults,
): Configuration {
  const fallback = defaults.backend === undefined ? EVERYTHING : firstPort(defaults.backend, surroundings);
  const drafts = new Map<string, Draft>();
  const draftOf = (host: string): Draft => {
    const draft = drafts.get(host) ?? {
      host,
      wanted: new Map(),
      canaries: new Map(),
      root: fallback,
      certificate: undefined,
      appRoot: undefined,
    };
    drafts.set(host, draft);
    return draft;
  };
  draftOf(ANY_HOST);
  for (const ingress of [...ingresses].sort(olderFirst)) addIngress(ingress, draftOf, surroundings);
  const [namespace = "", secret = ""] = (defaults.certificate ?? "").split("/");
  const certificate = secret === "" ? undefined : surroundings.certificate(namespace, secret);
  return {
    servers: [...drafts.values()].map(serverOf),
    ...(certificate === undefined ? {} : { defaultCertificate: certificate }),
  };
}

function olderFirst(a: Ingress, b: Ingress): number {
  const [created, other] = [a, b].map(({ metadata }) => metadata.creationTimestamp ?? "");
  const names = [a, b].map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  if (created !== other) return (created ?? "") < (other ?? "") ? -1 : 1;
  return (names[0] ?? "") < (names[1] ?? "") ? -1 : 1;
}

function addIngress(ingress: Ingress, draftOf: (host: string) => Draft, surroundings: Surroundings): void {
  const { metadata, spec } = ingress;
  const namespace = metadata.namespace ?? "";
  const annotations = annotationsOf(ingress);
  for (const name of annotations.unsupported)
    surroundings.complain(
      `k8s-tutor does not simulate the annotation ${name} of ingress "${namespace}/${metadata.name}"; its paths answer 503`,
    );
  const upstreamOf = (backend: Backend): Upstream => upstreamFor(namespace, backend, annotations, surroundings);
  const root = spec.defaultBackend === undefined ? undefined : upstreamOf(spec.defaultBackend);
  const rules = spec.rules ?? [];
  if (root !== undefined && rules.length === 0) draftOf(ANY_HOST).root = root;
  for (const rule of rules) {
    const host = rule.host === undefined || rule.host === "" ? ANY_HOST : rule.host;
    const draft = draftOf(host);
    if (root !== undefined) draft.root = root;
    draft.appRoot ??= annotations.appRoot;
    const hasTls = (spec.tls ?? []).some(({ hosts = [] }) => hosts.some((each) => coversHost(each, host)));
    for (const path of rule.http?.paths ?? []) {
      const wanted = { ...placeOf(path), upstream: upstreamOf(path.backend), annotations, hasTls };
      const list = annotations.isCanary ? draft.canaries : draft.wanted;
      const key = `${wanted.path} ${wanted.pathType}`;
      if (!list.has(key)) list.set(key, wanted);
    }
  }
  for (const { hosts = [], secretName } of spec.tls ?? []) {
    const certificate = secretName === undefined ? undefined : surroundings.certificate(namespace, secretName);
    if (secretName !== undefined && certificate === undefined) {
      const missing = `${namespace}/${secretName}`;
      surroundings.complain(
        `Error getting SSL certificate "${missing}": local SSL certificate ${missing} was not found. Using default certificate`,
      );
    }
    for (const { host } of rules) {
      if (host === undefined || !hosts.some((each) => coversHost(each, host))) continue;
      draftOf(host).certificate ??= certificate;
    }
  }
}

function coversHost(pattern: string, host: string): boolean {
  if (pattern === host) return true;
  return pattern.startsWith("*.") && host.slice(host.indexOf(".")) === pattern.slice(1);
}

function placeOf({ path, pathType }: Path): Pick<Wanted, "path" | "pathType"> {
  const type = pathType === "Exact" || pathType === "Prefix" ? pathType : "ImplementationSpecific";
  return { path: path === undefined || path === "" ? "/" : path, pathType: type };
}

function serverOf({ host, wanted, canaries, root, certificate, appRoot }: Draft): VirtualServer {
  const all = [...wanted.values()];
  // One regular expression makes expressions of all locations of its host.
  const expressions = all.some(
    ({ annotations }) => annotations.usesExpressions || annotations.rewriteTarget !== undefined,
  );
  const locations = all.flatMap((each) =>
    locationsOf(each, canaries.get(`${each.path} ${each.pathType}`), all, expressions),
  );
  const sorted = locations.sort(
    (a, b) => b.path.length - a.path.length || (a.path === b.path ? 0 : a.path > b.path ? -1 : 1),
  );
  const hasRoot = sorted.some(({ path, match }) => path === "/" && match !== "exact");
  const rest: Location = { path: "/", match: "prefix", upstream: root, redirectsToTls: false, maxBodyBytes: 0 };
  return {
    host,
    locations: hasRoot ? sorted : [...sorted, rest],
    ...(certificate === undefined ? {} : { certificate }),
    ...(appRoot === undefined ? {} : { appRoot }),
  };
}

function locationsOf(
  wanted: Wanted,
  canary: Wanted | undefined,
  all: readonly Wanted[],
  expressions: boolean,
): readonly Location[] {
  const { path, pathType } = wanted;
  const location = (at: string, match: Location["match"]): Location => ({
    ...settingsOf(wanted, canary),
    path: at,
    match,
  });
  if (pathType === "Prefix" && path !== "/" && !isExpression(wanted)) {
    const folder = path.endsWith("/") ? path : `${path}/`;
    const hasExact = all.some((other) => other.pathType === "Exact" && other.path === path);
    const exact = path.replace(/\/$/, "");
    const under = location(folder, expressions ? "regex" : "prefix");
    return hasExact ? [under] : [under, location(exact, expressions ? "regex" : "exact")];
  }
  if (expressions) return [location(path, "regex")];
  return [location(path, pathType === "Exact" ? "exact" : "prefix")];
}

function isExpression({ annotations }: Wanted): boolean {
  return annotations.usesExpressions || annotations.rewriteTarget !== undefined;
}

function settingsOf(wanted: Wanted, canary: Wanted | undefined): Omit<Location, "path" | "match"> {
  const { annotations, hasTls, upstream } = wanted;
  const { rewriteTarget, redirect, allowedRanges, maxBodyBytes } = annotations;
  return {
    upstream,
    redirectsToTls: annotations.forceSslRedirect || (annotations.sslRedirect && hasTls),
    maxBodyBytes,
    ...(rewriteTarget === undefined ? {} : { rewriteTarget }),
    ...(redirect === undefined ? {} : { redirect }),
    ...(allowedRanges === undefined ? {} : { allowedRanges }),
    ...(annotations.unsupported.length === 0 ? {} : { isDenied: true }),
    ...(canary === undefined ? {} : { canary: canaryOf(canary) }),
  };
}

function canaryOf({ upstream, annotations }: Wanted): NonNullable<Location["canary"]> {
  const { canaryWeight: weight, canaryHeader: header, canaryHeaderValue: headerValue } = annotations;
  return {
    upstream,
    weight,
    ...(header === undefined ? {} : { header }),
    ...(headerValue === undefined ? {} : { headerValue }),
  };
}

function upstreamFor(
  namespace: string,
  { service }: Backend,
  { defaultBackend }: Annotations,
  surroundings: Surroundings,
): Upstream {
  if (service === undefined) return { name: "", endpoints: [] };
  const port = service.port?.name || service.port?.number;
  const upstream = {
    name: `${namespace}-${service.name}-${port ?? ""}`,
    endpoints: endpointsOf(namespace, service.name, port, surroundings),
  };
  if (upstream.endpoints.length > 0 || defaultBackend === undefined) return upstream;
  return { ...upstream, endpoints: firstPort(`${namespace}/${defaultBackend}`, surroundings).endpoints };
}

function firstPort(key: string, surroundings: Surroundings): Upstream {
  const [namespace = "", name = ""] = key.split("/");
  const port = surroundings.service(namespace, name)?.spec.ports?.[0]?.port;
  return { name: "upstream-default-backend-service", endpoints: endpointsOf(namespace, name, port, surroundings) };
}

function endpointsOf(
  namespace: string,
  name: string,
  port: string | number | undefined,
  surroundings: Surroundings,
): readonly UpstreamEndpoint[] {
  const service = surroundings.service(namespace, name);
  const key = `"${namespace}/${name}"`;
  if (service === undefined) {
    surroundings.complain(`Error obtaining Endpoints for Service ${key}: no object matching key ${key} in local store`);
    return [];
  }
  const { ports = [], type, externalName } = service.spec;
  const wanted = ports.find((each) => each.port === port || (each.name !== undefined && each.name === port));
  if (type === "ExternalName" && externalName !== undefined)
    return typeof port === "number" ? [{ host: externalName, port }] : [];
  const found = wanted === undefined ? [] : readyEndpoints(surroundings.slices(namespace, name), wanted.name ?? "");
  if (found.length === 0) surroundings.complain(`Service ${key} does not have any active Endpoint.`);
  return found;
}

function readyEndpoints(slices: readonly EndpointSlice[], portName: string): readonly UpstreamEndpoint[] {
  return slices.flatMap(({ ports, endpoints }) => {
    const port = ports?.find(({ name }) => (name ?? "") === portName)?.port;
    if (port === undefined) return [];
    return endpoints
      .filter(({ conditions }) => conditions?.ready !== false)
      .flatMap(({ addresses }) => addresses.map((host) => ({ host, port })));
  });
}
