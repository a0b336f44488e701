// What is refused before anybody asks who it comes from: requests that a web page made the browser send, and paths with tricks.
//
// A learner's browser is the one stranger that can reach a server on loopback. It names the page that it acts for (Origin,
// Sec-Fetch-Site), and it names the host that it believes to speak to, which a rebound DNS name gives away.

import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { badRequest, failure, type Status } from "../../api/status.ts";

export interface Refusal {
  readonly status: Status;
  /** For the log: what was wrong. */
  readonly why: string;
}

/** @param hosts names by which this server may be called, besides IP addresses. */
export function guard(request: IncomingMessage, hosts: ReadonlySet<string>): Refusal | undefined {
  return guardHost(request, hosts) ?? guardOrigin(request) ?? guardPath(request.url ?? "");
}

function guardHost(
  { headers, rawHeaders, httpVersion }: IncomingMessage,
  hosts: ReadonlySet<string>,
): Refusal | undefined {
  if (headers.host === undefined && httpVersion === "1.0") return undefined;
  const given = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === "host").length;
  if (given > 1) return { status: badRequest("too many Host headers"), why: "it has more than one Host header" };
  const host = hostName(headers.host ?? "");
  // No DNS name can be rebound to look like an address.
  if (hosts.has(host) || isIP(host) !== 0) return undefined;
  const message = "this server is not called by that name";
  return { status: failure(421, "Misdirected", message), why: `the Host header names ${host || "nobody"}` };
}

// Another port of this machine is another site; libraries that are no browsers name this server itself as their origin.
function guardOrigin({ headers }: IncomingMessage): Refusal | undefined {
  const site = headers["sec-fetch-site"];
  const foreignSite = site !== undefined && site !== "same-origin" && site !== "none";
  const { origin, host } = headers;
  const foreignOrigin = origin !== undefined && hostOf(origin) !== host?.toLowerCase();
  if (!foreignSite && !foreignOrigin) return undefined;
  const status = failure(403, "Forbidden", "requests of web pages are not answered");
  return { status, why: `a web page asks${origin === undefined ? "" : ` (${origin})`}` };
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** Without the port; an IPv6 address without its brackets. */
function hostName(host: string): string {
  const bare = host.replace(/:\d+$/, "").toLowerCase();
  return bare.startsWith("[") && bare.endsWith("]") ? bare.slice(1, -1) : bare;
}

const NOT_FOUND = failure(404, "NotFound", "the server could not find the requested resource", {});

const TRICKS = /[\u0000-\u001f\u007f\\]/;

function guardPath(url: string): Refusal | undefined {
  const refused = (why: string): Refusal => ({
    status: badRequest(`the path of the request is not valid: ${why}`),
    why,
  });
  if (!url.startsWith("/")) return refused("it does not begin with a slash");
  const [path = ""] = url.split("?");
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return refused("a percent sign stands before what is no number");
  }
  if (TRICKS.test(decoded)) return refused("it has a character that no path has");
  if (decoded.split("/").some((segment) => segment === ".." || segment === ".")) return refused("it climbs");
  return decoded.includes("//") ? { status: NOT_FOUND, why: "its path has an empty segment" } : undefined;
}

/** The names of loopback and of the cluster's own service, and those that are given. */
export function hostNames(more: readonly string[]): ReadonlySet<string> {
  return new Set(["localhost", ...serviceNames, ...more].map((name) => name.toLowerCase()));
}

/** How pods call the API server. */
export const serviceNames: readonly string[] = [
  "kubernetes",
  "kubernetes.default",
  "kubernetes.default.svc",
  "kubernetes.default.svc.cluster.local",
];
