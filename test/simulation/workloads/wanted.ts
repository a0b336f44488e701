// What is wanted, and what is: everything that is missing from it once the cluster has had its time.

import type {
  CronJob,
  DaemonSet,
  Deployment,
  Job,
  KubeObject,
  Node,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  ReplicaSet,
  StatefulSet,
} from "../../../src/api/types.ts";
import type { Town } from "./town.ts";

export function missing(town: Town): string[] {
  return [
    ...town.all<Deployment>("deployments").flatMap((each) => named(each, deployment(town, each))),
    ...town.all<ReplicaSet>("replicasets").flatMap((each) => named(each, replicaSet(town, each))),
    ...town.all<StatefulSet>("statefulsets").flatMap((each) => named(each, statefulSet(town, each))),
    ...town.all<DaemonSet>("daemonsets").flatMap((each) => named(each, daemonSet(town, each))),
    ...town.all<Job>("jobs").flatMap((each) => named(each, job(town, each))),
    ...town.all<CronJob>("cronjobs").flatMap((each) => named(each, cronJob(town, each))),
    ...town.all<PodDisruptionBudget>("poddisruptionbudgets").flatMap((each) => named(each, budget(town, each))),
    ...town.all<PersistentVolumeClaim>("persistentvolumeclaims").flatMap((each) => named(each, claim(town, each))),
    ...town.all<Node>("nodes").flatMap((each) => named(each, node(each))),
    ...town.all<Pod>("pods").flatMap((each) => named(each, pod(town, each))),
  ];
}

type Wrong = string | false | undefined;

function named({ kind, metadata }: KubeObject, wrongs: readonly Wrong[]): string[] {
  // A claim goes when nobody uses it any more.
  const isGoing = metadata.deletionTimestamp !== undefined && kind !== "PersistentVolumeClaim";
  const going = isGoing ? ["is still being deleted"] : [];
  return [...wrongs, ...going].flatMap((wrong) =>
    wrong === undefined || wrong === false ? [] : [`${kind} ${metadata.name} ${wrong}`],
  );
}

export function ownedBy<T extends KubeObject>(objects: readonly T[], owner: KubeObject): T[] {
  return objects.filter(({ metadata }) =>
    metadata.ownerReferences?.some(({ uid, controller }) => controller === true && uid === owner.metadata.uid),
  );
}

export function isReady(pod: Pod): boolean {
  return pod.status.conditions?.some(({ type, status }) => type === "Ready" && status === "True") === true;
}

