// Follows every write and every container, and notes whatever cannot be.

import type {
  CronJob,
  DaemonSet,
  Deployment,
  Job,
  KubeObject,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  ReplicaSet,
  StatefulSet,
} from "../../../src/api/types.ts";
import { NODES, type Wounds } from "./deeds.ts";
import { Floors, limits } from "./floors.ts";
import type { Resource, Town } from "./town.ts";
import { endOf, isActive, isReady, ordinalOf, ownedBy } from "./wanted.ts";

export class Witness {
  readonly objections: string[] = [];
  private readonly floors = new Floors();
  private quietSinceMs = 0;
  /** Pods that were taken off the list while their containers may have run on. */
  private readonly forced = new Set<string>();
  private readonly names = new Map<string, string>();

  constructor(private readonly wounds: Wounds) {}

  /** Pods may be missing for some time after this. */
  disturb(nowMs: number): void {
    this.quietSinceMs = nowMs;
    this.floors.forget();
  }

  see(town: Town, resource: Resource, next: KubeObject | undefined, previous: KubeObject | undefined): void {
    const object = (text: string): void => {
      const name = (next ?? previous)?.metadata.name;
      this.objections.push(`${resource}/${name} at ${new Date(town.now).toISOString()}: ${text}`);
    };
    const isQuiet = this.isQuiet(town.now);
    if (resource === "pods") {
      this.follow(town, next as Pod | undefined, previous as Pod | undefined);
      if (!town.isOutside) judgePod(town, next as Pod | undefined, previous as Pod | undefined, object);
    }
    if (resource === "jobs" && next !== undefined) judgeJob(next as Job, previous as Job | undefined, object);
    if (resource === "cronjobs" || resource === "jobs") judgeCronJobs(town, object);
    if (resource === "pods" || resource === "deployments") this.floors.judge(town, isQuiet, object);
    if (resource === "replicasets" && !town.isOutside)
      judgeShrinking(town, next as ReplicaSet | undefined, previous as ReplicaSet | undefined, object);
    if (resource === "pods") judgeBudgets(town, next as Pod | undefined, previous as Pod | undefined, object);
  }

  /** Looks into the nodes, where the API may see nothing. */
  look(town: Town): void {
    const running = new Map<string, Set<string>>();
    for (const node of NODES) {
      for (const { podUid } of town.cluster.containersOn(node)) {
        const name = this.names.get(podUid);
        if (name === undefined || this.forced.has(podUid)) continue;
        running.set(name, (running.get(name) ?? new Set()).add(podUid));
      }
    }
    for (const [name, uids] of running)
      if (uids.size > 1) this.objections.push(`${name} runs twice at ${new Date(town.now).toISOString()}`);
    this.lookAtClaims(town);
    if (this.isQuiet(town.now)) this.lookForLeftovers(town);
  }

  private lookAtClaims(town: Town): void {
    for (const { metadata } of town.all<PersistentVolumeClaim>("persistentvolumeclaims")) {
      const users = town
        .all<Pod>("pods")
        .filter(
          ({ spec, status, metadata: { uid } }) =>
            status.phase === "Running" &&
            !this.forced.has(uid) &&
            spec.volumes?.some((volume) => volume.persistentVolumeClaim?.claimName === metadata.name),
        );
      const nodes = new Set(users.map(({ spec }) => spec.nodeName));
      if (nodes.size > 1) this.objections.push(`claim ${metadata.name} is on ${[...nodes].join()}`);
    }
  }

  private lookForLeftovers(town: Town): void {
    const present = new Set(town.all<Pod>("pods").map(({ metadata }) => metadata.uid));
    for (const node of NODES)
      for (const { podUid, name } of town.cluster.containersOn(node))
        if (this.names.has(podUid) && !present.has(podUid))
          this.objections.push(`${this.names.get(podUid)} is gone, its container ${name} runs on on ${node}`);
  }

  private isQuiet(nowMs: number): boolean {
    const { dark, stopped } = this.wounds;
    return dark.size === 0 && stopped.size === 0 && nowMs - this.quietSinceMs > 120_000;
  }

