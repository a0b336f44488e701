// Stands for kube-proxy on one node: it watches Services and EndpointSlices and writes the rules that send a service's address to
// its endpoints.

import type { EndpointSlice, Node, Service } from "../../api/types.ts";
import type { Clock, Timer } from "../../sim/clock.ts";
import type { Client } from "../client/client.ts";
import type { Component } from "../client/component.ts";
import { Informer, keyOf, keyText } from "../client/informer.ts";
import { resources } from "../client/resources.ts";
import type { ServiceRule, ServiceRules } from "../container-runtime/network/service-rules.ts";
import { type OwnNode, rulesFor } from "./service-table.ts";

export interface KubeProxyOptions {
  readonly client: Client;
  readonly clock: Clock;
  /** The rules of the node, as `network.rulesOf(nodeName)` gives them. */
  readonly rules: ServiceRules;
  readonly nodeName: string;
}

/** Changes are gathered this long before the rules are written. */
const SYNC_DELAY_MS = 1000;
const SERVICE_NAME = "kubernetes.io/service-name";

export function createKubeProxy(options: KubeProxyOptions): Component {
  return new NodeKubeProxy(options);
}

class NodeKubeProxy implements Component {
  readonly name = "kube-proxy";
  private services: Informer<Service> | undefined;
  private slices: Informer<EndpointSlice> | undefined;
  private readonly written = new Map<string, readonly ServiceRule[]>();
  private readonly slicesOf = new Map<string, Map<string, EndpointSlice>>();
  private readonly dirty = new Set<string>();
  private timer: Timer | undefined;

  private readonly node: OwnNode;

  constructor(private readonly options: KubeProxyOptions) {
    const { client, nodeName: name } = options;
    const labels = () => client.find<Node>(resources.nodes, { name })?.metadata.labels;
    this.node = { name, zone: () => labels()?.["topology.kubernetes.io/zone"] };
  }

  start(): void {
    if (this.services !== undefined) return;
    const { client, clock } = this.options;
    this.written.clear();
    this.slicesOf.clear();
    this.services = new Informer<Service>(client, clock, resources.services);
    this.slices = new Informer<EndpointSlice>(client, clock, resources.endpointslices);
    this.services.onChange((next, previous) =>
      this.mark((next ?? previous)?.metadata.namespace, (next ?? previous)?.metadata.name),
    );
    this.slices.onChange((next, previous) => this.onSlice(next, previous));
    this.services.start();
    this.slices.start();
  }

  /** The rules stay as they are: what worked goes on working, until the world moves on. */
  stop(): void {
    this.services?.stop();
    this.slices?.stop();
    this.services = undefined;
    this.slices = undefined;
    this.timer?.cancel();
    this.timer = undefined;
  }

  private onSlice(next: EndpointSlice | undefined, previous: EndpointSlice | undefined): void {
    for (const slice of [previous, next]) {
      const name = slice?.metadata.labels?.[SERVICE_NAME];
      if (slice === undefined || name === undefined) continue;
      const service = `${slice.metadata.namespace}/${name}`;
      const known = this.slicesOf.get(service) ?? new Map<string, EndpointSlice>();
      this.slicesOf.set(service, known);
      if (slice === next) known.set(slice.metadata.name, slice);
      else known.delete(slice.metadata.name);
      this.mark(slice.metadata.namespace, name);
    }
  }

  private mark(namespace: string | undefined, name: string | undefined): void {
    if (name === undefined) return;
    this.dirty.add(`${namespace}/${name}`);
    this.timer ??= this.options.clock.after(SYNC_DELAY_MS, () => this.write());
  }

  private write(): void {
    this.timer = undefined;
    for (const key of this.dirty) {
      const [namespace = "", name = ""] = key.split("/");
      const service = this.services?.get({ namespace, name });
      if (service === undefined) this.written.delete(key);
      else
        this.written.set(
          keyText(keyOf(service)),
          rulesFor(service, [...(this.slicesOf.get(key)?.values() ?? [])], this.node),
        );
    }
    this.dirty.clear();
    this.options.rules.replace([...this.written.values()].flat());
  }
}
