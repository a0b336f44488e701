// Turns Services and EndpointSlices into the rules of a node. Pure.

import type { EndpointSlice, Service, ServicePort } from "../../api/types.ts";
import type { ServiceRule } from "../container-runtime/network/service-rules.ts";
import type { Endpoint } from "../container-runtime/network/socket.ts";

/** The node that the rules are for. */
export interface OwnNode {
  readonly name: string;
  /** Asked for only where a service prefers endpoints that are close. */
  zone(): string | undefined;
}

/** @param slices those of this service. */
export function rulesFor(service: Service, slices: readonly EndpointSlice[], node: OwnNode): readonly ServiceRule[] {
  const { spec, metadata, status } = service;
  const clusterIP = spec.clusterIP ?? "";
  if (clusterIP === "" || clusterIP === "None" || spec.type === "ExternalName") return [];
  const balancers = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? []);
  const addresses = [clusterIP, ...(spec.externalIPs ?? []), ...balancers];
  const timeout = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800;
  return (spec.ports ?? []).map((port) => {
    const all = usable(endpointsOf(port, slices));
    const own = usable(endpointsOf(port, slices).filter(({ nodeName }) => nodeName === node.name));
    const inside = spec.internalTrafficPolicy === "Local" ? own : closest(all, spec.trafficDistribution, node);
    return {
      namespace: metadata.namespace ?? "default",
      name: metadata.name,
      addresses,
      port: port.port,
      ...(port.nodePort === undefined ? {} : { nodePort: port.nodePort }),
      endpoints: inside.map(({ endpoint }) => endpoint),
      hasOthers: all.length > inside.length,
      ...(spec.externalTrafficPolicy === "Local"
        ? { external: { endpoints: own.map(({ endpoint }) => endpoint), hasOthers: all.length > own.length } }
        : spec.internalTrafficPolicy === "Local"
          ? { external: { endpoints: all.map(({ endpoint }) => endpoint), hasOthers: false } }
          : {}),
      ...((spec.loadBalancerSourceRanges ?? []).length > 0 ? { sourceRanges: spec.loadBalancerSourceRanges } : {}),
      keepsClientAddress: spec.externalTrafficPolicy === "Local",
      ...(spec.sessionAffinity === "ClientIP" ? { affinitySeconds: timeout } : {}),
    };
  });
}

interface Known {
  readonly endpoint: Endpoint;
  readonly state: "ready" | "terminating";
  readonly nodeName: string | undefined;
  readonly zones: readonly string[];
}

function endpointsOf(port: ServicePort, slices: readonly EndpointSlice[]): readonly Known[] {
  return slices.flatMap(({ ports, endpoints }) => {
    const target = ports?.find(({ name }) => (name ?? "") === (port.name ?? ""))?.port;
    if (target === undefined) return [];
    return endpoints.flatMap(({ addresses, conditions, nodeName, hints }) => {
      const isLeaving = conditions?.serving === true && conditions.terminating === true;
      const state = conditions?.ready !== false ? "ready" : isLeaving ? "terminating" : undefined;
      if (state === undefined) return [];
      const zones = (hints?.forZones ?? []).map(({ name }) => name);
      return addresses.map((address) => ({ endpoint: { address, port: target }, state, nodeName, zones }));
    });
  });
}

/** The ready endpoints; when there is none, those that still serve while they terminate. */
function usable(endpoints: readonly Known[]): readonly Known[] {
  const ready = endpoints.filter(({ state }) => state === "ready");
  return ready.length > 0 ? ready : endpoints;
}

/** Those meant for the node's zone, if every endpoint says for which zones it is, and one says this one. */
function closest(endpoints: readonly Known[], distribution: string | undefined, node: OwnNode): readonly Known[] {
  if (distribution === undefined || endpoints.some(({ zones }) => zones.length === 0)) return endpoints;
  const zone = node.zone();
  const near = endpoints.filter(({ zones }) => zone !== undefined && zones.includes(zone));
  return near.length > 0 ? near : endpoints;
}