export function isActive({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp === undefined && status.phase !== "Succeeded" && status.phase !== "Failed";
}

function differs(what: string, is: number | string | undefined, wanted: number | string | undefined): Wrong {
  return (is ?? 0) !== (wanted ?? 0) && `has ${what} ${is}, not ${wanted}`;
}

/** Whether a pod runs what the template says. */
function runs(pod: Pod, template: Deployment["spec"]["template"]): boolean {
  const [is, wanted] = [pod.spec.containers[0], template.spec?.containers[0]];
  return is?.image === wanted?.image && JSON.stringify(is?.env) === JSON.stringify(wanted?.env);
}

function deployment(town: Town, each: Deployment): Wrong[] {
  const { spec, status, metadata } = each;
  const sets = ownedBy(town.all<ReplicaSet>("replicasets"), each);
  const pods = sets.flatMap((set) => ownedBy(town.all<Pod>("pods"), set));
  const condition = (type: string) => status.conditions?.find((one) => one.type === type);
  const progress = condition("Progressing");
  return [
    differs("observedGeneration", status.observedGeneration, metadata.generation),
    differs("replicas", status.replicas, spec.replicas),
    differs("updatedReplicas", status.updatedReplicas, spec.replicas),
    differs("availableReplicas", status.availableReplicas, spec.replicas),
    differs("readyReplicas", status.readyReplicas, spec.replicas),
    differs("unavailableReplicas", status.unavailableReplicas, 0),
    differs("ready pods", pods.filter(isReady).length, spec.replicas),
    differs("active pods", pods.filter(isActive).length, spec.replicas),
    differs(
      "pods of its template",
      pods.filter((one) => isActive(one) && runs(one, spec.template)).length,
      spec.replicas,
    ),
    differs("Available", condition("Available")?.status, "True"),
    differs("Progressing", progress?.reason, "NewReplicaSetAvailable"),
    sets.length > (spec.revisionHistoryLimit ?? 10) + 1 && `keeps ${sets.length} ReplicaSets`,
    condition("ReplicaFailure") !== undefined && "says ReplicaFailure",
  ];
}

function replicaSet(town: Town, each: ReplicaSet): Wrong[] {
  const pods = ownedBy(town.all<Pod>("pods"), each).filter(isActive);
  const { replicas } = each.spec;
  const { status } = each;
  return [
    differs("pods", pods.length, replicas),
    differs("replicas", status.replicas, replicas),
    differs("readyReplicas", status.readyReplicas, pods.filter(isReady).length),
    differs("observedGeneration", status.observedGeneration, each.metadata.generation),
  ];
}

function statefulSet(town: Town, each: StatefulSet): Wrong[] {
  const { spec, status, metadata } = each;
  const pods = ownedBy(town.all<Pod>("pods"), each);
  const start = spec.ordinals?.start ?? 0;
  const names = Array.from({ length: spec.replicas ?? 1 }, (_, index) => `${metadata.name}-${start + index}`);
  const partition = spec.updateStrategy?.rollingUpdate?.partition ?? 0;
  const beyond = pods.filter((one) => ordinalOf(one) >= start + partition);
  const claims = town.all<PersistentVolumeClaim>("persistentvolumeclaims").map((one) => one.metadata.name);
  const hasClaims = (spec.volumeClaimTemplates ?? []).length > 0;
  return [
    differs("observedGeneration", status.observedGeneration, metadata.generation),
    differs(
      "pods",
      pods
        .map((one) => one.metadata.name)
        .sort()
        .join(),
      names.sort().join(),
    ),
    differs("replicas", status.replicas, spec.replicas),
    differs("readyReplicas", status.readyReplicas, spec.replicas),
    differs("availableReplicas", status.availableReplicas, spec.replicas),
    differs("updated pods", beyond.filter((one) => runs(one, spec.template)).length, beyond.length),
    partition === 0 && spec.replicas !== 0 && differs("currentRevision", status.currentRevision, status.updateRevision),
    hasClaims && names.some((name) => !claims.includes(`data-${name}`)) && "lacks claims",
  ];
}

export function ordinalOf({ metadata }: Pod): number {
  return Number(/-(\d+)$/.exec(metadata.name)?.[1] ?? -1);
}

function daemonSet(town: Town, each: DaemonSet): Wrong[] {
  const { spec, status, metadata } = each;
  const pods = ownedBy(town.all<Pod>("pods"), each);
  const nodes = town.all<Node>("nodes").map(({ metadata: { name } }) => name);
  return [
    differs("observedGeneration", status.observedGeneration, metadata.generation),
    differs(
      "nodes",
      pods
        .map((one) => one.spec.nodeName ?? "")
        .sort()
        .join(),
      nodes.sort().join(),
    ),
    differs("desiredNumberScheduled", status.desiredNumberScheduled, nodes.length),
    differs("currentNumberScheduled", status.currentNumberScheduled, nodes.length),
    differs("numberReady", status.numberReady, nodes.length),
    differs("updatedNumberScheduled", status.updatedNumberScheduled, nodes.length),
    differs("numberAvailable", status.numberAvailable, nodes.length),
    differs("numberMisscheduled", status.numberMisscheduled, 0),
    differs("pods of its template", pods.filter((one) => runs(one, spec.template)).length, nodes.length),
  ];
}

export function endOf({ status }: Job): string | undefined {
  return status.conditions?.find(({ type, status: is }) => ["Complete", "Failed"].includes(type) && is === "True")
    ?.type;
}

function job(town: Town, each: Job): Wrong[] {
  const end = endOf(each);
  const pods = ownedBy(town.all<Pod>("pods"), each);
  const { completions } = each.spec;
  return [
    end === undefined && `is not over (${JSON.stringify(each.status)})`,
    // A pod that is being deleted may succeed after all, beside the one that was to replace it.
    end === "Complete" &&
      (each.status.succeeded ?? 0) < (completions ?? 1) &&
      `has only ${each.status.succeeded} successes`,
    differs("active", each.status.active, 0),
    differs("terminating", each.status.terminating, 0),
    pods.some(isActive) && "has pods that run on",
    (each.status.uncountedTerminatedPods?.failed ?? each.status.uncountedTerminatedPods?.succeeded) !== undefined &&
      "has uncounted pods",
  ];
}

function cronJob(town: Town, each: CronJob): Wrong[] {
  const jobs = ownedBy(town.all<Job>("jobs"), each);
  const { successfulJobsHistoryLimit = 3, failedJobsHistoryLimit = 1 } = each.spec;
  const count = (end: string) => jobs.filter((one) => endOf(one) === end).length;
  return [
    differs("active", each.status.active?.length, 0),
    count("Complete") > successfulJobsHistoryLimit && `keeps ${count("Complete")} complete jobs`,
    count("Failed") > failedJobsHistoryLimit && `keeps ${count("Failed")} failed jobs`,
  ];
}

function budget(town: Town, each: PodDisruptionBudget): Wrong[] {
  const app = each.spec.selector?.matchLabels?.app;
  const healthy = town
    .all<Pod>("pods")
    .filter((one) => one.metadata.labels?.app === app && isActive(one) && isReady(one));
  return [
    differs("observedGeneration", each.status?.observedGeneration, each.metadata.generation),
    differs("currentHealthy", each.status?.currentHealthy, healthy.length),
  ];
}

function claim(town: Town, each: PersistentVolumeClaim): Wrong[] {
  const isUsed = town
    .all<Pod>("pods")
    .some(({ spec }) => spec.volumes?.some((volume) => volume.persistentVolumeClaim?.claimName === each.metadata.name));
  return [
    isUsed && each.status?.phase !== "Bound" && `is ${each.status?.phase}`,
    !isUsed && each.metadata.deletionTimestamp !== undefined && "is still being deleted",
  ];
}

function node({ status, spec }: Node): Wrong[] {
  const ready = status?.conditions?.find(({ type }) => type === "Ready")?.status;
  return [
    ready !== "True" && `is ready: ${ready}`,
    (spec.taints ?? []).length > 0 && `has taints ${JSON.stringify(spec.taints)}`,
  ];
}

function pod(town: Town, { metadata, status }: Pod): Wrong[] {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  const owners = (["replicasets", "statefulsets", "daemonsets", "jobs"] as const).flatMap((each) => town.all(each));
  const isLost = owner !== undefined && !owners.some((each) => each.metadata.uid === owner.uid);
  return [
    isLost && `has lost its ${owner.kind}`,
    status.phase === "Pending" && "is Pending",
    (status.phase === "Succeeded" || status.phase === "Failed") &&
      metadata.finalizers !== undefined &&
      "is held by a finalizer",
  ];
}
