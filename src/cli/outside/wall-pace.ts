// Time before a cluster outside: it passes by itself, and can only be waited for.

import type { Pace } from "../pacer.ts";
import type { LiveTime } from "../wall-time.ts";
import type { WallClock } from "./wall-clock.ts";

/** How often is looked whether something is done that no timer announces. */
const idleTickMs = 250;

export class WallPace implements Pace, LiveTime {
  constructor(private readonly clock: WallClock) {}

  now(): number {
    return this.clock.now();
  }

  track<T>(program: Promise<T>): Promise<T> {
    return program;
  }

  hold<T>(work: Promise<T>): Promise<T> {
    return work;
  }

  async runUntil(isDone: () => boolean, limitMs: number): Promise<boolean> {
    for (;;) {
      await this.settle();
      if (isDone()) return true;
      const leftMs = limitMs - this.now();
      if (leftMs <= 0) return false;
      await this.clock.next(Math.min(leftMs, idleTickMs));
    }
  }

  async advanceTo(instantMs: number): Promise<void> {
    await this.runUntil(() => false, instantMs);
  }

  /** What is due has run, and what waited for it has had its turn; answers of the cluster come when they come. */
  async settle(): Promise<void> {
    this.clock.runDue();
    await turnOfTheEventLoop();
    this.clock.runDue();
  }

  async driveUntil(
    isDone: () => boolean,
    wake: () => Promise<unknown>,
    onTick: () => Promise<void> = async () => undefined,
  ): Promise<void> {
    for (;;) {
      await this.settle();
      if (isDone()) return;
      await onTick();
      if (isDone()) return;
      await Promise.race([this.clock.next(idleTickMs), wake()]);
    }
  }

  rebase(): void {
    // The wall's time is the cluster's: they never part.
  }
}

function turnOfTheEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
