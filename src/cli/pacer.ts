// Winds the cluster's clock, and lets what waits for the cluster outside of it (kubectl, chiefly) take its turns in between.
//
// The clock only moves when everything that could still happen at the present instant has happened: first what is due
// inside the cluster, then the promises of kubectl, and again, until both are quiet. So a session played again with the
// same inputs at the same instants gives the same bytes, however fast the machine is.

import type { VirtualClock } from "../sim/clock.ts";

/** Lets time pass in front of the learner's cluster: by winding a clock, or by waiting. */
export interface Pace {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Counts a program outside the cluster, which needs turns while the clock moves, for as long as it runs. */
  track<T>(program: Promise<T>): Promise<T>;
  /** Keeps the clock still until `work` of the host (a module being loaded, an editor) is over. */
  hold<T>(work: Promise<T>): Promise<T>;
  /** Lets time pass until `isDone`, but not beyond `limitMs`. The answer tells whether it was done. */
  runUntil(isDone: () => boolean, limitMs: number): Promise<boolean>;
  /** Lets time pass until `instantMs`. */
  advanceTo(instantMs: number): Promise<void>;
  /** Lets happen all that can happen without time passing. */
  settle(): Promise<void>;
}

export class Pacer implements Pace {
  private outside = 0;
  private readonly holds = new Set<Promise<unknown>>();

  constructor(private readonly clock: VirtualClock) {}

  now(): number {
    return this.clock.now();
  }

  async track<T>(program: Promise<T>): Promise<T> {
    this.outside++;
    try {
      return await program;
    } finally {
      this.outside--;
    }
  }

  async hold<T>(work: Promise<T>): Promise<T> {
    this.holds.add(work);
    try {
      return await work;
    } finally {
      this.holds.delete(work);
    }
  }

  async runUntil(isDone: () => boolean, limitMs: number): Promise<boolean> {
    for (;;) {
      await this.settle();
      if (isDone()) return true;
      const due = this.clock.nextDue();
      if (due === undefined || due > limitMs) {
        this.clock.advanceTo(limitMs);
        return false;
      }
      this.clock.advanceTo(due);
    }
  }

  async advanceTo(instantMs: number): Promise<void> {
    if (this.outside === 0 && this.holds.size === 0) {
      this.clock.advanceTo(instantMs);
      if (this.outside === 0) return;
    }
    await this.runUntil(() => false, instantMs);
    await this.settle();
  }

  async settle(): Promise<void> {
    do {
      this.clock.runDue();
      await turnOfTheEventLoop();
      while (this.holds.size > 0) {
        await Promise.allSettled(this.holds);
        await turnOfTheEventLoop();
      }
    } while (isDue(this.clock));
  }
}

function isDue(clock: VirtualClock): boolean {
  const due = clock.nextDue();
  return due !== undefined && due <= clock.now();
}

/** Promises that can go on have gone on after this: nothing in the cluster's reach waits for the host otherwise. */
function turnOfTheEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
