// Stands for the leases that etcd gives to events: an event that has not been written for an hour is gone, within a minute.

import type { AnyObject } from "../../api/types.ts";
import type { Core } from "./core.ts";

const LIFE_MS = 60 * 60_000;
/** Events of one minute share a lease. */
const LEASE_MS = 60_000;

export function expireEvents(core: Pick<Core, "clock" | "storage" | "resources">): void {
  const { clock, storage, resources } = core;
  const look = (): void => {
    const events = resources.named("events");
    if (events === undefined) return;
    let next = clock.now() + LIFE_MS;
    for (const { value } of storage.list(events, undefined)) {
      const end = writtenMs(value) + LIFE_MS;
      if (end <= clock.now()) storage.delete(events, value);
      else next = Math.min(next, end);
    }
    clock.after(next - clock.now() + LEASE_MS, look);
  };
  look();
}

/** Each time that something happens again the event is written anew, and says so. */
function writtenMs(event: AnyObject): number {
  const { lastTimestamp, eventTime, series } = event as unknown as Times;
  const times = [event.metadata.creationTimestamp as unknown, lastTimestamp, eventTime, series?.lastObservedTime];
  return Math.max(...times.map((time) => (typeof time === "string" ? Date.parse(time) : 0)));
}

interface Times {
  readonly lastTimestamp?: unknown;
  readonly eventTime?: unknown;
  readonly series?: { readonly lastObservedTime?: unknown };
}
