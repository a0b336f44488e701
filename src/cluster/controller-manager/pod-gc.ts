// Stands for the pod garbage collector: removes pods that nobody else will ever finish with.

import type { Node, Pod } from "../../api/types.ts";
import { timestamp } from "../client/event-recorder.ts";
import { keyOf } from "../client/informer.ts";
import { resources } from "../client/resources.ts";
import type { ControllerContext } from "./controller.ts";
import { readyStatus } from "./node-lifecycle/node-conditions.ts";
import { ignoringNotFound } from "./ownership.ts";
import { isTerminal } from "./pod-state.ts";

const PERIOD_MS = 20_000;
/** A node that is missing may be about to come back. */
const QUARANTINE_MS = 40_000;
const MAX_TERMINATED = 12_500;
/** An administrator's word that nothing runs on a node any more. */
const OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

export function startPodGarbageCollector(context: ControllerContext): void {
  const { client, clock } = context;
  const pods = context.informers.of<Pod>(resources.pods);
  const nodes = context.informers.of<Node>(resources.nodes);
  const missingSince = new Map<string, number>();

  context.every(PERIOD_MS, () => {
    const all = pods.list();
    removeTerminated(all);
    removeOrphans(all);
    for (const pod of all) {
      if (pod.metadata.deletionTimestamp !== undefined && nobodyWillEnd(pod)) fail(pod);
    }
  });

  /** It has no kubelet yet, or one that is known to be out of service. */
  function nobodyWillEnd({ spec: { nodeName = "" } }: Pod): boolean {
    if (nodeName === "") return true;
    const node = nodes.get({ name: nodeName });
    if (node === undefined || readyStatus(node) === "True") return false;
    return node.spec.taints?.some(({ key }) => key === OUT_OF_SERVICE) ?? false;
  }

  function removeTerminated(all: readonly Pod[]): void {
    const finished = all.filter(isTerminal);
    const byAge = finished.sort(
      (a, b) => Date.parse(a.metadata.creationTimestamp) - Date.parse(b.metadata.creationTimestamp),
    );
    for (const pod of byAge.slice(0, Math.max(0, finished.length - MAX_TERMINATED))) remove(pod);
  }

  function removeOrphans(all: readonly Pod[]): void {
    for (const name of [...missingSince.keys()]) if (nodes.get({ name }) !== undefined) missingSince.delete(name);
    for (const pod of all) {
      const name = pod.spec.nodeName ?? "";
      if (name === "" || nodes.get({ name }) !== undefined) continue;
      const since = missingSince.get(name);
      if (since === undefined) missingSince.set(name, clock.now());
      else if (clock.now() - since >= QUARANTINE_MS) removeOrphan(pod);
    }
  }

  function removeOrphan(pod: Pod): void {
    const lastTransitionTime = timestamp(clock.now());
    const target = {
      type: "DisruptionTarget",
      status: "True",
      reason: "DeletionByPodGC",
      message: "PodGC: node no longer exists",
      lastTransitionTime,
    };
    fail(pod, { conditions: [...(pod.status.conditions ?? []), target] });
  }

  /** No kubelet will ever say that the pod has ended: whoever holds it by a finalizer waits for that word. */
  function fail(pod: Pod, status: object = {}): void {
    const patch = { ...status, ...(isTerminal(pod) ? {} : { phase: "Failed" }) };
    if (Object.keys(patch).length > 0)
      ignoringNotFound(() => client.patch(resources.pods, keyOf(pod), { status: patch }, "status"));
    remove(pod);
  }

  function remove(pod: Pod): void {
    ignoringNotFound(() => client.delete(resources.pods, keyOf(pod), { gracePeriodSeconds: 0 }));
  }
}