  private follow(town: Town, next: Pod | undefined, previous: Pod | undefined): void {
    if (next !== undefined) this.names.set(next.metadata.uid, next.metadata.name);
    const isForced = next === undefined && previous !== undefined && town.isOutside;
    if (isForced) this.forced.add(previous.metadata.uid);
  }
}

type Objection = (text: string) => void;

function judgePod(town: Town, next: Pod | undefined, previous: Pod | undefined, object: Objection): void {
  if (next === undefined) return;
  if (previous === undefined) judgeNewPod(town, next, object);
  const isEvicted = next.metadata.deletionTimestamp !== undefined && previous?.metadata.deletionTimestamp === undefined;
  if (isEvicted) judgeStep(town, next, object);
}

function judgeNewPod(town: Town, pod: Pod, object: Objection): void {
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (owner === undefined) return;
  const siblings = town
    .all<Pod>("pods")
    .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === owner.uid));
  const active = siblings.filter(isActive);
  if (owner.kind === "ReplicaSet") {
    const wanted = town.find<ReplicaSet>("replicasets", owner.name)?.spec.replicas ?? 0;
    if (active.length > wanted) object(`is one more than ${owner.name} wants: ${active.length} of ${wanted}`);
  }
  if (owner.kind === "Job") {
    const job = town.find<Job>("jobs", owner.name);
    if (job !== undefined && active.length > (job.spec.parallelism ?? 1))
      object(`runs beside too many of ${owner.name}`);
    if (job !== undefined && endOf(job) !== undefined) object(`was made for ${owner.name}, which is over`);
    if (job?.spec.suspend === true) object(`was made for ${owner.name}, which is suspended`);
    const index = (one: Pod) => one.metadata.annotations?.["batch.kubernetes.io/job-completion-index"];
    if (index(pod) !== undefined && active.filter((one) => index(one) === index(pod)).length > 1)
      object(`has the index of another pod`);
  }
  if (owner.kind === "DaemonSet") judgeDaemon(town, pod, active, owner.name, object);
  if (owner.kind === "StatefulSet") {
    const set = town.find<StatefulSet>("statefulsets", owner.name);
    if (set?.spec.podManagementPolicy !== "OrderedReady") return;
    const start = set.spec.ordinals?.start ?? 0;
    for (let ordinal = start; ordinal < ordinalOf(pod); ordinal++) {
      const below = siblings.find((one) => ordinalOf(one) === ordinal);
      if (below === undefined || !isReady(below)) object(`came before ${owner.name}-${ordinal} was ready`);
    }
  }
}

function targetNode({ spec }: Pod): string | undefined {
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return spec.nodeName ?? terms?.[0]?.matchFields?.[0]?.values?.[0];
}

function judgeDaemon(town: Town, pod: Pod, active: readonly Pod[], name: string, object: Objection): void {
  const set = town.find<DaemonSet>("daemonsets", name);
  const here = active.filter((one) => targetNode(one) === targetNode(pod));
  const surges = (set?.spec.updateStrategy?.rollingUpdate?.maxSurge ?? 0) !== 0;
  if (here.length > (surges ? 2 : 1)) object(`is one too many on ${targetNode(pod)}`);
}

/** An ordered set takes its pods away one by one: none goes while another is on its way. */
function judgeStep(town: Town, pod: Pod, object: Objection): void {
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (owner?.kind !== "StatefulSet" || pod.status.reason !== undefined) return;
  const set = town.find<StatefulSet>("statefulsets", owner.name);
  if (set === undefined || set.metadata.deletionTimestamp !== undefined || set.spec.podManagementPolicy === "Parallel")
    return;
  const isDisrupted = pod.status.conditions?.some(({ type }) => type === "DisruptionTarget") === true;
  const end = (set.spec.ordinals?.start ?? 0) + (set.spec.replicas ?? 1);
  if (isDisrupted || ordinalOf(pod) < end) return;
  const higher = ownedBy(town.all<Pod>("pods"), set).filter((one) => ordinalOf(one) > ordinalOf(pod));
  if (higher.length > 0) object(`goes before ${higher.map(({ metadata }) => metadata.name).join()}`);
}

