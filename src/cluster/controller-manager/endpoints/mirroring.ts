// Stands for the endpointslice mirroring controller: Endpoints that a user writes for a Service without a selector become slices.

import type { EndpointSlice, Endpoints, Service } from "../../../api/types.ts";
import { keyOf, keyText } from "../../client/informer.ts";
import { resources } from "../../client/resources.ts";
import type { ReconcileResult } from "../../client/work-queue.ts";
import type { ControllerContext } from "../controller.ts";
import { deepEqual } from "../deep-equal.ts";
import { MANAGED_BY, SERVICE_NAME } from "./endpoint-slice.ts";
import type { EndpointPort } from "./service-pods.ts";
import { type Endpoint, layOut, type SliceContent } from "./slices.ts";
import { createSlice, deleteUnused } from "./write-slices.ts";

const CONTROLLER = "endpointslicemirroring-controller.k8s.io";
const SKIP = "endpointslice.kubernetes.io/skip-mirror";
const LEADER = "control-plane.alpha.kubernetes.io/leader";

export function startEndpointSliceMirroring(context: ControllerContext): void {
  const { client } = context;
  const services = context.informers.of<Service>(resources.services);
  const endpoints = context.informers.of<Endpoints>(resources.endpoints);
  const slices = context.informers.of<EndpointSlice>(resources.endpointslices);
  const queue = context.queue(reconcile);
  for (const informer of [services, endpoints]) {
    informer.onChange((next, previous) => {
      const changed = next ?? previous;
      if (changed !== undefined) queue.add(keyText(keyOf(changed)));
    });
  }

  function reconcile(key: string): ReconcileResult {
    const [namespace = "", name = ""] = key.split("/");
    const service = services.get({ namespace, name });
    const source = endpoints.get({ namespace, name });
    const existing = slices
      .list(namespace)
      .filter(({ metadata: { labels } }) => labels?.[SERVICE_NAME] === name && labels[MANAGED_BY] === CONTROLLER);
    const isMirrored =
      service !== undefined && service.spec.selector === undefined && source !== undefined && wantsMirror(source);
    const contents = isMirrored ? layOut(groupsOf(source), existing).filter((each) => each.endpoints.length > 0) : [];
    if (source !== undefined) for (const content of contents) write(source, content);
    deleteUnused(client, existing, contents);
    return {};
  }

  function write(source: Endpoints, content: SliceContent): void {
    const { slice, ports, endpoints: entries } = content;
    const { name, labels } = source.metadata;
    if (slice === undefined) {
      createSlice(client, source, content, { labels: { ...labels, [MANAGED_BY]: CONTROLLER, [SERVICE_NAME]: name } });
    } else if (!deepEqual(slice.endpoints, entries) || !deepEqual(slice.ports ?? [], ports)) {
      client.update<EndpointSlice>(resources.endpointslices, { ...slice, endpoints: entries, ports });
    }
  }
}

function wantsMirror({ metadata: { labels, annotations } }: Endpoints): boolean {
  return (
    labels?.[SKIP] !== "true" &&
    annotations?.[LEADER] === undefined &&
    labels?.["endpoints.kubernetes.io/managed-by"] === undefined
  );
}

function groupsOf(source: Endpoints) {
  return (source.subsets ?? []).map(({ ports = [], addresses = [], notReadyAddresses = [] }) => ({
    ports: ports.map(({ name = "", port, protocol = "TCP" }): EndpointPort => ({ name, port, protocol })),
    endpoints: [
      ...addresses.map((address): Endpoint => ({ addresses: [address.ip], conditions: { ready: true } })),
      ...notReadyAddresses.map((address): Endpoint => ({ addresses: [address.ip], conditions: { ready: false } })),
    ],
  }));
}
