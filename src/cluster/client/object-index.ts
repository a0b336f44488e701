// Objects of an informer looked up by something other than their name: pods by owner, by node, by label.

import type { KubeObject } from "../../api/types.ts";
import type { Informer } from "./informer.ts";

export class ObjectIndex<T extends KubeObject> {
  private readonly buckets = new Map<string, Map<string, T>>();

  /** @param keysOf under which keys an object is found; it must depend on the object alone. */
  constructor(
    informer: Informer<T>,
    private readonly keysOf: (object: T) => readonly string[],
  ) {
    for (const object of informer.list()) this.put(object, this.keysOf(object));
    informer.onChange((next, previous) => this.replace(previous, next));
  }

  /** The objects under `key`, in the order in which they came there. */
  get(key: string): T[] {
    return [...(this.buckets.get(key)?.values() ?? [])];
  }

  get isEmpty(): boolean {
    return this.buckets.size === 0;
  }

  count(key: string): number {
    return this.buckets.get(key)?.size ?? 0;
  }

  private replace(previous: T | undefined, next: T | undefined): void {
    const keys = next === undefined ? [] : this.keysOf(next);
    if (previous !== undefined) this.drop(previous, keys);
    if (next !== undefined) this.put(next, keys);
  }

  private put(object: T, keys: readonly string[]): void {
    const { uid } = object.metadata;
    for (const key of keys) {
      const bucket = this.buckets.get(key);
      if (bucket === undefined) this.buckets.set(key, new Map([[uid, object]]));
      else bucket.set(uid, object);
    }
  }

  /** @param kept under which keys what comes in its place will be found. */
  private drop(object: T, kept: readonly string[]): void {
    const { uid } = object.metadata;
    for (const key of this.keysOf(object)) {
      const bucket = this.buckets.get(key);
      bucket?.delete(uid);
      if (bucket?.size === 0 && !kept.includes(key)) this.buckets.delete(key);
    }
  }
}
