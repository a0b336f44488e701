// Lets the cluster's clock keep step with the wall's while somebody looks on.

import type { Pace } from "./pacer.ts";

/** A gap longer than this was no waiting: the machine slept, or was stopped in a debugger. The cluster does not live through it. */
const longestGapMs = 5000;
/** How often the clock is looked at while nothing is due. */
const idleTickMs = 250;

/** Time in front of somebody who looks on: a second of theirs is a second of the cluster's. */
export interface LiveTime {
  /** Lets time pass until `isDone`; `wake` resolves when something outside has happened that may have made it so. */
  driveUntil(isDone: () => boolean, wake: () => Promise<unknown>, onTick?: () => Promise<void>): Promise<void>;
  /** The cluster's time went on without the wall's (a look ahead that became true): from here they go together again. */
  rebase(): void;
}

export class WallTime implements LiveTime {
  private offset: number;

  constructor(
    private readonly pacer: Pace,
    private readonly nextDue: () => number | undefined,
    private readonly wall: () => number = () => performance.now(),
  ) {
    this.offset = pacer.now() - wall();
  }

  async driveUntil(isDone: () => boolean, wake: () => Promise<unknown>, onTick?: () => Promise<void>): Promise<void> {
    for (;;) {
      if (await this.pacer.runUntil(isDone, this.target())) return;
      await onTick?.();
      await pause(this.pauseMs(), wake());
    }
  }

  rebase(): void {
    this.offset = this.pacer.now() - this.wall();
  }

  private target(): number {
    const now = this.pacer.now();
    const target = Math.floor(this.wall() + this.offset);
    if (target <= now + longestGapMs) return Math.max(now, target);
    this.offset -= target - now;
    return now;
  }

  private pauseMs(): number {
    const due = this.nextDue() ?? Number.POSITIVE_INFINITY;
    return Math.max(1, Math.min(idleTickMs, due - this.pacer.now()));
  }
}

// The timer keeps the program alive while a command runs, whoever has closed the input; it does not outlive the wait.
async function pause(ms: number, woken: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const elapsed = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([woken, elapsed]);
  clearTimeout(timer);
}
