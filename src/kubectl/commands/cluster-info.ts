// Stands for kubectl cluster-info.

import type { Service } from "../../api/types.ts";
import { type Command, type CommandContext, loaded } from "../command.ts";
import { readerOf } from "../object-reader.ts";
import { command as dump } from "./cluster-info/dump.ts";

export const command: Command = {
  name: "cluster-info",
  short: "Display cluster information",
  long: "Display addresses of the control plane and services with label kubernetes.io/cluster-service=true. To further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.",
  examples: "# Print the address of the control plane and cluster services\nkubectl cluster-info",
  usage: "cluster-info [flags]",
  flags: [],
  subcommands: [loaded(dump)],
  run: clusterInfo,
};

async function clusterInfo({ flags, io, session }: CommandContext): Promise<void> {
  const { server } = session.access;
  const colour = (code: string, text: string) => (io.stdout.isTerminal ? `\u001b[${code}m${text}\u001b[0m` : text);
  const line = (name: string, url: string) =>
    io.stdout.write(`${colour("0;32", name)} is running at ${colour("0;33", url)}\n`);
  const query = { labelSelector: "kubernetes.io/cluster-service=true" };
  const namespace = flags.string("namespace") || "kube-system";
  try {
    await session.mapper.category("services");
    await session.mapper.resourceFor("services");
    const services = await readerOf(session.client).list<Service>(`/api/v1/namespaces/${namespace}/services`, query);
    line("Kubernetes control plane", server);
    for (const service of services) {
      const url = serviceUrl(server, service);
      if (url !== undefined) line(service.metadata.labels?.["kubernetes.io/name"] ?? service.metadata.name, url);
    }
  } finally {
    io.stdout.write("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n");
  }
}

function serviceUrl(server: string, { metadata, spec, status }: Service): string | undefined {
  const [ingress] = status?.loadBalancer?.ingress ?? [];
  if (ingress !== undefined) {
    const host = ingress.ip ?? ingress.hostname ?? "";
    return (spec.ports ?? []).map(({ port }) => `http://${host}:${port}`).join(" ");
  }
  const [port] = spec.ports ?? [];
  if (port === undefined) return undefined;
  const scheme = port.name === "https" || port.port === 443 ? "https:" : "";
  const name = [scheme === "" ? "" : scheme, metadata.name, port.name ? `:${port.name}` : ""].join("");
  return `${server}/api/v1/namespaces/${metadata.namespace ?? ""}/services/${name}/proxy`;
}
