// NetworkPolicies.

import { catalogued } from "../../../api/catalogue.ts";
import type { Draft, NetworkPolicy } from "../../../api/types.ts";
import { AGE, NAME, selectorText, text } from "./columns.ts";
import { forbidden, invalid, invalidEach, notSupported, required } from "./field-error.ts";
import { goStringList, goText } from "./go-syntax.ts";
import { cidrErrors, parseCIDR } from "./ip.ts";
import { cidrWarnings } from "./ip-warnings.ts";
import { defineKind, type FieldError } from "./kind.ts";
import { validateLabelSelector } from "./labels.ts";
import { portNumberErrors } from "./names.ts";
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

const TYPES = ["Ingress", "Egress"];

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
    ...typeErrors(types),
  ];
}

function typeErrors(types: readonly string[]): FieldError[] {
  if (types.length > TYPES.length) {
    const shown = goText(goStringList(types, "networking.PolicyType"));
    return [invalid("spec.policyTypes", shown, "may not specify more than two policyTypes")];
  }
  return types.flatMap((type, i) =>
    TYPES.includes(type) ? [] : [notSupported(`spec.policyTypes[${i}]`, type, TYPES)],
  );
}

const PROTOCOLS = ["TCP", "UDP", "SCTP"];

function portErrors(ports: readonly Port[] = [], field: string): FieldError[] {
  return ports.flatMap(({ protocol = "", port, endPort }, i) => {
    const path = `${field}.ports[${i}]`;
    const errors = PROTOCOLS.includes(protocol) ? [] : [notSupported(`${path}.protocol`, protocol, PROTOCOLS)];
    const numbers = port === undefined ? [] : validatePort(port, `${path}.port`);
    const ends = endErrors(port, endPort, `${path}.endPort`);
    return typeof port === "string" ? [...errors, ...ends, ...numbers] : [...errors, ...numbers, ...ends];
  });
}

function endErrors(port: Port["port"], endPort: number | undefined, field: string): FieldError[] {
  if (endPort === undefined) return [];
  if (port === undefined) return [invalid(field, endPort, "may not be specified when `port` is not specified")];
  if (typeof port !== "number") return [invalid(field, endPort, "may not be specified when `port` is non-numeric")];
  // Kubernetes shows the port here, not the end of its range.
  const order = endPort < port ? [invalid(field, port, "must be greater than or equal to `port`")] : [];
  return [...order, ...invalidEach(field, endPort, portNumberErrors(endPort))];
}

function peerErrors(peers: readonly Peer[] = [], field: string): FieldError[] {
  return peers.flatMap(({ podSelector, namespaceSelector, ipBlock }, i) => {
    const path = `${field}[${i}]`;
    if (podSelector === undefined && namespaceSelector === undefined && ipBlock === undefined) {
      return [required(path, "must specify a peer")];
    }
    const isBoth = ipBlock !== undefined && (podSelector !== undefined || namespaceSelector !== undefined);
    return [
      ...validateLabelSelector(podSelector, `${path}.podSelector`),
      ...validateLabelSelector(namespaceSelector, `${path}.namespaceSelector`),
      ...(ipBlock === undefined ? [] : blockErrors(ipBlock, `${path}.ipBlock`)),
      ...(isBoth ? [forbidden(path, "may not specify both ipBlock and another peer")] : []),
    ];
  });
}

function blockErrors({ cidr = "", except = [] }: NonNullable<Peer["ipBlock"]>, field: string): FieldError[] {
  if (cidr === "") return [required(`${field}.cidr`)];
  const faults = cidrErrors(cidr);
  if (faults.length > 0) return invalidEach(`${field}.cidr`, cidr, faults);
  return except.flatMap((each, i) => {
    const wrong = cidrErrors(each);
    const outside = wrong.length === 0 && !isStrictlyInside(each, cidr) ? ["must be a strict subset of `cidr`"] : [];
    return invalidEach(`${field}.except[${i}]`, each, [...wrong, ...outside]);
  });
}

function isStrictlyInside(inner: string, outer: string): boolean {
  const [small, large] = [parseCIDR(inner), parseCIDR(outer)];
  // Ranges of IPv6 are not measured here.
  if (small === undefined || large === undefined) return (small === undefined) === (large === undefined);
  return small.size < large.size && small.base >= large.base && small.base < large.base + large.size;
}

function warnings({ spec }: NetworkPolicy): string[] {
  const of = (peers: readonly Peer[] | undefined, field: string): string[] =>
    (peers ?? []).flatMap(({ ipBlock }, i) => [
      ...cidrWarnings(ipBlock?.cidr ?? "", `${field}[${i}].ipBlock.cidr`),
      ...(ipBlock?.except ?? []).flatMap((each, e) => cidrWarnings(each, `${field}[${i}].ipBlock.except[${e}]`)),
    ]);
  return [
    ...(spec.ingress ?? []).flatMap((rule, i) => of(rule.from, `spec.ingress[${i}].from`)),
    ...(spec.egress ?? []).flatMap((rule, i) => of(rule.to, `spec.egress[${i}].to`)),
  ];
}

export const networkPolicies = defineKind<NetworkPolicy>({
  get resource() {
    return catalogued("networking.k8s.io", "networkpolicies");
  },
  applyDefaults,
  validate,
  warnings,
  columns: [NAME, text("Pod-Selector", ({ spec }) => selectorText(spec.podSelector)), AGE],
});
