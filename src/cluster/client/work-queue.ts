// A queue of keys to reconcile: each key at most once, retried with back-off when reconciling fails.

import { ApiError } from "../../api/status.ts";
import type { Clock, Timer } from "../../sim/clock.ts";

/** When to look at the key again; empty when only a change of the world can matter. */
export type ReconcileResult = { readonly requeueAfterMs?: number };

export interface WorkQueueOptions {
  /** How long after a change the key is looked at: a controller's usual reaction time. */
  readonly latencyMs?: number;
  /** First back-off after a failed reconcile; doubles to `maxRetryMs`. Defaults: 5 ms, 1,000 s, as in client-go. */
  readonly retryMs?: number;
  readonly maxRetryMs?: number;
}

/** Keys are texts, usually `namespace/name`. */
export class WorkQueue {
  private readonly timers = new Map<string, Timer>();
  private readonly failures = new Map<string, number>();
  private stopped = false;

  /** @param reconcile may throw ApiError: the key is then tried again. Anything else thrown is a bug and passes through. */
  constructor(
    private readonly clock: Clock,
    private readonly reconcile: (key: string) => ReconcileResult,
    private readonly options: WorkQueueOptions = {},
  ) {}

  add(key: string): void {
    this.addAfter(key, this.options.latencyMs ?? 0);
  }

  /** Looks at `key` no later than after `delayMs`. */
  addAfter(key: string, delayMs: number): void {
    if (this.stopped) return;
    const waiting = this.timers.get(key);
    if (waiting !== undefined) {
      if (waiting.at <= this.clock.now() + delayMs) return;
      waiting.cancel();
    }
    this.timers.set(
      key,
      this.clock.after(delayMs, () => this.process(key)),
    );
  }

  /** Forgets everything that waits; used when the component is stopped. */
  stop(): void {
    this.stopped = true;
    for (const timer of this.timers.values()) timer.cancel();
    this.timers.clear();
  }

  start(): void {
    this.stopped = false;
  }

  private process(key: string): void {
    this.timers.delete(key);
    try {
      const result = this.reconcile(key);
      this.failures.delete(key);
      if (result.requeueAfterMs !== undefined) this.addAfter(key, result.requeueAfterMs);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const failures = this.failures.get(key) ?? 0;
      this.failures.set(key, failures + 1);
      const { retryMs = 5, maxRetryMs = 1_000_000 } = this.options;
      this.addAfter(key, Math.min(maxRetryMs, retryMs * 2 ** Math.min(failures, 30)));
    }
  }
}
