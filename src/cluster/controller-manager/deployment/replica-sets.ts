// The writes of a Deployment's controller to its ReplicaSets: create, resize, renew annotations, clean up.

import { ApiError } from "../../../api/status.ts";
import type { Deployment, ReplicaSet } from "../../../api/types.ts";
import type { Clock } from "../../../sim/clock.ts";
import type { Client, NewObject } from "../../client/client.ts";
import type { EventRecorder } from "../../client/event-recorder.ts";
import { keyOf } from "../../client/informer.ts";
import { resources } from "../../client/resources.ts";
import { deepEqual } from "../deep-equal.ts";
import { controllerReference, ignoringNotFound, isControlledBy } from "../ownership.ts";
import { DESIRED_REPLICAS, MAX_REPLICAS, REVISION, TEMPLATE_HASH } from "./annotations.ts";
import {
  type DeploymentCondition,
  findCondition,
  hasProgressDeadline,
  newCondition,
  setCondition,
} from "./conditions.ts";
import {
  findNewReplicaSet,
  maxRevision,
  newReplicaSetAnnotations,
  replicaAnnotations,
  revisionOf,
  templateHash,
} from "./revision.ts";
import type { Resize } from "./rollout.ts";
import { newReplicaSetSize } from "./surge.ts";

export class ReplicaSetWriter {
  constructor(
    private readonly client: Client,
    private readonly clock: Clock,
    private readonly recorder: EventRecorder,
  ) {}

  /** The ReplicaSet of the present template with its revision up to date; made when it is missing and `create` says so. */
  syncNew(
    deployment: Deployment,
    all: readonly ReplicaSet[],
    create: boolean,
  ): { deployment: Deployment; newReplicaSet: ReplicaSet | undefined } {
    const existing = findNewReplicaSet(deployment, all);
    const revision = maxRevision(all.filter((rs) => rs !== existing)) + 1;
    if (existing !== undefined) return this.renew(deployment, existing, revision);
    if (!create) return { deployment, newReplicaSet: undefined };
    return this.createNew(deployment, all, revision);
  }

  private renew(deployment: Deployment, existing: ReplicaSet, revision: number) {
    const annotations = newReplicaSetAnnotations(deployment, existing, revision);
    const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
    let newReplicaSet = existing;
    if (
      !deepEqual(annotations, existing.metadata.annotations ?? {}) ||
      (existing.spec.minReadySeconds ?? 0) !== minReadySeconds
    ) {
      const patch = {
        metadata: { annotations },
        spec: { minReadySeconds: minReadySeconds === 0 ? null : minReadySeconds },
      };
      newReplicaSet = this.client.patch<ReplicaSet>(resources.replicasets, keyOf(existing), patch);
    }
    const found = newCondition(
      "Progressing",
      "True",
      "FoundNewReplicaSet",
      `Found new replica set "${existing.metadata.name}"`,
      this.clock.now(),
    );
    const known = findCondition(deployment.status.conditions, "Progressing") !== undefined;
    return { deployment: this.mark(deployment, revisionOf(newReplicaSet), known ? undefined : found), newReplicaSet };
  }

  private createNew(deployment: Deployment, all: readonly ReplicaSet[], revision: number) {
    const body = newReplicaSet(deployment, all, revision);
    const name = body.metadata.name ?? "";
    try {
      const created = this.client.create<ReplicaSet>(resources.replicasets, body);
      const replicas = created.spec.replicas ?? 0;
      if (replicas > 0) this.announce(deployment, `Scaled up replica set ${name} from 0 to ${replicas}`);
      const condition = newCondition(
        "Progressing",
        "True",
        "NewReplicaSetCreated",
        `Created new replica set "${name}"`,
        this.clock.now(),
      );
      return { deployment: this.mark(deployment, revision, condition), newReplicaSet: created };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.explainFailure(deployment, name, error);
      throw error;
    }
  }

