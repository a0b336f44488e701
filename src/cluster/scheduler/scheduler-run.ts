// One life of the scheduler, from its start to its stop: the queue, the cycle that places a pod, and what wakes the others.

import { deepEqual } from "../../api/equality.ts";
import { asksForLess } from "../../api/pod-requests.ts";
import { ApiError } from "../../api/status.ts";
import type { Pod } from "../../api/types.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Random } from "../../sim/random.ts";
import type { Client } from "../client/client.ts";
import { keyOf, keyText } from "../client/informer.ts";
import { ClusterView, isFinished, isPlaced } from "./cluster-view.ts";
import { type FilterResult, failureMessage, filterNodes, type NodeRejection, rejectingPlugins } from "./filter.ts";
import type { NodeInfo } from "./node-info.ts";
import type { Snapshot } from "./plugins/plugin.ts";
import { claimsOf, isBound, planClaims } from "./plugins/volume-binding.ts";
import { NodeMemo } from "./pod-kind.ts";
import { PodWriter } from "./pod-writer.ts";
import { preempt, priorityOf } from "./preemption.ts";
import { SchedulingEvents } from "./scheduling-events.ts";
import { SchedulingQueue } from "./scheduling-queue.ts";
import { bestNodes, type NodeScores } from "./score.ts";
import { type ClusterChange, isRelevantNodeChange, mayHelp } from "./wake-up.ts";

/** How often a pod that waits for its volumes is looked at, and for how long in all. */
const BIND_POLL_MS = 200;
const BIND_TIMEOUT_MS = 600_000;

export class SchedulerRun {
  private readonly view: ClusterView;
  private readonly queue: SchedulingQueue;
  private readonly writer: PodWriter;
  private readonly rejections = new NodeMemo<NodeRejection | undefined>();
  private readonly scores = new NodeMemo<NodeScores>();
  private stopped = false;

  constructor(
    client: Client,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly schedulerName: string,
    host: string,
  ) {
    this.view = new ClusterView(client, clock);
    this.queue = new SchedulingQueue(clock, (key) => this.schedule(key));
    this.writer = new PodWriter(client, clock, new SchedulingEvents(client, clock, schedulerName, host), schedulerName);
    this.view.pods.onChange((next, previous) => this.podChanged(next, previous));
    this.view.nodes.onChange((next, previous) => {
      if (next !== undefined && isRelevantNodeChange(next, previous)) this.wake({ kind: "node", node: next });
    });
    for (const informer of [this.view.claims, this.view.volumes, this.view.storageClasses]) {
      informer.onChange(() => this.wake({ kind: "storage" }));
    }
  }

  start(): void {
    this.queue.start();
    this.view.informers.start();
  }

  stop(): void {
    this.stopped = true;
    this.queue.stop();
    this.view.informers.stop();
  }

  private podChanged(next: Pod | undefined, previous: Pod | undefined): void {
    const pod = next ?? previous;
    if (pod === undefined) return;
    const key = keyText(keyOf(pod));
    if (next === undefined) {
      this.queue.remove(key);
      this.view.forget(key);
    }
    if (!isPlaced(pod)) {
      this.waitingPodChanged(key, next, previous);
      return;
    }
    this.queue.remove(key);
    this.view.forget(key);
    if (next === undefined || (isFinished(next) && previous !== undefined && !isFinished(previous))) {
      this.wake({ kind: "pod-gone", pod });
    } else if (previous === undefined || !isPlaced(previous) || !haveSameLabels(next, previous)) {
      this.wake({ kind: "pod-placed", pod: next });
    } else if (asksForLess(next, previous)) {
      this.wake({ kind: "pod-scaled-down", pod: next });
    }
  }

  private waitingPodChanged(key: string, next: Pod | undefined, previous: Pod | undefined): void {
    if (next === undefined || !this.isMine(next) || this.view.assumedNode(key) !== undefined) return;
    if (next.metadata.deletionTimestamp !== undefined) {
      this.queue.remove(key);
      return;
    }
    const isNew = !this.queue.isKnown(key) && (previous === undefined || !this.isMine(previous));
    const isRevised =
      previous !== undefined && !(deepEqual(next.spec, previous.spec) && haveSameLabels(next, previous));
    if (isNew || isRevised) this.queue.add(key, priorityOf(next));
  }

