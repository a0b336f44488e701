// Stands for the registrations of kube-aggregator: one APIService for each group version that this server serves itself, and for
// each that a CustomResourceDefinition adds.

import type { AnyObject } from "../../../api/types.ts";
import { uid } from "../../../sim/ids.ts";
import { Random } from "../../../sim/random.ts";
import type { Change } from "../../etcd/history.ts";
import { type Core, timestamp } from "../core.ts";
import type { ServedResource } from "../resource-table.ts";

export const API_SERVICES = "apiservices.apiregistration.k8s.io";

const DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";
const AUTOMANAGED = "kube-aggregator.kubernetes.io/automanaged";

export interface ApiServiceSpec {
  readonly group?: string;
  readonly version?: string;
  readonly groupPriorityMinimum: number;
  readonly versionPriority: number;
  /** Who serves it; absent where this server does. */
  readonly service?: { readonly namespace: string; readonly name: string; readonly port?: number };
}

type Priority = readonly [ofGroup: number, ofVersion: number];

// The order in which discovery lists groups comes from these numbers.
const PRIORITIES: Readonly<Record<string, Priority>> = {
  "v1.": [18000, 1],
  "v1.apps": [17800, 15],
  "v1.events.k8s.io": [17750, 15],
  "v1.authentication.k8s.io": [17700, 15],
  "v1.authorization.k8s.io": [17600, 15],
  "v1.autoscaling": [17500, 15],
  "v2.autoscaling": [17500, 30],
  "v1.batch": [17400, 15],
  "v1.certificates.k8s.io": [17300, 15],
  "v1.networking.k8s.io": [17200, 15],
  "v1.policy": [17100, 15],
  "v1.rbac.authorization.k8s.io": [17000, 15],
  "v1.storage.k8s.io": [16800, 15],
  "v1.apiextensions.k8s.io": [16700, 15],
  "v1.admissionregistration.k8s.io": [16700, 15],
  "v1.scheduling.k8s.io": [16600, 15],
  "v1.coordination.k8s.io": [16500, 15],
  "v1.node.k8s.io": [16300, 15],
  "v1.discovery.k8s.io": [16200, 15],
  "v1.flowcontrol.apiserver.k8s.io": [16100, 21],
};

const OF_CUSTOM_RESOURCES: Priority = [1000, 100];

/** Registers what this server serves, now and when definitions come and go. */
export function registerLocalApiServices(core: Core): void {
  const resource = core.resources.named(API_SERVICES);
  const definitions = core.resources.named(DEFINITIONS);
  if (resource === undefined || definitions === undefined) return;
  for (const [name, priority] of Object.entries(PRIORITIES)) register(core, resource, name, priority, "onstart");
  core.storage.etcd.watch(definitions.prefix, 0, ({ entry, previous }: Change<AnyObject>) => {
    const present = groupVersionsOf(entry?.value);
    for (const name of groupVersionsOf(previous?.value)) if (!present.includes(name)) withdraw(core, resource, name);
    for (const name of present) register(core, resource, name, OF_CUSTOM_RESOURCES, "true");
  });
}

/** `v1.apps` as group and version; the group of `v1.` is the core's. */
export function splitName(name: string): { group: string; version: string } {
  const dot = name.indexOf(".");
  return { version: name.slice(0, dot), group: name.slice(dot + 1) };
}

function register(core: Core, resource: ServedResource, name: string, priority: Priority, managed: string): void {
  if (core.storage.find(resource, undefined, name) !== undefined) return;
  const { group, version } = splitName(name);
  const now = timestamp(core.clock.now());
  const spec: ApiServiceSpec = {
    ...(group === "" ? {} : { group }),
    groupPriorityMinimum: priority[0],
    version,
    versionPriority: priority[1],
  };
  const object = {
    apiVersion: "apiregistration.k8s.io/v1",
    kind: "APIService",
    metadata: {
      name,
      uid: uidOf(core, name),
      resourceVersion: "",
      creationTimestamp: now,
      labels: { [AUTOMANAGED]: managed },
    },
    spec,
    status: {
      conditions: [
        {
          lastTransitionTime: now,
          message: "Local APIServices are always available",
          reason: "Local",
          status: "True",
          type: "Available",
        },
      ],
    },
  };
  core.storage.create(resource, object as AnyObject);
}

function withdraw(core: Core, resource: ServedResource, name: string): void {
  const found = core.storage.find(resource, undefined, name);
  if (found !== undefined && isLocal(found)) core.storage.delete(resource, found);
}

export function isLocal(apiService: AnyObject): boolean {
  return (apiService.spec as ApiServiceSpec).service === undefined;
}

/** Drawn apart from all other chance, so that these objects change no other name in the cluster. */
function uidOf(core: Core, name: string): string {
  const namespaces = core.resources.named("namespaces");
  const cluster = namespaces && core.storage.find(namespaces, undefined, "kube-system")?.metadata.uid;
  return uid(new Random(`${cluster ?? ""}/${name}`));
}

function groupVersionsOf(definition: AnyObject | undefined): string[] {
  if (definition === undefined) return [];
  const spec = definition.spec as {
    readonly group: string;
    readonly versions: readonly { readonly name: string; readonly served?: boolean }[];
  };
  return spec.versions.filter(({ served = true }) => served).map(({ name }) => `${name}.${spec.group}`);
}
