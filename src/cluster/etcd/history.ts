// The log of changes that watches in the past start from. Bounded: what is too old is compacted away.

import type { Entry } from "./entry.ts";

/** One write. `entry` is absent for a delete, which leaves `last`; `previous` is absent for a creation. */
export interface Change<V> {
  readonly key: string;
  readonly revision: number;
  readonly entry: Entry<V> | undefined;
  readonly previous: Entry<V> | undefined;
  readonly last?: Entry<V>;
}

export class History<V> {
  private changes: Change<V>[] = [];
  private start = 0;
  private compactedTo = 0;

  constructor(private readonly limit: number) {}

  /** Changes up to this revision are forgotten. */
  get compacted(): number {
    return this.compactedTo;
  }

  add(change: Change<V>): void {
    this.changes.push(change);
    if (this.changes.length - this.start > this.limit) this.forget(this.start + 1);
  }

  /** The changes after `revision` in a new array, or undefined when some of them are forgotten. */
  after(revision: number): Change<V>[] | undefined {
    if (revision < this.compactedTo) return undefined;
    return this.changes.slice(this.firstAfter(revision));
  }

  compact(revision: number): void {
    this.forget(this.firstAfter(revision));
    this.compactedTo = Math.max(this.compactedTo, revision);
  }

  private forget(upTo: number): void {
    if (upTo <= this.start) return;
    this.compactedTo = Math.max(this.compactedTo, this.changes[upTo - 1]?.revision ?? 0);
    this.start = upTo;
    // The forgotten head is cut off now and then, not on each write.
    if (this.start < this.limit) return;
    this.changes = this.changes.slice(this.start);
    this.start = 0;
  }

  private firstAfter(revision: number): number {
    let low = this.start;
    let high = this.changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.changes[middle]?.revision ?? 0) <= revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
