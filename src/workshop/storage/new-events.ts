// What of a batch is new: a device's events come in order, some perhaps twice, and what follows a gap has to wait.

import type { NumberedEvent } from "../protocol/events.ts";

/** @param kept the last `seq` of the device that is kept. */
export function newEvents(events: readonly NumberedEvent[], kept: number): readonly NumberedEvent[] {
  const taken: NumberedEvent[] = [];
  let last = kept;
  for (const event of events) {
    if (event.seq <= last) continue;
    if (event.seq > last + 1) break;
    taken.push(event);
    last = event.seq;
  }
  return taken;
}
