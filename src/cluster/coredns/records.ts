// Answers for the names of a cluster domain, from Services, EndpointSlices and pods' addresses. Pure.

import type { EndpointSlice, Service } from "../../api/types.ts";
import type { DnsRecord, RecordType } from "../container-runtime/network/internals.ts";

export interface Zone {
  /** As in `cluster.local`. */
  readonly domain: string;
  findNamespace(name: string): boolean;
  findService(namespace: string, name: string): Service | undefined;
  slicesOf(namespace: string, service: string): readonly EndpointSlice[];
  /** The service that has this address, for reverse questions. */
  serviceAt(address: string): Service | undefined;
  endpointAt(
    address: string,
  ): { readonly namespace: string; readonly service: string; readonly host: string } | undefined;
}

export type Answer = { readonly outcome: "found" | "nxdomain"; readonly records: readonly DnsRecord[] };

const nothing: Answer = { outcome: "nxdomain", records: [] };
const found = (records: readonly DnsRecord[]): Answer => ({ outcome: "found", records });

interface Host {
  readonly name: string;
  readonly address: string;
}

/** Undefined when the name is not of this zone. */
export function answerInZone(zone: Zone, question: string, type: RecordType): Answer | undefined {
  const name = question.toLowerCase();
  if (name.endsWith(".in-addr.arpa")) return answerReverse(zone, name);
  const suffix = `.${zone.domain}`;
  if (name !== zone.domain && !name.endsWith(suffix)) return undefined;
  const labels = name.slice(0, Math.max(0, name.length - suffix.length)).split(".");
  const kind = labels.pop();
  const namespace = labels.pop();
  if (kind === "pod" && namespace !== undefined) return answerPod(name, labels, type);
  if (kind !== "svc" || namespace === undefined)
    return name === zone.domain || (kind === "svc" && labels.length === 0) ? found([]) : nothing;
  if (labels.length === 0) return zone.findNamespace(namespace) ? found([]) : nothing;
  return answerService(zone, { name, namespace, labels }, type);
}

/** `10-244-1-5.default.pod.cluster.local` is 10.244.1.5, whether such a pod exists or not ("pods insecure"). */
function answerPod(name: string, labels: readonly string[], type: RecordType): Answer {
  const address = labels[0]?.replaceAll("-", ".") ?? "";
  if (labels.length !== 1 || !/^\d+(\.\d+){3}$/.test(address)) return nothing;
  return found(type === "A" ? [{ name, type, data: address }] : []);
}

function answerService(
  zone: Zone,
  {
    name,
    namespace,
    labels,
  }: { readonly name: string; readonly namespace: string; readonly labels: readonly string[] },
  type: RecordType,
): Answer {
  const service = zone.findService(namespace, labels.at(-1) ?? "");
  if (service === undefined) return nothing;
  const rest = labels.slice(0, -1);
  const base = `${service.metadata.name}.${namespace}.svc.${zone.domain}`;
  if (service.spec.type === "ExternalName") {
    return rest.length > 0 ? nothing : found([{ name, type: "CNAME", data: service.spec.externalName ?? "" }]);
  }
  const isHeadless = service.spec.clusterIP === "None";
  const hosts = isHeadless ? headlessHosts(service, zone.slicesOf(namespace, service.metadata.name)) : [];
  if (rest.length === 2 && rest[0]?.startsWith("_") === true && rest[1]?.startsWith("_") === true) {
    const ports = portsOf(service, zone, rest[0].slice(1), rest[1].slice(1));
    if (ports.length === 0) return nothing;
    return found(type === "SRV" ? srvRecords(name, base, ports, hosts) : []);
  }
  if (rest.length === 1 && isHeadless) {
    const matching = hosts.filter((host) => host.name === rest[0]);
    if (matching.length === 0) return nothing;
    return found(type === "A" ? matching.map(({ address }) => ({ name, type, data: address })) : []);
  }
  if (rest.length > 0) return nothing;
  // A headless service without endpoints has no records at all.
  if (isHeadless && hosts.length === 0) return nothing;
  if (type === "SRV") return found(srvRecords(name, base, portsOf(service, zone), hosts));
  if (type !== "A") return found([]);
  const addresses = isHeadless ? hosts.map(({ address }) => address) : [service.spec.clusterIP ?? ""];
  return found([...new Set(addresses)].map((data) => ({ name, type, data })));
}

function headlessHosts(service: Service, slices: readonly EndpointSlice[]): readonly Host[] {
  const all = service.spec.publishNotReadyAddresses === true;
  return slices.flatMap(({ endpoints }) =>
    endpoints.flatMap(({ addresses, hostname, conditions }) =>
      all || conditions?.ready !== false
        ? addresses.map((address) => ({ name: hostname ?? address.replaceAll(".", "-"), address }))
        : [],
    ),
  );
}

function portsOf(service: Service, zone: Zone, name?: string, protocol?: string): readonly number[] {
  const slices = zone.slicesOf(service.metadata.namespace ?? "", service.metadata.name);
  const isHeadless = service.spec.clusterIP === "None";
  return (service.spec.ports ?? [])
    .filter((port) => name === undefined || (port.name === name && (port.protocol ?? "TCP").toLowerCase() === protocol))
    .map(
      (port) =>
        (isHeadless ? slices[0]?.ports?.find((one) => (one.name ?? "") === (port.name ?? ""))?.port : undefined) ??
        port.port,
    );
}

function srvRecords(
  name: string,
  base: string,
  ports: readonly number[],
  hosts: readonly Host[],
): readonly DnsRecord[] {
  const targets = hosts.length === 0 ? [base] : hosts.map((host) => `${host.name}.${base}`);
  const share = Math.max(1, Math.floor(100 / Math.max(1, targets.length * ports.length)));
  return ports.flatMap((port) =>
    targets.map((target): DnsRecord => ({ name, type: "SRV", data: `0 ${share} ${port} ${target}` })),
  );
}

function answerReverse(zone: Zone, name: string): Answer {
  const address = name
    .replace(/\.in-addr\.arpa$/, "")
    .split(".")
    .reverse()
    .join(".");
  const service = zone.serviceAt(address);
  if (service !== undefined) {
    return found([
      { name, type: "PTR", data: `${service.metadata.name}.${service.metadata.namespace}.svc.${zone.domain}` },
    ]);
  }
  const endpoint = zone.endpointAt(address);
  if (endpoint === undefined) return nothing;
  return found([
    { name, type: "PTR", data: `${endpoint.host}.${endpoint.service}.${endpoint.namespace}.svc.${zone.domain}` },
  ]);
}
