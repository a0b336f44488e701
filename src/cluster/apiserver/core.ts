// What every part of the API server shares: the store, the table of resources, the clock.

import type { AggregatedApi } from "../../api/aggregated-api.ts";
import type { Descriptions, FieldSchema } from "../../api/field-schema.ts";
import type { DialNode } from "../../api/node-connection.ts";
import type { ApiRequest, UserInfo } from "../../api/request.ts";
import type { AnyObject, KubeObject } from "../../api/types.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Random } from "../../sim/random.ts";
import type { Transform } from "./negotiate.ts";
import type { Outcomes } from "./outcomes.ts";
import type { RegistryContext } from "./registry/kind.ts";
import type { RequestCounter } from "./request-counter.ts";
import type { ResourceRequest } from "./request-info.ts";
import type { ResourceTable, ServedResource } from "./resource-table.ts";
import type { Storage } from "./storage.ts";
import type { WatchHub } from "./watch-hub.ts";

export { timestamp } from "../../api/timestamp.ts";

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
  /** Signs the tokens of service accounts. */
  readonly tokenKey: string;
  readonly dialNode: DialNode;
  /** Whether packets find a node; who is found may still have no kubelet that answers. */
  readonly hasRoute: (nodeName: string) => boolean;
  /** Whether a component of the control plane runs, by its real name. */
  readonly isRunning: (component: string) => boolean;
  readonly watching: WatchLimits;
  readonly requests: RequestCounter;
  readonly outcomes: Outcomes;
  /** As in `172.18.0.2:6443`. */
  readonly serverAddress: string;
}

/** How long a watch may last. */
export interface WatchLimits {
  /** Times watches: who only looks on is no part of the run. */
  readonly clock: Clock;
  /** For a client that names no time itself; undefined: as long as it likes. */
  defaultSeconds(): number | undefined;
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
  /** What the answer is turned into; undefined for the object as it is. */
  readonly transform: Transform | undefined;
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

/** All objects of one resource as they are stored. */
export function stored(core: Core, resource: string, namespace?: string): readonly AnyObject[] {
  const served = core.resources.named(resource);
  return served === undefined ? [] : core.storage.list(served, namespace).map((entry) => entry.value);
}
