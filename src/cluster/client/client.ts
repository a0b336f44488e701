// How a component talks to the API server: the same requests as any other client, under the component's own name.

import type { ApiHandler, ApiRequest, ApiResponse, Query, UserInfo, WatchEvent } from "../../api/request.ts";
import { ApiError, type Status } from "../../api/status.ts";
import type { Source } from "../../api/stream.ts";
import type { KubeList, KubeObject } from "../../api/types.ts";
import { statusOfAnswer } from "../../api/unexpected-answer.ts";

/** A resource as it is addressed: `{group: "apps", version: "v1", resource: "deployments"}`; group "" is the core group. */
export interface ResourceAddress {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
}

export interface ObjectKey {
  /** Absent for cluster-scoped objects. */
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** What the body of a create may leave out: the server fills it in. */
export type NewObject<T extends KubeObject> = Omit<T, "metadata" | "status"> & {
  readonly metadata: Partial<T["metadata"]>;
  readonly status?: unknown;
};

/** Every method throws ApiError when the server says no. Objects that come back are shared: read only. */
export interface Client {
  readonly user: UserInfo;
  get<T extends KubeObject>(resource: ResourceAddress, key: ObjectKey): T;
  /** Like get, but undefined where the server answers NotFound. */
  find<T extends KubeObject>(resource: ResourceAddress, key: ObjectKey): T | undefined;
  list<T extends KubeObject>(resource: ResourceAddress, namespace?: string, query?: Query): KubeList<T>;
  watch(resource: ResourceAddress, query: Query): Source<WatchEvent>;
  create<T extends KubeObject>(resource: ResourceAddress, object: NewObject<T>): T;
  /** Replaces the object, or what one of its subresources opens. */
  update<T extends KubeObject>(resource: ResourceAddress, object: T, subresource?: string): T;
  updateStatus<T extends KubeObject>(resource: ResourceAddress, object: T): T;
  /** A merge patch (RFC 7386), of the object or of one subresource. */
  patch<T extends KubeObject>(resource: ResourceAddress, key: ObjectKey, patch: unknown, subresource?: string): T;
  delete(resource: ResourceAddress, key: ObjectKey, options?: DeleteOptions): void;
  /** Posts to a subresource: `pods/web/binding`, `pods/web/eviction`. */
  post(resource: ResourceAddress, key: ObjectKey, subresource: string, body: unknown): unknown;
}

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: "Foreground" | "Background" | "Orphan";
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

export function pathOf(
  resource: ResourceAddress,
  key: { namespace?: string | undefined; name?: string },
  subresource?: string,
): string {
  const root = resource.group === "" ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
  const scope = key.namespace === undefined ? root : `${root}/namespaces/${key.namespace}`;
  const object = key.name === undefined ? `${scope}/${resource.resource}` : `${scope}/${resource.resource}/${key.name}`;
  return subresource === undefined ? object : `${object}/${subresource}`;
}

export function createClient(handler: ApiHandler, user: UserInfo, userAgent: string): Client {
  function send(request: Omit<ApiRequest, "user" | "query" | "userAgent"> & { query?: Query }): ApiResponse {
    const response = handler({ query: {}, ...request, user, userAgent });
    if (response.status < 400) return response;
    if (response.kind === "object") throw new ApiError(response.body as Status);
    const text = response.kind === "text" ? response.body : undefined;
    throw new ApiError(statusOfAnswer({ code: response.status, method: request.method, path: request.path, text }));
  }
  function object<T>(request: Parameters<typeof send>[0]): T {
    const response = send(request);
    if (response.kind !== "object") throw new Error(`${request.method} ${request.path} answered ${response.kind}`);
    return response.body as T;
  }
  const keyOf = (o: KubeObject): ObjectKey => ({ namespace: o.metadata.namespace, name: o.metadata.name });

  const client: Client = {
    user,
    get: (resource, key) => object({ method: "GET", path: pathOf(resource, key) }),
    find: (resource, key) => {
      try {
        return client.get(resource, key);
      } catch (error) {
        if (error instanceof ApiError && error.reason === "NotFound") return undefined;
        throw error;
      }
    },
    list: (resource, namespace, query = {}) => object({ method: "GET", path: pathOf(resource, { namespace }), query }),
    watch: (resource, query) => {
      const response = send({ method: "GET", path: pathOf(resource, {}), query: { ...query, watch: "true" } });
      if (response.kind !== "watch") throw new Error(`watch of ${resource.resource} answered ${response.kind}`);
      return response.events;
    },
    create: (resource, body) =>
      object({ method: "POST", path: pathOf(resource, { namespace: body.metadata.namespace }), body }),
    update: (resource, body, subresource) =>
      object({ method: "PUT", path: pathOf(resource, keyOf(body), subresource), body }),
    updateStatus: (resource, body) => object({ method: "PUT", path: pathOf(resource, keyOf(body), "status"), body }),
    patch: (resource, key, body, subresource) =>
      object({
        method: "PATCH",
        path: pathOf(resource, key, subresource),
        contentType: "application/merge-patch+json",
        body,
      }),
    delete: (resource, key, options) => {
      send({ method: "DELETE", path: pathOf(resource, key), body: options ?? {} });
    },
    post: (resource, key, subresource, body) =>
      object({ method: "POST", path: pathOf(resource, key, subresource), body }),
  };
  return client;
}
