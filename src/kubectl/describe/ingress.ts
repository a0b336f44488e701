// Stands for `kubectl describe ingress` and `ingressclass`.

import type { Ingress, IngressClass, Service } from "../../api/types.ts";
import { asError } from "../errors.ts";
import type { DescribeContext, DescribeReader } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { formatSliceAddresses } from "./endpoint-addresses.ts";
import { subjectOf, writeEventsOf } from "./events.ts";
import { writeClusterHeader } from "./header.ts";
import { writeAnnotations, writeLabels } from "./labels.ts";
import { slicesOf } from "./service.ts";
import { compareText } from "./values.ts";

type Backend = NonNullable<Ingress["spec"]["defaultBackend"]>;

export async function describeIngress(ingress: Ingress, context: DescribeContext): Promise<string> {
  const { metadata, spec, status } = ingress;
  const namespace = metadata.namespace ?? "";
  const backend = (of: Backend) => formatBackend(context.reader, namespace, of);
  const writer = new DescriptionWriter();
  writer.field(0, "Name", metadata.name);
  writeLabels(writer, "Labels", metadata.labels);
  writer.field(0, "Namespace", namespace);
  const addresses = (status?.loadBalancer?.ingress ?? [])
    .map(({ ip, hostname }) => ip || hostname || "")
    .filter(Boolean);
  writer.field(0, "Address", [...new Set(addresses)].sort(compareText).join(","));
  writer.field(0, "Ingress Class", spec?.ingressClassName ?? "<none>");
  const defaultBackend = spec?.defaultBackend ? await backend(spec.defaultBackend) : "<default>";
  writer.field(0, "Default backend", defaultBackend);
  writeTls(writer, ingress);
  await writeRules(writer, ingress, defaultBackend, backend);
  writeAnnotations(writer, "Annotations", metadata.annotations);
  await writeEventsOf(writer, [subjectOf(ingress)], context);
  return writer.text();
}

function writeTls(writer: DescriptionWriter, { spec }: Ingress): void {
  const tls = spec?.tls ?? [];
  if (tls.length > 0) writer.line(0, "TLS:");
  for (const { secretName, hosts = [] } of tls) {
    writer.line(1, `${secretName ? `${secretName} terminates` : "SNI routes"} ${hosts.join(",")}`);
  }
}

async function writeRules(
  writer: DescriptionWriter,
  { spec }: Ingress,
  defaultBackend: string,
  backend: (of: Backend) => Promise<string>,
): Promise<void> {
  writer.line(0, "Rules:\n  Host\tPath\tBackends");
  writer.line(1, "----\t----\t--------");
  const rules = (spec?.rules ?? []).filter((rule) => rule.http);
  for (const { host, http } of rules) {
    writer.line(1, `${host || "*"}\t`);
    for (const path of http?.paths ?? []) writer.line(2, `\t${path.path ?? ""} \t${await backend(path.backend)}`);
  }
  if (rules.length === 0) writer.line(1, `*\t*\t${defaultBackend}`);
}

async function formatBackend(
  reader: DescribeReader,
  namespace: string,
  { service, resource }: Backend,
): Promise<string> {
  if (resource) return `APIGroup: ${resource.apiGroup ?? "<none>"}, Kind: ${resource.kind}, Name: ${resource.name}`;
  if (!service) return "";
  const { number, name } = service.port ?? {};
  const title = `${service.name}:${number || (name ?? "")}`;
  try {
    const slices = await slicesOf(reader, namespace, service.name);
    const target = await reader.get<Service>(`/api/v1/namespaces/${namespace}/services/${service.name}`);
    const port = (target.spec.ports ?? []).findLast((each) =>
      number ? each.port === number : name && each.name === name,
    );
    return `${title} (${formatSliceAddresses(slices, port?.name ?? "")})`;
  } catch (error) {
    return `${title} (<error: ${asError(error).message}>)`;
  }
}

export async function describeIngressClass(ingressClass: IngressClass, context: DescribeContext): Promise<string> {
  const writer = new DescriptionWriter();
  const { controller = "", parameters } = ingressClass.spec ?? {};
  writeClusterHeader(writer, ingressClass);
  writer.field(0, "Controller", controller);
  if (parameters) {
    writer.line(0, "Parameters:");
    if (parameters.apiGroup !== undefined) writer.field(1, "APIGroup", parameters.apiGroup);
    writer.field(1, "Kind", parameters.kind);
    writer.field(1, "Name", parameters.name);
  }
  await writeEventsOf(writer, [subjectOf(ingressClass)], context);
  return writer.text();
}
