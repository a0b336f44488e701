// Stands for everything between network cards: the pod network of the CNI plugin, the nodes' network, and the kernel rules that
// kube-proxy writes. Each packet takes a millisecond.
// Simplified: names and connections only, no packets; a learner meets refused, timeout, unreachable and NXDOMAIN as they are.

import type { Clock } from "../../../sim/clock.ts";
import type { Random } from "../../../sim/random.ts";
import { isInRange, isLoopback } from "./address.ts";
import type { Arrival, NameService, NetworkInternals, Protocol } from "./internals.ts";
import { type NameQuestion, type NetworkRequest, type Peer, RequestLog } from "./request-log.ts";
import { type Routing, ServiceRules } from "./service-rules.ts";
import { connectedPair, type Endpoint, type Wire } from "./socket.ts";
import { Stack, type StackPlace } from "./stack.ts";
import { type StackView, type ViewOptions, viewOf } from "./view.ts";

/** What is decided about before it passes. */
export interface Traffic {
  readonly from: Peer;
  readonly fromAddress: string;
  readonly to: Peer;
  readonly toAddress: string;
  readonly port: number;
  readonly protocol: Protocol;
}

/** May it pass? For network policies. */
export type TrafficFilter = (traffic: Traffic) => boolean;

export interface Network {
  /** A machine of its own outside the cluster, as the learner's laptop: it reaches nodes and load balancers, not pods. */
  attachHost(name: string, address: string): StackView;
  /** A node: its own stack, which pods with hostNetwork share. */
  attachNode(name: string, address: string, podCIDR?: string): Stack;
  /** A pod's stack on a node. */
  attachPod(peer: Peer, address: string, nodeName: string): Stack;
  detach(stack: Stack): void;
  /** A container's (or host's) view of a stack. `resolvConf` says which name servers it asks. */
  view(stack: Stack, options: ViewOptions): StackView;
  rulesOf(nodeName: string): ServiceRules;
  /** Whose address this is. */
  stackAt(address: string): Stack | undefined;
  /** Cuts a node and its pods off, or connects them again. */
  setNodeUp(nodeName: string, up: boolean): void;
  isNodeUp(nodeName: string): boolean;
  /** What the network saw, oldest first. */
  requests(): readonly NetworkRequest[];
  /** Which names it was asked for, oldest first. */
  questions(): readonly NameQuestion[];
  setNameService(service: NameService | undefined): void;
  setTrafficFilter(filter: TrafficFilter | undefined): void;
  readonly internals: NetworkInternals;
}

/** How long ARP tries before "no route to host". */
const UNREACHABLE_AFTER_MS = 3000;
const LATENCY_MS = 1;

export function createNetwork(clock: Clock, random: Random): Network {
  return new PodNetwork(clock, random);
}

