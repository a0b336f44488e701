// Turns Services and EndpointSlices into the rules of a node. Pure.

import type { EndpointSlice, Service, ServicePort } from "../../api/types.ts";
import type { ServiceRule } from "../container-runtime/network/service-rules.ts";
import type { Endpoint } from "../container-runtime/network/socket.ts";

/** @param slices those of this service. */
export function rulesFor(service: Service, slices: readonly EndpointSlice[], nodeName: string): readonly ServiceRule[] {
  const { spec, metadata, status } = service;
  const clusterIP = spec.clusterIP ?? "";
  if (clusterIP === "" || clusterIP === "None" || spec.type === "ExternalName") return [];
  const balancers = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? []);
  const addresses = [clusterIP, ...(spec.externalIPs ?? []), ...balancers];
  const timeout = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800;
  return (spec.ports ?? []).map((port) => ({
    namespace: metadata.namespace ?? "default",
    name: metadata.name,
    addresses,
    port: port.port,
    ...(port.nodePort === undefined ? {} : { nodePort: port.nodePort }),
    endpoints: endpointsOf(port, slices, spec.internalTrafficPolicy === "Local" ? nodeName : undefined),
    ...(spec.sessionAffinity === "ClientIP" ? { affinitySeconds: timeout } : {}),
  }));
}

/** The ready endpoints; when there is none, those that still serve while they terminate. */
function endpointsOf(
  port: ServicePort,
  slices: readonly EndpointSlice[],
  onlyNode: string | undefined,
): readonly Endpoint[] {
  const ready: Endpoint[] = [];
  const terminating: Endpoint[] = [];
  for (const slice of slices) {
    const target = slice.ports?.find(({ name }) => (name ?? "") === (port.name ?? ""))?.port;
    if (target === undefined) continue;
    for (const { addresses, conditions, nodeName } of slice.endpoints) {
      if (onlyNode !== undefined && nodeName !== onlyNode) continue;
      const list =
        conditions?.ready !== false
          ? ready
          : conditions.serving === true && conditions.terminating === true
            ? terminating
            : undefined;
      for (const address of addresses) list?.push({ address, port: target });
    }
  }
  return ready.length > 0 ? ready : terminating;
}
