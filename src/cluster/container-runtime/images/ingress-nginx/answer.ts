// What NGINX decides about one request before it passes it on: where it goes, or that it goes nowhere.

import { byteLength } from "../../../../bytes/bytes.ts";
import { isInRange } from "../../network/address.ts";
import type { HttpAnswer, HttpRequest } from "../http-server.ts";
import type { Configuration, Location, Upstream } from "./configuration.ts";
import { findLocation, findServer, rewrittenTarget } from "./find-location.ts";
import { page, redirectTo } from "./pages.ts";

export const NO_UPSTREAM: Upstream = { name: "upstream-default-backend", endpoints: [] };

export type Decision =
  | { readonly kind: "answer"; readonly answer: HttpAnswer; readonly upstream: string; readonly server: string }
  | { readonly kind: "forward"; readonly upstream: Upstream; readonly target: string; readonly server: string };

/** @param chance a number in [0, 1), for canaries. */
export function decide(configuration: Configuration, request: HttpRequest, isTls: boolean, chance: number): Decision {
  const { target, path } = request;
  const host = (request.headers.host ?? "").replace(/:\d+$/, "");
  const server = findServer(configuration, host);
  const location = server && findLocation(server, path);
  const name = server?.host ?? "_";
  const answer = (given: HttpAnswer, upstream = location?.upstream.name ?? ""): Decision => ({
    kind: "answer",
    answer: given,
    upstream,
    server: name,
  });
  if (location === undefined) return answer(page(404), NO_UPSTREAM.name);
  if (location.redirectsToTls && !isTls) return answer(redirectTo(308, `https://${host}${target}`));
  if (server?.appRoot !== undefined && path === "/")
    return answer(redirectTo(302, `${isTls ? "https" : "http"}://${host}${server.appRoot}`));
  if (location.redirect !== undefined) return answer(redirectTo(location.redirect.status, location.redirect.to));
  const refusal = refusalOf(location, request);
  if (refusal !== undefined) return answer(refusal);
  const upstream = chosenUpstream(location, request, chance);
  if (upstream.name === NO_UPSTREAM.name) return answer(page(404), upstream.name);
  if (upstream.endpoints.length === 0) return answer(page(503), upstream.name);
  return { kind: "forward", upstream, target: rewrittenTarget(location, target), server: name };
}

function refusalOf(location: Location, { client, body }: HttpRequest): HttpAnswer | undefined {
  const { allowedRanges, isDenied, maxBodyBytes } = location;
  if (isDenied === true) return page(503);
  if (allowedRanges !== undefined && !allowedRanges.some((range) => isInRange(client, range))) return page(403);
  return maxBodyBytes > 0 && byteLength(body) > maxBodyBytes ? page(413) : undefined;
}

function chosenUpstream({ upstream, canary }: Location, { headers }: HttpRequest, chance: number): Upstream {
  if (canary === undefined) return upstream;
  const said = canary.header === undefined ? undefined : headers[canary.header.toLowerCase()];
  if (said !== undefined && canary.headerValue !== undefined && said === canary.headerValue) return canary.upstream;
  if (canary.headerValue === undefined && said === "always") return canary.upstream;
  if (canary.headerValue === undefined && said === "never") return upstream;
  return chance * 100 < canary.weight ? canary.upstream : upstream;
}
