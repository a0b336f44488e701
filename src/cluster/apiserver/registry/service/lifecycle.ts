// What happens to a Service's fields when it is made and when its type changes.

import type { Draft, Service } from "../../../../api/types.ts";
import { deepEqual } from "../field-error.ts";
import { isIPv6 } from "../ip.ts";
import type { RegistryContext } from "../kind.ts";
import { allocate, needsClusterIP, needsHealthCheckPort, needsNodePort } from "./allocation.ts";

type ServiceDraft = Draft<Service>;

const AFFINITY_SECONDS = 10800;

export function applyServiceDefaults({ spec, status }: ServiceDraft): void {
  spec.type ||= "ClusterIP";
  spec.sessionAffinity ||= "None";
  if (spec.sessionAffinity === "None") delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity === "ClientIP") {
    spec.sessionAffinityConfig ??= {};
    const config = spec.sessionAffinityConfig;
    config.clientIP = { timeoutSeconds: AFFINITY_SECONDS, ...config.clientIP };
  }
  for (const port of spec.ports ?? []) {
    port.protocol ||= "TCP";
    if (!port.targetPort) port.targetPort = (port.port ?? 0) as unknown as NonNullable<typeof port.targetPort>;
  }
  if (isExternallyAccessible(spec)) spec.externalTrafficPolicy ||= "Cluster";
  if (needsClusterIP(spec.type)) spec.internalTrafficPolicy ||= "Cluster";
  if (spec.type === "LoadBalancer") spec.allocateLoadBalancerNodePorts ??= true;
  for (const ingress of status?.loadBalancer?.ingress ?? []) if (ingress.ip) ingress.ipMode ??= "VIP";
}

export function isExternallyAccessible(spec: ServiceDraft["spec"] | Service["spec"]): boolean {
  if (spec.type === "LoadBalancer" || spec.type === "NodePort") return true;
  return spec.type === "ClusterIP" && (spec.externalIPs ?? []).length > 0;
}

export function prepareServiceForCreate(service: ServiceDraft, context: RegistryContext): void {
  const { spec } = service;
  service.status = { loadBalancer: {} } as ServiceDraft["status"];
  if (spec.clusterIP && (spec.clusterIPs ?? []).length === 0) spec.clusterIPs = [spec.clusterIP];
  fillFamilies(service);
  allocate(service, context);
}

function fillFamilies({ spec }: ServiceDraft): void {
  if (!needsClusterIP(spec.type)) return;
  const headless = spec.clusterIP === "None";
  if (headless && Object.keys(spec.selector ?? {}).length === 0) {
    // Nobody knows what such a Service points at, so it may have addresses of both families.
    if ((spec.ipFamilies ?? []).length === 0) spec.ipFamilies = ["IPv4", "IPv6"];
    spec.ipFamilyPolicy ??= "RequireDualStack";
    return;
  }
  if ((spec.ipFamilies ?? []).length === 0) spec.ipFamilies = [isIPv6(spec.clusterIP ?? "") ? "IPv6" : "IPv4"];
  spec.ipFamilyPolicy ??= "SingleStack";
}

export function prepareServiceForUpdate(next: ServiceDraft, previous: Service, context: RegistryContext): void {
  keepAllocated(next, previous);
  dropForType(next, previous);
  syncClusterIPs(next, previous);
  fillFamilies(next);
  allocate(next, context);
}

/** What the user left out because the server had made it up. */
function keepAllocated({ spec }: ServiceDraft, previous: Service): void {
  const old = previous.spec;
  if (needsClusterIP(old.type) && needsClusterIP(spec.type)) {
    if (!spec.clusterIP && old.clusterIP !== undefined) spec.clusterIP = old.clusterIP;
    if ((spec.clusterIPs ?? []).length === 0 && spec.clusterIP === old.clusterIP) {
      spec.clusterIPs = [...(old.clusterIPs ?? [])];
    }
  }
  if (needsNodePort(previous) && needsNodePort({ spec } as ServiceDraft)) keepNodePorts(spec, old);
  if (needsHealthCheckPort(previous) && needsHealthCheckPort({ spec } as ServiceDraft)) {
    if (old.healthCheckNodePort !== undefined) spec.healthCheckNodePort ||= old.healthCheckNodePort;
  }
}

// A port keeps its node port by its name; its other properties may have changed.
function keepNodePorts(spec: ServiceDraft["spec"], old: Service["spec"]): void {
  const numbers = (ports: readonly { nodePort?: number }[] = []) => new Set(ports.map(({ nodePort }) => nodePort ?? 0));
  const before = numbers(old.ports);
  const asked = numbers(spec.ports);
  for (const port of spec.ports ?? []) {
    if (port.nodePort) continue;
    const number = (old.ports ?? []).find(({ name = "" }) => name === (port.name ?? ""))?.nodePort;
    if (number !== undefined && !(before.has(number) && asked.has(number))) port.nodePort = number;
  }
}

/** What only the former type had, unless the user changed it with the type. */
function dropForType(next: ServiceDraft, previous: Service): void {
  const { spec } = next;
  const old = previous.spec;
  if (needsClusterIP(old.type) && !needsClusterIP(spec.type)) {
    if (spec.clusterIP === old.clusterIP) {
      delete spec.clusterIP;
      delete spec.clusterIPs;
    }
    if (deepEqual(spec.ipFamilies, old.ipFamilies)) delete spec.ipFamilies;
    if (spec.ipFamilyPolicy === old.ipFamilyPolicy) delete spec.ipFamilyPolicy;
  }
  const portsOf = (ports: readonly { nodePort?: number }[] = []) => ports.map(({ nodePort = 0 }) => nodePort);
  if (needsNodePort(previous) && !needsNodePort(next) && deepEqual(portsOf(spec.ports), portsOf(old.ports))) {
    for (const port of spec.ports ?? []) delete port.nodePort;
  }
  if (needsHealthCheckPort(previous) && !needsHealthCheckPort(next)) delete spec.healthCheckNodePort;
  if (old.type === "LoadBalancer" && spec.type !== "LoadBalancer") {
    delete spec.allocateLoadBalancerNodePorts;
    if (spec.loadBalancerClass === old.loadBalancerClass) delete spec.loadBalancerClass;
  }
  if (isExternallyAccessible(old) && !isExternallyAccessible(spec)) delete spec.externalTrafficPolicy;
}

// Old clients know one address only; what they write there is meant for the list too.
function syncClusterIPs({ spec }: ServiceDraft, { spec: old }: Service): void {
  if (spec.clusterIP === old.clusterIP || !deepEqual(spec.clusterIPs, old.clusterIPs)) {
    if (spec.clusterIP && (spec.clusterIPs ?? []).length === 0) spec.clusterIPs = [spec.clusterIP];
    return;
  }
  if (!spec.clusterIP) delete spec.clusterIPs;
  else spec.clusterIPs = [spec.clusterIP, ...(spec.clusterIPs ?? []).slice(1)];
}
