// Passes requests on to the program that serves an aggregated API.

import type { ApiRequest, ApiResponse } from "../../../api/request.ts";
import type { Core } from "../core.ts";
import {
  backendOf,
  findRemoteApi,
  findService,
  isAvailable,
  type RemoteApi,
  readyAddresses,
  slicesOf,
} from "./backend.ts";

const PORT = 443;

/** Undefined where no APIService names somebody who serves this group version. */
export function passOn(core: Core, request: ApiRequest, group: string, version: string): ApiResponse | undefined {
  const api = findRemoteApi(core, group, version);
  // What a backend does is not the server's to repeat.
  if (api !== undefined) core.outcomes.cannotRepeat();
  return api && (refusal(core, api) ?? backendOf(core, api)?.handle(request));
}

/** What the proxy answers in the place of a server that cannot be reached; undefined where it can. */
export function refusal(core: Core, api: RemoteApi): ApiResponse | undefined {
  if (!isAvailable(api)) return unavailable("service unavailable\n");
  if (backendOf(core, api) !== undefined) return undefined;
  const address = readyAddresses(slicesOf(core, api.service))[0] ?? findService(core, api.service)?.spec.clusterIP;
  const port = api.service.port ?? PORT;
  return unavailable(`error trying to reach service: dial tcp ${address ?? ""}:${port}: connect: connection refused`);
}

// The proxy answers in plain text, not with a Status: clients make up their own message.
function unavailable(body: string): ApiResponse {
  return { kind: "text", status: 503, body };
}