function judgeJob(job: Job, previous: Job | undefined, object: Objection): void {
  const { status, spec } = job;
  const { completions } = spec;
  if (completions !== undefined && (status.succeeded ?? 0) > completions + (spec.parallelism ?? 1) - 1)
    object(`counts ${status.succeeded} successes of ${completions}`);
  if (previous === undefined) return;
  const [before, after] = [endOf(previous), endOf(job)];
  if (before !== undefined && after !== before) object(`was ${before}, is ${after}`);
  for (const count of ["succeeded", "failed"] as const)
    if ((status[count] ?? 0) < (previous.status[count] ?? 0))
      object(`had ${count} ${previous.status[count]}, has ${status[count]}`);
}

function judgeCronJobs(town: Town, object: Objection): void {
  for (const cronJob of town.all<CronJob>("cronjobs")) {
    const unfinished = ownedBy(town.all<Job>("jobs"), cronJob).filter(
      (job) => endOf(job) === undefined && job.metadata.deletionTimestamp === undefined,
    );
    if (cronJob.spec.concurrencyPolicy !== "Allow" && unfinished.length > 1)
      object(`${cronJob.metadata.name} runs ${unfinished.length} jobs at a time`);
  }
}

/** A Deployment takes nobody away whose loss would leave too few, as far as its ReplicaSets say. */
function judgeShrinking(
  town: Town,
  next: ReplicaSet | undefined,
  previous: ReplicaSet | undefined,
  object: Objection,
): void {
  if (next === undefined || previous === undefined) return;
  if ((next.spec.replicas ?? 0) >= (previous.spec.replicas ?? 0)) return;
  const owner = next.metadata.ownerReferences?.find(({ controller }) => controller === true);
  const deployment = town.all<Deployment>("deployments").find(({ metadata }) => metadata.uid === owner?.uid);
  if (deployment === undefined || deployment.spec.strategy?.type === "Recreate") return;
  const sets = ownedBy(town.all<ReplicaSet>("replicasets"), deployment);
  const desired = previous.metadata.annotations?.["deployment.kubernetes.io/desired-replicas"];
  // Somebody has resized the Deployment: the loss is shared out among its ReplicaSets.
  if (Number(desired) !== deployment.spec.replicas) return;
  const kept = (set: ReplicaSet) => Math.min(set.status.availableReplicas ?? 0, set.spec.replicas ?? 0);
  const left = sets.reduce((sum, set) => sum + kept(set), 0);
  const { floor } = limits(deployment);
  const before = left - kept(next) + kept(previous);
  if (left < Math.min(floor, before))
    object(`shrinks to ${next.spec.replicas}: ${left} are left, the floor is ${floor}`);
}

/** Evictions leave as many healthy pods as the budget asks for. */
function judgeBudgets(town: Town, next: Pod | undefined, previous: Pod | undefined, object: Objection): void {
  const conditions = next?.status.conditions ?? [];
  const isEvicted = conditions.some(({ reason }) => reason === "EvictionByEvictionAPI");
  const wasGoing = previous === undefined || previous.metadata.deletionTimestamp !== undefined;
  if (!town.isOutside || !isEvicted || wasGoing || next?.metadata.deletionTimestamp === undefined) return;
  if (!isReady(previous)) return;
  for (const { spec, metadata, status } of town.all<PodDisruptionBudget>("poddisruptionbudgets")) {
    if (spec.selector?.matchLabels?.app !== next.metadata.labels?.app) continue;
    const healthy = town
      .all<Pod>("pods")
      .filter((pod) => pod.metadata.labels?.app === next.metadata.labels?.app && isActive(pod) && isReady(pod));
    if (healthy.length < (status?.desiredHealthy ?? 0))
      object(`was evicted: ${healthy.length} are left, ${metadata.name} asks for ${status?.desiredHealthy}`);
  }
}
