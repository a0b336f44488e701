// Objects of an informer looked up by something other than their name: pods by owner, by node, by label.

import type { KubeObject } from "../../api/types.ts";
import { type Informer, keyOf, keyText } from "./informer.ts";

export class ObjectIndex<T extends KubeObject> {
  private readonly buckets = new Map<string, Map<string, T>>();

  /** @param keysOf under which keys an object is found; it must depend on the object alone. */
  constructor(
    informer: Informer<T>,
    private readonly keysOf: (object: T) => readonly string[],
  ) {
    for (const object of informer.list()) this.put(object);
    informer.onChange((next, previous) => {
      if (previous !== undefined) this.drop(previous);
      if (next !== undefined) this.put(next);
    });
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

  private put(object: T): void {
    const name = keyText(keyOf(object));
    for (const key of this.keysOf(object)) {
      const bucket = this.buckets.get(key);
      if (bucket === undefined) this.buckets.set(key, new Map([[name, object]]));
      else bucket.set(name, object);
    }
  }

  private drop(object: T): void {
    const name = keyText(keyOf(object));
    for (const key of this.keysOf(object)) {
      const bucket = this.buckets.get(key);
      bucket?.delete(name);
      if (bucket?.size === 0) this.buckets.delete(key);
    }
  }
}
