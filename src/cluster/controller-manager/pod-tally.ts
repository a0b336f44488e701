// How many active pods each controller has, and how many of them are ready: kept change by change, so that the controller of ten
// thousand pods need not look at all of them whenever one changes.

import type { Pod } from "../../api/types.ts";
import type { Informer } from "../client/informer.ts";
import { controllerOf } from "./ownership.ts";
import { isActive, isReady } from "./pod-state.ts";

/** The active pods of one controller that have the same labels. */
export interface PodGroup {
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly active: number;
  readonly ready: number;
}

export class PodTally {
  private readonly byController = new Map<string, Map<string, PodGroup>>();

  /** Versions of a pod mostly have the very same labels. */
  private readonly keys = new WeakMap<object, string>();

  constructor(pods: Informer<Pod>) {
    for (const pod of pods.list()) this.count(pod, 1);
    pods.onChange((next, previous) => {
      if (previous !== undefined) this.count(previous, -1);
      if (next !== undefined) this.count(next, 1);
    });
  }

  /** The groups at this moment, by the uid of the controller; they do not change afterwards. */
  of(uid: string): readonly PodGroup[] {
    return [...(this.byController.get(uid)?.values() ?? [])];
  }

  private keyOf(labels: PodGroup["labels"] = {}): string {
    const known = this.keys.get(labels);
    if (known !== undefined) return known;
    const key = JSON.stringify(labels);
    this.keys.set(labels, key);
    return key;
  }

  private count(pod: Pod, by: 1 | -1): void {
    const uid = controllerOf(pod)?.uid;
    if (uid === undefined || !isActive(pod)) return;
    const { labels } = pod.metadata;
    const key = this.keyOf(labels);
    const groups = this.byController.get(uid) ?? new Map<string, PodGroup>();
    const group = groups.get(key) ?? { labels, active: 0, ready: 0 };
    const active = group.active + by;
    if (active > 0) groups.set(key, { labels, active, ready: group.ready + (isReady(pod) ? by : 0) });
    else groups.delete(key);
    if (groups.size > 0) this.byController.set(uid, groups);
    else this.byController.delete(uid);
  }
}
