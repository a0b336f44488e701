// What a node uses: its containers, and what it takes to run them. As the kubelet learns it from the control groups.

import type { NodeUsage, PodUsage, UsageSample } from "../../api/node-connection.ts";
import { amountOf, amountsOf } from "../../api/pod-requests.ts";
import type { Clock } from "../../sim/clock.ts";
import { fnv1a } from "../../sim/random.ts";
import type { Container } from "../container-runtime/container.ts";
import type { ContainerRuntime, Sandbox } from "../container-runtime/runtime.ts";
import type { NodeDescription } from "./node-status.ts";
import { shareOut } from "./processor-shares.ts";

const MIB = 1024 * 1024;

/** What the kubelet, containerd and the kernel take of an idle node, and more for every pod. */
const SYSTEM = {
  millis: 13,
  millisOfCore: 1.5,
  millisOfPod: 1.4,
  memoryMiB: 96,
  shareOfMemory: 0.022,
  memoryMiBOfPod: 7,
};
/** The page cache and the tables of a large machine do not grow with it for ever. */
const MOST_FOR_KERNEL_MIB = 640;

/** One container's processor time: what its programs wanted, and what it got of the node's processors. */
interface Account {
  readonly wantedMs: number;
  readonly grantedMs: number;
}

export class NodeMeter {
  private readonly startedAt: number;
  private readonly cores: number;
  private readonly memoryBytes: number;
  private lastAt: number;
  private cpuMs = 0;
  private accounts = new Map<string, Account>();

  constructor(
    private readonly runtime: ContainerRuntime,
    private readonly clock: Clock,
    private readonly node: NodeDescription,
  ) {
    this.startedAt = clock.now();
    this.lastAt = this.startedAt;
    this.cores = (amountsOf(node.capacity).get("cpu") ?? 1000) / 1000;
    this.memoryBytes = amountOf(node.capacity.memory ?? "0");
  }

  read(): NodeUsage {
    const at = this.clock.now();
    const sandboxes = this.runtime.readySandboxes();
    const running = sandboxes.flatMap((sandbox) =>
      this.runningIn(sandbox).map((container) => ({ sandbox, container })),
    );
    const memory = this.settle(
      at,
      running.map(({ container }) => container),
      sandboxes.length,
    );
    const pods = sandboxes.map((sandbox) => this.podUsage(sandbox, at, memory));
    const node = { at, startedAt: this.startedAt, cpuMs: this.cpuMs, memoryBytes: this.memoryOf(pods) };
    return { node, pods };
  }

  /** Brings all sums up to date; answers the memory of each container. */
  private settle(at: number, containers: readonly Container[], pods: number): ReadonlyMap<string, number> {
    const elapsedMs = at - this.lastAt;
    const systemMs = Math.min(this.systemCpuMs(elapsedMs, pods), elapsedMs * this.cores);
    this.lastAt = at;
    const usages = containers.map((container) => ({ container, ...container.usage() }));
    const demands = usages.map(({ container, cpuMs }) => ({
      wantedMs: cpuMs - (this.accounts.get(container.id)?.wantedMs ?? 0),
      requestMillis: container.resources.cpuRequestMillis ?? 0,
    }));
    const granted = shareOut(demands, elapsedMs * this.cores - systemMs);
    const before = this.accounts;
    this.accounts = new Map(
      usages.map(({ container: { id }, cpuMs }, index) => {
        const grantedMs = (before.get(id)?.grantedMs ?? 0) + (granted[index] ?? 0);
        return [id, { wantedMs: cpuMs, grantedMs }];
      }),
    );
    this.cpuMs += granted.reduce((sum, each) => sum + each, systemMs);
    return new Map(usages.map(({ container, memoryBytes }) => [container.id, memoryBytes]));
  }

  private runningIn({ config }: Sandbox): Container[] {
    return this.runtime.containersOf(config.podUid).filter(({ isRunning }) => isRunning);
  }

  private podUsage(sandbox: Sandbox, at: number, memory: ReadonlyMap<string, number>): PodUsage {
    const { namespace, name } = sandbox.config;
    const containers: (UsageSample & { readonly name: string })[] = [];
    for (const { id, config, state } of this.runningIn(sandbox).toReversed()) {
      if (state.kind !== "running") continue;
      const cpuMs = this.accounts.get(id)?.grantedMs ?? 0;
      containers.push({ name: config.name, at, startedAt: state.startedAt, cpuMs, memoryBytes: memory.get(id) ?? 0 });
    }
    return { namespace, name, containers };
  }

  private systemCpuMs(elapsedMs: number, pods: number): number {
    const { millis, millisOfCore, millisOfPod } = SYSTEM;
    const level = millis + millisOfCore * this.cores + millisOfPod * pods;
    const chance = fnv1a(`${this.node.name}/${this.lastAt}`) / 0x100000000;
    return (elapsedMs * level * (0.85 + 0.3 * chance)) / 1000;
  }

  /** What the node itself takes, with so many pods on it. */
  systemMemoryBytes(pods = this.runtime.readySandboxes().length): number {
    const { memoryMiB, shareOfMemory, memoryMiBOfPod } = SYSTEM;
    const kernel = Math.min(this.memoryBytes * shareOfMemory, MOST_FOR_KERNEL_MIB * MIB);
    return kernel + (memoryMiB + memoryMiBOfPod * pods) * MIB;
  }

  private memoryOf(pods: readonly PodUsage[]): number {
    const system = this.systemMemoryBytes(pods.length);
    const containers = pods.flatMap((pod) => pod.containers).reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
    const pages = Math.floor((system + containers) / 4096);
    return Math.min(pages * 4096, this.memoryBytes);
  }
}
