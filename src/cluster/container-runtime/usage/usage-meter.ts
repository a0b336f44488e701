// Stands for what the kernel counts for one control group: processor time used so far, and memory in use. Computed when somebody
// asks, from what the processes did and from the levels at which programs idle.
// Simplified: files count for nothing, neither in the page cache nor in memory volumes; programs hold what they say they hold.

import { Processor } from "../../../shell/processor.ts";
import { fnv1a } from "../../../sim/random.ts";
import { type Footprint, footprintOf } from "./footprint.ts";

export interface Usage {
  /** Since the start, in milliseconds of one core. */
  readonly cpuMs: number;
  readonly memoryBytes: number;
}

/** The machine that a container runs on. */
export interface MachineSize {
  readonly cores: number;
  readonly memoryBytes: number;
  /** A common size where nobody says. */
  readonly diskBytes?: number;
}

/** What is not limited is what the machine has. */
export interface Limits {
  readonly cpuLimitMillis?: number | undefined;
  readonly memoryLimitBytes?: number | undefined;
}

export interface UsageMeterOptions {
  /** Tells this container's small ups and downs from another's. */
  readonly id: string;
  now(): number;
  readonly machine: MachineSize;
  /** The limits as they are at the moment. */
  limits(): Limits;
}

const MIB = 1024 * 1024;
const PAGE_BYTES = 4096;
/** A program that has just started has not touched all of its memory yet. */
const WARM_UP_MS = 90_000;
/** How long one small up or down lasts. */
const SWING_MS = 7000;

export class UsageMeter {
  readonly processor: Processor;
  private cores: number;
  private cpuMs = 0;
  private busyMs = 0;
  private lastAt: number;
  private readonly startedAt: number;

  constructor(private readonly options: UsageMeterOptions) {
    this.cores = this.coresAllowed();
    this.processor = new Processor({ now: options.now, cores: this.cores });
    this.startedAt = options.now();
    this.lastAt = this.startedAt;
  }

  /** The main process is about to start. */
  started(argv: readonly string[]): void {
    this.processor.queue(footprintOf(argv).startMs);
  }

  /** The limits have changed; what was used until now, was used below the old ones. */
  relimit(processes: readonly (readonly string[])[], heldBytes: number): void {
    this.sample(processes, heldBytes);
    this.cores = this.coresAllowed();
    this.processor.limitTo(this.cores);
  }

  private coresAllowed(): number {
    const { machine, limits } = this.options;
    const { cpuLimitMillis } = limits();
    return cpuLimitMillis === undefined ? machine.cores : Math.min(machine.cores, cpuLimitMillis / 1000);
  }

  /** @param processes the `argv` of each. @param heldBytes what they have said they hold besides. */
  sample(processes: readonly (readonly string[])[], heldBytes: number): Usage {
    const footprints = processes.map(footprintOf);
    const now = this.options.now();
    const idleMillis = footprints.reduce((sum, each) => sum + each.idleMillis, 0);
    const idleMs = ((now - this.lastAt) * idleMillis * this.swing(0.25)) / 1000;
    // Even who is never held up loses a little to the scheduler.
    const busyMs = (this.processor.usedMs - this.busyMs) * this.swing(0.003) * 0.997;
    this.cpuMs += Math.min(idleMs + busyMs, (now - this.lastAt) * this.cores);
    this.busyMs = this.processor.usedMs;
    this.lastAt = now;
    return { cpuMs: this.cpuMs, memoryBytes: this.memoryBytes(footprints, heldBytes, now) };
  }

  /** The memory alone, which changes nothing. */
  memory(processes: readonly (readonly string[])[], heldBytes: number): number {
    return this.memoryBytes(processes.map(footprintOf), heldBytes, this.options.now());
  }

  private memoryBytes(footprints: readonly Footprint[], heldBytes: number, now: number): number {
    const { machine, limits, id } = this.options;
    const { memoryLimitBytes = machine.memoryBytes } = limits();
    const mib = footprints.reduce(
      (sum, { memoryMiB, perCoreMiB = 0 }) => sum + memoryMiB + perCoreMiB * machine.cores,
      0,
    );
    const warmth = 0.85 + 0.15 * Math.min(1, (now - this.startedAt) / WARM_UP_MS);
    const own = mib * MIB * warmth * (1 + 0.04 * (chance(id) - 0.5)) * this.swing(0.008);
    const pages = Math.floor((own + heldBytes) / PAGE_BYTES);
    return Math.min(pages * PAGE_BYTES, memoryLimitBytes);
  }

  /** A factor near 1, which changes with time and is the same in every run. */
  private swing(width: number): number {
    const spell = Math.floor(this.options.now() / SWING_MS);
    return 1 + width * (2 * chance(`${this.options.id}/${spell}`) - 1);
  }
}

/** A number in [0, 1) that follows from the text. */
function chance(text: string): number {
  return (Math.imul(fnv1a(text), 0x9e3779b1) >>> 0) / 0x100000000;
}
