// Stands for the disruption controller: how many pods of each PodDisruptionBudget may be evicted now.

import { matchesSelector } from "../../api/selector.ts";
import type { Deployment, KubeObject, Pod, PodDisruptionBudget, ReplicaSet } from "../../api/types.ts";
import { timestamp } from "../client/event-recorder.ts";
import { keyOf, keyText } from "../client/informer.ts";
import { resources } from "../client/resources.ts";
import type { ReconcileResult } from "../client/work-queue.ts";
import type { ControllerContext } from "./controller.ts";
import { deepEqual } from "./deep-equal.ts";
import { resolvePercent } from "./int-or-percent.ts";
import { controllerOf } from "./ownership.ts";
import { isReady, isTerminating } from "./pod-state.ts";

/** An eviction that did not lead to a deletion within this time is forgotten. */
const DISRUPTED_MS = 120_000;

type BudgetStatus = PodDisruptionBudget["status"];

export function startDisruption(context: ControllerContext): void {
  const { client, clock } = context;
  const budgets = context.informers.of<PodDisruptionBudget>(resources.poddisruptionbudgets);
  const pods = context.informers.of<Pod>(resources.pods);
  const scalable = {
    ReplicaSet: context.informers.of<ReplicaSet>(resources.replicasets),
    Deployment: context.informers.of<Deployment>(resources.deployments),
    StatefulSet: context.informers.of<ReplicaSet>(resources.statefulsets),
    ReplicationController: context.informers.of<ReplicaSet>(resources.replicationcontrollers),
  };
  const queue = context.queue(reconcile);

  budgets.onChange((next) => next !== undefined && queue.add(keyText(keyOf(next))));
  pods.onChange((next, previous) => {
    const namespace = (next ?? previous)?.metadata.namespace;
    for (const budget of budgets.list(namespace)) {
      const isMeant = [next, previous].some(
        (pod) => pod !== undefined && matchesSelector(budget.spec.selector, pod.metadata.labels),
      );
      if (isMeant) queue.add(keyText(keyOf(budget)));
    }
  });

  function reconcile(key: string): ReconcileResult {
    const [namespace = "", name = ""] = key.split("/");
    const budget = budgets.get({ namespace, name });
    if (budget === undefined) return {};
    const meant = pods.list(namespace).filter((pod) => matchesSelector(budget.spec.selector, pod.metadata.labels));
    const disrupted = stillDisrupted(budget, meant, clock.now());
    const status = budgetStatus(budget, meant, disrupted, expectedScale(meant), clock.now());
    if (!deepEqual(status, budget.status))
      client.updateStatus<PodDisruptionBudget>(resources.poddisruptionbudgets, { ...budget, status });
    return Object.keys(disrupted).length === 0 ? {} : { requeueAfterMs: DISRUPTED_MS };
  }

  /** The sum of the sizes that the pods' controllers want; undefined when a pod has none. */
  function expectedScale(meant: readonly Pod[]): number | undefined {
    const owners = new Map<string, number>();
    for (const pod of meant) {
      const owner = scaledOwner(pod);
      if (owner === undefined) return undefined;
      owners.set(owner.object.metadata.uid, owner.replicas);
    }
    return [...owners.values()].reduce((sum, replicas) => sum + replicas, 0);
  }

  function scaledOwner(object: KubeObject): { object: KubeObject; replicas: number } | undefined {
    const reference = controllerOf(object);
    const informer = scalable[(reference?.kind ?? "") as keyof typeof scalable];
    const owner = informer?.get({ namespace: object.metadata.namespace, name: reference?.name ?? "" });
    if (owner === undefined || owner.metadata.uid !== reference?.uid) return undefined;
    return scaledOwner(owner) ?? { object: owner, replicas: owner.spec.replicas ?? 1 };
  }
}

/** Evicted pods that are neither gone nor terminating yet. */
function stillDisrupted(budget: PodDisruptionBudget, meant: readonly Pod[], nowMs: number): Record<string, string> {
  const entries = Object.entries((budget.status?.disruptedPods ?? {}) as Readonly<Record<string, string>>);
  return Object.fromEntries(
    entries.filter(([name, since]) => {
      const pod = meant.find(({ metadata }) => metadata.name === name);
      return pod !== undefined && !isTerminating(pod) && nowMs - Date.parse(since) < DISRUPTED_MS;
    }),
  );
}

/** @param scale the size that the pods' controllers want; without it only a plain number of minAvailable can be honoured. */
export function budgetStatus(
  budget: PodDisruptionBudget,
  meant: readonly Pod[],
  disrupted: Readonly<Record<string, string>>,
  scale: number | undefined,
  nowMs: number,
): BudgetStatus {
  const { minAvailable, maxUnavailable } = budget.spec;
  const isPlain = typeof minAvailable === "number";
  // A budget that names no number is about nobody, and allows nothing.
  const isEmpty = minAvailable === undefined && maxUnavailable === undefined;
  const isFailed = !isPlain && !isEmpty && scale === undefined && meant.length > 0;
  const expectedPods = isPlain ? meant.length : isEmpty ? 0 : (scale ?? 0);
  const desiredHealthy =
    maxUnavailable === undefined
      ? resolvePercent(minAvailable ?? 0, expectedPods, "up")
      : Math.max(0, expectedPods - resolvePercent(maxUnavailable, expectedPods, "up"));
  const healthy = meant.filter(
    (pod) => isReady(pod) && !isTerminating(pod) && disrupted[pod.metadata.name] === undefined,
  );
  const currentHealthy = healthy.length;
  const disruptionsAllowed = isFailed || expectedPods <= 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
  const [status, reason] = isFailed
    ? ["False", "SyncFailed"]
    : disruptionsAllowed > 0
      ? ["True", "SufficientPods"]
      : ["False", "InsufficientPods"];
  const generation = budget.metadata.generation ?? 0;
  const previous = budget.status?.conditions?.find(({ type }) => type === "DisruptionAllowed");
  const since = previous?.status === status ? previous?.lastTransitionTime : undefined;
  const condition = {
    type: "DisruptionAllowed",
    status: status ?? "False",
    observedGeneration: generation,
    lastTransitionTime: since ?? timestamp(nowMs),
    reason: reason ?? "",
    message: isFailed
      ? `found no controllers for pod "${meant.find((pod) => controllerOf(pod) === undefined)?.metadata.name ?? ""}"`
      : "",
  };
  return {
    ...(Object.keys(disrupted).length === 0
      ? {}
      : { disruptedPods: disrupted as BudgetStatus["disruptedPods"] & object }),
    conditions: [condition],
    currentHealthy,
    desiredHealthy,
    disruptionsAllowed,
    expectedPods,
    observedGeneration: generation,
  };
}
