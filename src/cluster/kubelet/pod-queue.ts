// Stands for the work queue of one pod: one piece of work at a time, and after it none before the runtime was looked at again.

import type { Clock, Timer } from "../../sim/clock.ts";
import type { Relister } from "./resync.ts";
import { type RunningSteps, runSteps, type Steps } from "./steps.ts";

export interface PodWork<T> {
  /** The next piece of work; undefined when there is none. @param isFirst nothing was done before. */
  begin(isFirst: boolean): Steps<T> | undefined;
  done(result: T): void;
}

export class PodQueue<T> {
  private running: RunningSteps<T> | undefined;
  private wake: Timer | undefined;
  private finishedMs = Number.NEGATIVE_INFINITY;
  private isPending = false;

  constructor(
    private readonly clock: Clock,
    private readonly relister: Relister,
    private readonly work: PodWork<T>,
  ) {}

  get isBusy(): boolean {
    return this.running !== undefined;
  }

  /** Somebody has asked for work while some was under way. */
  get wasAsked(): boolean {
    return this.isPending;
  }

  request(): void {
    if (this.running !== undefined) this.isPending = true;
    else this.schedule(this.finishedMs >= this.relister.last() ? this.relister.next() - this.clock.now() : 0);
  }

  schedule(delayMs: number): void {
    const at = this.clock.now() + delayMs;
    if (this.wake !== undefined && this.wake.at <= at) return;
    this.wake?.cancel();
    this.wake = this.clock.after(delayMs, () => this.begin());
  }

  /** Makes way for other work at once. */
  breakOff(): void {
    this.running?.cancel();
    this.running = undefined;
  }

  /** Like breaking off, but it counts as done. */
  giveUp(): void {
    this.breakOff();
    this.finishedMs = this.clock.now();
  }

  stop(): void {
    this.wake?.cancel();
    this.breakOff();
  }

  private begin(): void {
    this.wake = undefined;
    if (this.running !== undefined) return;
    const steps = this.work.begin(this.finishedMs === Number.NEGATIVE_INFINITY);
    if (steps === undefined) return;
    this.isPending = false;
    let isOver = false;
    const running = runSteps(this.clock, steps, (result) => {
      isOver = true;
      this.running = undefined;
      this.finishedMs = this.clock.now();
      this.work.done(result);
    });
    if (!isOver) this.running = running;
  }
}
