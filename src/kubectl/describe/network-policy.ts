// Stands for `kubectl describe networkpolicy`: what traffic the policy lets through, in words.

import type { NetworkPolicy } from "../../api/types.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { writeMarks, writeName } from "./header.ts";
import { formatSelector } from "./labels.ts";

type Spec = NonNullable<NetworkPolicy["spec"]>;
type Peer = NonNullable<NonNullable<Spec["ingress"]>[number]["from"]>[number];
type Port = NonNullable<NonNullable<Spec["ingress"]>[number]["ports"]>[number];

interface Rule {
  readonly peers: readonly Peer[];
  readonly ports: readonly Port[];
}

interface Direction {
  /** `From` or `To`. */
  readonly side: string;
  readonly anyPeer: string;
  readonly isolated: string;
}

const INGRESS: Direction = {
  side: "From",
  anyPeer: "From: <any> (traffic not restricted by source)",
  isolated: "<none> (Selected pods are isolated for ingress connectivity)",
};
const EGRESS: Direction = {
  side: "To",
  anyPeer: "To: <any> (traffic not restricted by destination)",
  isolated: "<none> (Selected pods are isolated for egress connectivity)",
};

export async function describeNetworkPolicy(policy: NetworkPolicy): Promise<string> {
  const writer = new DescriptionWriter();
  const spec: Spec = policy.spec ?? { podSelector: {} };
  writeName(writer, policy);
  writer.field(0, "Created on", createdOn(policy.metadata.creationTimestamp));
  writeMarks(writer, policy);
  writer.line(0, "Spec:");
  const selector = formatSelector(spec.podSelector);
  const everything = "<none> (Allowing the specific traffic to all pods in this namespace)";
  writer.line(1, `PodSelector:     ${selector === "<none>" ? everything : selector}`);
  const types = spec.policyTypes ?? [];
  const ingress = (spec.ingress ?? []).map(({ from = [], ports = [] }) => ({ peers: from, ports }));
  const egress = (spec.egress ?? []).map(({ to = [], ports = [] }) => ({ peers: to, ports }));
  if (types.includes("Ingress")) writeRules(writer, "ingress", ingress, INGRESS);
  else writer.line(1, "Not affecting ingress traffic");
  if (types.includes("Egress")) writeRules(writer, "egress", egress, EGRESS);
  else writer.line(1, "Not affecting egress traffic");
  writer.line(1, `Policy Types: ${types.length === 0 ? "<none>" : types.join(", ")}`);
  return writer.text();
}

/** `2026-11-20 21:25:08 +0000 UTC` */
function createdOn(instant: string): string {
  return `${new Date(Date.parse(instant)).toISOString().slice(0, 19).replace("T", " ")} +0000 UTC`;
}

function writeRules(writer: DescriptionWriter, name: string, rules: readonly Rule[], direction: Direction): void {
  writer.line(1, `Allowing ${name} traffic:`);
  if (rules.length === 0) writer.line(2, direction.isolated);
  for (const [index, { peers, ports }] of rules.entries()) {
    if (index > 0) writer.line(2, "----------");
    if (ports.length === 0) writer.line(2, "To Port: <any> (traffic allowed to all ports)");
    for (const port of ports) writer.line(2, formatPort(port));
    if (peers.length === 0) writer.line(2, direction.anyPeer);
    for (const peer of peers) {
      writer.line(2, `${direction.side}:`);
      writePeer(writer, peer);
    }
  }
}

function formatPort({ port, endPort, protocol = "TCP" }: Port): string {
  const number = port === undefined ? "<nil>" : String(port);
  return endPort === undefined ? `To Port: ${number}/${protocol}` : `To Port Range: ${number}-${endPort}/${protocol}`;
}

function writePeer(writer: DescriptionWriter, { namespaceSelector, podSelector, ipBlock }: Peer): void {
  if (namespaceSelector) writer.line(3, `NamespaceSelector: ${formatSelector(namespaceSelector)}`);
  if (podSelector) writer.line(3, `PodSelector: ${formatSelector(podSelector)}`);
  if (namespaceSelector || podSelector || !ipBlock) return;
  writer.line(3, "IPBlock:");
  writer.line(4, `CIDR: ${ipBlock.cidr}`);
  writer.line(4, `Except: ${(ipBlock.except ?? []).join(", ")}`);
}
