// Stands for the daemonset controller: one pod on every node that the template allows, replaced node by node when it changes.

import { matchesSelector } from "../../../api/selector.ts";
import type { ControllerRevision, DaemonSet, Node, Pod } from "../../../api/types.ts";
import { keyOf, keyText } from "../../client/informer.ts";
import { resources } from "../../client/resources.ts";
import type { ReconcileResult } from "../../client/work-queue.ts";
import type { ControllerContext } from "../controller.ts";
import { deepEqual, omitEmpty } from "../deep-equal.ts";
import { resolvePercent } from "../int-or-percent.ts";
import { claim, controllerOf } from "../ownership.ts";
import { createPodControl, isNamespaceTerminating, slowStart } from "../pod-control.ts";
import { isAvailable, isReady, isTerminating, untilNextAvailable } from "../pod-state.ts";
import { REVISION_HASH, syncRevisions, trimRevisions } from "../revision-history.ts";
import { newDaemon, placementOn, targetNode } from "./placement.ts";

interface Plan {
  readonly create: readonly string[];
  readonly remove: readonly Pod[];
}

export function startDaemonSets(context: ControllerContext): void {
  const { client, clock } = context;
  const sets = context.informers.of<DaemonSet>(resources.daemonsets);
  const nodes = context.informers.of<Node>(resources.nodes);
  const revisions = context.informers.of<ControllerRevision>(resources.controllerrevisions);
  const recorder = context.recorder("daemonset-controller");
  const podControl = createPodControl(client, recorder);
  const queue = context.queue(reconcile);

  sets.onChange((next, previous) => {
    const changed = next ?? previous;
    if (changed !== undefined) queue.add(keyText(keyOf(changed)));
  });
  nodes.onChange((next, previous) => {
    const facts = (node: Node | undefined) => JSON.stringify([node?.metadata.labels, node?.spec]);
    if (facts(next) === facts(previous)) return;
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
    const { update, own } = syncRevisions(client, revisions.list(namespace), {
      owner: set,
      template: set.spec.template,
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
    const plan = planFor(set, byNode, hash);
    for (const pod of plan.remove) podControl.delete(set, pod);
    const { error } = slowStart(plan.create.length, (index) =>
      podControl.create(set, newDaemon(set, plan.create[index] ?? "", hash)),
    );
    writeStatus(set, byNode, hash);
    if (error !== undefined && !isNamespaceTerminating(error)) throw error;
    const wait = untilNextAvailable(pods, set.spec.minReadySeconds ?? 0, clock.now());
    return wait === undefined ? {} : { requeueAfterMs: wait };
  }

  function planFor(set: DaemonSet, byNode: ReadonlyMap<string, readonly Pod[]>, hash: string): Plan {
    const create: string[] = [];
    const remove: Pod[] = [];
    for (const node of nodes.list()) {
      const { shouldRun, mayStay } = placementOn(set, node);
      const here = byNode.get(node.metadata.name) ?? [];
      const failed = here.filter((pod) => pod.status.phase === "Failed" && !isTerminating(pod));
      for (const pod of failed) announceFailed(set, pod, node.metadata.name);
      const running = here.filter((pod) => !failed.includes(pod) && !isTerminating(pod));
      remove.push(...failed, ...(mayStay ? oldestKept(running) : running));
      if (shouldRun && here.length === 0) create.push(node.metadata.name);
    }
    if (create.length + remove.length > 0 || set.spec.updateStrategy?.type === "OnDelete") return { create, remove };
    return rollingUpdate(set, byNode, hash);
  }

  /** All but the one that has been there longest. */
  function oldestKept(pods: readonly Pod[]): Pod[] {
    return [...pods]
      .sort((a, b) => Date.parse(a.metadata.creationTimestamp) - Date.parse(b.metadata.creationTimestamp))
      .slice(1);
  }

  function announceFailed(set: DaemonSet, pod: Pod, node: string): void {
    const message = `Found failed daemon pod ${pod.metadata.namespace}/${pod.metadata.name} on node ${node}, will try to kill it`;
    recorder.record({ object: set }, "Warning", "FailedDaemonPod", message);
  }

  // Simplified: maxSurge is not used to start a new pod beside the old one; the old one always goes first.
  function rollingUpdate(set: DaemonSet, byNode: ReadonlyMap<string, readonly Pod[]>, hash: string): Plan {
    const wanted = nodes.list().filter((node) => placementOn(set, node).shouldRun);
    const limit = Math.max(
      1,
      resolvePercent(set.spec.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, wanted.length, "up"),
    );
    const here = wanted.map((node) => (byNode.get(node.metadata.name) ?? []).find((pod) => !isTerminating(pod)));
    const isUp = (pod: Pod | undefined) =>
      pod !== undefined && isAvailable(pod, set.spec.minReadySeconds ?? 0, clock.now());
    const outdated = here.filter((pod): pod is Pod => pod !== undefined && hashOf(pod) !== hash);
    const down = outdated.filter((pod) => !isUp(pod));
    const room = Math.max(0, limit - here.filter((pod) => !isUp(pod)).length);
    return { create: [], remove: [...down, ...outdated.filter(isUp).slice(0, room)] };
  }

  function writeStatus(set: DaemonSet, byNode: ReadonlyMap<string, readonly Pod[]>, hash: string): void {
    const minReadySeconds = set.spec.minReadySeconds ?? 0;
    const counts = { desired: 0, current: 0, misscheduled: 0, ready: 0, updated: 0, available: 0 };
    for (const node of nodes.list()) {
      const { shouldRun } = placementOn(set, node);
      const pod = (byNode.get(node.metadata.name) ?? [])[0];
      if (!shouldRun && pod !== undefined) counts.misscheduled++;
      if (shouldRun) counts.desired++;
      if (!shouldRun || pod === undefined) continue;
      counts.current++;
      if (isReady(pod)) counts.ready++;
      if (hashOf(pod) === hash) counts.updated++;
      if (isAvailable(pod, minReadySeconds, clock.now())) counts.available++;
    }
    const { collisionCount } = set.status;
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

function hashOf(pod: Pod): string {
  return pod.metadata.labels?.[REVISION_HASH] ?? "";
}

function groupByNode(pods: readonly Pod[]): Map<string, Pod[]> {
  const groups = new Map<string, Pod[]>();
  for (const pod of pods) {
    const node = targetNode(pod);
    groups.set(node, [...(groups.get(node) ?? []), pod]);
  }
  return groups;
}
