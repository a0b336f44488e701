// Stands for the part of a network plugin that enforces NetworkPolicies: its agents on the nodes, taken together.
// Simplified: one agent decides for all nodes, so that a policy takes effect everywhere at the same instant.

import type { Namespace, NetworkPolicy, Pod } from "../../api/types.ts";
import type { Clock, Timer } from "../../sim/clock.ts";
import type { Client } from "../client/client.ts";
import type { Component } from "../client/component.ts";
import { Informer } from "../client/informer.ts";
import { resources } from "../client/resources.ts";
import type { Network } from "../container-runtime/network/network.ts";
import { mayPass, type Surroundings } from "./rules.ts";

export interface NetworkPolicyOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly network: Network;
}

/** Changes are gathered this long before the rules are written. */
const SYNC_DELAY_MS = 1000;

export function createNetworkPolicyAgent(options: NetworkPolicyOptions): Component {
  return new NetworkPolicyAgent(options);
}

class NetworkPolicyAgent implements Component {
  readonly name = "network-policy-agent";
  private policies: Informer<NetworkPolicy> | undefined;
  // Nobody needs to know pods and namespaces before there is a policy.
  private watched: { readonly pods: Informer<Pod>; readonly namespaces: Informer<Namespace> } | undefined;
  private timer: Timer | undefined;

  constructor(private readonly options: NetworkPolicyOptions) {}

  start(): void {
    if (this.policies !== undefined) return;
    const { client, clock } = this.options;
    this.policies = new Informer<NetworkPolicy>(client, clock, resources.networkpolicies);
    this.policies.onChange(() => {
      this.timer ??= clock.after(SYNC_DELAY_MS, () => this.write());
    });
    this.policies.start();
  }

  /** What was written stays in force. */
  stop(): void {
    for (const informer of [this.policies, this.watched?.pods, this.watched?.namespaces]) informer?.stop();
    this.policies = undefined;
    this.watched = undefined;
    this.timer?.cancel();
    this.timer = undefined;
  }

  private write(): void {
    this.timer = undefined;
    const { policies } = this;
    if (policies === undefined) return;
    const { pods, namespaces } = this.watch();
    const written = new Map<string, readonly NetworkPolicy[]>();
    for (const { metadata } of policies.list()) {
      const namespace = metadata.namespace ?? "";
      if (!written.has(namespace)) written.set(namespace, policies.list(namespace));
    }
    const surroundings: Surroundings = {
      policies: (namespace) => written.get(namespace) ?? [],
      pod: (namespace, name) => pods.get({ namespace, name }),
      namespace: (name) => namespaces.get({ name }),
    };
    this.options.network.setTrafficFilter(written.size === 0 ? undefined : (traffic) => mayPass(traffic, surroundings));
  }

  private watch(): { readonly pods: Informer<Pod>; readonly namespaces: Informer<Namespace> } {
    if (this.watched !== undefined) return this.watched;
    const { client, clock } = this.options;
    this.watched = {
      pods: new Informer<Pod>(client, clock, resources.pods),
      namespaces: new Informer<Namespace>(client, clock, resources.namespaces),
    };
    for (const informer of Object.values(this.watched)) informer.start();
    return this.watched;
  }
}
