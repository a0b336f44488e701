// Stands for etcd: keys with revisions, compare-and-set, ranges in key order, watches from a revision, compaction.
// Values are shared and never changed: a new version of an object is a new value.

import type { Entry } from "./entry.ts";
import { type Change, History } from "./history.ts";
import { KeyTree } from "./key-tree.ts";

export type PutResult<V> = { readonly kind: "done"; readonly entry: Entry<V> } | { readonly kind: "conflict" };

export interface EtcdOptions {
  /** How many changes are remembered for watches that start in the past. */
  readonly historyLimit?: number;
}

export interface WatchHandle {
  cancel(): void;
}

interface Watcher<V> {
  readonly prefix: string;
  readonly observer: (change: Change<V>) => void;
  /** The last revision that it has been told of. */
  seen: number;
  cancelled: boolean;
}

const DEFAULT_HISTORY = 20_000;

export class Etcd<V> {
  private readonly tree = new KeyTree<Entry<V>>();
  private readonly history: History<V>;
  private readonly watchers = new Set<Watcher<V>>();
  private readonly undelivered: Change<V>[] = [];
  private delivering = false;
  private current = 1;

  constructor(options: EtcdOptions = {}) {
    this.history = new History(options.historyLimit ?? DEFAULT_HISTORY);
  }

  /** The revision of the latest change. */
  get revision(): number {
    return this.current;
  }

  /** The oldest revision that a watch may still start from. */
  get compactedRevision(): number {
    return this.history.compacted;
  }

  get(key: string): Entry<V> | undefined {
    return this.tree.get(key);
  }

  /** The entries under a prefix that ends in a slash, in key order. */
  range(prefix: string): readonly Entry<V>[] {
    return this.tree.range(prefix);
  }

  count(prefix: string): number {
    return this.tree.count(prefix);
  }

  /** The entries under the prefix as they were at an older revision; undefined when that has been compacted. */
  rangeAt(prefix: string, revision: number): readonly Entry<V>[] | undefined {
    if (revision >= this.current) return this.range(prefix);
    const changes = this.history.after(revision);
    if (changes === undefined) return undefined;
    const entries = new Map(this.range(prefix).map((entry) => [entry.key, entry]));
    for (const change of changes.reverse()) {
      if (!change.key.startsWith(prefix)) continue;
      if (change.previous === undefined) entries.delete(change.key);
      else entries.set(change.key, change.previous);
    }
    const inOrder = new KeyTree<Entry<V>>();
    for (const [key, entry] of entries) inOrder.set(key, entry);
    return inOrder.range(prefix);
  }

  /** Writes if the key is still at `expected` (0: does not exist). `make` is told the revision that the value will have. */
  put(key: string, expected: number, make: (revision: number) => V): PutResult<V> {
    const previous = this.tree.get(key);
    if ((previous?.modRevision ?? 0) !== expected) return { kind: "conflict" };
    const revision = this.current + 1;
    const value = make(revision);
    this.current = revision;
    const entry = { key, value, createRevision: previous?.createRevision ?? revision, modRevision: revision };
    this.tree.set(key, entry);
    this.record({ key, revision, entry, previous });
    return { kind: "done", entry };
  }

  /** Deletes if the key is still at `expected`. `tombstone` makes the last version that watchers are told of. */
  delete(key: string, expected: number, tombstone: (revision: number) => V): PutResult<V> {
    const previous = this.tree.get(key);
    if (previous === undefined || previous.modRevision !== expected) return { kind: "conflict" };
    const revision = this.current + 1;
    const last = { ...previous, value: tombstone(revision), modRevision: revision };
    this.current = revision;
    this.tree.delete(key);
    this.record({ key, revision, entry: undefined, previous, last });
    return { kind: "done", entry: last };
  }

  /** Tells of every change under the prefix after `revision`; "compacted" when those are no longer known.
   * Changes that happened already are told before this returns. */
  watch(prefix: string, revision: number, observer: (change: Change<V>) => void): WatchHandle | "compacted" {
    const missed = this.history.after(revision);
    if (missed === undefined) return "compacted";
    const watcher: Watcher<V> = { prefix, observer, seen: this.current, cancelled: false };
    this.watchers.add(watcher);
    for (const change of missed) if (change.key.startsWith(prefix)) observer(change);
    return {
      cancel: () => {
        watcher.cancelled = true;
        this.watchers.delete(watcher);
      },
    };
  }

  /** The changes under a prefix after `revision`, oldest first; undefined when they have been compacted. */
  changesAfter(prefix: string, revision: number): readonly Change<V>[] | undefined {
    return this.history.after(revision)?.filter((change) => change.key.startsWith(prefix));
  }

  /** Forgets the history up to and including `revision`. */
  compact(revision: number): void {
    this.history.compact(revision);
  }

  private record(change: Change<V>): void {
    this.history.add(change);
    this.undelivered.push(change);
    // An observer may write: its changes wait their turn, so that everybody sees all changes in one order.
    if (this.delivering) return;
    this.delivering = true;
    try {
      for (let next = this.undelivered.shift(); next !== undefined; next = this.undelivered.shift()) this.deliver(next);
    } finally {
      this.delivering = false;
      this.undelivered.length = 0;
    }
  }

  private deliver(change: Change<V>): void {
    for (const watcher of [...this.watchers]) {
      if (watcher.cancelled || change.revision <= watcher.seen) continue;
      if (!change.key.startsWith(watcher.prefix)) continue;
      watcher.seen = change.revision;
      watcher.observer(change);
    }
  }
}
