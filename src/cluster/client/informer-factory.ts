// One informer a resource for a whole component: thirty controllers share one watch of the pods.

import type { KubeObject } from "../../api/types.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Client, ResourceAddress } from "./client.ts";
import { Informer } from "./informer.ts";

export class InformerFactory {
  private readonly informers = new Map<string, { start(): void; stop(): void; readonly synced: boolean }>();
  private started = false;
  private everythingListed = false;

  constructor(
    private readonly client: Client,
    private readonly clock: Clock,
  ) {}

  of<T extends KubeObject>(resource: ResourceAddress): Informer<T> {
    const key = `${resource.group}/${resource.version}/${resource.resource}`;
    const known = this.informers.get(key);
    // One resource has one type of object, so the type of the first caller is the type of all.
    if (known !== undefined) return known as Informer<T>;
    const informer = new Informer<T>(this.client, this.clock, resource);
    this.informers.set(key, informer);
    this.everythingListed = false;
    if (this.started) informer.start();
    return informer;
  }

  /** True once every resource has been listed: before that, what is missing from a copy may well exist. */
  get synced(): boolean {
    if (this.everythingListed) return true;
    for (const informer of this.informers.values()) if (!informer.synced) return false;
    this.everythingListed = true;
    return true;
  }

  start(): void {
    this.started = true;
    for (const informer of this.informers.values()) informer.start();
  }

  stop(): void {
    this.started = false;
    for (const informer of this.informers.values()) informer.stop();
  }
}