  private explainFailure(deployment: Deployment, name: string, error: ApiError): void {
    if (error.reason === "AlreadyExists") {
      const present = this.client.find<ReplicaSet>(resources.replicasets, {
        namespace: deployment.metadata.namespace,
        name,
      });
      // Our own, seen a moment too late: the next attempt finds it. Otherwise two templates have one hash, and a salt parts them.
      if (present !== undefined && isControlledBy(present, deployment)) return;
      const collisionCount = (deployment.status.collisionCount ?? 0) + 1;
      this.client.patch(resources.deployments, keyOf(deployment), { status: { collisionCount } }, "status");
      return;
    }
    if (!hasProgressDeadline(deployment)) return;
    const message = `Failed to create new replica set "${name}": ${error.message}`;
    const condition = newCondition("Progressing", "False", "ReplicaSetCreateError", message, this.clock.now());
    this.writeConditions(deployment, setCondition(deployment.status.conditions ?? [], condition));
  }

  /** Writes the revision and a condition to the Deployment, where they differ: by its status, which does not count the generation up. */
  private mark(deployment: Deployment, revision: number, condition: DeploymentCondition | undefined): Deployment {
    const { conditions: present = [] } = deployment.status;
    const conditions =
      condition === undefined || !hasProgressDeadline(deployment) ? present : setCondition(present, condition);
    if (revisionOf(deployment) === revision) return this.writeConditions(deployment, conditions);
    const annotations = { ...deployment.metadata.annotations, [REVISION]: String(revision) };
    const metadata = { ...deployment.metadata, annotations };
    const status = conditions.length === 0 ? deployment.status : { ...deployment.status, conditions };
    return this.client.updateStatus<Deployment>(resources.deployments, { ...deployment, metadata, status });
  }

  writeConditions(deployment: Deployment, conditions: readonly DeploymentCondition[]): Deployment {
    if (deepEqual(conditions, deployment.status.conditions ?? [])) return deployment;
    return this.client.updateStatus<Deployment>(resources.deployments, {
      ...deployment,
      status: { ...deployment.status, conditions },
    });
  }

  resize(deployment: Deployment, { replicaSet, replicas }: Resize): void {
    const current = replicaSet.spec.replicas ?? 0;
    const annotations = replicaAnnotations(deployment);
    const isMarked = [DESIRED_REPLICAS, MAX_REPLICAS].every(
      (key) => replicaSet.metadata.annotations?.[key] === annotations[key],
    );
    if (replicas === current && isMarked) return;
    this.client.patch<ReplicaSet>(resources.replicasets, keyOf(replicaSet), {
      metadata: { annotations },
      spec: { replicas },
    });
    if (replicas === current) return;
    const direction = replicas > current ? "up" : "down";
    this.announce(
      deployment,
      `Scaled ${direction} replica set ${replicaSet.metadata.name} from ${current} to ${replicas}`,
    );
  }

  /** Deletes old ReplicaSets beyond the history limit, those with the lowest revisions first. */
  cleanUp(deployment: Deployment, old: readonly ReplicaSet[]): void {
    const limit = deployment.spec.revisionHistoryLimit;
    if (limit === undefined || limit === 2147483647) return;
    const present = old
      .filter((rs) => rs.metadata.deletionTimestamp === undefined)
      .sort((a, b) => revisionOf(a) - revisionOf(b));
    for (const rs of present.slice(0, Math.max(0, present.length - limit))) {
      const isSettled = (rs.status.observedGeneration ?? 0) >= (rs.metadata.generation ?? 0);
      if ((rs.spec.replicas ?? 0) !== 0 || (rs.status.replicas ?? 0) !== 0 || !isSettled) continue;
      ignoringNotFound(() => this.client.delete(resources.replicasets, keyOf(rs)));
    }
  }

  private announce(deployment: Deployment, message: string): void {
    this.recorder.record({ object: deployment }, "Normal", "ScalingReplicaSet", message);
  }
}

function newReplicaSet(deployment: Deployment, all: readonly ReplicaSet[], revision: number): NewObject<ReplicaSet> {
  const { template, selector, minReadySeconds = 0 } = deployment.spec;
  const hash = templateHash(template, deployment.status.collisionCount);
  const labels = { ...template.metadata?.labels, [TEMPLATE_HASH]: hash };
  const { namespace, name } = deployment.metadata;
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels,
      annotations: newReplicaSetAnnotations(deployment, undefined, revision),
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: newReplicaSetSize(deployment, all, 0),
      ...(minReadySeconds === 0 ? {} : { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [TEMPLATE_HASH]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}
