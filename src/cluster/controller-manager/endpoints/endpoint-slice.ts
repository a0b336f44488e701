// Stands for the endpointslice controller: which addresses stand behind a Service, and whether each is ready, serving, terminating.

import type { EndpointSlice, Node, Pod, Service } from "../../../api/types.ts";
import { ObjectIndex } from "../../client/object-index.ts";
import { resources } from "../../client/resources.ts";
import type { ReconcileResult } from "../../client/work-queue.ts";
import type { ControllerContext } from "../controller.ts";
import { canonicalJson, deepEqual } from "../deep-equal.ts";
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
import { type Endpoint, layOut, type PortGroup, type SliceContent } from "./slices.ts";
import { watchServices } from "./watch-services.ts";
import { createSlice, deleteUnused } from "./write-slices.ts";

export const SERVICE_NAME = "kubernetes.io/service-name";
export const MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
const CONTROLLER = "endpointslice-controller.k8s.io";

export function startEndpointSlices(context: ControllerContext): void {
  const { client } = context;
  const services = context.informers.of<Service>(resources.services);
  const nodes = context.informers.of<Node>(resources.nodes);
  const slices = context.informers.of<EndpointSlice>(resources.endpointslices);
  const byService = new ObjectIndex(slices, (slice) => [
    `${slice.metadata.namespace}/${slice.metadata.labels?.[SERVICE_NAME] ?? ""}`,
  ]);
  const queue = context.queue(reconcile);
  watchServices(context, (key) => queue.add(key));
  // Somebody who deletes a slice finds it made again.
  slices.onChange((next, previous) => {
    if (next === undefined)
      queue.add(`${previous?.metadata.namespace}/${previous?.metadata.labels?.[SERVICE_NAME] ?? ""}`);
  });

  function reconcile(key: string): ReconcileResult {
    const [namespace = "", name = ""] = key.split("/");
    const service = services.get({ namespace, name });
    if (service === undefined || service.spec.selector === undefined || service.spec.type === "ExternalName") return {};
    if (service.metadata.deletionTimestamp !== undefined) return {};
    const existing = byService.get(key).filter((slice) => slice.metadata.labels?.[MANAGED_BY] === CONTROLLER);
    const pods = podsOf(context, service);
    const contents = layOut(portGroups(service, pods, nodes.get.bind(nodes)), existing);
    for (const content of contents) write(service, content, lastTrigger(service, pods));
    deleteUnused(client, existing, contents);
    return {};
  }

  function write(service: Service, content: SliceContent, trigger: string): void {
    const { slice, ports, endpoints } = content;
    const labels = labelsFor(service);
    if (slice === undefined) {
      createSlice(client, service, content, { labels, annotations: { [LAST_CHANGE]: trigger } });
      return;
    }
    const isSame =
      deepEqual(slice.endpoints, endpoints) &&
      deepEqual(slice.ports ?? [], ports) &&
      deepEqual(slice.metadata.labels, labels);
    if (isSame) return;
    const annotations = { ...slice.metadata.annotations, [LAST_CHANGE]: trigger };
    client.update<EndpointSlice>(resources.endpointslices, {
      ...slice,
      metadata: { ...slice.metadata, labels, annotations },
      endpoints,
      ports,
    });
  }
}

function labelsFor(service: Service): Record<string, string> {
  return {
    ...service.metadata.labels,
    [MANAGED_BY]: CONTROLLER,
    [SERVICE_NAME]: service.metadata.name,
    ...(isHeadless(service) ? { [HEADLESS]: "" } : {}),
  };
}

/** The endpoints of each set of ports; a service without any keeps one empty group. */
export function portGroups(
  service: Service,
  pods: readonly Pod[],
  findNode: (key: { name: string }) => Node | undefined,
): PortGroup[] {
  const groups = new Map<string, { ports: EndpointPort[]; endpoints: Endpoint[] }>();
  for (const pod of pods.filter(canServe)) {
    const ports = portsFor(service, pod);
    const key = canonicalJson(ports);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    groups.set(key, group);
    group.endpoints.push(endpointOf(service, pod, findNode({ name: pod.spec.nodeName ?? "" })));
  }
  return groups.size === 0 ? [{ ports: [], endpoints: [] }] : [...groups.values()];
}

function endpointOf(service: Service, pod: Pod, node: Node | undefined): Endpoint {
  const serving = isReady(pod);
  const terminating = isTerminating(pod);
  const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating);
  const hostname = hostnameFor(service, pod);
  const zone = node?.metadata.labels?.["topology.kubernetes.io/zone"];
  return {
    addresses: [pod.status.podIP ?? ""],
    conditions: { ready, serving, terminating },
    ...(hostname === undefined ? {} : { hostname }),
    ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
    targetRef: targetReference(pod),
    ...(zone === undefined ? {} : { zone }),
    ...(zone === undefined || service.spec.trafficDistribution === undefined
      ? {}
      : { hints: { forZones: [{ name: zone }] } }),
  };
}