  private isMine(pod: Pod): boolean {
    const isGated = (pod.spec.schedulingGates ?? []).length > 0;
    return (pod.spec.schedulerName ?? "default-scheduler") === this.schedulerName && !isGated && !isFinished(pod);
  }

  private wake(change: ClusterChange): void {
    for (const { key, rejectedBy } of this.queue.setAsidePods()) {
      const pod = this.pod(key);
      if (pod === undefined || mayHelp(change, pod, rejectedBy, this.view.namespaces.list())) this.queue.wake(key);
    }
  }

  private pod(key: string): Pod | undefined {
    const [namespace = "", name = ""] = key.split("/");
    return this.view.pods.get({ namespace, name });
  }

  private schedule(key: string): void {
    const pod = this.pod(key);
    if (pod === undefined || isPlaced(pod) || pod.metadata.deletionTimestamp !== undefined) return;
    if (!this.view.informers.synced) {
      this.queue.retry(key);
      return;
    }
    const snapshot = this.view.snapshot();
    const crowded = this.view.hasNominations ? (info: NodeInfo) => this.view.crowded(info, pod) : undefined;
    const result = filterNodes(pod, snapshot, crowded, this.rejections);
    try {
      if (result.fits.length === 0) this.turnDown(key, pod, snapshot, result);
      else this.place(key, pod, this.choose(pod, snapshot, result), snapshot);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.view.forget(key);
      this.queue.retry(key);
    }
  }

  private choose(pod: Pod, snapshot: Snapshot, { fits }: FilterResult): string {
    const nominated = fits.find(({ node }) => node.metadata.name === pod.status?.nominatedNodeName);
    if (nominated !== undefined) return nominated.node.metadata.name;
    const best = fits.length === 1 ? fits : bestNodes(pod, fits, snapshot, this.scores);
    return this.random.pick(best).node.metadata.name;
  }

  private turnDown(key: string, pod: Pod, snapshot: Snapshot, result: FilterResult): void {
    const outcome = preempt(pod, result, snapshot, this.view.budgets.list());
    this.queue.setAside(key, rejectingPlugins(result));
    const message = failureMessage(snapshot.nodes.length, result, outcome.kind === "none" ? outcome.why : "");
    if (outcome.kind === "none") {
      this.writer.markUnschedulable(pod, message, undefined);
      return;
    }
    for (const other of this.view.nominatedBelow(outcome.nodeName, pod)) this.writer.clearNomination(other);
    for (const victim of outcome.victims) this.writer.evict(victim, pod, outcome.nodeName);
    this.writer.markUnschedulable(pod, message, outcome.nodeName);
  }

  private place(key: string, pod: Pod, nodeName: string, snapshot: Snapshot): void {
    const node = this.view.nodes.get({ name: nodeName });
    const claims = claimsOf(pod, snapshot.volumes);
    const plans = node === undefined || !Array.isArray(claims) ? [] : planClaims(claims, node, snapshot.volumes);
    if (!Array.isArray(plans) || plans.length === 0) {
      this.writer.bind(pod, nodeName);
      return;
    }
    this.view.assume(pod, nodeName);
    for (const plan of plans) this.writer.prepareClaim(plan, nodeName);
    this.clock.after(BIND_POLL_MS, () => this.bindWhenReady(key, nodeName, this.clock.now() + BIND_TIMEOUT_MS));
  }

  /** The volumes come first: the pod is bound once all of its claims are. */
  private bindWhenReady(key: string, nodeName: string, deadline: number): void {
    const pod = this.pod(key);
    if (this.stopped || pod === undefined || this.view.assumedNode(key) !== nodeName) return;
    const claims = claimsOf(pod, this.view.snapshot().volumes);
    if (Array.isArray(claims) && claims.every(isBound)) {
      try {
        this.writer.bind(pod, nodeName);
        return;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
      }
    } else if (Array.isArray(claims) && this.clock.now() < deadline) {
      this.clock.after(BIND_POLL_MS, () => this.bindWhenReady(key, nodeName, deadline));
      return;
    }
    this.view.forget(key);
    this.queue.retry(key);
  }
}

function haveSameLabels(a: Pod, b: Pod): boolean {
  return deepEqual(a.metadata.labels, b.metadata.labels);
}
