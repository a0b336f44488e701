// Stands for the daemonset controller: one pod on every node that the template allows, replaced node by node when it changes.

import { matchesSelector } from "../../../api/selector.ts";
import type { ControllerRevision, DaemonSet, Node, Pod } from "../../../api/types.ts";
import { keyOf, keyText } from "../../client/informer.ts";
import { resources } from "../../client/resources.ts";
import type { ReconcileResult } from "../../client/work-queue.ts";
import type { ControllerContext } from "../controller.ts";
import { deepEqual, omitEmpty } from "../deep-equal.ts";
import { claim, controllerOf } from "../ownership.ts";
import { createPodControl, isNamespaceTerminating, slowStart } from "../pod-control.ts";
import { isAvailable, isReady, isTerminating, untilNextAvailable } from "../pod-state.ts";
import { REVISION_HASH, syncRevisions, trimRevisions } from "../revision-history.ts";
import { newDaemon, Placements, targetNode } from "./placement.ts";
import { bySeniority, hashOf, planFor } from "./plan.ts";

export function startDaemonSets(context: ControllerContext): void {
  const { client, clock } = context;
  const sets = context.informers.of<DaemonSet>(resources.daemonsets);
  const nodes = context.informers.of<Node>(resources.nodes);
  const revisions = context.informers.of<ControllerRevision>(resources.controllerrevisions);
  const recorder = context.recorder("daemonset-controller");
  const podControl = createPodControl(client, recorder);
  const queue = context.queue(reconcile);
  const placements = new Placements();

  sets.onChange((next, previous) => {
    const changed = next ?? previous;
    if (changed !== undefined) queue.add(keyText(keyOf(changed)));
  });
  nodes.onChange((next, previous) => {
    const facts = (node: Node | undefined) => [node?.metadata.labels, node?.spec];
    if (deepEqual(facts(next), facts(previous))) return;
    for (const set of sets.list()) queue.add(keyText(keyOf(set)));
  });
  context.informers.of<Pod>(resources.pods).onChange((next, previous) => {
    for (const pod of [previous, next]) {
      const controller = pod === undefined ? undefined : controllerOf(pod);
      if (controller?.kind === "DaemonSet")
        queue.add(keyText({ namespace: pod?.metadata.namespace, name: controller.name }));
    }
  });

  function reconcile(key: string): ReconcileResult {
    const [namespace = "", name = ""] = key.split("/");
    const set = sets.get({ namespace, name });
    if (set === undefined) return {};
    const pods = claim(client, resources.pods, set, {
      owned: context.pods.byController.get(set.metadata.uid),
      orphans: context.pods.orphans.get(namespace),
      matches: (pod) => matchesSelector(set.spec.selector, pod.metadata.labels),
    });
    if (set.metadata.deletionTimestamp !== undefined) return {};
    const { update, own, collisionCount } = syncRevisions(client, revisions.list(namespace), {
      owner: set,
      template: set.spec.template,
      selector: set.spec.selector,
      collisionCount: set.status.collisionCount ?? 0,
      hashLabel: REVISION_HASH,
    });
    const hash = update.metadata.labels?.[REVISION_HASH] ?? "";
    const live = new Set(
      own
        .filter((each) => each === update || pods.some((pod) => hashOf(pod) === each.metadata.labels?.[REVISION_HASH]))
        .map((each) => each.metadata.name),
    );
    trimRevisions(client, own, live, set.spec.revisionHistoryLimit ?? 10);
    const byNode = groupByNode(pods);
    const plan = planFor({ set, nodes: nodes.list(), placements, byNode, hash, nowMs: clock.now() });
    for (const pod of plan.ended) announceEnd(set, pod);
    for (const pod of [...plan.remove, ...homeless(byNode)]) podControl.delete(set, pod);
    const { error } = slowStart(plan.create.length, (index) =>
      podControl.create(set, newDaemon(set, plan.create[index] ?? "", hash)),
    );
    writeStatus(set, byNode, hash, collisionCount);
    if (error !== undefined && !isNamespaceTerminating(error)) throw error;
    const wait = untilNextAvailable(pods, set.spec.minReadySeconds ?? 0, clock.now());
    return wait === undefined ? {} : { requeueAfterMs: wait };
  }

  /** Pods that wait for a node which is no more. */
  function homeless(byNode: ReadonlyMap<string, readonly Pod[]>): Pod[] {
    return [...byNode]
      .filter(([name]) => nodes.get({ name }) === undefined)
      .flatMap(([, pods]) => pods.filter((pod) => (pod.spec.nodeName ?? "") === "" && !isTerminating(pod)));
  }

  function announceEnd(set: DaemonSet, pod: Pod): void {
    const where = `daemon pod ${pod.metadata.namespace}/${pod.metadata.name} on node ${targetNode(pod)}, will try to`;
    if (pod.status.phase === "Failed")
      recorder.record({ object: set }, "Warning", "FailedDaemonPod", `Found failed ${where} kill it`);
    else recorder.record({ object: set }, "Normal", "SucceededDaemonPod", `Found succeeded ${where} delete it`);
  }

  function writeStatus(
    set: DaemonSet,
    byNode: ReadonlyMap<string, readonly Pod[]>,
    hash: string,
    collisions: number,
  ): void {
    const minReadySeconds = set.spec.minReadySeconds ?? 0;
    const counts = { desired: 0, current: 0, misscheduled: 0, ready: 0, updated: 0, available: 0 };
    for (const node of nodes.list()) {
      const { shouldRun } = placements.on(set, node);
      const pod = bySeniority(byNode.get(node.metadata.name) ?? [])[0];
      if (!shouldRun && pod !== undefined) counts.misscheduled++;
      if (shouldRun) counts.desired++;
      if (!shouldRun || pod === undefined) continue;
      counts.current++;
      if (isReady(pod)) counts.ready++;
      if (hashOf(pod) === hash) counts.updated++;
      if (isAvailable(pod, minReadySeconds, clock.now())) counts.available++;
    }
    // The field is there from the first collision on.
    const collisionCount = collisions === 0 ? set.status.collisionCount : collisions;
    const status: DaemonSet["status"] = {
      currentNumberScheduled: counts.current,
      numberMisscheduled: counts.misscheduled,
      desiredNumberScheduled: counts.desired,
      numberReady: counts.ready,
      ...omitEmpty({
        observedGeneration: set.metadata.generation ?? 0,
        updatedNumberScheduled: counts.updated,
        numberAvailable: counts.available,
        numberUnavailable: counts.desired - counts.available,
      }),
      ...(collisionCount === undefined ? {} : { collisionCount }),
    };
    if (!deepEqual(status, set.status)) client.updateStatus<DaemonSet>(resources.daemonsets, { ...set, status });
  }
}

function groupByNode(pods: readonly Pod[]): Map<string, Pod[]> {
  const groups = new Map<string, Pod[]>();
  for (const pod of pods) {
    const node = targetNode(pod);
    const group = groups.get(node);
    if (group === undefined) groups.set(node, [pod]);
    else group.push(pod);
  }
  return groups;
}
