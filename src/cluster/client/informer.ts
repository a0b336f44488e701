// An informer keeps a local copy of one resource up to date by list and watch, and tells its handlers what changed.

import type { Query, WatchEvent } from "../../api/request.ts";
import { ApiError, type Status } from "../../api/status.ts";
import type { Source } from "../../api/stream.ts";
import type { KubeObject } from "../../api/types.ts";
import type { Clock, Timer } from "../../sim/clock.ts";
import type { Client, ObjectKey, ResourceAddress } from "./client.ts";

/** Called after the local copy has changed: `next` is undefined when the object is gone, `previous` when it is new. */
export type ChangeHandler<T> = (next: T | undefined, previous: T | undefined) => void;

/** Read access to an informer's copy. */
export interface Lister<T extends KubeObject> {
  get(key: ObjectKey): T | undefined;
  /** All objects, or those of one namespace, in order of their keys' first appearance. */
  list(namespace?: string): T[];
}

const RELIST_DELAY_MS = 1000;
/** Who is refused again and again asks less often. */
const MOST_RELIST_DELAY_MS = 8000;

export function keyText(key: ObjectKey): string {
  return key.namespace === undefined ? key.name : `${key.namespace}/${key.name}`;
}

export function keyOf(object: KubeObject): ObjectKey {
  return { namespace: object.metadata.namespace, name: object.metadata.name };
}

export class Informer<T extends KubeObject> implements Lister<T> {
  /** In order of first appearance. */
  private readonly objects = new Set<Kept<T>>();
  /** The same by namespace and name; a text of both for each change of each object would be much of what an informer costs. */
  private readonly byNamespace = new Map<string | undefined, Map<string, Kept<T>>>();
  private readonly handlers: ChangeHandler<T>[] = [];
  private events: Source<WatchEvent> | undefined;
  private retry: Timer | undefined;
  private running = false;
  private listed = false;
  /** How often in a row it could not be listed. */
  private refusals = 0;

  /** @param query narrows what is listed and watched, as `{fieldSelector: "spec.nodeName=worker-1"}`. */
  constructor(
    private readonly client: Client,
    private readonly clock: Clock,
    private readonly resource: ResourceAddress,
    private readonly query: Query = {},
  ) {}

  onChange(handler: ChangeHandler<T>): void {
    this.handlers.push(handler);
  }

  get(key: ObjectKey): T | undefined {
    return this.find(key)?.object;
  }

  list(namespace?: string): T[] {
    const kept = namespace === undefined ? this.objects : this.byNamespace.get(namespace)?.values();
    return kept === undefined ? [] : Array.from(kept, ({ object }) => object);
  }

  private find({ namespace, name }: ObjectKey): Kept<T> | undefined {
    return this.byNamespace.get(namespace)?.get(name);
  }

  /** True once the resource has been listed. */
  get synced(): boolean {
    return this.listed;
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.relist();
  }

  stop(): void {
    this.running = false;
    this.events?.cancel();
    this.events = undefined;
    this.retry?.cancel();
  }

  private relist(): void {
    if (!this.running) return;
    try {
      const list = this.client.list<T>(this.resource, undefined, this.query);
      this.replace(list.items);
      this.listed = true;
      this.events = this.client.watch(this.resource, { ...this.query, resourceVersion: list.metadata.resourceVersion });
    } catch (error) {
      // A server that is down, or a version that is too old: both are mended by listing again a little later.
      if (!(error instanceof ApiError)) throw error;
      const delayMs = Math.min(RELIST_DELAY_MS * 2 ** this.refusals++, MOST_RELIST_DELAY_MS);
      this.relistAfter(delayMs);
      return;
    }
    this.refusals = 0;
    this.events.observe({ next: (event) => this.apply(event), end: () => this.reconnect() });
  }

  private reconnect(): void {
    this.events = undefined;
    if (this.running) this.relistAfter(0);
  }

  private relistAfter(delayMs: number): void {
    this.retry?.cancel();
    this.retry = this.clock.after(delayMs, () => this.relist());
  }

  private replace(items: readonly T[]): void {
    const listed = new Set(items.map((item) => keyText(keyOf(item))));
    for (const object of this.list()) if (!listed.has(keyText(keyOf(object)))) this.remove(object);
    for (const item of items) this.store(item);
  }

  private apply(event: WatchEvent): void {
    if (event.type === "BOOKMARK") return;
    if (event.type === "ERROR") {
      this.events?.cancel();
      const status = event.object as Status;
      this.relistAfter(status.code === 410 ? 0 : RELIST_DELAY_MS);
      return;
    }
    if (event.type === "DELETED") this.remove(event.object as T);
    else this.store(event.object as T);
  }

  private store(object: T): void {
    const { namespace, name, resourceVersion } = object.metadata;
    const kept = this.find(object.metadata);
    const previous = kept?.object;
    if (previous?.metadata.resourceVersion === resourceVersion) return;
    if (kept === undefined) this.keep(namespace, name, object);
    else kept.object = object;
    for (const handler of this.handlers) handler(object, previous);
  }

  private keep(namespace: string | undefined, name: string, object: T): void {
    const kept = { object };
    this.objects.add(kept);
    const inNamespace = this.byNamespace.get(namespace);
    if (inNamespace === undefined) this.byNamespace.set(namespace, new Map([[name, kept]]));
    else inNamespace.set(name, kept);
  }

  private remove(object: T): void {
    const kept = this.find(object.metadata);
    if (kept === undefined) return;
    this.objects.delete(kept);
    const { namespace, name } = object.metadata;
    this.byNamespace.get(namespace)?.delete(name);
    for (const handler of this.handlers) handler(undefined, kept.object);
  }
}

interface Kept<T> {
  object: T;
}
