// The clock of a laptop before a cluster outside: the wall's. What is due runs by itself, on one timer of the host.

import { type Clock, type Timer, VirtualClock } from "../../sim/clock.ts";

/** What the host gives; tests hand in their own. */
export interface Wall {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

// What a timer of the host can count to.
const longestDelayMs = 2 ** 31 - 1;

export class WallClock implements Clock {
  /** Holds the timers in their order; it lags behind the wall until something is due. */
  private readonly timers: VirtualClock;
  private readonly waiting = new Set<() => void>();
  private alarm: { readonly at: number; cancel(): void } | undefined;
  private offset = 0;
  private last: number;
  private isRunning = false;
  private isStopped = false;

  constructor(private readonly wall: Wall = Date) {
    this.last = Math.floor(wall.now());
    this.timers = new VirtualClock(this.last);
  }

  /** Never goes back, even when somebody sets the host's clock back. */
  now(): number {
    const now = Math.floor(this.wall.now()) + this.offset;
    if (now < this.last) this.offset += this.last - now;
    else this.last = now;
    return this.last;
  }

  after(delayMs: number, callback: () => void): Timer {
    const timer = this.timers.after(this.now() + delayMs - this.timers.now(), callback);
    this.setAlarm();
    return timer;
  }

  /** Runs what is due, and tells those who wait in `next`. */
  runDue(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    try {
      this.timers.advanceTo(this.now());
    } finally {
      this.isRunning = false;
      this.setAlarm();
    }
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const wake of waiting) wake();
  }

  /** Resolves when something has been due, but not later than after `ms`. */
  next(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.min(ms, longestDelayMs));
      this.waiting.add(wake);
    });
  }

  /** Nothing is due any more, and the program may end. */
  stop(): void {
    this.isStopped = true;
    this.alarm?.cancel();
  }

  private setAlarm(): void {
    const at = this.timers.nextDue();
    if (at === undefined || this.isRunning || this.isStopped) return;
    if (this.alarm !== undefined && this.alarm.at <= at) return;
    this.alarm?.cancel();
    const ring = () => {
      this.alarm = undefined;
      this.runDue();
    };
    const delayMs = at - this.now();
    // A chain of programs hands its data on at one instant; a timer of the host would take a millisecond for each link.
    if (delayMs <= 0) {
      const immediate = setImmediate(ring);
      this.alarm = { at, cancel: () => clearImmediate(immediate) };
    } else {
      const timeout = setTimeout(ring, Math.min(delayMs, longestDelayMs));
      this.alarm = { at, cancel: () => clearTimeout(timeout) };
    }
  }
}
