// Stands for the endpoints controller: the older form, one object a Service, with the addresses that are ready and those that are not.

import type { Endpoints, Pod, Service } from "../../../api/types.ts";
import { resources } from "../../client/resources.ts";
import type { ReconcileResult } from "../../client/work-queue.ts";
import type { ControllerContext } from "../controller.ts";
import { deepEqual } from "../deep-equal.ts";
import { ignoringNotFound } from "../ownership.ts";
import { isReady, isTerminating } from "../pod-state.ts";
import {
  canServe,
  type EndpointPort,
  HEADLESS,
  hostnameFor,
  isHeadless,
  LAST_CHANGE,
  lastTrigger,
  podsOf,
  portsFor,
  targetReference,
} from "./service-pods.ts";
import { watchServices } from "./watch-services.ts";

type Subset = NonNullable<Endpoints["subsets"]>[number];
type Address = NonNullable<Subset["addresses"]>[number];

const MANAGED_BY = "endpoints.kubernetes.io/managed-by";
/** More addresses than this are cut off, and an annotation says so. */
const MAX_ADDRESSES = 1000;
const OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";

export function startEndpoints(context: ControllerContext): void {
  const { client } = context;
  const services = context.informers.of<Service>(resources.services);
  const endpoints = context.informers.of<Endpoints>(resources.endpoints);
  const queue = context.queue(reconcile);
  watchServices(context, (key) => queue.add(key));

  function reconcile(key: string): ReconcileResult {
    const [namespace = "", name = ""] = key.split("/");
    const service = services.get({ namespace, name });
    const present = endpoints.get({ namespace, name });
    if (service === undefined) {
      if (present !== undefined) ignoringNotFound(() => client.delete(resources.endpoints, { namespace, name }));
      return {};
    }
    if (service.spec.selector === undefined || service.spec.type === "ExternalName") return {};
    const wanted = wantedEndpoints(service, podsOf(context, service));
    if (present === undefined) client.create<Endpoints>(resources.endpoints, wanted);
    else if (!isSame(wanted, present)) {
      const annotations = { ...present.metadata.annotations, ...wanted.metadata.annotations };
      const { [OVER_CAPACITY]: _, ...within } = annotations;
      const kept = wanted.metadata.annotations[OVER_CAPACITY] === undefined ? within : annotations;
      client.update<Endpoints>(resources.endpoints, {
        ...wanted,
        metadata: { ...present.metadata, labels: wanted.metadata.labels, annotations: kept },
      });
    }
    return {};
  }
}

function isSame(wanted: ReturnType<typeof wantedEndpoints>, present: Endpoints): boolean {
  return (
    deepEqual(wanted.subsets ?? [], present.subsets ?? []) &&
    deepEqual(wanted.metadata.labels, present.metadata.labels ?? {})
  );
}

function wantedEndpoints(service: Service, pods: readonly Pod[]) {
  const { name, namespace = "", labels = {} } = service.metadata;
  const all = endpointSubsets(service, pods);
  const count = all.reduce(
    (sum, subset) => sum + (subset.addresses?.length ?? 0) + (subset.notReadyAddresses?.length ?? 0),
    0,
  );
  const isOver = count > MAX_ADDRESSES;
  const subsets = isOver ? truncated(all) : all;
  const annotations: Record<string, string> = { [LAST_CHANGE]: lastTrigger(service, pods) };
  if (isOver) annotations[OVER_CAPACITY] = "truncated";
  return {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: {
      name,
      namespace,
      labels: { ...labels, [MANAGED_BY]: "endpoint-controller", ...(isHeadless(service) ? { [HEADLESS]: "" } : {}) },
      annotations,
    },
    ...(subsets.length === 0 ? {} : { subsets }),
  };
}

function truncated(subsets: readonly Subset[]): Subset[] {
  let left = MAX_ADDRESSES;
  return subsets.map((subset) => {
    const addresses = (subset.addresses ?? []).slice(0, left);
    left -= addresses.length;
    const notReadyAddresses = (subset.notReadyAddresses ?? []).slice(0, left);
    left -= notReadyAddresses.length;
    return {
      ...subset,
      ...(addresses.length > 0 ? { addresses } : {}),
      ...(notReadyAddresses.length > 0 ? { notReadyAddresses } : {}),
    };
  });
}

/** Addresses grouped by the set of ports at which they answer. */
export function endpointSubsets(service: Service, pods: readonly Pod[]): Subset[] {
  const evenUnready = service.spec.publishNotReadyAddresses === true;
  const groups = new Map<string, { ports: EndpointPort[]; ready: Address[]; notReady: Address[] }>();
  for (const pod of pods) {
    if (!canServe(pod) || (isTerminating(pod) && !evenUnready)) continue;
    const ports = portsFor(service, pod).sort((a, b) => (a.name < b.name ? -1 : 1));
    if (ports.length === 0 && (service.spec.ports ?? []).length > 0) continue;
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? { ports, ready: [], notReady: [] };
    groups.set(key, group);
    (evenUnready || isReady(pod) ? group.ready : group.notReady).push(addressOf(service, pod));
  }
  return [...groups.values()].map(({ ports, ready, notReady }) => ({
    ...(ready.length > 0 ? { addresses: ready.sort(byIP) } : {}),
    ...(notReady.length > 0 ? { notReadyAddresses: notReady.sort(byIP) } : {}),
    ...(ports.length > 0 ? { ports: ports.map(({ name, ...port }) => (name === "" ? port : { name, ...port })) } : {}),
  }));
}

function addressOf(service: Service, pod: Pod): Address {
  const hostname = hostnameFor(service, pod);
  return {
    ip: pod.status.podIP ?? "",
    ...(hostname === undefined ? {} : { hostname }),
    ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
    targetRef: targetReference(pod),
  };
}

function byIP(a: Address, b: Address): number {
  return a.ip < b.ip ? -1 : a.ip > b.ip ? 1 : 0;
}
