// Which connections the NetworkPolicies of a cluster let through. Pure.

import { matchesSelector } from "../../api/selector.ts";
import type { Namespace, NetworkPolicy, Pod } from "../../api/types.ts";
import { isInRange } from "../container-runtime/network/address.ts";
import type { Traffic } from "../container-runtime/network/network.ts";
import type { Peer } from "../container-runtime/network/request-log.ts";

type Spec = NonNullable<NetworkPolicy["spec"]>;
type IngressRule = NonNullable<Spec["ingress"]>[number];
type PolicyPeer = NonNullable<IngressRule["from"]>[number];
type PolicyPort = NonNullable<IngressRule["ports"]>[number];

/** What the policies are about. */
export interface Surroundings {
  policies(namespace: string): readonly NetworkPolicy[];
  pod(namespace: string, name: string): Pod | undefined;
  namespace(name: string): Namespace | undefined;
}

/** Both ends have a say: the policies of who asks (egress), and of who is asked (ingress). Answers always find their way back. */
export function mayPass(traffic: Traffic, surroundings: Surroundings): boolean {
  const { from, fromAddress, to, toAddress } = traffic;
  return (
    mayLeave(traffic, { peer: to, address: toAddress }, from, surroundings) &&
    mayEnter(traffic, { peer: from, address: fromAddress }, to, surroundings)
  );
}

interface OtherEnd {
  readonly peer: Peer;
  readonly address: string;
}

function mayLeave(traffic: Traffic, other: OtherEnd, of: Peer, surroundings: Surroundings): boolean {
  const policies = policiesOf(of, "Egress", surroundings);
  if (policies.length === 0) return true;
  const target = podOf(other.peer, surroundings);
  return policies.some(({ metadata, spec }) =>
    (spec?.egress ?? []).some(
      ({ to, ports }) => isNamed(to, other, metadata.namespace, surroundings) && isOpen(ports, traffic, target),
    ),
  );
}

function mayEnter(traffic: Traffic, other: OtherEnd, of: Peer, surroundings: Surroundings): boolean {
  const policies = policiesOf(of, "Ingress", surroundings);
  if (policies.length === 0) return true;
  const target = podOf(of, surroundings);
  return policies.some(({ metadata, spec }) =>
    (spec?.ingress ?? []).some(
      (rule) => isNamed(rule.from, other, metadata.namespace, surroundings) && isOpen(rule.ports, traffic, target),
    ),
  );
}

function policiesOf(peer: Peer, direction: "Ingress" | "Egress", surroundings: Surroundings): readonly NetworkPolicy[] {
  const pod = podOf(peer, surroundings);
  if (pod === undefined) return [];
  return surroundings
    .policies(pod.metadata.namespace ?? "")
    .filter(
      ({ spec }) =>
        spec?.policyTypes?.includes(direction) === true && matchesSelector(spec.podSelector, pod.metadata.labels),
    );
}

function podOf(peer: Peer, surroundings: Surroundings): Pod | undefined {
  return peer.kind === "pod" ? surroundings.pod(peer.namespace, peer.name) : undefined;
}

/** No list means everybody. */
function isNamed(
  peers: readonly PolicyPeer[] | undefined,
  other: OtherEnd,
  policyNamespace: string | undefined,
  surroundings: Surroundings,
): boolean {
  if (peers === undefined || peers.length === 0) return true;
  const pod = podOf(other.peer, surroundings);
  return peers.some(({ ipBlock, namespaceSelector, podSelector }) => {
    if (ipBlock !== undefined)
      return (
        isInRange(other.address, ipBlock.cidr) &&
        !(ipBlock.except ?? []).some((range) => isInRange(other.address, range))
      );
    if (pod === undefined) return false;
    const isThere =
      namespaceSelector === undefined
        ? pod.metadata.namespace === policyNamespace
        : matchesSelector(namespaceSelector, surroundings.namespace(pod.metadata.namespace ?? "")?.metadata.labels);
    return isThere && (podSelector === undefined || matchesSelector(podSelector, pod.metadata.labels));
  });
}

/** No list means every port; a name is that of a container's port at the far end. */
function isOpen(
  ports: readonly PolicyPort[] | undefined,
  { port, protocol }: Traffic,
  target: Pod | undefined,
): boolean {
  if (ports === undefined || ports.length === 0) return true;
  return ports.some((each) => {
    if ((each.protocol ?? "TCP") !== protocol) return false;
    if (each.port === undefined) return true;
    const first = typeof each.port === "number" ? each.port : namedPort(target, String(each.port), protocol);
    return first !== undefined && port >= first && port <= (each.endPort ?? first);
  });
}

function namedPort(pod: Pod | undefined, name: string, protocol: string): number | undefined {
  const containers = [...(pod?.spec?.initContainers ?? []), ...(pod?.spec?.containers ?? [])];
  const ports = containers.flatMap((container) => container.ports ?? []);
  return ports.find((each) => each.name === name && (each.protocol ?? "TCP") === protocol)?.containerPort;
}
