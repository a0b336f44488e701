// A server on its own, and a terse way to ask it.
import type { ApiRequest, ApiResponse, Method, UserInfo } from "../../../src/api/request.ts";
import type { Status } from "../../../src/api/status.ts";
import { kindDefinitions } from "../../../src/cluster/apiserver/registry/index.ts";
import { createApiServer } from "../../../src/cluster/apiserver/server.ts";
import { VirtualClock } from "../../../src/sim/clock.ts";
import { Random } from "../../../src/sim/random.ts";
import { builtSchema } from "./schema.ts";

export const admin: UserInfo = { name: "kubernetes-admin", groups: ["kubeadm:cluster-admins", "system:authenticated"] };
export const jane: UserInfo = { name: "jane", groups: ["system:authenticated"] };

export function startServer(options: Partial<Parameters<typeof createApiServer>[0]> = {}) {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const server = createApiServer({
    clock,
    random: new Random(1),
    schema: builtSchema,
    serviceCIDR: "10.96.0.0/16",
    tokenKey: "under test",
    dialNode: () => undefined,
    kinds: kindDefinitions,
    ...options,
  });
  const ask = (method: Method, path: string, body?: unknown, more: Partial<ApiRequest> = {}): ApiResponse => {
    const [bare = "", search = ""] = path.split("?");
    const query: Record<string, string> = {};
    for (const [key, value] of new URLSearchParams(search)) query[key] = value;
    return server.handle({
      method,
      path: bare,
      query,
      user: admin,
      userAgent: "kubectl",
      ...(body === undefined ? {} : { body }),
      ...more,
    });
  };
  return { clock, server, ask };
}

/** The object of an answer; fails the test when the answer is an error. */
export function objectOf<T = Record<string, never>>(response: ApiResponse): T {
  if (response.kind !== "object") throw new Error(`answered ${response.kind}`);
  if (response.status >= 400) throw new Error((response.body as Status).message);
  return response.body as T;
}

/** Code, reason and message of a refusal. */
export function errorOf(response: ApiResponse): {
  code: number;
  reason: string | undefined;
  message: string | undefined;
} {
  const { code = 0, reason, message } = (response as { body: Status }).body;
  return { code, reason, message };
}

export function pod(name: string, spec: object = {}, metadata: object = {}): object {
  const containers = [{ name: "app", image: "nginx:1.27" }];
  return { apiVersion: "v1", kind: "Pod", metadata: { name, ...metadata }, spec: { containers, ...spec } };
}
