// The pods that wait for a node: ready to be tried, backing off, or set aside until something changes.

import type { Clock, Timer } from "../../sim/clock.ts";

const INITIAL_BACKOFF_MS = 1000;
const MAX_BACKOFF_MS = 10_000;
/** What was set aside for this long is tried again, should a change have been missed. */
const MAX_UNSCHEDULABLE_MS = 300_000;
const FLUSH_PERIOD_MS = 30_000;
/** One pod is placed in about this time. */
const CYCLE_MS = 3;

interface Attempt {
  count: number;
  lastMs: number;
  /** The plugins that turned it down, while it is set aside. */
  rejectedBy: readonly string[];
}

export class SchedulingQueue {
  private readonly active = new Map<string, number>();
  /** The same keys by priority, each list in the order of waiting. */
  private readonly byPriority = new Map<number, Set<string>>();
  private readonly backingOff = new Map<string, Timer>();
  private readonly unschedulable = new Set<string>();
  private readonly attempts = new Map<string, Attempt>();
  private readonly priorities = new Map<string, number>();
  private cycle: Timer | undefined;
  private flush: Timer | undefined;

  /** @param schedule tries to place the pod of this key. */
  constructor(
    private readonly clock: Clock,
    private readonly schedule: (key: string) => void,
  ) {}

  start(): void {
    this.flush = this.clock.after(FLUSH_PERIOD_MS, () => {
      for (const key of [...this.unschedulable]) {
        if (this.clock.now() - (this.attempts.get(key)?.lastMs ?? 0) > MAX_UNSCHEDULABLE_MS) this.wake(key);
      }
      this.start();
    });
  }

  stop(): void {
    this.cycle?.cancel();
    this.flush?.cancel();
    for (const timer of this.backingOff.values()) timer.cancel();
  }

  /** A new pod, or one that was changed so that it may fit now. */
  add(key: string, priority: number): void {
    this.priorities.set(key, priority);
    this.unschedulable.delete(key);
    this.backingOff.get(key)?.cancel();
    this.backingOff.delete(key);
    if (!this.active.has(key)) {
      this.active.set(key, priority);
      const equals = this.byPriority.get(priority) ?? new Set<string>();
      this.byPriority.set(priority, equals.add(key));
    }
    this.cycle ??= this.clock.after(CYCLE_MS, () => this.runCycle());
  }

  /** The pod is placed, or gone. */
  remove(key: string): void {
    this.deactivate(key);
    this.unschedulable.delete(key);
    this.attempts.delete(key);
    this.priorities.delete(key);
    this.backingOff.get(key)?.cancel();
    this.backingOff.delete(key);
  }

  /** Sets a pod aside that fits nowhere; `rejectedBy` says what has to change. */
  setAside(key: string, rejectedBy: readonly string[]): void {
    const attempt = this.attempts.get(key);
    this.attempts.set(key, { count: (attempt?.count ?? 0) + 1, lastMs: this.clock.now(), rejectedBy });
    this.unschedulable.add(key);
  }

  /** A failure that has nothing to do with the pod: it is tried again after its back-off. */
  retry(key: string): void {
    this.setAside(key, []);
    this.wake(key);
  }

  isKnown(key: string): boolean {
    return this.active.has(key) || this.backingOff.has(key) || this.unschedulable.has(key);
  }

  /** The pods set aside, with the plugins that turned them down. */
  setAsidePods(): readonly { readonly key: string; readonly rejectedBy: readonly string[] }[] {
    return [...this.unschedulable].map((key) => ({ key, rejectedBy: this.attempts.get(key)?.rejectedBy ?? [] }));
  }

  /** Something changed that may help this pod: it is tried again, though not before its back-off is over. */
  wake(key: string): void {
    if (!this.unschedulable.delete(key)) return;
    const attempt = this.attempts.get(key);
    const until = attempt === undefined ? 0 : attempt.lastMs + backoffMs(attempt.count);
    const priority = this.priorities.get(key) ?? 0;
    if (until <= this.clock.now()) this.add(key, priority);
    else
      this.backingOff.set(
        key,
        this.clock.after(until - this.clock.now(), () => this.add(key, priority)),
      );
  }

  private runCycle(): void {
    this.cycle = undefined;
    const next = this.pop();
    if (next !== undefined) this.schedule(next);
    if (this.active.size > 0) this.cycle ??= this.clock.after(CYCLE_MS, () => this.runCycle());
  }

  /** The most important pod; among equals the one that has waited longest. */
  private pop(): string | undefined {
    if (this.active.size === 0) return undefined;
    const [first] = this.byPriority.get(Math.max(...this.byPriority.keys())) ?? [];
    if (first !== undefined) this.deactivate(first);
    return first;
  }

  private deactivate(key: string): void {
    const priority = this.active.get(key);
    if (priority === undefined) return;
    this.active.delete(key);
    const equals = this.byPriority.get(priority);
    equals?.delete(key);
    if (equals?.size === 0) this.byPriority.delete(priority);
  }
}

function backoffMs(attempts: number): number {
  return Math.min(MAX_BACKOFF_MS, INITIAL_BACKOFF_MS * 2 ** Math.min(attempts - 1, 10));
}
