// NetworkPolicies.

import { catalogued } from "../../../api/catalogue.ts";
import type { Draft, NetworkPolicy } from "../../../api/types.ts";
import { AGE, NAME, selectorText, text } from "./columns.ts";
import { forbidden, invalid, invalidEach, notSupported, required } from "./field-error.ts";
import { cidrErrors } from "./ip.ts";
import { defineKind, type FieldError } from "./kind.ts";
import { validateLabelSelector } from "./labels.ts";
import { validatePort } from "./pod/probes.ts";

type Spec = NetworkPolicy["spec"];
type Ingress = NonNullable<Spec["ingress"]>[number];
type Egress = NonNullable<Spec["egress"]>[number];
type Port = NonNullable<Ingress["ports"]>[number];
type Peer = NonNullable<Egress["to"]>[number];

// Egress is meant only where its rules are written; ingress always.
function applyDefaults(policy: Draft<NetworkPolicy>): void {
  policy.spec ??= { podSelector: {} };
  const spec = policy.spec;
  spec.podSelector ??= {};
  for (const rule of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
    for (const port of rule.ports ?? []) port.protocol ??= "TCP";
  }
  if ((spec.policyTypes ?? []).length > 0) return;
  spec.policyTypes = (spec.egress ?? []).length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
}

const TYPES = ["Egress", "Ingress"];

function validate({ spec }: NetworkPolicy): FieldError[] {
  const types = spec.policyTypes ?? [];
  return [
    ...validateLabelSelector(spec.podSelector, "spec.podSelector"),
    ...(spec.ingress ?? []).flatMap(({ ports, from }, i) => [
      ...portErrors(ports, `spec.ingress[${i}]`),
      ...peerErrors(from, `spec.ingress[${i}].from`),
    ]),
    ...(spec.egress ?? []).flatMap(({ ports, to }, i) => [
      ...portErrors(ports, `spec.egress[${i}]`),
      ...peerErrors(to, `spec.egress[${i}].to`),
    ]),
    ...types.flatMap((type, i) => (TYPES.includes(type) ? [] : [notSupported(`spec.policyTypes[${i}]`, type, TYPES)])),
  ];
}

function portErrors(ports: readonly Port[] = [], field: string): FieldError[] {
  return ports.flatMap(({ protocol = "", port, endPort }, i) => {
    const path = `${field}.ports[${i}]`;
    const protocols = ["SCTP", "TCP", "UDP"];
    const errors = protocols.includes(protocol) ? [] : [notSupported(`${path}.protocol`, protocol, protocols)];
    if (port !== undefined) errors.push(...validatePort(port, `${path}.port`));
    if (endPort === undefined) return errors;
    if (port === undefined)
      return [...errors, required(`${path}.port`, "may not be empty when `endPort` is specified")];
    const text = "must be greater than or equal to `port`";
    return typeof port === "number" && endPort < port ? [...errors, invalid(`${path}.endPort`, endPort, text)] : errors;
  });
}

function peerErrors(peers: readonly Peer[] = [], field: string): FieldError[] {
  return peers.flatMap(({ podSelector, namespaceSelector, ipBlock }, i) => {
    const path = `${field}[${i}]`;
    if (podSelector === undefined && namespaceSelector === undefined && ipBlock === undefined) {
      return [required(path, "must specify a peer")];
    }
    const errors = [
      ...validateLabelSelector(podSelector, `${path}.podSelector`),
      ...validateLabelSelector(namespaceSelector, `${path}.namespaceSelector`),
    ];
    if (ipBlock === undefined) return errors;
    if (podSelector !== undefined || namespaceSelector !== undefined) {
      return [...errors, forbidden(path, "may not specify both ipBlock and another peer")];
    }
    const { cidr = "", except = [] } = ipBlock;
    if (cidr === "") return [...errors, required(`${path}.ipBlock.cidr`)];
    return [
      ...errors,
      ...invalidEach(`${path}.ipBlock.cidr`, cidr, cidrErrors(cidr)),
      ...except.flatMap((each, e) => invalidEach(`${path}.ipBlock.except[${e}]`, each, cidrErrors(each))),
    ];
  });
}

export const networkPolicies = defineKind<NetworkPolicy>({
  get resource() {
    return catalogued("networking.k8s.io", "networkpolicies");
  },
  applyDefaults,
  validate,
  columns: [NAME, text("Pod-Selector", ({ spec }) => selectorText(spec.podSelector)), AGE],
});
