// What is stored under a key.

export interface Entry<V> {
  readonly key: string;
  readonly value: V;
  /** The revision that created the key. */
  readonly createRevision: number;
  /** The revision that last wrote it. */
  readonly modRevision: number;
}
