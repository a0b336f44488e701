// How far the rollout of an object has come, in the words of kubectl rollout status.

import type { AnyObject, DaemonSet, Deployment, StatefulSet } from "../../../api/types.ts";
import { revisionOf } from "../../deployment-revisions.ts";
import { KubectlError } from "../../errors.ts";

export interface Progress {
  readonly message: string;
  readonly done: boolean;
}

/** @param revision 0 for the newest. Throws when the rollout has failed, or when there is none to watch. */
export function rolloutProgress(object: AnyObject, revision: number): Progress {
  switch (object.kind) {
    case "Deployment":
      return deploymentProgress(object as unknown as Deployment, revision);
    case "DaemonSet":
      return daemonSetProgress(object as unknown as DaemonSet);
    case "StatefulSet":
      return statefulSetProgress(object as unknown as StatefulSet);
    default:
      throw new KubectlError(`no status viewer has been implemented for ${groupKind(object)}`);
  }
}

function groupKind({ apiVersion, kind }: AnyObject): string {
  const [group] = apiVersion.includes("/") ? apiVersion.split("/") : [""];
  return group ? `${kind}.${group}` : kind;
}

const done = (message: string): Progress => ({ message: `${message}\n`, done: true });
const waiting = (message: string): Progress => ({ message: `${message}\n`, done: false });

function deploymentProgress(deployment: Deployment, revision: number): Progress {
  const { metadata, spec, status } = deployment;
  const name = metadata.name;
  if (revision > 0 && revisionOf(deployment) !== revision) {
    throw new KubectlError(
      `desired revision (${revision}) is different from the running revision (${revisionOf(deployment)})`,
    );
  }
  if ((metadata.generation ?? 0) > (status?.observedGeneration ?? 0)) {
    return waiting("Waiting for deployment spec update to be observed...");
  }
  const progressing = status?.conditions?.find((condition) => condition.type === "Progressing");
  if (progressing?.reason === "ProgressDeadlineExceeded") {
    throw new KubectlError(`deployment "${name}" exceeded its progress deadline`);
  }
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status ?? {};
  const head = `Waiting for deployment "${name}" rollout to finish:`;
  if (spec.replicas !== undefined && updatedReplicas < spec.replicas) {
    return waiting(`${head} ${updatedReplicas} out of ${spec.replicas} new replicas have been updated...`);
  }
  if (replicas > updatedReplicas)
    return waiting(`${head} ${replicas - updatedReplicas} old replicas are pending termination...`);
  if (availableReplicas < updatedReplicas) {
    return waiting(`${head} ${availableReplicas} of ${updatedReplicas} updated replicas are available...`);
  }
  return done(`deployment "${name}" successfully rolled out`);
}

function daemonSetProgress({ metadata, spec, status }: DaemonSet): Progress {
  refuseOnDelete(spec.updateStrategy?.type);
  if ((metadata.generation ?? 0) > (status?.observedGeneration ?? 0)) {
    return waiting("Waiting for daemon set spec update to be observed...");
  }
  const { updatedNumberScheduled = 0, desiredNumberScheduled = 0, numberAvailable = 0 } = status ?? {};
  const head = `Waiting for daemon set "${metadata.name}" rollout to finish:`;
  if (updatedNumberScheduled < desiredNumberScheduled) {
    return waiting(`${head} ${updatedNumberScheduled} out of ${desiredNumberScheduled} new pods have been updated...`);
  }
  if (numberAvailable < desiredNumberScheduled) {
    return waiting(`${head} ${numberAvailable} of ${desiredNumberScheduled} updated pods are available...`);
  }
  return done(`daemon set "${metadata.name}" successfully rolled out`);
}

function statefulSetProgress({ metadata, spec, status }: StatefulSet): Progress {
  refuseOnDelete(spec.updateStrategy?.type);
  const { observedGeneration = 0, readyReplicas = 0, updatedReplicas = 0, currentReplicas = 0 } = status ?? {};
  const { updateRevision = "", currentRevision = "" } = status ?? {};
  if (observedGeneration === 0 || (metadata.generation ?? 0) > observedGeneration) {
    return waiting("Waiting for statefulset spec update to be observed...");
  }
  const { replicas } = spec;
  if (replicas !== undefined && readyReplicas < replicas) {
    return waiting(`Waiting for ${replicas - readyReplicas} pods to be ready...`);
  }
  const rolling = spec.updateStrategy?.rollingUpdate;
  if (spec.updateStrategy?.type === "RollingUpdate" && rolling) {
    if (replicas !== undefined && rolling.partition !== undefined && updatedReplicas < replicas - rolling.partition) {
      const wanted = replicas - rolling.partition;
      return waiting(
        `Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${wanted} new pods have been updated...`,
      );
    }
    return done(`partitioned roll out complete: ${updatedReplicas} new pods have been updated...`);
  }
  if (updateRevision !== currentRevision) {
    return waiting(
      `waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...`,
    );
  }
  return done(`statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...`);
}

function refuseOnDelete(strategy: string | undefined): void {
  if (strategy !== "RollingUpdate")
    throw new KubectlError("rollout status is only available for RollingUpdate strategy type");
}
