// What metrics-server remembers: of each node and container the last two samples, whose difference is the usage.

import type { NodeUsage, UsageSample } from "../../api/node-connection.ts";

export interface Usage {
  /** Billionths of a core. */
  readonly nanocores: number;
  readonly memoryBytes: number;
  /** When the later sample was taken. */
  readonly at: number;
  readonly windowMs: number;
}

interface Pair {
  readonly last: UsageSample;
  readonly previous: UsageSample | undefined;
}

interface NodeSamples {
  readonly node: Pair;
  /** By namespace and name, then by container. */
  readonly pods: ReadonlyMap<string, ReadonlyMap<string, Pair>>;
}

/** A container younger than this says too little about what it uses. */
const FRESH_MS = 10_000;

export class SampleStore {
  private readonly nodes = new Map<string, NodeSamples>();

  constructor(private readonly resolutionMs: number) {}

  /** True once there is something to answer with. */
  get isReady(): boolean {
    return [...this.nodes.values()].some(({ node }) => node.previous !== undefined);
  }

  /** @param usage of that node; undefined where its kubelet did not answer. */
  add(node: string, usage: NodeUsage | undefined): void {
    const before = this.nodes.get(node);
    if (usage === undefined) {
      this.nodes.delete(node);
      return;
    }
    const pods = usage.pods.map(({ namespace, name, containers }) => {
      const key = `${namespace}/${name}`;
      const known = before?.pods.get(key);
      return [key, new Map(containers.map((each) => [each.name, this.pairOf(each, known?.get(each.name))]))] as const;
    });
    this.nodes.set(node, { node: follow(usage.node, before?.node), pods: new Map(pods) });
  }

  /** Forgets nodes that are no longer part of the cluster. */
  keep(names: ReadonlySet<string>): void {
    for (const name of this.nodes.keys()) if (!names.has(name)) this.nodes.delete(name);
  }

  ofNode(name: string): Usage | undefined {
    const pair = this.nodes.get(name)?.node;
    return pair && usageOf(pair);
  }

  /** By container; undefined as long as one of them is unknown. */
  ofPod(namespace: string, name: string): ReadonlyMap<string, Usage> | undefined {
    for (const { pods } of this.nodes.values()) {
      const containers = pods.get(`${namespace}/${name}`);
      if (containers === undefined || containers.size === 0) continue;
      const usages = new Map<string, Usage>();
      for (const [container, pair] of containers) {
        const usage = usageOf(pair);
        if (usage === undefined) return undefined;
        usages.set(container, usage);
      }
      return usages;
    }
    return undefined;
  }

  /** A container that started since the last look needs no second sample: it began with nothing. */
  private pairOf(sample: UsageSample, known: Pair | undefined): Pair {
    const ageMs = sample.at - sample.startedAt;
    if (ageMs >= FRESH_MS && ageMs < this.resolutionMs) {
      return { last: sample, previous: { ...sample, at: sample.startedAt, cpuMs: 0 } };
    }
    return follow(sample, known);
  }
}

/** What was last becomes what was before, unless it was of an earlier life. */
function follow(sample: UsageSample, known: Pair | undefined): Pair {
  if (known === undefined || sample.startedAt >= known.last.at) return { last: sample, previous: undefined };
  return sample.at > known.last.at ? { last: sample, previous: known.last } : known;
}

function usageOf({ last, previous }: Pair): Usage | undefined {
  if (previous === undefined) return undefined;
  const windowMs = last.at - previous.at;
  const cores = Math.max(0, last.cpuMs - previous.cpuMs) / windowMs;
  return { nanocores: Math.round(cores * 1e9), memoryBytes: last.memoryBytes, at: last.at, windowMs };
}
