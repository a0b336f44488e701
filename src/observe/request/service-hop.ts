// The Service that an address belongs to, its port, and who stands behind it.

import { matchesPairs } from "../../api/selector.ts";
import type { EndpointSlice, Service } from "../../api/types.ts";
import { failed, type Hop, passed } from "./hop.ts";
import { isReady, kubectl, type Surroundings } from "./surroundings.ts";

export interface Entry {
  readonly service: Service;
  /** Absent where the Service has no such port. */
  readonly port?: ServicePort;
  readonly by: "cluster IP" | "node port" | "external address";
}

type ServicePort = NonNullable<Service["spec"]["ports"]>[number];

/** The Service that takes what is sent to this address and port. */
export function entryAt(address: string, port: number, { services, nodes }: Surroundings): Entry | undefined {
  const isNode = nodes.some(({ status }) => status.addresses?.some((each) => each.address === address) === true);
  for (const service of services) {
    const ports = service.spec.ports ?? [];
    const nodePort = isNode ? ports.find((each) => each.nodePort === port) : undefined;
    if (nodePort !== undefined) return { service, port: nodePort, by: "node port" };
    const by = waysIn(service).get(address);
    if (by === undefined) continue;
    const found = ports.find((each) => each.port === port && (each.protocol ?? "TCP") === "TCP");
    return { service, by, ...(found === undefined ? {} : { port: found }) };
  }
  return undefined;
}

function waysIn({ spec, status }: Service): Map<string, Entry["by"]> {
  const own = [...(spec.clusterIPs ?? []), spec.clusterIP ?? ""].filter((each) => each !== "" && each !== "None");
  const others = [...(spec.externalIPs ?? []), ...(status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? [])];
  return new Map<string, Entry["by"]>([
    ...others.map((each): [string, Entry["by"]] => [each, "external address"]),
    ...own.map((each): [string, Entry["by"]] => [each, "cluster IP"]),
  ]);
}

export function serviceHop({ service, port, by }: Entry, wanted: number, around: Surroundings): Hop {
  const { says } = around;
  const { name, namespace } = service.metadata;
  const ports = service.spec.ports ?? [];
  if (port === undefined) {
    const said = says.noPort(
      name,
      wanted,
      ports.map((each) => each.port),
    );
    return failed("Service", said, kubectl(`describe service ${name}`, namespace, around));
  }
  const listens = by === "node port" ? says.nodePort(wanted, port.port) : says.port(says.by[by], port.port);
  return passed("Service", says.service(name, namespace, listens, port.targetPort ?? port.port));
}

export interface Endpoint {
  readonly address: string;
  readonly port: number;
  readonly pod?: string;
  readonly isReady: boolean;
}

export function endpointsOf({ service, port }: Entry, { slices }: Surroundings): Endpoint[] {
  const { name, namespace } = service.metadata;
  const own = slices.filter(
    ({ metadata }) => metadata.namespace === namespace && metadata.labels?.["kubernetes.io/service-name"] === name,
  );
  return own.flatMap((slice) => inSlice(slice, port?.name));
}

function inSlice({ endpoints = [], ports = [] }: EndpointSlice, portName: string | undefined): Endpoint[] {
  const port = ports.find(({ name }) => (name ?? "") === (portName ?? ""))?.port;
  if (port === undefined) return [];
  return endpoints.flatMap(({ addresses, conditions, targetRef }) =>
    addresses.map((address) => ({
      address,
      port,
      isReady: conditions?.ready !== false,
      ...(targetRef?.name === undefined ? {} : { pod: targetRef.name }),
    })),
  );
}

/** Why a Service has nobody to send to. */
export function noEndpointHop(entry: Entry, endpoints: readonly Endpoint[], around: Surroundings): Hop {
  const { says } = around;
  const { metadata, spec } = entry.service;
  const { name, namespace } = metadata;
  const slices = kubectl(`get endpointslices -l kubernetes.io/service-name=${name}`, namespace, around);
  const { selector } = spec;
  if (selector === undefined) {
    return failed("endpoint", says.noSelector(name), slices);
  }
  const pairs = Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
  const show = kubectl(`get pods -l ${pairs}`, namespace, around);
  const chosen = around.pods.filter(
    ({ metadata: pod }) => pod.namespace === namespace && matchesPairs(selector, pod.labels),
  );
  const [first] = chosen;
  if (first === undefined) {
    const labels = kubectl("get pods --show-labels", namespace, around);
    return failed("endpoint", says.noPodHas(pairs, name), labels);
  }
  const unready = chosen.filter((pod) => !isReady(pod)).map((pod) => pod.metadata.name);
  if (unready.length > 0) {
    const said = says.noneReady(name, unready);
    return failed("endpoint", said, show, kubectl(`describe pod ${unready[0] ?? ""}`, namespace, around));
  }
  if (endpoints.length > 0) return failed("endpoint", says.noEndpointReady(name), slices, show);
  const target = String(entry.port?.targetPort ?? "");
  const said = says.noPortNamed(name, target);
  return failed("endpoint", said, kubectl(`describe pod ${first.metadata.name}`, namespace, around));
}
