// What the annotations of an Ingress say about its locations. Pure.

import type { Ingress } from "../../api/types.ts";
import type { Redirect } from "../container-runtime/images/ingress-nginx/configuration.ts";

const PREFIX = "nginx.ingress.kubernetes.io/";
const MEBIBYTE = 1_048_576;

export interface Annotations {
  readonly rewriteTarget: string | undefined;
  readonly usesExpressions: boolean;
  readonly sslRedirect: boolean;
  readonly forceSslRedirect: boolean;
  readonly redirect: Redirect | undefined;
  readonly appRoot: string | undefined;
  readonly allowedRanges: readonly string[] | undefined;
  readonly maxBodyBytes: number;
  readonly isCanary: boolean;
  readonly canaryWeight: number;
  readonly canaryHeader: string | undefined;
  readonly canaryHeaderValue: string | undefined;
  /** The name of a service of the same namespace, for when there are no endpoints. */
  readonly defaultBackend: string | undefined;
  /** What would change who is let in, and is not simulated: nothing is served rather than too much. */
  readonly unsupported: readonly string[];
}

const GUARDS = [
  "auth-type",
  "auth-url",
  "auth-tls-secret",
  "denylist-source-range",
  "server-snippet",
  "configuration-snippet",
];

export function annotationsOf({ metadata }: Ingress): Annotations {
  const read = (name: string): string | undefined => metadata.annotations?.[PREFIX + name] || undefined;
  const isTrue = (name: string): boolean => read(name) === "true";
  const ranges = read("whitelist-source-range") ?? read("allowlist-source-range");
  return {
    rewriteTarget: read("rewrite-target"),
    usesExpressions: isTrue("use-regex"),
    sslRedirect: read("ssl-redirect") !== "false",
    forceSslRedirect: isTrue("force-ssl-redirect"),
    redirect: redirectOf(read),
    appRoot: read("app-root"),
    allowedRanges: ranges?.split(",").map((each) => each.trim()),
    maxBodyBytes: sizeOf(read("proxy-body-size")) ?? MEBIBYTE,
    isCanary: isTrue("canary"),
    canaryWeight: Number(read("canary-weight") ?? 0) || 0,
    canaryHeader: read("canary-by-header"),
    canaryHeaderValue: read("canary-by-header-value"),
    defaultBackend: read("default-backend"),
    unsupported: GUARDS.filter((name) => read(name) !== undefined).map((name) => PREFIX + name),
  };
}

function redirectOf(read: (name: string) => string | undefined): Redirect | undefined {
  const permanent = read("permanent-redirect");
  if (permanent !== undefined) return { status: Number(read("permanent-redirect-code") ?? 301), to: permanent };
  const temporal = read("temporal-redirect");
  return temporal === undefined ? undefined : { status: 302, to: temporal };
}

/** NGINX's sizes: bytes, or with k, m or g. */
function sizeOf(text: string | undefined): number | undefined {
  const match = /^(\d+)([kmg]?)$/i.exec(text ?? "");
  if (match === null) return undefined;
  const factor = { k: 1024, m: MEBIBYTE, g: 1024 * MEBIBYTE }[(match[2] ?? "").toLowerCase()] ?? 1;
  return Number(match[1]) * factor;
}
