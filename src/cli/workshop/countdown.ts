// The time that the instructor gives: told when it begins, in its last minute, and when it is over.

import type { Order } from "../../workshop/protocol/orders.ts";
import { says } from "./says.ts";

const MINUTE_MS = 60_000;

export class Countdown {
  private until: number | undefined;
  private isLastMinuteTold = false;
  /** How far the host's clock is ahead of this machine's. */
  private ahead = 0;

  constructor(private readonly now: () => number) {}

  follow(ahead: number): void {
    this.ahead = ahead;
  }

  /** What to say of it. */
  set({ until, about }: Extract<Order, { kind: "countdown" }>): string[] {
    if (until === null) {
      const wasRunning = this.until !== undefined;
      this.until = undefined;
      return wasRunning ? [says.countdownOff] : [];
    }
    const left = until - this.hostNow();
    if (left <= 0) return [];
    this.until = until;
    this.isLastMinuteTold = left <= MINUTE_MS;
    return [says.countdown(spoken(left), about)];
  }

  due(): string[] {
    if (this.until === undefined) return [];
    const left = this.until - this.hostNow();
    if (left <= 0) {
      this.until = undefined;
      return [says.timeIsUp];
    }
    if (left > MINUTE_MS || this.isLastMinuteTold) return [];
    this.isLastMinuteTold = true;
    return [says.lastMinute];
  }

  private hostNow(): number {
    return this.now() + this.ahead;
  }
}

function spoken(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  return `${minutes} minutes`;
}
