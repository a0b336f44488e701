// Services as the map shows them, with the pods behind them that are ready and those that are not.

import { matchesPairs } from "../../api/selector.ts";
import type { EndpointSlice, Pod, Service } from "../../api/types.ts";
import type { MapService } from "./model.ts";

const SERVICE_NAME = "kubernetes.io/service-name";

export function mapServices(
  services: readonly Service[],
  slices: readonly EndpointSlice[],
  pods: readonly Pod[],
): MapService[] {
  return services.map((service) => {
    const { namespace = "", name } = service.metadata;
    const own = slices.filter(
      ({ metadata }) => metadata.namespace === namespace && metadata.labels?.[SERVICE_NAME] === name,
    );
    const { clusterIP, selector, type = "ClusterIP" } = service.spec;
    return {
      namespace,
      name,
      type,
      ...(clusterIP === undefined || clusterIP === "" ? {} : { clusterIP }),
      external: externalOf(service),
      ports: (service.spec.ports ?? []).map(portText),
      ...(selector === undefined ? {} : { selector: pairsText(selector) }),
      selected: pods.filter(
        ({ metadata }) => metadata.namespace === namespace && matchesPairs(selector, metadata.labels),
      ).length,
      ...behind(own),
    };
  });
}

export function pairsText(pairs: Readonly<Record<string, string>>): string {
  return Object.entries(pairs)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

function externalOf({ spec, status }: Service): string[] {
  const given = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => ip ?? hostname ?? []);
  const name = spec.externalName === undefined ? [] : [spec.externalName];
  return [...given, ...(spec.externalIPs ?? []), ...name];
}

type Port = NonNullable<Service["spec"]["ports"]>[number];

function portText({ port, targetPort, nodePort, protocol = "TCP" }: Port): string {
  const from = nodePort === undefined ? String(port) : `${port}:${nodePort}`;
  const suffix = protocol === "TCP" ? "" : `/${protocol}`;
  return `${from} → ${String(targetPort ?? port)}${suffix}`;
}

// One pod may stand in several slices, one for each family of addresses or set of ports.
function behind(slices: readonly EndpointSlice[]): Pick<MapService, "ready" | "notReady"> {
  const ready = new Set<string>();
  const notReady = new Set<string>();
  for (const { addresses, conditions, targetRef } of slices.flatMap(({ endpoints }) => endpoints ?? [])) {
    const name = targetRef?.name ?? addresses.join(" ");
    if (conditions?.ready !== false) ready.add(name);
    else notReady.add(name);
  }
  return { ready: [...ready].sort(), notReady: [...notReady].filter((name) => !ready.has(name)).sort() };
}
