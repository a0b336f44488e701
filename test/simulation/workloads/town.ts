// A cluster under random workloads: its API as the life uses it, and a copy of all its objects, kept by watches.

import type { ApiRequest } from "../../../src/api/request.ts";
import type { KubeObject } from "../../../src/api/types.ts";
import type { Cluster } from "../../../src/cluster/cluster.ts";

const user = { name: "somebody", groups: ["system:masters"] };

export const PATHS = {
  pods: "/api/v1",
  nodes: "/api/v1",
  persistentvolumeclaims: "/api/v1",
  deployments: "/apis/apps/v1",
  replicasets: "/apis/apps/v1",
  statefulsets: "/apis/apps/v1",
  daemonsets: "/apis/apps/v1",
  jobs: "/apis/batch/v1",
  cronjobs: "/apis/batch/v1",
  poddisruptionbudgets: "/apis/policy/v1",
} as const;

export type Resource = keyof typeof PATHS;
/** Called with every change, after the copy has it. */
type Change = (town: Town, resource: Resource, next: KubeObject | undefined, previous: KubeObject | undefined) => void;

export class Town {
  private readonly copies = new Map<Resource, Map<string, KubeObject>>();
  /** True while somebody outside of the cluster asks for something: what is then written is that one's doing. */
  isOutside = false;
  /** How often what matters was written: nobody's heartbeats, and no events. */
  writes = 0;
  /** The last write of each resource, for who wonders what still moves. */
  readonly lastWrites: string[] = [];

  constructor(
    readonly cluster: Cluster,
    change: Change,
  ) {
    for (const resource of Object.keys(PATHS) as Resource[]) this.watch(resource, change);
  }

  get now(): number {
    return this.cluster.clock.now();
  }

  /** Everything of one resource in the namespace of the life (or of the cluster, for nodes). */
  all<T extends KubeObject>(resource: Resource): T[] {
    const objects = [...(this.copies.get(resource)?.values() ?? [])] as T[];
    return objects.filter(({ metadata }) => metadata.namespace === undefined || metadata.namespace === "default");
  }

  find<T extends KubeObject>(resource: Resource, name: string): T | undefined {
    return this.all<T>(resource).find(({ metadata }) => metadata.name === name);
  }

  create(resource: Resource, body: object): number {
    return this.send({ method: "POST", path: pathOf(resource), body });
  }

  /** A merge patch. */
  patch(resource: Resource, name: string, body: object): number {
    return this.send({
      method: "PATCH",
      path: pathOf(resource, name),
      body,
      contentType: "application/merge-patch+json",
    });
  }

  delete(resource: Resource, name: string, body: object = {}): number {
    return this.send({ method: "DELETE", path: pathOf(resource, name), body });
  }

  evict(name: string): number {
    const body = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace: "default" } };
    return this.send({ method: "POST", path: `${pathOf("pods", name)}/eviction`, body });
  }

  advance(ms: number): void {
    this.cluster.clock.advanceTo(this.now + ms);
  }

  private send(request: Omit<ApiRequest, "user" | "query">): number {
    this.isOutside = true;
    const { status } = this.cluster.handle({ query: {}, ...request, user, userAgent: "kubectl" });
    this.isOutside = false;
    return status;
  }

  private watch(resource: Resource, change: Change): void {
    const objects = new Map<string, KubeObject>();
    this.copies.set(resource, objects);
    const response = this.cluster.handle({
      method: "GET",
      path: `${PATHS[resource]}/${resource}`,
      query: { watch: "true", timeoutSeconds: "1000000" },
      user,
    });
    if (response.kind !== "watch") throw new Error(`the watch of ${resource} was answered ${response.status}`);
    response.events.observe({
      next: ({ type, object }) => {
        if (type === "ERROR") throw new Error(`the watch of ${resource} failed`);
        if (type === "BOOKMARK") return;
        const next = object as KubeObject;
        const previous = objects.get(next.metadata.uid);
        if (type === "DELETED") objects.delete(next.metadata.uid);
        else objects.set(next.metadata.uid, next);
        if (resource !== "nodes") {
          this.writes++;
          this.lastWrites.push(`${new Date(this.now).toISOString()} ${type} ${resource} ${next.metadata.name}`);
          if (this.lastWrites.length > 30) this.lastWrites.shift();
        }
        change(this, resource, type === "DELETED" ? undefined : next, previous);
      },
      end: () => {
        throw new Error(`the watch of ${resource} ended`);
      },
    });
  }
}

function pathOf(resource: Resource, name?: string): string {
  const scope = resource === "nodes" ? PATHS[resource] : `${PATHS[resource]}/namespaces/default`;
  return name === undefined ? `${scope}/${resource}` : `${scope}/${resource}/${name}`;
}
