// Stands for `kubectl describe service`.

import type { EndpointSlice, Service, ServicePort } from "../../api/types.ts";
import type { DescribeContext, DescribeReader } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { formatSliceAddresses } from "./endpoint-addresses.ts";
import { subjectOf, writeEventsOf } from "./events.ts";
import { writeHeader } from "./header.ts";
import { formatLabels } from "./labels.ts";
import { orNone } from "./values.ts";

export async function describeService(service: Service, context: DescribeContext): Promise<string> {
  const { metadata, spec } = service;
  const slices = await slicesOf(context.reader, metadata.namespace ?? "", metadata.name);
  const writer = new DescriptionWriter();
  writeHeader(writer, service);
  writer.field(0, "Selector", formatLabels(spec.selector));
  writer.field(0, "Type", spec.type ?? "");
  writeAddresses(writer, service);
  for (const port of spec.ports ?? []) writePort(writer, port, slices);
  writePolicies(writer, service);
  await writeEventsOf(writer, [subjectOf(service)], context);
  return writer.text();
}

export function slicesOf(
  reader: DescribeReader,
  namespace: string,
  service: string,
): Promise<readonly EndpointSlice[]> {
  const labelSelector = `kubernetes.io/service-name=${service}`;
  return reader.list<EndpointSlice>(`/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`, {
    labelSelector,
  });
}

function writeAddresses(writer: DescriptionWriter, { spec, status }: Service): void {
  if (spec.ipFamilyPolicy !== undefined) writer.field(0, "IP Family Policy", spec.ipFamilyPolicy);
  writer.field(0, "IP Families", orNone(spec.ipFamilies?.join(",")));
  writer.field(0, "IP", spec.clusterIP ?? "");
  writer.field(0, "IPs", orNone(spec.clusterIPs?.join(",")));
  if (spec.externalIPs?.length) writer.field(0, "External IPs", spec.externalIPs.join(","));
  if (spec.loadBalancerIP) writer.field(0, "Desired LoadBalancer IP", spec.loadBalancerIP);
  if (spec.externalName) writer.field(0, "External Name", spec.externalName);
  const ingress = status?.loadBalancer?.ingress ?? [];
  if (ingress.length === 0) return;
  const texts = ingress.map(({ ip, ipMode, hostname }) =>
    ip ? `${ip}${ipMode ? ` (${ipMode})` : ""}` : (hostname ?? ""),
  );
  writer.field(0, "LoadBalancer Ingress", texts.join(", "));
}

function writePort(writer: DescriptionWriter, port: ServicePort, slices: readonly EndpointSlice[]): void {
  const { name = "", protocol = "", targetPort, nodePort } = port;
  const shownName = name === "" ? "<unset>" : name;
  writer.field(0, "Port", `${shownName}\t${port.port}/${protocol}`);
  writer.field(0, "TargetPort", `${String(targetPort ?? 0)}/${protocol}`);
  if (nodePort) writer.field(0, "NodePort", `${shownName}\t${nodePort}/${protocol}`);
  writer.field(0, "Endpoints", formatSliceAddresses(slices, name));
}

function writePolicies(writer: DescriptionWriter, { spec }: Service): void {
  writer.field(0, "Session Affinity", spec.sessionAffinity ?? "");
  if (spec.externalTrafficPolicy) writer.field(0, "External Traffic Policy", spec.externalTrafficPolicy);
  if (spec.internalTrafficPolicy !== undefined) writer.field(0, "Internal Traffic Policy", spec.internalTrafficPolicy);
  if (spec.healthCheckNodePort) writer.field(0, "HealthCheck NodePort", spec.healthCheckNodePort);
  if (spec.loadBalancerSourceRanges?.length) {
    writer.field(0, "LoadBalancer Source Ranges", spec.loadBalancerSourceRanges.join(","));
  }
}
