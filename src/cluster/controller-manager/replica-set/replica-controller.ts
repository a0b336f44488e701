// Stands for the replicaset and replicationcontroller controllers: keeps the wanted number of pods, no more and no fewer.

import { ApiError } from "../../../api/status.ts";
import type { KubeObject, Pod, PodTemplateSpec, ReplicaSet } from "../../../api/types.ts";
import type { ResourceAddress } from "../../client/client.ts";
import { keyOf, keyText } from "../../client/informer.ts";
import { resources } from "../../client/resources.ts";
import type { ReconcileResult } from "../../client/work-queue.ts";
import type { ControllerContext } from "../controller.ts";
import { deepEqual } from "../deep-equal.ts";
import { claim, controllerOf } from "../ownership.ts";
import { createPodControl, isNamespaceTerminating, podFromTemplate, slowStart } from "../pod-control.ts";
import { isActive, untilNextAvailable } from "../pod-state.ts";
import { rankForDeletion } from "./pod-ranking.ts";
import { countGroups, countPods, type ReplicaCounts, replicaStatus } from "./replica-status.ts";

/** One sync creates or deletes at most this many pods. */
const BURST = 500;

/** What a ReplicaSet and a ReplicationController have in common. */
export interface ReplicaKind<T extends KubeObject> {
  readonly kind: string;
  readonly resource: ResourceAddress;
  readonly component: string;
  matches(owner: T, labels: Labels | undefined): boolean;
  template(owner: T): PodTemplateSpec;
  replicas(owner: T): number;
  minReadySeconds(owner: T): number;
  status(owner: T): ReplicaSet["status"] | undefined;
  withStatus(owner: T, status: ReplicaSet["status"]): T;
  /** Uids of the owners whose pods count as the same application, when pods to delete are chosen. */
  related(owner: T): readonly string[];
}

type Labels = Readonly<Record<string, string>>;

/** The pods that an owner controls: how many they are, and which, as long as nothing has been written. */
interface Claimed {
  readonly counts: ReplicaCounts;
  list(): readonly Pod[];
}

export function startReplicaController<T extends KubeObject>(context: ControllerContext, kind: ReplicaKind<T>): void {
  const { client, clock, pods } = context;
  const owners = context.informers.of<T>(kind.resource);
  const recorder = context.recorder(kind.component);
  const podControl = createPodControl(client, recorder);
  const queue = context.queue(reconcile);

  owners.onChange((next, previous) => {
    const changed = next ?? previous;
    if (changed !== undefined) queue.add(keyText(keyOf(changed)));
  });
  context.informers.of<Pod>(resources.pods).onChange((next, previous) => {
    for (const pod of [previous, next]) if (pod !== undefined) enqueueOwner(pod);
  });

  function enqueueOwner(pod: Pod): void {
    const namespace = pod.metadata.namespace;
    const controller = controllerOf(pod);
    if (controller?.kind === kind.kind) queue.add(keyText({ namespace, name: controller.name }));
    if (controller !== undefined) return;
    for (const owner of owners.list(namespace))
      if (kind.matches(owner, pod.metadata.labels)) queue.add(keyText(keyOf(owner)));
  }

  function reconcile(key: string): ReconcileResult {
    const [namespace = "", name = ""] = key.split("/");
    const owner = owners.get({ namespace, name });
    if (owner === undefined) return {};
    const claimed = countClaimed(owner) ?? listClaimed(owner);
    const missing = kind.replicas(owner) - claimed.counts.replicas;
    const error = owner.metadata.deletionTimestamp === undefined ? replace(owner, claimed, missing) : undefined;
    writeStatus(owner, claimed.counts, error, missing);
    if (error !== undefined && !isNamespaceTerminating(error)) throw error;
    const minReadySeconds = kind.minReadySeconds(owner);
    const wait = minReadySeconds === 0 ? undefined : untilNextAvailable(claimed.list(), minReadySeconds, clock.now());
    return wait === undefined ? {} : { requeueAfterMs: wait };
  }

  /** The owner's pods where there is nothing to adopt or to release, and counting them is all that is wanted. */
  function countClaimed(owner: T): Claimed | undefined {
    const groups = pods.tally.of(owner.metadata.uid);
    const isSettled =
      groups.every(({ labels }) => kind.matches(owner, labels)) &&
      !pods.orphans
        .get(owner.metadata.namespace ?? "")
        .some((pod) => isActive(pod) && kind.matches(owner, pod.metadata.labels));
    if (!isSettled || kind.minReadySeconds(owner) > 0) return undefined;
    const counts = countGroups(groups, kind.template(owner).metadata?.labels ?? {});
    return { counts, list: () => pods.byController.get(owner.metadata.uid).filter(isActive) };
  }

  function listClaimed(owner: T): Claimed {
    const list = claim(client, resources.pods, owner, {
      owned: pods.byController.get(owner.metadata.uid).filter(isActive),
      orphans: pods.orphans.get(owner.metadata.namespace ?? "").filter(isActive),
      matches: (pod) => kind.matches(owner, pod.metadata.labels),
    });
    const labels = kind.template(owner).metadata?.labels ?? {};
    return { counts: countPods(list, labels, kind.minReadySeconds(owner), clock.now()), list: () => list };
  }

  /** Makes up the difference; answers what went wrong. The status counts what was there before: new pods show at the next look. */
  function replace(owner: T, claimed: Claimed, missing: number): ApiError | undefined {
    if (missing > 0) {
      const body = podFromTemplate(kind.template(owner), owner, { generateName: `${owner.metadata.name}-` });
      return slowStart(Math.min(missing, BURST), () => podControl.create(owner, body)).error;
    }
    if (missing === 0) return undefined;
    const present = claimed.list();
    const related = [...present, ...kind.related(owner).flatMap((uid) => pods.byController.get(uid))];
    let failure: ApiError | undefined;
    for (const pod of rankForDeletion(present, related, clock.now()).slice(0, Math.min(-missing, BURST))) {
      try {
        podControl.delete(owner, pod);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        failure ??= error;
      }
    }
    return failure;
  }

  function writeStatus(owner: T, counts: ReplicaCounts, error: ApiError | undefined, missing: number): void {
    const status = replicaStatus(
      kind.status(owner),
      {
        generation: owner.metadata.generation ?? 0,
        counts,
        failure: error === undefined ? undefined : { error, missing },
      },
      clock.now(),
    );
    if (deepEqual(status, kind.status(owner))) return;
    client.updateStatus(kind.resource, kind.withStatus(owner, status));
  }
}
