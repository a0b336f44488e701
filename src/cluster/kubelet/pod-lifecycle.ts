// Stands for the pod lifecycle event generator: the runtime is looked at once a second, and what has changed in a pod is known then.

import type { Clock, Timer } from "../../sim/clock.ts";
import { RELIST_MS, type Relister } from "./resync.ts";

export class PodLifecycle implements Relister {
  private readonly changed = new Set<string>();
  private timer: Timer | undefined;

  /** @param phaseMs when within a second this kubelet looks. */
  constructor(
    private readonly clock: Clock,
    private readonly phaseMs: number,
    private readonly onChange: (podUid: string) => void,
  ) {}

  /** Something has changed in the pod, which the next look will show. */
  notice(podUid: string): void {
    this.changed.add(podUid);
    if (this.timer !== undefined) return;
    this.timer = this.clock.after(this.next() - this.clock.now(), () => this.relist());
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  /** The runtime is looked at at fixed instants, of which only those count where something has changed. */
  last(): number {
    return Math.floor((this.clock.now() - this.phaseMs) / RELIST_MS) * RELIST_MS + this.phaseMs;
  }

  next(): number {
    return this.last() + RELIST_MS;
  }

  private relist(): void {
    this.timer = undefined;
    const uids = [...this.changed];
    this.changed.clear();
    for (const uid of uids) this.onChange(uid);
  }
}
