// A Job's pods: how they are made, and what their states mean for the Job.

import type { Draft, Job, Pod } from "../../../api/types.ts";
import { draftOf } from "../../../api/types.ts";
import type { NewObject } from "../../client/client.ts";
import { podFromTemplate } from "../pod-control.ts";

export const TRACKING = "batch.kubernetes.io/job-tracking";
export const INDEX = "batch.kubernetes.io/job-completion-index";
const FAILURE_COUNT = "batch.kubernetes.io/job-index-failure-count";

export function isIndexed(job: Job): boolean {
  return job.spec.completionMode === "Indexed";
}

export function isTracked(pod: Pod): boolean {
  return pod.metadata.finalizers?.includes(TRACKING) ?? false;
}

export function indexOf(pod: Pod): number {
  const index = pod.metadata.annotations?.[INDEX];
  return index === undefined ? -1 : Number(index);
}

export function indexFailures(pod: Pod): number {
  return Number(pod.metadata.annotations?.[FAILURE_COUNT] ?? 0);
}

/** Finished badly; or deleted before it could finish, unless only failed pods are to be replaced. */
export function hasFailed(job: Job, pod: Pod): boolean {
  if (pod.status.phase === "Failed") return true;
  if (replacesOnlyFailed(job)) return false;
  return pod.metadata.deletionTimestamp !== undefined && pod.status.phase !== "Succeeded";
}

export function replacesOnlyFailed(job: Job): boolean {
  return (
    (job.spec.podReplacementPolicy ?? (job.spec.podFailurePolicy === undefined ? "TerminatingOrFailed" : "Failed")) ===
    "Failed"
  );
}

export function finishedAtMs(pod: Pod, nowMs: number): number {
  const ends = (pod.status.containerStatuses ?? []).flatMap(({ state }) => state?.terminated?.finishedAt ?? []);
  const known = ends.map((end) => Date.parse(end)).filter((end) => end > 0);
  return known.length === 0 ? nowMs : Math.max(...known);
}

/** A pod for the Job; `index` only where it is indexed, `failures` how often that index has failed before. */
export function newJobPod(job: Job, index: number | undefined, failures: number): NewObject<Pod> {
  const prefix = index === undefined ? `${job.metadata.name}-` : `${job.metadata.name}-${index}-`;
  const pod = draftOf(podFromTemplate(job.spec.template, job, { generateName: prefix })) as Draft<NewObject<Pod>>;
  pod.metadata.finalizers = [...(pod.metadata.finalizers ?? []), TRACKING];
  if (index === undefined) return pod as NewObject<Pod>;
  pod.metadata.labels = { ...pod.metadata.labels, [INDEX]: String(index) };
  pod.metadata.annotations = { ...pod.metadata.annotations, [INDEX]: String(index) };
  if (job.spec.backoffLimitPerIndex !== undefined) pod.metadata.annotations[FAILURE_COUNT] = String(failures);
  pod.spec.hostname ??= `${job.metadata.name}-${index}`;
  const fieldPath = `metadata.labels['${INDEX}']`;
  for (const container of [...(pod.spec.initContainers ?? []), ...pod.spec.containers]) {
    if (container.env?.some(({ name }) => name === "JOB_COMPLETION_INDEX") === true) continue;
    container.env = [
      ...(container.env ?? []),
      { name: "JOB_COMPLETION_INDEX", valueFrom: { fieldRef: { fieldPath } } },
    ];
  }
  return pod as NewObject<Pod>;
}
