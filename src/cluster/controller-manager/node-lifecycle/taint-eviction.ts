// Stands for the taint eviction controller: pods leave a node with a NoExecute taint, at once or when their toleration runs out.

import { deepEqual } from "../../../api/equality.ts";
import { tolerates } from "../../../api/tolerations.ts";
import type { Node, Pod, Taint } from "../../../api/types.ts";
import type { Timer } from "../../../sim/clock.ts";
import { attempt } from "../../client/attempt.ts";
import { timestamp } from "../../client/event-recorder.ts";
import { keyOf, keyText } from "../../client/informer.ts";
import { resources } from "../../client/resources.ts";
import type { ReconcileResult } from "../../client/work-queue.ts";
import type { ControllerContext } from "../controller.ts";
import { ignoringNotFound } from "../ownership.ts";

const RETRY_MS = 1000;

interface Planned {
  readonly timer: Timer;
  readonly sinceMs: number;
  readonly atMs: number;
}

export function startTaintEviction(context: ControllerContext): void {
  const { client, clock } = context;
  const recorder = context.recorder("taint-eviction-controller");
  const nodes = context.informers.of<Node>(resources.nodes);
  const pods = context.informers.of<Pod>(resources.pods);
  const planned = new Map<string, Planned>();
  const queue = context.queue(reconcile);

  nodes.onChange((next, previous) => {
    if (next === undefined || deepEqual(noExecute(previous), noExecute(next))) return;
    for (const pod of context.pods.byNode.get(next.metadata.name)) queue.add(keyText(keyOf(pod)));
  });
  pods.onChange((next, previous) => {
    if (next === undefined) return cancel(previous);
    const isMoved = next.spec.nodeName !== previous?.spec.nodeName;
    const isRevised = !deepEqual(next.spec.tolerations, previous?.spec.tolerations);
    if (next.spec.nodeName !== undefined && (isMoved || isRevised)) queue.add(keyText(keyOf(next)));
  });

  function cancel(pod: Pod | undefined): void {
    const key = pod === undefined ? "" : keyText(keyOf(pod));
    planned.get(key)?.timer.cancel();
    planned.delete(key);
  }

  function reconcile(key: string): ReconcileResult {
    const [namespace = "", name = ""] = key.split("/");
    const pod = pods.get({ namespace, name });
    if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return {};
    const seconds = secondsToStay(pod, noExecute(nodes.get({ name: pod.spec.nodeName ?? "" })));
    const before = planned.get(key);
    if (seconds === Number.POSITIVE_INFINITY) {
      if (before === undefined) return {};
      cancel(pod);
      announce(pod, `Cancelling deletion of Pod ${key}`);
      return {};
    }
    if (seconds <= 0) {
      cancel(pod);
      evict(key);
      return {};
    }
    const sinceMs = before?.sinceMs ?? clock.now();
    const atMs = sinceMs + seconds * 1000;
    if (before?.atMs === atMs) return {};
    before?.timer.cancel();
    planned.set(key, { sinceMs, atMs, timer: clock.after(Math.max(0, atMs - clock.now()), () => evictLater(key)) });
    return {};
  }

  /** A server that does not answer is asked again. */
  function evictLater(key: string): void {
    if (!attempt(() => evict(key))) clock.after(RETRY_MS, () => evictLater(key));
  }

  function evict(key: string): void {
    planned.delete(key);
    const [namespace = "", name = ""] = key.split("/");
    const pod = pods.get({ namespace, name });
    if (pod === undefined || !context.isRunning) return;
    announce(pod, `Marking for deletion Pod ${key}`);
    const message = "Taint manager: deleting due to NoExecute taint";
    const lastTransitionTime = timestamp(clock.now());
    const target = {
      type: "DisruptionTarget",
      status: "True",
      reason: "DeletionByTaintManager",
      message,
      lastProbeTime: null,
      lastTransitionTime,
    };
    const conditions = [...(pod.status.conditions ?? []).filter(({ type }) => type !== "DisruptionTarget"), target];
    ignoringNotFound(() => {
      client.patch(resources.pods, keyOf(pod), { status: { conditions } }, "status");
      client.delete(resources.pods, keyOf(pod));
    });
  }

  function announce(pod: Pod, message: string): void {
    recorder.record({ object: pod }, "Normal", "TaintManagerEviction", message);
  }
}

function noExecute(node: Node | undefined): Taint[] {
  return (node?.spec.taints ?? []).filter(({ effect }) => effect === "NoExecute");
}

/** How long the pod may stay: zero when a taint is not tolerated, else the shortest of the tolerations that are used. */
export function secondsToStay(pod: Pod, taints: readonly Taint[]): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (const taint of taints) {
    const used = (pod.spec.tolerations ?? []).filter((toleration) => tolerates(toleration, taint));
    if (used.length === 0) return 0;
    for (const { tolerationSeconds } of used) {
      if (tolerationSeconds !== undefined) shortest = Math.min(shortest, Math.max(0, tolerationSeconds));
    }
  }
  return shortest;
}
