// Addresses and node ports of Services: who gets which. What is taken is read from the Services that there are.

import type { Draft, Service } from "../../../../api/types.ts";
import { formatIPv4, parseCIDR, parseIPv4, type Range } from "../ip.ts";
import type { RegistryContext } from "../kind.ts";

export const NODE_PORTS = { first: 30000, last: 32767 };

// The low ports and addresses are left to those who ask for one by number, so that chance does not take it first.
const FIRST_RANDOM_NODE_PORT = 30086;
const TRIES = 64;

type Ports = readonly { readonly nodePort?: number; readonly protocol?: string }[];

export function needsClusterIP(type: string | undefined): boolean {
  return type === "ClusterIP" || type === "NodePort" || type === "LoadBalancer";
}

export function needsNodePort({ spec }: Draft<Service> | Service): boolean {
  return spec.type === "NodePort" || (spec.type === "LoadBalancer" && spec.allocateLoadBalancerNodePorts !== false);
}

export function needsHealthCheckPort({ spec }: Draft<Service> | Service): boolean {
  return spec.type === "LoadBalancer" && spec.externalTrafficPolicy === "Local";
}

export function others(service: Draft<Service> | Service, context: RegistryContext): Service[] {
  return context.list<Service>("services").filter(({ metadata }) => metadata.uid !== service.metadata.uid);
}

/** Gives a Service what its type needs and nobody has asked for by value. */
export function allocate(service: Draft<Service>, context: RegistryContext): void {
  const { spec } = service;
  // Addresses of a family that the cluster does not have are refused, not handed out.
  if (needsClusterIP(spec.type) && !spec.clusterIP && !spec.ipFamilies?.includes("IPv6")) {
    const address = freeAddress(service, context);
    spec.clusterIP = address;
    spec.clusterIPs = [address];
  }
  if (needsNodePort(service)) allocateNodePorts(service, context);
  if (needsHealthCheckPort(service)) spec.healthCheckNodePort ||= randomPort(usedPorts(service, context), context);
}

function freeAddress(service: Draft<Service>, context: RegistryContext): string {
  const range = parseCIDR(context.serviceCIDR) ?? { base: 0, size: 1 };
  const taken = new Set(others(service, context).flatMap(({ spec }) => spec?.clusterIPs ?? []));
  const first = staticBand(range);
  // Without the network's own address and the broadcast address.
  const count = range.size - 1 - first;
  for (let i = 0; i < TRIES; i++) {
    const address = formatIPv4(range.base + first + context.random.below(count));
    if (!taken.has(address)) return address;
  }
  for (let offset = 1; offset < range.size - 1; offset++) {
    const address = formatIPv4(range.base + offset);
    if (!taken.has(address)) return address;
  }
  return "";
}

function staticBand({ size }: Range): number {
  return Math.min(Math.max(16, Math.floor(size / 16)), 256, size) + 1;
}

function usedPorts(service: Draft<Service>, context: RegistryContext): Set<number> {
  return new Set([...takenPorts(service, context), ...numbersOf(service.spec.ports)]);
}

function numbersOf(ports: Ports = []): number[] {
  return ports.map(({ nodePort = 0 }) => nodePort);
}

/** The numbers that other Services have, whatever the protocol. */
export function takenPorts(service: Draft<Service> | Service, context: RegistryContext): Set<number> {
  const rest = others(service, context);
  return new Set(rest.flatMap(({ spec }) => [...numbersOf(spec?.ports), spec?.healthCheckNodePort ?? 0]));
}

function allocateNodePorts(service: Draft<Service>, context: RegistryContext): void {
  const used = usedPorts(service, context);
  const ports = service.spec.ports ?? [];
  const isNew = context.find("services", service.metadata.namespace, service.metadata.name) === undefined;
  for (const port of ports) {
    if (port.nodePort) continue;
    // In a new Service one number serves the same port over TCP and over UDP.
    const shared = isNew ? ports.find((each) => each.port === port.port && each.nodePort)?.nodePort : undefined;
    port.nodePort = shared ?? randomPort(used, context);
    used.add(port.nodePort);
  }
}

function randomPort(used: ReadonlySet<number>, context: RegistryContext): number {
  const count = NODE_PORTS.last - FIRST_RANDOM_NODE_PORT + 1;
  for (let i = 0; i < TRIES; i++) {
    const port = FIRST_RANDOM_NODE_PORT + context.random.below(count);
    if (!used.has(port)) return port;
  }
  for (let port = NODE_PORTS.first; port <= NODE_PORTS.last; port++) if (!used.has(port)) return port;
  return 0;
}

/** Whether an address lies in the range that Services get theirs from. */
export function isServiceAddress(address: string, cidr: string): boolean {
  const range = parseCIDR(cidr);
  const ip = parseIPv4(address);
  return range !== undefined && ip !== undefined && ip > range.base && ip < range.base + range.size - 1;
}
