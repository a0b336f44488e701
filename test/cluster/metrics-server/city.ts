// A whole cluster with its add-ons, driven through the API.

import type { ApiResponse } from "../../../src/api/request.ts";
import type { AnyObject } from "../../../src/api/types.ts";
import { Cluster } from "../../../src/cluster/cluster.ts";
import { type ClusterProfile, cityProfile } from "../../../src/cluster/profile.ts";
import { builtSchema } from "../apiserver/schema.ts";

const START = Date.UTC(2026, 0, 5, 9);
const user = { name: "admin", groups: ["system:masters"] };

export const TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

export function bootCity(changes: Partial<ClusterProfile> = {}) {
  const profile = { ...cityProfile(), ...changes };
  const cluster = Cluster.boot({ profile, seed: 1, startMs: START, schema: builtSchema });
  const ask = (path: string, accept = "application/json"): ApiResponse => {
    const [bare = "", query = ""] = path.split("?");
    return cluster.handle({
      method: "GET",
      path: bare,
      query: Object.fromEntries(new URLSearchParams(query)),
      user,
      accept,
    });
  };
  const bodyOf = (response: ApiResponse): AnyObject => {
    if (response.kind !== "object") throw new Error(`answered ${response.kind}`);
    return response.body as AnyObject;
  };
  return {
    cluster,
    ask,
    get: (path: string, accept?: string) => bodyOf(ask(path, accept)),
    items: (path: string) => bodyOf(ask(path)).items as readonly AnyObject[],
    create: (path: string, body: object) => {
      const response = cluster.handle({ method: "POST", path, query: {}, user, body });
      if (response.status >= 400) throw new Error(JSON.stringify(bodyOf(response)));
    },
    merge: (path: string, body: object) =>
      cluster.handle({ method: "PATCH", path, query: {}, user, body, contentType: "application/merge-patch+json" }),
    remove: (path: string) => cluster.handle({ method: "DELETE", path, query: {}, user }),
    wait: (seconds: number) => cluster.clock.advanceTo(cluster.clock.now() + seconds * 1000),
  };
}

export type City = ReturnType<typeof bootCity>;

export function pod(name: string, container: object, more: object = {}): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, labels: { app: name } },
    spec: { containers: [{ name: "main", ...container }], ...more },
  };
}

export const PODS = "/api/v1/namespaces/default/pods";
export const METRICS = "/apis/metrics.k8s.io/v1beta1";
