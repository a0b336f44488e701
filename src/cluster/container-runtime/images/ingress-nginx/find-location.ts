// Which server and which location NGINX takes for a request. Pure.

import type { Configuration, Location, VirtualServer } from "./configuration.ts";

/** The exact name, else the longest wildcard, else the default server. */
export function findServer({ servers }: Configuration, host: string): VirtualServer | undefined {
  const name = host.toLowerCase().replace(/:\d+$/, "");
  const wildcards = servers.filter((server) => server.host.startsWith("*.") && name.endsWith(server.host.slice(1)));
  const [longest] = wildcards.sort((a, b) => b.host.length - a.host.length);
  return servers.find((server) => server.host === name) ?? longest ?? servers.find((server) => server.host === "_");
}

/** An exact one first, then the regular expressions in their order, then the longest prefix. */
export function findLocation({ locations }: VirtualServer, path: string): Location | undefined {
  const exact = locations.find((location) => location.match === "exact" && location.path === path);
  if (exact !== undefined) return exact;
  const expression = locations.find((location) => location.match === "regex" && pattern(location.path).test(path));
  if (expression !== undefined) return expression;
  const prefixes = locations.filter((location) => location.match === "prefix" && path.startsWith(location.path));
  return prefixes.sort((a, b) => b.path.length - a.path.length)[0];
}

/** What the backend is asked for. */
export function rewrittenTarget({ path, rewriteTarget }: Location, target: string): string {
  if (rewriteTarget === undefined) return target;
  const [asked = "/", query] = target.split(/\?(.*)/s);
  const match = pattern(path, "").exec(asked);
  if (match === null) return target;
  const rewritten = rewriteTarget.replace(/\$(\d)/g, (_, digit: string) => match[Number(digit)] ?? "");
  const absolute = rewritten.startsWith("/") ? rewritten : `/${rewritten}`;
  return query === undefined ? absolute : `${absolute}?${query}`;
}

/** Expressions that are none match nothing: NGINX would not have loaded them. */
function pattern(text: string, anchor = "^"): RegExp {
  try {
    return new RegExp(`${anchor}${text}`, "i");
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return /(?!)/;
  }
}
