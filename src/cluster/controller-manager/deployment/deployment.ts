// Stands for the deployment controller: moves pods from old ReplicaSets to the one of the present template, as the strategy allows.

import { matchesSelector } from "../../../api/selector.ts";
import type { Deployment, Pod, ReplicaSet } from "../../../api/types.ts";
import { keyOf, keyText } from "../../client/informer.ts";
import { ObjectIndex } from "../../client/object-index.ts";
import { resources } from "../../client/resources.ts";
import type { ReconcileResult } from "../../client/work-queue.ts";
import type { ControllerContext } from "../controller.ts";
import { deepEqual, omitEmpty } from "../deep-equal.ts";
import { claim, controllerOf } from "../ownership.ts";
import { isTerminal } from "../pod-state.ts";
import {
  calculateStatus,
  type DeploymentStatus,
  deadlineAt,
  isComplete,
  pausedCondition,
  rolloutConditions,
  setCondition,
} from "./conditions.ts";
import { ReplicaSetWriter } from "./replica-sets.ts";
import { findNewReplicaSet } from "./revision.ts";
import { isScalingEvent, nextRollingSizes, type Resize, scaledSizes } from "./rollout.ts";
import { isRollingUpdate, wantedReplicas } from "./surge.ts";

export function startDeployments(context: ControllerContext): void {
  const { client, clock } = context;
  const deployments = context.informers.of<Deployment>(resources.deployments);
  const replicaSets = context.informers.of<ReplicaSet>(resources.replicasets);
  const byController = new ObjectIndex(replicaSets, (rs) => [
    controllerOf(rs)?.uid ?? `orphan/${rs.metadata.namespace}`,
  ]);
  const writer = new ReplicaSetWriter(client, clock, context.recorder("deployment-controller"));
  const queue = context.queue(reconcile);

  deployments.onChange((next, previous) => {
    const changed = next ?? previous;
    if (changed !== undefined) queue.add(keyText(keyOf(changed)));
  });
  replicaSets.onChange((next, previous) => {
    for (const rs of [previous, next]) if (rs !== undefined) enqueueOwner(rs);
  });
  // Recreate waits until the last old pod is gone.
  context.informers.of<Pod>(resources.pods).onChange((next, previous) => {
    const controller = next === undefined && previous !== undefined ? controllerOf(previous) : undefined;
    if (controller?.kind !== "ReplicaSet") return;
    const rs = replicaSets.get({ namespace: previous?.metadata.namespace, name: controller.name });
    if (rs !== undefined) enqueueOwner(rs);
  });

  function enqueueOwner(rs: ReplicaSet): void {
    const namespace = rs.metadata.namespace;
    const controller = controllerOf(rs);
    if (controller?.kind === "Deployment") queue.add(keyText({ namespace, name: controller.name }));
    if (controller !== undefined) return;
    for (const deployment of deployments.list(namespace)) {
      if (matchesSelector(deployment.spec.selector, rs.metadata.labels)) queue.add(keyText(keyOf(deployment)));
    }
  }

  function reconcile(key: string): ReconcileResult {
    const [namespace = "", name = ""] = key.split("/");
    const deployment = deployments.get({ namespace, name });
    if (deployment === undefined) return {};
    const all = claim(client, resources.replicasets, deployment, {
      owned: byController.get(deployment.metadata.uid),
      orphans: byController.get(`orphan/${namespace}`),
      matches: (rs) => matchesSelector(deployment.spec.selector, rs.metadata.labels),
    });
    if (deployment.metadata.deletionTimestamp !== undefined) return writeStatus(deployment, all, false);
    const marked = markPaused(deployment);
    if (marked.spec.paused === true || isScalingEvent(marked, all)) return scale(marked, all);
    return isRollingUpdate(marked) ? rollingUpdate(marked, all) : recreate(marked, all);
  }

  function markPaused(deployment: Deployment): Deployment {
    const condition = pausedCondition(deployment, clock.now());
    if (condition === undefined) return deployment;
    return writer.writeConditions(deployment, setCondition(deployment.status.conditions ?? [], condition));
  }

  function scale(deployment: Deployment, all: readonly ReplicaSet[]): ReconcileResult {
    const { deployment: synced, newReplicaSet } = writer.syncNew(deployment, all, false);
    const old = without(all, newReplicaSet);
    applySizes(synced, scaledSizes(synced, newReplicaSet, old));
    if (synced.spec.paused === true) writer.cleanUp(synced, old);
    return writeStatus(synced, all, false);
  }

  function rollingUpdate(deployment: Deployment, all: readonly ReplicaSet[]): ReconcileResult {
    const { deployment: synced, newReplicaSet } = writer.syncNew(deployment, all, true);
    if (newReplicaSet === undefined) return {};
    const old = without(all, newReplicaSet);
    if (applySizes(synced, nextRollingSizes(synced, newReplicaSet, old)))
      return writeStatus(synced, [newReplicaSet, ...old], true);
    return finish(synced, newReplicaSet, old);
  }

  function recreate(deployment: Deployment, all: readonly ReplicaSet[]): ReconcileResult {
    const { deployment: synced, newReplicaSet } = writer.syncNew(deployment, all, false);
    const old = without(all, newReplicaSet);
    const shrink = old.filter((rs) => (rs.spec.replicas ?? 0) > 0).map((replicaSet) => ({ replicaSet, replicas: 0 }));
    if (applySizes(synced, shrink) || hasOldPods(old)) return writeStatus(synced, all, true);
    const grown =
      newReplicaSet === undefined ? writer.syncNew(synced, all, true) : { deployment: synced, newReplicaSet };
    if (grown.newReplicaSet === undefined) return {};
    applySizes(grown.deployment, [{ replicaSet: grown.newReplicaSet, replicas: synced.spec.replicas ?? 1 }], true);
    return finish(grown.deployment, grown.newReplicaSet, old);
  }

  function hasOldPods(old: readonly ReplicaSet[]): boolean {
    return old.some((rs) => context.pods.byController.get(rs.metadata.uid).some((pod) => !isTerminal(pod)));
  }

  /** True when a size was changed. @param sameIsFine leaves a set alone that has its size, annotations and all. */
  function applySizes(deployment: Deployment, sizes: readonly Resize[], sameIsFine = false): boolean {
    for (const size of sizes) {
      if (sameIsFine && size.replicas === size.replicaSet.spec.replicas) continue;
      writer.resize(deployment, size);
    }
    return sizes.some(({ replicaSet, replicas }) => replicas !== replicaSet.spec.replicas);
  }

  function finish(deployment: Deployment, newReplicaSet: ReplicaSet, old: readonly ReplicaSet[]): ReconcileResult {
    if (isComplete(deployment, deployment.status)) writer.cleanUp(deployment, old);
    return writeStatus(deployment, [newReplicaSet, ...old], true);
  }

  /** @param rollout also judges progress; a paused or merely resized Deployment makes none. */
  function writeStatus(deployment: Deployment, all: readonly ReplicaSet[], rollout: boolean): ReconcileResult {
    const newReplicaSet = findNewReplicaSet(deployment, all);
    const calculated = calculateStatus(deployment, all, newReplicaSet, clock.now());
    const conditions = rollout
      ? rolloutConditions(deployment, calculated, all, newReplicaSet, clock.now())
      : (calculated.conditions ?? []);
    const status: DeploymentStatus = { ...omitEmpty(calculated), ...(conditions.length === 0 ? {} : { conditions }) };
    if (!deepEqual(status, deployment.status))
      client.updateStatus<Deployment>(resources.deployments, { ...deployment, status });
    const deadline = rollout && wantedReplicas(all) > 0 ? deadlineAt(deployment, status) : undefined;
    return deadline === undefined ? {} : { requeueAfterMs: Math.max(0, deadline - clock.now()) + 1000 };
  }
}

function without(all: readonly ReplicaSet[], one: ReplicaSet | undefined): ReplicaSet[] {
  return all.filter((rs) => rs.metadata.uid !== one?.metadata.uid);
}
