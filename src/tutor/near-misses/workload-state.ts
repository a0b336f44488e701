// A Deployment, StatefulSet, DaemonSet, ReplicaSet or Job that is not done: what it waits for, down to the Pod that holds it up.

import type { AnyObject } from "../../api/types.ts";
import { type Finding, progress, type Say, trouble } from "./finding.ts";
import { stateOfPod } from "./pod-life.ts";
import { plainly } from "./pod-start.ts";
import { describing, eventsAbout, nameOf, ownersOf, type Scene } from "./scene.ts";

export const WORKLOADS: readonly string[] = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job"];

interface Numbers {
  readonly wanted: number;
  readonly ready: number;
  readonly updated: number;
}

export async function stateOfWorkload(object: AnyObject, scene: Scene): Promise<Finding | undefined> {
  if (object.kind === "Job") return stateOfJob(object, scene);
  const numbers = numbersOf(object);
  const { wanted, ready, updated } = numbers;
  if (isSeen(object) && ready >= wanted && updated >= wanted) return undefined;
  const { paused } = (object.spec ?? {}) as { paused?: boolean };
  if (paused === true && updated < wanted)
    return trouble(`paused ${idOf(object)}`, (says) => says.paused(nameOf(object)));
  return (await refused(object, scene)) ?? (await heldUp(object, numbers, scene));
}

/** The controller was told no when it wanted to make a Pod: by a quota, a limit, a policy. */
async function refused(object: AnyObject, scene: Scene): Promise<Finding | undefined> {
  for (const maker of [object, ...(await replicaSetsOf(object, scene))]) {
    const told = (await eventsAbout(maker, scene)).findLast(({ reason }) => reason === "FailedCreate")?.message;
    const isStill = conditionsOf(maker).some(({ type, status }) => type === "ReplicaFailure" && status === "True");
    if (told === undefined || (maker.kind === "ReplicaSet" && !isStill)) continue;
    const message = plainly(told).replace(
      /^(\(combined from similar events\): )?(Error creating: |create Pod .* failed error: )?/,
      "",
    );
    const look: Say = (says) =>
      message.includes("exceeded quota") ? says.compareQuota : says.eventsOfMaker(nameOf(maker));
    return trouble(`refused ${idOf(object)}`, (says) => `${says.mayNotMake(nameOf(object), message)} ${look(says)}`);
  }
  return undefined;
}

async function heldUp(object: AnyObject, { wanted, ready, updated }: Numbers, scene: Scene): Promise<Finding> {
  const id = `rollout ${idOf(object)}`;
  const start: Say = (says) =>
    updated < wanted
      ? says.replicasOld(nameOf(object), ready, wanted, updated)
      : says.replicas(nameOf(object), ready, wanted);
  const findings = await Promise.all((await podsOf(object, scene)).map((pod) => stateOfPod(pod, scene)));
  const worst = findings.find((one) => one?.kind === "state") ?? findings.find((one) => one !== undefined);
  const which = ready < wanted ? "others" : "new";
  if (worst === undefined)
    return progress(id, (says) => `${start(says)} ${says.onTheirWay(which, describing(object))}`);
  const say: Say = (says) => `${start(says)} ${worst.say(says)}`;
  return { id: `${id} ${worst.id.split(" ")[0]}`, kind: worst.kind, say };
}

async function stateOfJob(job: AnyObject, scene: Scene): Promise<Finding | undefined> {
  const conditions = conditionsOf(job);
  if (conditions.some(({ type, status }) => type === "Complete" && status === "True")) return undefined;
  const failure = conditions.find(({ type, status }) => type === "Failed" && status === "True");
  if (failure !== undefined)
    return trouble(`job ${idOf(job)}`, (says) =>
      says.jobFailed(nameOf(job), failure.reason ?? "Failed", plainly(failure.message ?? "")),
    );
  if ((job.spec as { suspend?: boolean } | undefined)?.suspend === true)
    return trouble(`job ${idOf(job)}`, (says) => says.suspended(nameOf(job)));
  const no = await refused(job, scene);
  if (no !== undefined) return no;
  const { active = 0, succeeded = 0, failed = 0 } = (job.status ?? {}) as Record<string, number | undefined>;
  const states = await Promise.all((await podsOf(job, scene)).map((pod) => stateOfPod(pod, scene)));
  const stuck = states.find((one) => one?.kind === "state" && !one.id.startsWith("ended"));
  if (stuck !== undefined) return stuck;
  return progress(`job ${idOf(job)}`, (says) => says.jobAtWork(nameOf(job), { active, succeeded, failed }));
}

function numbersOf({ kind, spec, status }: AnyObject): Numbers {
  const { replicas = 1 } = (spec ?? {}) as { replicas?: number };
  const now = (status ?? {}) as Record<string, number | undefined>;
  if (kind === "DaemonSet") {
    const wanted = now.desiredNumberScheduled ?? 0;
    return { wanted, ready: now.numberReady ?? 0, updated: now.updatedNumberScheduled ?? wanted };
  }
  const updated = kind === "ReplicaSet" ? replicas : (now.updatedReplicas ?? 0);
  return { wanted: replicas, ready: now.readyReplicas ?? 0, updated };
}

function isSeen({ metadata, status }: AnyObject): boolean {
  return ((status ?? {}) as { observedGeneration?: number }).observedGeneration === metadata.generation;
}

async function replicaSetsOf(object: AnyObject, scene: Scene): Promise<readonly AnyObject[]> {
  return object.kind === "Deployment" ? ownedBy(object, "ReplicaSet", scene) : [];
}

async function podsOf(object: AnyObject, scene: Scene): Promise<readonly AnyObject[]> {
  // Pods of older templates hold nothing up: they only wait until the new ones are ready.
  const makers = object.kind === "Deployment" ? (await replicaSetsOf(object, scene)).filter(isNewest) : [object];
  return (await Promise.all(makers.map((maker) => ownedBy(maker, "Pod", scene)))).flat();
}

async function ownedBy({ kind, metadata }: AnyObject, owned: string, scene: Scene): Promise<readonly AnyObject[]> {
  const candidates = await scene.living(owned, metadata.namespace ?? "");
  return candidates.filter((one) => ownersOf(one).some((owner) => owner.kind === kind && owner.name === metadata.name));
}

function isNewest(replicaSet: AnyObject, _: number, all: readonly AnyObject[]): boolean {
  const revisionOf = ({ metadata }: AnyObject) =>
    Number(metadata.annotations?.["deployment.kubernetes.io/revision"] ?? 0);
  return revisionOf(replicaSet) === Math.max(...all.map(revisionOf));
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

function conditionsOf({ status }: AnyObject): readonly Condition[] {
  return (status as { conditions?: readonly Condition[] } | undefined)?.conditions ?? [];
}

function idOf({ kind, metadata }: AnyObject): string {
  return `${kind}/${metadata.name}`;
}
