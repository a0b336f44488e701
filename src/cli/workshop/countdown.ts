// The time that the instructor gives: told when it begins, in its last minute, and when it is over.

import type { Texts } from "../../tutor/language/english.ts";
import type { Order } from "../../workshop/protocol/orders.ts";

const MINUTE_MS = 60_000;

export class Countdown {
  private until: number | undefined;
  private isLastMinuteTold = false;
  /** How far the host's clock is ahead of ours. */
  private ahead = 0;

  /** @param now milliseconds that only grow: the machine's clock may be set while the countdown runs. */
  constructor(
    private readonly now: () => number,
    private readonly says: Texts["workshop"],
  ) {}

  /** @param hostNow the host's clock, just told. */
  follow(hostNow: number): void {
    this.ahead = hostNow - this.now();
  }

  /** What to say of it. */
  set({ until, about }: Extract<Order, { kind: "countdown" }>): string[] {
    if (until === null) {
      const wasRunning = this.until !== undefined;
      this.until = undefined;
      return wasRunning ? [this.says.countdownOff] : [];
    }
    const left = until - this.hostNow();
    if (left <= 0) return [];
    this.until = until;
    this.isLastMinuteTold = left <= MINUTE_MS;
    return [this.says.countdown(this.spoken(left), about)];
  }

  due(): string[] {
    if (this.until === undefined) return [];
    const left = this.until - this.hostNow();
    if (left <= 0) {
      this.until = undefined;
      return [this.says.timeIsUp];
    }
    if (left > MINUTE_MS || this.isLastMinuteTold) return [];
    this.isLastMinuteTold = true;
    return [this.says.lastMinute];
  }

  private hostNow(): number {
    return this.now() + this.ahead;
  }

  private spoken(ms: number): string {
    const seconds = Math.round(ms / 1000);
    return seconds < 90 ? this.says.seconds(seconds) : this.says.minutes(Math.round(seconds / 60));
  }
}
