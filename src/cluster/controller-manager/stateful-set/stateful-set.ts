// Stands for the statefulset controller: pods with names of their own, made in order, removed in reverse, each with its claims.

import { matchesSelector } from "../../../api/selector.ts";
import { ApiError, failure } from "../../../api/status.ts";
import type { ControllerRevision, PersistentVolumeClaim, Pod, StatefulSet } from "../../../api/types.ts";
import { keyOf, keyText } from "../../client/informer.ts";
import { resources } from "../../client/resources.ts";
import type { ReconcileResult } from "../../client/work-queue.ts";
import type { ControllerContext } from "../controller.ts";
import { deepEqual, omitEmpty } from "../deep-equal.ts";
import { claim, controllerOf, ignoringNotFound } from "../ownership.ts";
import { isAvailable, isReady, isTerminating, untilNextAvailable } from "../pod-state.ts";
import { REVISION_HASH, syncRevisions, templateOf, trimRevisions } from "../revision-history.ts";
import { claimName, newClaims, newMember, ordinalOf } from "./identity.ts";
import { nextSteps, type Step, startOrdinal } from "./next-step.ts";

export function startStatefulSets(context: ControllerContext): void {
  const { client, clock } = context;
  const sets = context.informers.of<StatefulSet>(resources.statefulsets);
  const revisions = context.informers.of<ControllerRevision>(resources.controllerrevisions);
  const claims = context.informers.of<PersistentVolumeClaim>(resources.persistentvolumeclaims);
  const recorder = context.recorder("statefulset-controller");
  const queue = context.queue(reconcile);

  sets.onChange((next, previous) => {
    const changed = next ?? previous;
    if (changed !== undefined) queue.add(keyText(keyOf(changed)));
  });
  context.informers.of<Pod>(resources.pods).onChange((next, previous) => {
    for (const pod of [previous, next]) {
      const controller = pod === undefined ? undefined : controllerOf(pod);
      if (controller?.kind === "StatefulSet")
        queue.add(keyText({ namespace: pod?.metadata.namespace, name: controller.name }));
    }
    if (next !== undefined && controllerOf(next) === undefined) {
      for (const set of sets.list(next.metadata.namespace)) if (isMember(set, next)) queue.add(keyText(keyOf(set)));
    }
  });

  function isMember(set: StatefulSet, pod: Pod): boolean {
    return matchesSelector(set.spec.selector, pod.metadata.labels) && ordinalOf(set, pod) >= 0;
  }

  function reconcile(key: string): ReconcileResult {
    const [namespace = "", name = ""] = key.split("/");
    const set = sets.get({ namespace, name });
    if (set === undefined) return {};
    const pods = claim(client, resources.pods, set, {
      owned: context.pods.byController.get(set.metadata.uid),
      orphans: context.pods.orphans.get(namespace),
      matches: (pod) => isMember(set, pod),
    });
    if (set.metadata.deletionTimestamp !== undefined) return {};
    const { update, own, collisionCount } = syncRevisions(client, revisions.list(namespace), {
      owner: set,
      template: set.spec.template,
      selector: set.spec.selector,
      collisionCount: set.status.collisionCount ?? 0,
      hashLabel: "controller.kubernetes.io/hash",
    });
    const current = own.find((revision) => revision.metadata.name === set.status.currentRevision) ?? update;
    writeStatus(set, pods, current, update, collisionCount);
    const live = new Set([
      current.metadata.name,
      update.metadata.name,
      ...pods.map((pod) => pod.metadata.labels?.[REVISION_HASH] ?? ""),
    ]);
    trimRevisions(client, own, live, set.spec.revisionHistoryLimit ?? 10);
    for (const pod of pods.filter(({ status }) => status.phase === "Pending"))
      for (const body of newClaims(set, ordinalOf(set, pod))) makeClaim(set, pod.metadata.name, body);
    for (const step of nextSteps(set, pods, update.metadata.name, clock.now())) carryOut(set, step, current, update);
    const wait = untilNextAvailable(pods, set.spec.minReadySeconds ?? 0, clock.now());
    return wait === undefined ? {} : { requeueAfterMs: wait };
  }

  function carryOut(set: StatefulSet, step: Step, current: ControllerRevision, update: ControllerRevision): void {
    if (step.kind === "delete") {
      remove(set, step);
      return;
    }
    const partition = startOrdinal(set) + (set.spec.updateStrategy?.rollingUpdate?.partition ?? 0);
    const revision = set.spec.updateStrategy?.type !== "OnDelete" && step.ordinal < partition ? current : update;
    const name = `${set.metadata.name}-${step.ordinal}`;
    for (const body of newClaims(set, step.ordinal)) makeClaim(set, name, body);
    attempt(set, "Create", `create Pod ${name} in StatefulSet ${set.metadata.name}`, "successful", () => {
      refuseGoingClaims(set, step.ordinal);
      client.create<Pod>(resources.pods, newMember(set, step.ordinal, templateOf(revision), revision));
    });
  }

  /** A claim that is on its way out would take its pod's data with it: the pod waits for a new one. */
  function refuseGoingClaims(set: StatefulSet, ordinal: number): void {
    for (const { metadata } of newClaims(set, ordinal)) {
      const { name = "", namespace = "" } = metadata;
      if (claims.get({ namespace, name })?.metadata.deletionTimestamp !== undefined)
        throw new ApiError(failure(409, "Conflict", `pvc ${name} is being deleted`));
    }
  }

  function makeClaim(set: StatefulSet, pod: string, body: ReturnType<typeof newClaims>[number]): void {
    const { name = "", namespace = "" } = body.metadata;
    if (claims.get({ namespace, name }) !== undefined) return;
    attempt(set, "Create", `create Claim ${name} Pod ${pod} in StatefulSet ${set.metadata.name}`, "success", () =>
      client.create<PersistentVolumeClaim>(resources.persistentvolumeclaims, body),
    );
  }

  function remove(set: StatefulSet, { pod, why }: Extract<Step, { kind: "delete" }>): void {
    const { name, namespace } = pod.metadata;
    if (why === "ended") {
      const [type, reason, what] =
        pod.status.phase === "Failed"
          ? (["Warning", "RecreatingFailedPod", "failed"] as const)
          : (["Normal", "RecreatingTerminatedPod", "terminated"] as const);
      const message = `StatefulSet ${namespace}/${set.metadata.name} is recreating ${what} Pod ${name}`;
      recorder.record({ object: set }, type, reason, message);
    }
    if (why === "condemned" && set.spec.persistentVolumeClaimRetentionPolicy?.whenScaled === "Delete")
      giveClaimsTo(set, pod);
    attempt(set, "Delete", `delete Pod ${name} in StatefulSet ${set.metadata.name}`, "successful", () =>
      ignoringNotFound(() => client.delete(resources.pods, keyOf(pod))),
    );
  }

  /** Claims that are to go with their pod are owned by it: the garbage collector does the rest. */
  function giveClaimsTo(set: StatefulSet, pod: Pod): void {
    const { name, uid, namespace } = pod.metadata;
    const ownerReferences = [{ apiVersion: "v1", kind: "Pod", name, uid }];
    for (const template of set.spec.volumeClaimTemplates ?? []) {
      const key = { namespace, name: claimName(template.metadata?.name ?? "", name) };
      ignoringNotFound(() => client.patch(resources.persistentvolumeclaims, key, { metadata: { ownerReferences } }));
    }
  }

  function attempt(
    set: StatefulSet,
    verb: "Create" | "Delete",
    what: string,
    success: string,
    action: () => void,
  ): void {
    try {
      action();
      recorder.record({ object: set }, "Normal", `Successful${verb}`, `${what} ${success}`);
    } catch (error) {
      if (error instanceof ApiError)
        recorder.record({ object: set }, "Warning", `Failed${verb}`, `${what} failed error: ${error.message}`);
      throw error;
    }
  }

  function writeStatus(
    set: StatefulSet,
    pods: readonly Pod[],
    current: ControllerRevision,
    update: ControllerRevision,
    collisionCount: number,
  ): void {
    const ofRevision = (revision: ControllerRevision) =>
      pods.filter((pod) => !isTerminating(pod) && pod.metadata.labels?.[REVISION_HASH] === revision.metadata.name)
        .length;
    const ready = pods.filter((pod) => isReady(pod) && pod.status.phase === "Running");
    const updated = ofRevision(update);
    const isUpdated =
      updated === pods.length && ready.length === pods.length && set.spec.updateStrategy?.type !== "OnDelete";
    const shown = isUpdated ? update : current;
    const status: StatefulSet["status"] = {
      ...omitEmpty({ observedGeneration: set.metadata.generation ?? 0 }),
      replicas: pods.length,
      ...omitEmpty({ readyReplicas: ready.length, currentReplicas: ofRevision(shown), updatedReplicas: updated }),
      currentRevision: shown.metadata.name,
      updateRevision: update.metadata.name,
      collisionCount,
      availableReplicas: ready.filter((pod) => isAvailable(pod, set.spec.minReadySeconds ?? 0, clock.now())).length,
    };
    if (!deepEqual(status, set.status)) client.updateStatus<StatefulSet>(resources.statefulsets, { ...set, status });
  }
}
