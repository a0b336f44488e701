// Stands for the rules that kube-proxy writes into a node's kernel: service addresses, and the endpoints behind them.

import type { Clock } from "../../../sim/clock.ts";
import type { Random } from "../../../sim/random.ts";
import { isInRange } from "./address.ts";
import type { Endpoint } from "./socket.ts";

export interface ServiceRule {
  readonly namespace: string;
  readonly name: string;
  /** Cluster IP, external and load balancer addresses; with `port`. */
  readonly addresses: readonly string[];
  readonly port: number;
  readonly nodePort?: number;
  readonly endpoints: readonly Endpoint[];
  /** There are endpoints that this node may not use: without one of its own it drops what comes, instead of refusing it. */
  readonly hasOthers?: boolean;
  /** What holds for those who come from outside the cluster, where that differs. */
  readonly external?: { readonly endpoints: readonly Endpoint[]; readonly hasOthers: boolean };
  /** Who else comes from outside to a load balancer's address is dropped. */
  readonly sourceRanges?: readonly string[];
  /** Who comes from outside is seen under an own address, not under the node's. */
  readonly keepsClientAddress?: boolean;
  /** Set for sessionAffinity ClientIP. */
  readonly affinitySeconds?: number;
}

export type Routing =
  | { readonly kind: "no rule" }
  | { readonly kind: "no endpoints"; readonly rule: ServiceRule }
  /** Somebody else has endpoints, but no packet goes there from here. */
  | { readonly kind: "dropped"; readonly rule: ServiceRule }
  | { readonly kind: "endpoint"; readonly rule: ServiceRule; readonly endpoint: Endpoint };

/** The rules of one node. A node whose kube-proxy has stopped keeps what it had. */
export class ServiceRules {
  private byDestination = new Map<string, ServiceRule>();
  private byNodePort = new Map<number, ServiceRule>();
  private known = new Set<string>();
  private readonly sessions = new Map<string, { endpoint: Endpoint; lastMs: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  replace(rules: readonly ServiceRule[]): void {
    this.byDestination = new Map();
    this.byNodePort = new Map();
    this.known = new Set();
    for (const rule of rules) {
      for (const address of rule.addresses) {
        this.byDestination.set(`${address}:${rule.port}`, rule);
        this.known.add(address);
      }
      if (rule.nodePort !== undefined) this.byNodePort.set(rule.nodePort, rule);
    }
  }

  /** True when some rule is about this address. */
  knows(address: string): boolean {
    return this.known.has(address);
  }

  /** @param isOutside the client is no part of the cluster. */
  route(clientAddress: string, address: string, port: number, isOutside = false): Routing {
    const rule = this.byDestination.get(`${address}:${port}`);
    if (isOutside && rule?.sourceRanges?.some((range) => isInRange(clientAddress, range)) === false)
      return { kind: "dropped", rule };
    return this.choose(rule, clientAddress, isOutside);
  }

  routeNodePort(clientAddress: string, port: number, isOutside = false): Routing {
    return this.choose(this.byNodePort.get(port), clientAddress, isOutside);
  }

  private choose(rule: ServiceRule | undefined, clientAddress: string, isOutside: boolean): Routing {
    if (rule === undefined) return { kind: "no rule" };
    const { endpoints, hasOthers } = (isOutside ? rule.external : undefined) ?? rule;
    if (endpoints.length === 0) return { kind: hasOthers === true ? "dropped" : "no endpoints", rule };
    const sticky = this.session(rule, endpoints, clientAddress);
    const endpoint = sticky ?? this.random.pick(endpoints);
    this.remember(rule, clientAddress, endpoint);
    return { kind: "endpoint", rule, endpoint };
  }

  private session(rule: ServiceRule, endpoints: readonly Endpoint[], clientAddress: string): Endpoint | undefined {
    if (rule.affinitySeconds === undefined) return undefined;
    const session = this.sessions.get(sessionKey(rule, clientAddress));
    if (session === undefined || this.clock.now() - session.lastMs > rule.affinitySeconds * 1000) return undefined;
    return endpoints.find((endpoint) => endpoint.address === session.endpoint.address);
  }

  private remember(rule: ServiceRule, clientAddress: string, endpoint: Endpoint): void {
    if (rule.affinitySeconds === undefined) return;
    this.sessions.set(sessionKey(rule, clientAddress), { endpoint, lastMs: this.clock.now() });
  }
}

function sessionKey(rule: ServiceRule, clientAddress: string): string {
  return `${rule.namespace}/${rule.name}:${rule.port} ${clientAddress}`;
}
