// What every controller is given, and what it owes: it registers handlers and queues here, so that stopping stops all of it.

import type { Pod } from "../../api/types.ts";
import type { Clock, Timer } from "../../sim/clock.ts";
import type { Random } from "../../sim/random.ts";
import { attempt } from "../client/attempt.ts";
import type { Client } from "../client/client.ts";
import { EventRecorder } from "../client/event-recorder.ts";
import { InformerFactory } from "../client/informer-factory.ts";
import { ObjectIndex } from "../client/object-index.ts";
import { resources } from "../client/resources.ts";
import { type ReconcileResult, WorkQueue, type WorkQueueOptions } from "../client/work-queue.ts";
import { CustomKinds } from "./custom-kinds.ts";
import { controllerOf } from "./ownership.ts";
import { PodTally } from "./pod-tally.ts";

/** From a change to the controller's answer: watch, queue and one write of the real controllers take about this long. */
export const REACTION_MS = 10;

/** A queue that finds the copies incomplete looks again after this time. */
const SYNC_POLL_MS = 100;

export interface PodIndexes {
  /** Pods by the uid of their controller. */
  readonly byController: ObjectIndex<Pod>;
  readonly tally: PodTally;
  /** Pods without a controller, by namespace. */
  readonly orphans: ObjectIndex<Pod>;
  readonly byNode: ObjectIndex<Pod>;
  /** Pods by `namespace/key=value` of each of their labels. */
  readonly byLabel: ObjectIndex<Pod>;
}

/** Sets a controller up; it runs until the context is stopped. */
export type Controller = (context: ControllerContext) => void;

export class ControllerContext {
  readonly informers: InformerFactory;
  readonly pods: PodIndexes;
  readonly customKinds: CustomKinds;
  private readonly queues: WorkQueue[] = [];
  private readonly timers = new Set<Timer>();
  private stopped = false;

  constructor(
    readonly client: Client,
    readonly clock: Clock,
    readonly random: Random,
  ) {
    this.informers = new InformerFactory(client, clock);
    this.pods = indexPods(this.informers);
    this.customKinds = new CustomKinds(client, clock, this.informers);
  }

  queue(reconcile: (key: string) => ReconcileResult, options: WorkQueueOptions = {}): WorkQueue {
    const guarded = (key: string) => (this.informers.synced ? reconcile(key) : { requeueAfterMs: SYNC_POLL_MS });
    const queue = new WorkQueue(this.clock, guarded, { latencyMs: REACTION_MS, ...options });
    this.queues.push(queue);
    return queue;
  }

  recorder(component: string): EventRecorder {
    return new EventRecorder(this.client, this.clock, { component });
  }

  /** Runs `action` every `periodMs`, first after one period, or after `firstMs`. */
  every(periodMs: number, action: () => void, firstMs = periodMs): void {
    const timer = this.clock.after(firstMs, () => {
      this.timers.delete(timer);
      if (this.informers.synced) attempt(action);
      if (!this.stopped) this.every(periodMs, action);
    });
    this.timers.add(timer);
  }

  /** False once the component was stopped: a timer that is still under way has nothing more to do. */
  get isRunning(): boolean {
    return !this.stopped;
  }

  start(): void {
    this.informers.start();
  }

  stop(): void {
    this.stopped = true;
    this.informers.stop();
    this.customKinds.stop();
    for (const queue of this.queues) queue.stop();
    for (const timer of this.timers) timer.cancel();
    this.timers.clear();
  }
}

function indexPods(informers: InformerFactory): PodIndexes {
  const pods = informers.of<Pod>(resources.pods);
  return {
    byController: new ObjectIndex(pods, (pod) => uidOf(controllerOf(pod))),
    tally: new PodTally(pods),
    orphans: new ObjectIndex(pods, (pod) => (controllerOf(pod) === undefined ? [pod.metadata.namespace ?? ""] : [])),
    byNode: new ObjectIndex(pods, (pod) => (pod.spec.nodeName === undefined ? [] : [pod.spec.nodeName])),
    byLabel: new ObjectIndex(pods, (pod) =>
      Object.entries(pod.metadata.labels ?? {}).map(([key, value]) => `${pod.metadata.namespace}/${key}=${value}`),
    ),
  };
}

function uidOf(owner: { readonly uid: string } | undefined): string[] {
  return owner === undefined ? [] : [owner.uid];
}
