// Stands for what a process can sleep on: conditions that announce when they have come true.

import type { Waitable } from "./process.ts";

/** A condition over state that somebody else holds; call `notify` after each change that may have made it true. */
export class Condition implements Waitable {
  private readonly isReady: () => boolean;
  private waiting: Set<() => void> | undefined;

  constructor(isReady: () => boolean) {
    this.isReady = isReady;
  }

  get ready(): boolean {
    return this.isReady();
  }

  subscribe(wake: () => void): () => void {
    this.waiting ??= new Set();
    const entry = () => wake();
    this.waiting.add(entry);
    return () => this.waiting?.delete(entry);
  }

  notify(): void {
    if (this.waiting === undefined || this.waiting.size === 0 || !this.isReady()) return;
    const woken = this.waiting;
    this.waiting = undefined;
    for (const wake of woken) wake();
  }
}

/** A condition that comes true once, and stays so. */
export class Settable implements Waitable {
  private readonly condition = new Condition(() => this.isSet);
  private isSet = false;

  get ready(): boolean {
    return this.isSet;
  }

  set(): void {
    this.isSet = true;
    this.condition.notify();
  }

  subscribe(wake: () => void): () => void {
    return this.condition.subscribe(wake);
  }
}

export const alwaysReady: Waitable = {
  ready: true,
  subscribe(wake) {
    wake();
    return () => undefined;
  },
};

export const neverReady: Waitable = { ready: false, subscribe: () => () => undefined };
