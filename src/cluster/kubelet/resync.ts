// When a pod is looked at again although nobody has asked for it.

import type { Pod } from "../../api/types.ts";
import type { Random } from "../../sim/random.ts";
import type { KubeletContext } from "./context.ts";
import { hasChangingFiles } from "./mount-volumes.ts";

/** After a failed sync, and between syncs of a pod whose files may change; something is added by chance. */
export const RETRY_MS = 10_000;
const RESYNC_MS = 60_000;
/** How often the runtime is looked at. */
export const RELIST_MS = 1000;
const AFTER_RELIST_MS = 20;

/** A sync after a sync waits for the next look. */
export interface Relister {
  /** The instant of the last look, and of the next one. */
  last(): number;
  next(): number;
}

// Simplified: a failed sync is tried again after some 10.5 to 13.5 s; the real kubelet takes up to 15, so STATUS may change a little sooner here.
/** The kubelet's own ticker wakes the pod, a moment after the runtime was looked at. */
export function retryDelayMs({ clock, random }: KubeletContext, relister: Relister): number {
  const due = clock.now() + RETRY_MS * random.between(1.05, 1.25);
  const tick = relister.next() - clock.now();
  return Math.ceil((due - clock.now() - tick) / RELIST_MS) * RELIST_MS + tick + AFTER_RELIST_MS;
}

export function resyncDelayMs(random: Random): number {
  return RESYNC_MS * random.between(1, 1.5);
}

/** Files from the API, and room for a resize: nothing tells of these. */
export function mayChangeUnseen({ allocations }: KubeletContext, pod: Pod): boolean {
  return hasChangingFiles(pod) || allocations.pendingOf(pod.metadata.uid) !== undefined;
}