class PodNetwork implements Network {
  readonly internals: NetworkInternals;
  private readonly log = new RequestLog();
  private readonly byAddress = new Map<string, Stack>();
  private readonly rules = new Map<string, ServiceRules>();
  private readonly podRanges = new Map<string, string>();
  private readonly darkNodes = new Set<string>();
  private nameService: NameService | undefined;
  private filter: TrafficFilter | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
  ) {
    this.internals = {
      clock,
      log: this.log,
      arrive: (from, address, port, protocol = "TCP") => this.arrive(from, { address, port }, protocol),
      nameService: () => this.nameService,
    };
  }

  attachHost(name: string, address: string): StackView {
    const stack = this.attach({ peer: { kind: "host", name }, addresses: [address] });
    return this.view(stack, { program: () => name, resolvConf: () => "" });
  }

  attachNode(name: string, address: string, podCIDR?: string): Stack {
    if (podCIDR !== undefined) this.podRanges.set(name, podCIDR);
    return this.attach({ peer: { kind: "host", name }, addresses: [address], nodeName: name });
  }

  attachPod(peer: Peer, address: string, nodeName: string): Stack {
    return this.attach({ peer, addresses: [address], nodeName });
  }

  detach(stack: Stack): void {
    stack.isUp = false;
    for (const open of stack.listeners) open.close();
    for (const address of stack.place.addresses) {
      if (this.byAddress.get(address) === stack) this.byAddress.delete(address);
    }
  }

  view(stack: Stack, options: ViewOptions): StackView {
    return viewOf(this.internals, stack, options);
  }

  rulesOf(nodeName: string): ServiceRules {
    const known = this.rules.get(nodeName);
    if (known !== undefined) return known;
    const rules = new ServiceRules(this.clock, this.random.fork(nodeName));
    this.rules.set(nodeName, rules);
    return rules;
  }

  stackAt(address: string): Stack | undefined {
    return this.byAddress.get(address);
  }

  isNodeUp(nodeName: string): boolean {
    return !this.darkNodes.has(nodeName);
  }

  setNodeUp(nodeName: string, up: boolean): void {
    if (up) this.darkNodes.delete(nodeName);
    else this.darkNodes.add(nodeName);
    for (const stack of this.byAddress.values()) if (stack.place.nodeName === nodeName) stack.isUp = up;
  }

  requests(): readonly NetworkRequest[] {
    return this.log.list();
  }

  questions(): readonly NameQuestion[] {
    return this.log.listQuestions();
  }

  setNameService(service: NameService | undefined): void {
    this.nameService = service;
  }

  setTrafficFilter(filter: TrafficFilter | undefined): void {
    this.filter = filter;
  }

  private attach(place: StackPlace): Stack {
    const stack = new Stack(place);
    for (const address of place.addresses) this.byAddress.set(address, stack);
    return stack;
  }

  private arrive(from: Stack, { address, port }: Endpoint, protocol: Protocol): Arrival {
    if (!from.isUp) return { kind: "failed", failure: "unreachable", afterMs: 0 };
    if (isLoopback(address) || from.place.addresses.includes(address)) return this.knockLocally(from, address, port);
    const nodeName = from.place.nodeName;
    return nodeName === undefined
      ? this.fromOutside(from, address, port)
      : this.fromNode(from, nodeName, { address, port }, protocol);
  }

  private knockLocally(stack: Stack, address: string, port: number): Arrival {
    const listener = stack.find(port);
    if (listener !== undefined) return { kind: "listener", stack, listener, endpoint: { address, port } };
    const nodeName = stack.place.nodeName;
    if (stack.place.peer.kind === "host" && nodeName !== undefined && !isLoopback(address)) {
      return this.knockNode(stack, stack, { address, port });
    }
    return { kind: "failed", failure: "refused", afterMs: 0 };
  }

  /** From a pod or a node: the node's rules come first. */
  private fromNode(from: Stack, nodeName: string, { address, port }: Endpoint, protocol: Protocol): Arrival {
    const rules = this.rules.get(nodeName);
    const routing = rules?.route(from.address, address, port) ?? { kind: "no rule" as const };
    if (routing.kind === "no endpoints")
      return { kind: "failed", failure: "refused", afterMs: LATENCY_MS, rule: routing };
    if (routing.kind === "dropped") return { kind: "silence", rule: routing };
    if (routing.kind === "endpoint") return this.knock(from, routing.endpoint, routing, protocol);
    // No rule takes a wrong port of a service address, so the packet leaves by the default route and is never seen again.
    if (rules?.knows(address) === true && !this.byAddress.has(address)) return { kind: "silence" };
    return this.knock(from, { address, port }, undefined, protocol);
  }

  private fromOutside(from: Stack, address: string, port: number): Arrival {
    const target = this.byAddress.get(address);
    if (target?.place.peer.kind === "host") return this.knock(from, { address, port });
    // What announces the address sends only to nodes that have something behind it, if any has.
    let dropped: Routing | undefined;
    for (const [nodeName, rules] of this.rules) {
      const routing = rules.route(from.address, address, port, true);
      // Only addresses that a load balancer announces are routed to from outside: never a cluster IP.
      if (routing.kind === "no rule" || routing.rule.addresses[0] === address) continue;
      if (routing.kind === "no endpoints")
        return { kind: "failed", failure: "refused", afterMs: LATENCY_MS, rule: routing };
      if (routing.kind === "endpoint")
        return this.masquerade(this.knock(from, routing.endpoint, routing), routing, nodeName);
      dropped = routing;
    }
    return { kind: "silence", ...(dropped === undefined ? {} : { rule: dropped }) };
  }

  /** A node that passes a stranger's connection on puts its own address in the place of the stranger's, or no answer would come back to it. */
  private masquerade(arrival: Arrival, routing: Routing, nodeName: string): Arrival {
    if (arrival.kind !== "listener" || routing.kind !== "endpoint" || routing.rule.keepsClientAddress === true)
      return arrival;
    const node = [...this.byAddress.values()].find(
      ({ place }) => place.nodeName === nodeName && place.peer.kind === "host",
    );
    if (node === undefined || arrival.stack === node) return arrival;
    return { ...arrival, seenAs: this.addressTowards(arrival.stack, node, nodeName) };
  }

  /** Towards its own pods a node has the first address of their range. */
  private addressTowards(pod: Stack, node: Stack, nodeName: string): string {
    const range = this.podRanges.get(nodeName);
    return pod.place.nodeName === nodeName && pod.place.peer.kind === "pod" && range !== undefined
      ? range.replace(/\d+\/\d+$/, "1")
      : node.address;
  }

  private knock(from: Stack, endpoint: Endpoint, rule?: Routing, protocol: Protocol = "TCP"): Arrival {
    const withRule = rule === undefined ? {} : { rule };
    const stack = this.byAddress.get(endpoint.address);
    if (!this.mayPass(from, stack, endpoint, protocol)) return { kind: "silence", ...withRule };
    if (stack === undefined) {
      const isPodAddress = [...this.podRanges.values()].some((range) => isInRange(endpoint.address, range));
      if (!isPodAddress) return { kind: "silence", ...withRule };
      return { kind: "failed", failure: "unreachable", afterMs: UNREACHABLE_AFTER_MS, ...withRule };
    }
    // A machine without power says nothing, not even that nobody listens.
    if (!stack.isUp) return { kind: "silence", ...withRule };
    const listener = stack.find(endpoint.port);
    if (listener !== undefined) return { kind: "listener", stack, listener, endpoint, ...withRule };
    if (stack.place.peer.kind === "host" && stack.place.nodeName !== undefined)
      return this.knockNode(from, stack, endpoint);
    return { kind: "failed", failure: "refused", afterMs: LATENCY_MS, ...withRule };
  }

  private knockNode(from: Stack, node: Stack, { address, port }: Endpoint): Arrival {
    const nodeName = node.place.nodeName ?? "";
    const isOutside = from.place.peer.kind === "host" && from !== node;
    const rules = this.rules.get(nodeName);
    // A Service may claim the address of a node for its own ports.
    const claimed = rules?.route(from.address, address, port, isOutside);
    const isClaimed = claimed !== undefined && claimed.kind !== "no rule";
    const routing = isClaimed ? claimed : rules?.routeNodePort(from.address, port, isOutside);
    if (routing?.kind === "endpoint") {
      const arrival = this.knock(from, routing.endpoint, routing);
      return isOutside ? this.masquerade(arrival, routing, nodeName) : arrival;
    }
    if (routing?.kind === "dropped") return { kind: "silence", rule: routing };
    return {
      kind: "failed",
      failure: "refused",
      afterMs: LATENCY_MS,
      ...(routing === undefined ? {} : { rule: routing }),
    };
  }

  // A node always reaches its own pods, or no probe could pass a policy.
  private mayPass(from: Stack, to: Stack | undefined, { address, port }: Endpoint, protocol: Protocol): boolean {
    if (this.filter === undefined || from === to) return true;
    if (from.place.peer.kind === "host" && from.place.nodeName === to?.place.nodeName) return true;
    const peer = to?.place.peer ?? { kind: "host", name: address };
    return this.filter({
      from: from.place.peer,
      fromAddress: from.address,
      to: peer,
      toAddress: address,
      port,
      protocol,
    });
  }
}

/** Connects at once, as port-forward does from within the pod's own network namespace. */
export function connectInside(stack: Stack, port: number, network: Network): Wire | undefined {
  const listener = stack.find(port);
  if (listener === undefined) return undefined;
  const to = { address: "127.0.0.1", port };
  const { clock, log } = network.internals;
  const tap = log.tap({ from: { kind: "host", name: "laptop" }, to, servedBy: stack.place.peer }, () => clock.now());
  const { client, server } = connectedPair({ address: "127.0.0.1", port: stack.ephemeralPort() }, to, tap);
  listener.offer(server);
  return client;
}
