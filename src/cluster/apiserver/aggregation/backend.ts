// Which program serves a group version that this server does not serve itself: from the APIService over its Service to the
// pods behind it.

import type { AggregatedApi } from "../../../api/aggregated-api.ts";
import type { ResourceInfo } from "../../../api/catalogue.ts";
import type { AnyObject, EndpointSlice, Service } from "../../../api/types.ts";
import { type Core, stored } from "../core.ts";
import { API_SERVICES, type ApiServiceSpec, splitName } from "./api-services.ts";

/** An APIService that somebody else answers for. */
export interface RemoteApi {
  readonly apiService: AnyObject;
  readonly group: string;
  readonly version: string;
  readonly service: NonNullable<ApiServiceSpec["service"]>;
}

export function remoteApi(apiService: AnyObject): RemoteApi | undefined {
  const { service } = apiService.spec as ApiServiceSpec;
  return service === undefined ? undefined : { apiService, service, ...splitName(apiService.metadata.name) };
}

/** Those that discovery lists, in the order of their names. */
export function remoteApis(core: Core): RemoteApi[] {
  return stored(core, API_SERVICES)
    .map(remoteApi)
    .filter((api) => api !== undefined);
}

export function findRemoteApi(core: Core, group: string, version: string): RemoteApi | undefined {
  const resource = core.resources.named(API_SERVICES);
  const found = resource && core.storage.find(resource, undefined, `${version}.${group}`);
  return found === undefined ? undefined : remoteApi(found);
}

export function isAvailable({ apiService }: RemoteApi): boolean {
  const { conditions = [] } = (apiService.status ?? {}) as {
    conditions?: readonly { readonly type: string; readonly status: string }[];
  };
  return conditions.some(({ type, status }) => type === "Available" && status === "True");
}

export function findService(core: Core, { namespace, name }: RemoteApi["service"]): Service | undefined {
  const services = core.resources.named("services");
  return services && (core.storage.find(services, namespace, name) as Service | undefined);
}

export function slicesOf(core: Core, { namespace, name }: RemoteApi["service"]): EndpointSlice[] {
  const all = stored(core, "endpointslices.discovery.k8s.io", namespace) as unknown as EndpointSlice[];
  return all.filter(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === name);
}

/** The addresses of the pods that take connections. */
export function readyAddresses(slices: readonly EndpointSlice[]): string[] {
  return slices
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready !== false)
    .flatMap(({ addresses }) => addresses);
}

/** The program behind the service; undefined when none of the pods is one that serves this API. */
export function backendOf(core: Core, api: RemoteApi): AggregatedApi | undefined {
  const addresses = readyAddresses(slicesOf(core, api.service));
  return core.aggregated.find(
    ({ resources, isServedAt }) =>
      resources.some(({ group, version }) => group === api.group && version === api.version) &&
      addresses.some(isServedAt),
  );
}

/** What such an API adds to discovery; undefined while nobody can ask it. */
export function remoteResources(core: Core, api: RemoteApi): readonly ResourceInfo[] | undefined {
  if (!isAvailable(api)) return undefined;
  return backendOf(core, api)?.resources.filter(({ group, version }) => group === api.group && version === api.version);
}
