// What every part of the API server shares: the store, the table of resources, the clock.

import type { ResourceInfo } from "../../api/catalogue.ts";
import type { Descriptions, FieldSchema } from "../../api/field-schema.ts";
import type { DialNode } from "../../api/node-connection.ts";
import type { ApiHandler, ApiRequest, UserInfo } from "../../api/request.ts";
import type { AnyObject, KubeObject } from "../../api/types.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Random } from "../../sim/random.ts";
import type { RegistryContext } from "./registry/kind.ts";
import type { ResourceRequest } from "./request-info.ts";
import type { ResourceTable, ServedResource } from "./resource-table.ts";
import type { Storage } from "./storage.ts";
import type { WatchHub } from "./watch-hub.ts";

/** An API that something else serves behind this door, as metrics-server does. */
export interface AggregatedApi {
  readonly resources: readonly ResourceInfo[];
  readonly handle: ApiHandler;
}

export interface Core {
  readonly aggregated: AggregatedApi[];
  /** The types of the API; parsed at first use. */
  readonly schema: () => FieldSchema;
  readonly descriptions: () => Descriptions;
  readonly clock: Clock;
  readonly random: Random;
  readonly storage: Storage;
  readonly hub: WatchHub;
  readonly resources: ResourceTable;
  readonly serviceCIDR: string;
  readonly dialNode: DialNode;
}

/** One request about a resource, while it is handled. */
export interface Scope {
  readonly core: Core;
  readonly request: ApiRequest;
  readonly info: ResourceRequest;
  readonly resource: ServedResource;
  readonly user: UserInfo;
  /** undefined for cluster-scoped objects and for lists over all namespaces. */
  readonly namespace: string | undefined;
  /** Texts of `Warning:` headers, in the order in which they came up. */
  readonly warnings: string[];
  readonly dryRun: boolean;
}

export function registryContext(core: Core, user: UserInfo): RegistryContext {
  const resourceOf = (name: string): ServedResource => {
    const resource = core.resources.named(name);
    if (resource === undefined) throw new Error(`a registry file asks for ${name}, which is not served`);
    return resource;
  };
  return {
    now: () => core.clock.now(),
    random: core.random,
    user,
    serviceCIDR: core.serviceCIDR,
    list: <T extends KubeObject>(name: string, namespace?: string) =>
      core.storage.list(resourceOf(name), namespace).map((entry) => entry.value as KubeObject as T),
    find: <T extends KubeObject>(name: string, namespace: string | undefined, object: string) =>
      core.storage.find(resourceOf(name), namespace, object) as KubeObject | undefined as T | undefined,
  };
}

/** Everything that discovery lists, aggregated APIs last. */
export function servedResources(core: Core): readonly ResourceInfo[] {
  return [...core.resources.all().map(({ info }) => info), ...core.aggregated.flatMap(({ resources }) => resources)];
}

/** All objects of one resource as they are stored. */
export function stored(core: Core, resource: string, namespace?: string): readonly AnyObject[] {
  const served = core.resources.named(resource);
  return served === undefined ? [] : core.storage.list(served, namespace).map((entry) => entry.value);
}

/** An instant as the API writes it, in whole seconds. */
export function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
