// Stands for what registries answer to somebody who may not have an image, or asks for one that is not there, in the words in
// which containerd passes it on.

import type { Standing } from "./private-registry.ts";
import { formatReference, type ImageReference } from "./reference.ts";

export interface Refusal {
  readonly error: string;
  /** How long nobody answered. */
  readonly waitMs?: number;
}

/** Where a registry hands out tokens; undefined for those that ask for a name and a password themselves. */
interface TokenServer {
  readonly realm: string;
  readonly service: string;
  /** What it says to those it does not know. */
  readonly status: string;
}

/** How a public registry treats a repository that is not there: most do not tell it from one that is private. */
type Manner = "hides" | "not found" | "no token" | "401" | "basic";

interface RegistryHost {
  readonly manner: Manner;
  readonly tokens?: TokenServer;
  /** Where its API is, if not at its name. */
  readonly endpoint?: string;
}

const FORBIDDEN = "403 Forbidden";
const UNAUTHORIZED = "401 Unauthorized";
/** How long containerd waits for a connection. */
const DIAL_MS = 30_000;

const HOSTS: Readonly<Record<string, RegistryHost>> = {
  "docker.io": {
    manner: "hides",
    endpoint: "registry-1.docker.io",
    tokens: { realm: "https://auth.docker.io/token", service: "registry.docker.io", status: UNAUTHORIZED },
  },
  "ghcr.io": {
    manner: "no token",
    tokens: { realm: "https://ghcr.io/token", service: "ghcr.io", status: FORBIDDEN },
  },
  "quay.io": {
    manner: "401",
    tokens: { realm: "https://quay.io/v2/auth", service: "quay.io", status: "401 UNAUTHORIZED" },
  },
  "registry.gitlab.com": {
    manner: "no token",
    tokens: { realm: "https://gitlab.com/jwt/auth", service: "container_registry", status: FORBIDDEN },
  },
  "gcr.io": {
    manner: "no token",
    tokens: { realm: "https://gcr.io/v2/token", service: "gcr.io", status: FORBIDDEN },
  },
  "registry.k8s.io": { manner: "not found" },
  "k8s.gcr.io": { manner: "not found" },
  "mcr.microsoft.com": { manner: "not found" },
  "public.ecr.aws": { manner: "not found" },
  "docker.elastic.co": { manner: "not found" },
};

/** Projects whose repositories everybody may list: there, what is missing is said to be missing. */
const PUBLIC_PROJECTS = /^(google-samples|google-containers|google_containers|distroless|kubebuilder|kuar-demo)\//;

function hostOf(host: string): RegistryHost | undefined {
  const known = HOSTS[host];
  if (known !== undefined) return known;
  if (/^\d+\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com$/.test(host)) return { manner: "basic" };
  if (host.endsWith(".azurecr.io"))
    return {
      manner: "no token",
      tokens: { realm: `https://${host}/oauth2/token`, service: host, status: UNAUTHORIZED },
    };
  if (host.endsWith(".pkg.dev") || /^(eu|us|asia)\.gcr\.io$/.test(host))
    return { manner: "no token", tokens: { realm: `https://${host}/v2/token`, service: host, status: FORBIDDEN } };
  return undefined;
}

export function splitRepository(repository: string): { readonly host: string; readonly path: string } {
  const slash = repository.indexOf("/");
  return { host: repository.slice(0, slash), path: repository.slice(slash + 1) };
}

function failed(name: string, why: string): string {
  return `failed to pull and unpack image "${name}": failed to resolve reference "${name}": ${why}`;
}

/** The repository is there, and the tag is not. */
export function notFound(reference: ImageReference): Refusal {
  const name = formatReference(reference);
  return { error: `rpc error: code = NotFound desc = ${failed(name, `${name}: not found`)}` };
}

/** @param isDeclared a profile says that this host is a registry, so it is one. */
export function refusal(
  reference: ImageReference,
  standing: Standing,
  { isDeclared, nodeAddresses }: { readonly isDeclared: boolean; readonly nodeAddresses: readonly string[] },
): Refusal {
  const { host, path } = splitRepository(reference.repository);
  const registry = hostOf(host);
  if (registry === undefined && !isDeclared) return unreachable(reference, nodeAddresses);
  const manner = registry?.manner ?? "basic";
  const name = formatReference(reference);
  if (standing === "wrong login") return { error: failed(name, wrongLogin(reference, registry)) };
  if (manner === "not found") return notFound(reference);
  const isPublic = manner === "no token" && PUBLIC_PROJECTS.test(path);
  if (isPublic || (standing === "right login" && manner !== "hides")) return notFound(reference);
  switch (manner) {
    case "hides":
      return { error: failed(name, denied("server message: insufficient_scope: authorization failed")) };
    case "basic":
      return { error: failed(name, denied("authorization failed: no basic auth credentials")) };
    case "401":
      return { error: failed(name, unexpectedStatus(reference, registry)) };
    case "no token":
      return { error: failed(name, noToken("anonymous", path, registry?.tokens)) };
  }
}

function denied(why: string): string {
  return `pull access denied, repository does not exist or may require authorization: ${why}`;
}

function wrongLogin(reference: ImageReference, registry: RegistryHost | undefined): string {
  const { path } = splitRepository(reference.repository);
  if (registry?.tokens === undefined) return unexpectedStatus(reference, registry);
  return noToken("oauth", path, registry.tokens);
}

function noToken(kind: "anonymous" | "oauth", path: string, tokens: TokenServer | undefined): string {
  const { realm = "", service = "", status = "" } = tokens ?? {};
  const query = `scope=${encodeURIComponent(`repository:${path}:pull`)}&service=${encodeURIComponent(service)}`;
  return `failed to authorize: failed to fetch ${kind} token: unexpected status from GET request to ${realm}?${query}: ${status}`;
}

function unexpectedStatus(reference: ImageReference, registry: RegistryHost | undefined): string {
  return `unexpected status from HEAD request to ${manifestUrl(reference, registry)}: ${registry?.tokens?.status ?? UNAUTHORIZED}`;
}

function manifestUrl({ repository, tag, digest }: ImageReference, registry?: RegistryHost): string {
  const { host, path } = splitRepository(repository);
  const scheme = isLoopback(withoutPort(host)) ? "http" : "https";
  return `${scheme}://${registry?.endpoint ?? host}/v2/${path}/manifests/${digest ?? tag ?? "latest"}`;
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, "");
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host.startsWith("127.");
}

/** No registry is there: no such name, a port at which nobody listens, or an address at which nobody is. */
function unreachable(reference: ImageReference, nodeAddresses: readonly string[]): Refusal {
  const { host } = splitRepository(reference.repository);
  const bare = withoutPort(host);
  const port = /:(\d+)$/.exec(host)?.[1] ?? (isLoopback(bare) ? "80" : "443");
  const fail = (why: string): string =>
    failed(formatReference(reference), `failed to do request: Head "${manifestUrl(reference)}": dial tcp ${why}`);
  if (bare === "localhost") return { error: fail(`[::1]:${port}: connect: connection refused`) };
  if (isLoopback(bare) || nodeAddresses.includes(bare))
    return { error: fail(`${bare}:${port}: connect: connection refused`) };
  if (/^\d+\.\d+\.\d+\.\d+$/.test(bare)) return { error: fail(`${bare}:${port}: i/o timeout`), waitMs: DIAL_MS };
  return { error: fail(`lookup ${bare}: no such host`).replace("dial tcp lookup", "dial tcp: lookup") };
}
