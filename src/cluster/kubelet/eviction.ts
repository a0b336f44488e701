// Stands for the kubelet's eviction manager: it looks at what is left of the node's memory and disk, and ends pods before the node
// itself suffers, one at a time.

import { amountOf } from "../../api/pod-requests.ts";
import type { Pod } from "../../api/types.ts";
import type { Clock, Timer } from "../../sim/clock.ts";
import { DISK_BYTES, installedBytes } from "../container-runtime/mount-table.ts";
import {
  diskOf,
  isCritical,
  type PodUse,
  rankForEviction,
  type Shortage,
  type Starved,
  shortageText,
  storageFault,
} from "./eviction-rules.ts";

export type Pressure = "MemoryPressure" | "DiskPressure";

export interface EvictionOptions {
  readonly clock: Clock;
  readonly capacity: Readonly<Record<string, string>>;
  /** False while no program holds more than it needs and nothing of size is on the disk: then a full look can wait. */
  isLoaded(): boolean;
  /** The pods that something of runs, with what they use. */
  uses(): readonly PodUse[];
  /** What the node's memory is used for besides these. */
  systemMemoryBytes(): number;
  /** What is in the node's own files, hostPath volumes among them. */
  nodeFileBytes(): number;
  evict(pod: Pod, message: string, isDisruption: boolean): void;
  /** The pressures have changed. */
  onPressure(): void;
  /** Something is about to be reclaimed. */
  onReclaim(starved: Starved): void;
}

const CHECK_MS = 10_000;
const IDLE_CHECK_MS = 60_000;
/** An evicted pod takes a moment to go. */
const AFTER_EVICTION_MS = 4000;
/** What files take is measured less often. */
const DISK_CHECK_MS = 20_000;
/** A pressure is reported until it has been away for so long. */
const TRANSITION_MS = 300_000;
const MEMORY_THRESHOLD = 100 * 1024 * 1024;
const DISK_THRESHOLD_SHARE = 0.1;

export class EvictionManager {
  private readonly lastSeen = new Map<Pressure, number>();
  private reported: readonly Pressure[] = [];
  private timer: Timer | undefined;
  private nextDiskCheck = 0;
  private nextFullCheck = 0;

  constructor(private readonly options: EvictionOptions) {}

  start(): void {
    this.timer = this.options.clock.after(CHECK_MS, () => this.check());
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  get pressures(): readonly Pressure[] {
    return this.reported;
  }

  /** Why a new pod may not start here; undefined when it may. */
  refusal(pod: Pod): string | undefined {
    if (this.reported.length === 0 || isCritical(pod)) return undefined;
    const onlyMemory = this.reported.every((pressure) => pressure === "MemoryPressure");
    if (onlyMemory && (pod.status?.qosClass !== "BestEffort" || toleratesMemoryPressure(pod))) return undefined;
    return `The node had condition: [${this.reported.join(" ")}]. `;
  }

  private check(): void {
    const now = this.options.clock.now();
    const isDue = now >= this.nextFullCheck || this.reported.length > 0 || this.options.isLoaded();
    if (isDue) this.nextFullCheck = now + IDLE_CHECK_MS;
    const isEvicting = isDue && this.relieve();
    this.timer = this.options.clock.after(isEvicting ? AFTER_EVICTION_MS : CHECK_MS, () => this.check());
  }

  /** True when a pod has been evicted. */
  private relieve(): boolean {
    const { options } = this;
    const { clock } = options;
    const uses = options.uses();
    const looksAtDisk = clock.now() >= this.nextDiskCheck;
    if (looksAtDisk) this.nextDiskCheck = clock.now() + DISK_CHECK_MS;
    const shortages = [this.memoryShortage(uses), looksAtDisk ? this.diskShortage(uses) : undefined].filter(
      (shortage) => shortage !== undefined,
    );
    this.report(shortages);
    if (looksAtDisk && this.endGreedy(uses)) return true;
    const [worst] = shortages;
    if (worst === undefined) return false;
    options.onReclaim(worst.starved);
    const victim = rankForEviction(uses, worst.starved).find(({ pod }) => !isCritical(pod));
    if (victim === undefined) return false;
    options.evict(victim.pod, shortageText(victim, worst), true);
    return true;
  }

  private endGreedy(uses: readonly PodUse[]): boolean {
    let hasEvicted = false;
    for (const use of uses) {
      const fault = isCritical(use.pod) ? undefined : storageFault(use);
      if (fault === undefined) continue;
      this.options.evict(use.pod, fault, false);
      hasEvicted = true;
    }
    return hasEvicted;
  }

  private memoryShortage(uses: readonly PodUse[]): Shortage | undefined {
    const capacity = amountOf(this.options.capacity.memory ?? "0");
    const used = uses
      .flatMap(({ containers }) => containers)
      .reduce((sum, { memoryBytes }) => sum + memoryBytes, this.options.systemMemoryBytes());
    const availableBytes = Math.floor(Math.max(0, capacity - used) / 4096) * 4096;
    if (capacity === 0 || availableBytes >= MEMORY_THRESHOLD) return undefined;
    return { starved: "memory", thresholdBytes: MEMORY_THRESHOLD, availableBytes };
  }

  private diskShortage(uses: readonly PodUse[]): Shortage | undefined {
    const { capacity } = this.options;
    const total = amountOf(capacity["ephemeral-storage"] ?? String(DISK_BYTES));
    const taken = installedBytes(total) + this.options.nodeFileBytes();
    const used = uses.reduce((sum, use) => sum + diskOf(use), taken);
    const availableBytes = Math.floor(Math.max(0, total - used) / 4096) * 4096;
    const thresholdBytes = Math.floor(total * DISK_THRESHOLD_SHARE);
    if (availableBytes >= thresholdBytes) return undefined;
    return { starved: "ephemeral-storage", thresholdBytes, availableBytes };
  }

  private report(shortages: readonly Shortage[]): void {
    const now = this.options.clock.now();
    for (const { starved } of shortages)
      this.lastSeen.set(starved === "memory" ? "MemoryPressure" : "DiskPressure", now);
    const pressures = (["DiskPressure", "MemoryPressure"] as const).filter((pressure) => {
      const seen = this.lastSeen.get(pressure);
      return seen !== undefined && now - seen < TRANSITION_MS;
    });
    if (pressures.join() === this.reported.join()) return;
    this.reported = pressures;
    this.options.onPressure();
  }
}

function toleratesMemoryPressure({ spec }: Pod): boolean {
  return (spec.tolerations ?? []).some(
    ({ key, operator, effect }) =>
      (key === "node.kubernetes.io/memory-pressure" || (key === undefined && operator === "Exists")) &&
      (effect === undefined || effect === "NoSchedule"),
  );
}
