// Stands for kubectl create service, one subcommand for each type of service.

import { goQuote } from "../../../api/go-values.ts";
import type { CommandContext, LazyCommand } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { type Flag, intFlag, stringFlag, stringsFlag } from "../../flags/flag.ts";
import { helpOnStderr } from "../../help-only.ts";
import { generator, type Manifest, metadataOf } from "./generator.ts";

const TCP_FLAG = stringsFlag("tcp", "Port pairs can be specified as '<port>:<targetPort>'.");

const DNS_SUBDOMAIN = /^[a-z\d]([-a-z\d]*[a-z\d])?(\.[a-z\d]([-a-z\d]*[a-z\d])?)*$/;

interface ServiceKind {
  readonly name: string;
  readonly type: string;
  readonly short: string;
  readonly example: string;
  readonly usage: string;
  readonly flags: readonly Flag[];
  spec(context: CommandContext): Manifest;
}

const KINDS: readonly ServiceKind[] = [
  {
    name: "clusterip",
    type: "ClusterIP",
    short: "Create a ClusterIP service",
    example: `# Create a ClusterIP service named web
kubectl create service clusterip web --tcp=80:8080

# Create a headless service
kubectl create service clusterip web --clusterip="None"`,
    usage: "clusterip NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none]",
    flags: [
      stringFlag(
        "clusterip",
        "Assign your own ClusterIP or set to 'None' for a 'headless' service (no load balancing).",
      ),
      TCP_FLAG,
    ],
    spec({ flags }) {
      const clusterIP = flags.string("clusterip");
      const ports = portsOf(flags.strings("tcp"), 0);
      if (ports.length === 0 && clusterIP !== "None")
        throw new KubectlError("at least one tcp port specifier must be provided");
      return { ports, clusterIP };
    },
  },
  {
    name: "externalname",
    type: "ExternalName",
    short: "Create an ExternalName service",
    example: `# Create an ExternalName service named db
kubectl create service externalname db --external-name db.example.com`,
    usage: "externalname NAME --external-name external.name [--dry-run=server|client|none]",
    flags: [stringFlag("external-name", "External name of service", "", { required: true }), TCP_FLAG],
    spec({ flags }) {
      const externalName = flags.string("external-name");
      const ports = portsOf(flags.strings("tcp"), 0);
      if (!DNS_SUBDOMAIN.test(externalName) || externalName.length > 253)
        throw new KubectlError(`invalid service external name ${externalName}`);
      return { ports, externalName };
    },
  },
  {
    name: "loadbalancer",
    type: "LoadBalancer",
    short: "Create a LoadBalancer service",
    example: `# Create a LoadBalancer service named web
kubectl create service loadbalancer web --tcp=80:8080`,
    usage: "loadbalancer NAME [--tcp=port:targetPort] [--dry-run=server|client|none]",
    flags: [TCP_FLAG],
    spec: ({ flags }) => ({ ports: requiredPorts(flags.strings("tcp"), 0) }),
  },
  {
    name: "nodeport",
    type: "NodePort",
    short: "Create a NodePort service",
    example: `# Create a NodePort service named web
kubectl create service nodeport web --tcp=80:8080`,
    usage: "nodeport NAME [--tcp=port:targetPort] [--dry-run=server|client|none]",
    flags: [intFlag("node-port", "Port used to expose the service on each node in a cluster."), TCP_FLAG],
    spec: ({ flags }) => ({ ports: requiredPorts(flags.strings("tcp"), flags.int("node-port")) }),
  },
];

export const service: LazyCommand = {
  name: "service",
  aliases: ["svc"],
  short: "Create a service using a specified subcommand",
  load: async () => ({
    name: "service",
    aliases: ["svc"],
    short: "Create a service using a specified subcommand",
    long: "Create a service using a specified subcommand.",
    usage: "service [flags]",
    flags: [],
    subcommands: KINDS.map(serviceGenerator),
    run: helpOnStderr,
  }),
};

function serviceGenerator(kind: ServiceKind): LazyCommand {
  return generator({
    name: kind.name,
    short: kind.short,
    examples: kind.example,
    usage: kind.usage,
    flags: kind.flags,
    root: "/api/v1",
    resource: "services",
    namespaced: true,
    savesConfig: false,
    failure: `failed to create ${kind.type} service: `,
    make(context, name) {
      const { ports, clusterIP, externalName } = kind.spec(context);
      const labels = { app: name };
      return {
        kind: "Service",
        apiVersion: "v1",
        metadata: metadataOf(context, name, { labels }),
        spec: {
          ...(Array.isArray(ports) && ports.length > 0 ? { ports } : {}),
          selector: labels,
          ...(clusterIP ? { clusterIP } : {}),
          type: kind.type,
          ...(externalName ? { externalName } : {}),
        },
        status: { loadBalancer: {} },
      };
    },
  });
}

function requiredPorts(texts: readonly string[], nodePort: number): Manifest[] {
  const ports = portsOf(texts, nodePort);
  if (ports.length === 0) throw new KubectlError("at least one tcp port specifier must be provided");
  return ports;
}

function portsOf(texts: readonly string[], nodePort: number): Manifest[] {
  return texts.map((text) => {
    const [portText = "", targetText] = text.split(":");
    const port = parsePort(portText);
    const targetPort = targetText === undefined ? port : parseTarget(targetText);
    const name = text.replaceAll(":", "-");
    return { name, protocol: "TCP", port, targetPort, ...(nodePort !== 0 ? { nodePort } : {}) };
  });
}

/** A number or the name of a port. */
function parseTarget(text: string): number | string {
  if (/^[-+]?\d+$/.test(text)) {
    const port = Number(text);
    if (port < 1 || port > 65535) throw new KubectlError("must be between 1 and 65535, inclusive");
    return port;
  }
  const faults = [
    ...(text.length > 15 ? ["must be no more than 15 characters"] : []),
    ...(/^[-a-z\d]+$/i.test(text) && !/[A-Z]/.test(text)
      ? []
      : ["must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"]),
    ...(/[a-z]/.test(text) ? [] : ["must contain at least one letter (a-z)"]),
    ...(text.includes("--") ? ["must not contain consecutive hyphens"] : []),
    ...(/^-|-$/.test(text) ? ["must not begin or end with a hyphen"] : []),
  ];
  if (faults.length > 0) throw new KubectlError(faults.join(","));
  return text;
}

function parsePort(text: string): number {
  if (!/^\d+$/.test(text)) throw new KubectlError(`strconv.ParseUint: parsing ${goQuote(text)}: invalid syntax`);
  if (Number(text) > 65535) throw new KubectlError(`strconv.ParseUint: parsing ${goQuote(text)}: value out of range`);
  return Number(text);
}
