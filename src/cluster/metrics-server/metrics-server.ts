// Stands for metrics-server: it asks every kubelet what its node and containers use, and serves the answers as metrics.k8s.io.
// It lives in its pods: each of them that runs looks for itself, and where none runs nobody knows anything.
// Simplified: no kubelet's certificate is checked, so it works with and without --kubelet-insecure-tls.

import type { AggregatedApi } from "../../api/aggregated-api.ts";
import type { DialNode } from "../../api/node-connection.ts";
import type { KubeObject, Node, Pod } from "../../api/types.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Random } from "../../sim/random.ts";
import type { Client } from "../client/client.ts";
import type { Component } from "../client/component.ts";
import { Informer } from "../client/informer.ts";
import { resources } from "../client/resources.ts";
import { metricsApi, metricsResources } from "./metrics-api.ts";
import { GROUP } from "./metrics-objects.ts";
import { Scraper } from "./scraper.ts";

export interface MetricsServerOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly random: Random;
  readonly dialNode: DialNode;
  /** Makes the API known to the API server. */
  aggregate(api: AggregatedApi): () => void;
}

const apiServices = { group: "apiregistration.k8s.io", version: "v1", resource: "apiservices" };

export function createMetricsServer(options: MetricsServerOptions): Component {
  return new MetricsServer(options);
}

class MetricsServer implements Component {
  readonly name = "metrics-server";
  private registrations: Informer<KubeObject> | undefined;
  private nodes: Informer<Node> | undefined;
  private pods: Informer<Pod> | undefined;
  private withdraw: (() => void) | undefined;
  /** One for each of its pods that runs, by container id: a restarted container has forgotten everything. */
  private readonly scrapers = new Map<string, { readonly address: string; readonly scraper: Scraper }>();

  constructor(private readonly options: MetricsServerOptions) {}

  start(): void {
    if (this.registrations !== undefined) return;
    const { client, clock } = this.options;
    // Nothing is watched for the sake of an API that nobody has registered.
    this.registrations = new Informer<KubeObject>(client, clock, apiServices);
    this.registrations.onChange((next) => {
      if (next?.metadata.name.endsWith(`.${GROUP}`) === true) this.wake();
    });
    this.registrations.start();
  }

  stop(): void {
    for (const informer of [this.registrations, this.nodes, this.pods]) informer?.stop();
    this.registrations = undefined;
    this.nodes = undefined;
    this.pods = undefined;
    this.withdraw?.();
    this.withdraw = undefined;
    for (const { scraper } of this.scrapers.values()) scraper.stop();
    this.scrapers.clear();
  }

  private wake(): void {
    if (this.pods !== undefined) return;
    const { client, clock } = this.options;
    const nodes = new Informer<Node>(client, clock, resources.nodes);
    const pods = new Informer<Pod>(client, clock, resources.pods);
    this.nodes = nodes;
    this.pods = pods;
    nodes.start();
    pods.onChange((next, previous) => {
      if (isOwn(next) || isOwn(previous)) this.look();
    });
    pods.start();
    this.withdraw = this.options.aggregate({
      resources: metricsResources,
      isServedAt: (address) => [...this.scrapers.values()].some((each) => each.address === address),
      handle: metricsApi(() => {
        const store = this.bestStore();
        return store && { nodes, pods, store, now: () => clock.now() };
      }),
    });
    this.look();
  }

  /** Starts and stops scrapers with the containers that they live in. */
  private look(): void {
    const { clock, random, dialNode } = this.options;
    const running = new Map((this.pods?.list() ?? []).filter(isOwn).flatMap(runningContainer));
    for (const [id, { scraper }] of this.scrapers) {
      if (running.has(id)) continue;
      scraper.stop();
      this.scrapers.delete(id);
    }
    for (const [id, { address, resolutionMs }] of running) {
      if (this.scrapers.has(id)) continue;
      const nodeNames = (): string[] => this.nodes?.list().map(({ metadata }) => metadata.name) ?? [];
      const scraper = new Scraper({ clock, random, dialNode, nodeNames, resolutionMs });
      this.scrapers.set(id, { address, scraper });
      scraper.start();
    }
  }

  /** The Service sends requests only to pods that have something to say. */
  private bestStore(): Scraper["store"] | undefined {
    const stores = [...this.scrapers.values()].map(({ scraper }) => scraper.store);
    return stores.find(({ isReady }) => isReady) ?? stores[0];
  }
}

const IMAGE = /(^|\/)(mirrored-)?metrics-server(:|@|$)/;
const DEFAULT_RESOLUTION_MS = 60_000;

function isOwn(pod: Pod | undefined): boolean {
  return pod?.spec.containers.some(({ image = "" }) => IMAGE.test(image)) === true;
}

function runningContainer(pod: Pod): [string, { address: string; resolutionMs: number }][] {
  const container = pod.spec.containers.find(({ image = "" }) => IMAGE.test(image));
  const status = pod.status?.containerStatuses?.find(({ name }) => name === container?.name);
  const { podIP } = pod.status ?? {};
  if (container === undefined || status?.state?.running === undefined || podIP === undefined) return [];
  const words = [...(container.command ?? []), ...(container.args ?? [])];
  const seconds = words
    .map((word) => /^--metric-resolution=(\d+)s$/.exec(word)?.[1])
    .find((each) => each !== undefined);
  const resolutionMs = seconds === undefined ? DEFAULT_RESOLUTION_MS : Number(seconds) * 1000;
  return [[status.containerID ?? pod.metadata.uid, { address: podIP, resolutionMs }]];
}
