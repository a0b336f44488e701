// Keeps an IPAddress for each cluster address that a Service has, as the allocator of Kubernetes does.

import type { AnyObject, Service } from "../../api/types.ts";
import { uid } from "../../sim/ids.ts";
import type { Change } from "../etcd/history.ts";
import { type Core, timestamp } from "./core.ts";
import type { ServedResource } from "./resource-table.ts";

const LABELS = {
  "ipaddress.kubernetes.io/ip-family": "IPv4",
  "ipaddress.kubernetes.io/managed-by": "ipallocator.k8s.io",
};

export function noteServiceAddresses(core: Core): void {
  const services = core.resources.named("services");
  const addresses = core.resources.named("ipaddresses.networking.k8s.io");
  if (services === undefined || addresses === undefined) return;
  const react = ({ entry, previous }: Change<AnyObject>): void => {
    const before = addressesOf(previous?.value);
    const after = addressesOf(entry?.value);
    for (const address of before) if (!after.includes(address)) release(core, addresses, address);
    for (const address of after) if (entry !== undefined) note(core, addresses, address, entry.value);
  };
  core.storage.etcd.watch(services.prefix, 0, react);
}

function addressesOf(service: AnyObject | undefined): readonly string[] {
  const { clusterIPs = [] } = (service as unknown as Service | undefined)?.spec ?? {};
  return clusterIPs.filter((address) => address !== "None");
}

function note({ storage, random, clock }: Core, addresses: ServedResource, name: string, service: AnyObject): void {
  if (storage.find(addresses, undefined, name) !== undefined) return;
  const { namespace, name: owner } = service.metadata;
  storage.create(addresses, {
    apiVersion: addresses.apiVersion,
    kind: addresses.info.kind,
    metadata: {
      name,
      uid: uid(random),
      resourceVersion: "",
      generation: 1,
      creationTimestamp: timestamp(clock.now()),
      labels: LABELS,
    },
    spec: { parentRef: { group: "", name: owner, namespace, resource: "services" } },
  });
}

function release({ storage }: Core, addresses: ServedResource, name: string): void {
  const found = storage.find(addresses, undefined, name);
  if (found !== undefined) storage.delete(addresses, found);
}
