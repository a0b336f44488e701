// Keeps a pod to its activeDeadlineSeconds: says when they are over, and wakes whoever has to act then.

import type { Pod } from "../../api/types.ts";
import type { Clock, Timer } from "../../sim/clock.ts";

export class ActiveDeadline {
  private timer: Timer | undefined;

  /** @param startTime of the pod, as the API writes it. */
  constructor(
    private readonly clock: Clock,
    private readonly startTime: string,
    private readonly onDue: () => void,
  ) {}

  isOver(pod: Pod): boolean {
    const at = this.instantOf(pod);
    return at !== undefined && this.clock.now() >= at;
  }

  /** From now on the deadline is that of this pod. */
  set(pod: Pod): void {
    this.cancel();
    const at = this.instantOf(pod);
    if (at !== undefined) this.timer = this.clock.after(at - this.clock.now(), this.onDue);
  }

  cancel(): void {
    this.timer?.cancel();
  }

  private instantOf({ spec }: Pod): number | undefined {
    const seconds = spec.activeDeadlineSeconds;
    return seconds === undefined ? undefined : Date.parse(this.startTime) + seconds * 1000;
  }
}
