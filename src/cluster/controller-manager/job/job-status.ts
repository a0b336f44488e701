// Where a Job stands: what its pods add to its counts, and whether it is thereby over.

import type { Job, Pod } from "../../../api/types.ts";
import { timestamp } from "../../client/event-recorder.ts";
import { isActive, isReady, isTerminal } from "../pod-state.ts";
import { formatIndexes, parseIndexes } from "./indexes.ts";
import { hasFailed, indexFailures, indexOf, isIndexed, isTracked, replacesOnlyFailed } from "./job-pods.ts";
import { judgeFailure, metSuccessRule } from "./job-policy.ts";

export type JobCondition = NonNullable<Job["status"]["conditions"]>[number];

export interface Verdict {
  readonly type: "Complete" | "Failed";
  readonly reason: string;
  readonly message: string;
}

type Uncounted = NonNullable<Job["status"]["uncountedTerminatedPods"]>;

/** The pods of a Job sorted by what they are to it. */
export interface Tally {
  readonly active: readonly Pod[];
  readonly terminating: readonly Pod[];
  /** Finished since the last look: their finalizer still says that they are not counted. */
  readonly newlySucceeded: readonly Pod[];
  readonly newlyFailed: readonly Pod[];
  /** Those and the ones that the status lists as not yet counted: nothing needs to hold them any longer. */
  readonly finished: readonly Pod[];
  /** What the status has to list while their finalizers are taken off. */
  readonly uncounted: Uncounted;
  readonly succeeded: number;
  readonly failed: number;
  readonly completedIndexes: ReadonlySet<number>;
  readonly failedIndexes: ReadonlySet<number>;
  readonly ready: number;
}

export function tally(job: Job, pods: readonly Pod[]): Tally {
  const active = pods.filter(isActive);
  const terminating = pods.filter((pod) => pod.metadata.deletionTimestamp !== undefined && !isTerminal(pod));
  const known = job.status.uncountedTerminatedPods ?? {};
  const isKnown = ({ metadata: { uid } }: Pod) => [known.succeeded, known.failed].some((list) => list?.includes(uid));
  const held = pods.filter(isTracked);
  const succeeded = held.filter((pod) => pod.status.phase === "Succeeded");
  const failed = held.filter((pod) => hasFailed(job, pod));
  const newlySucceeded = succeeded.filter((pod) => !isKnown(pod));
  const newlyFailed = failed.filter((pod) => !isKnown(pod));
  const completedIndexes = parseIndexes(job.status.completedIndexes);
  if (isIndexed(job)) for (const pod of succeeded) completedIndexes.add(indexOf(pod));
  const failedIndexes = parseIndexes(job.status.failedIndexes);
  for (const pod of failed) if (endsIndex(job, pod)) failedIndexes.add(indexOf(pod));
  const uncounted = {
    // Indexes are counted by their numbers, as often as one likes.
    succeeded: isIndexed(job) ? [] : [...(known.succeeded ?? []), ...newlySucceeded.map(uidOf)],
    failed: [
      ...(known.failed ?? []),
      ...newlyFailed.filter((pod) => judgeFailure(job, pod).kind !== "ignore").map(uidOf),
    ],
  };
  return {
    active,
    terminating,
    newlySucceeded,
    newlyFailed,
    finished: [...succeeded, ...failed],
    uncounted,
    succeeded: isIndexed(job) ? completedIndexes.size : (job.status.succeeded ?? 0) + uncounted.succeeded.length,
    failed: (job.status.failed ?? 0) + uncounted.failed.length,
    completedIndexes,
    failedIndexes,
    ready: active.filter(isReady).length,
  };
}

function uidOf({ metadata }: Pod): string {
  return metadata.uid;
}

function endsIndex(job: Job, pod: Pod): boolean {
  const limit = job.spec.backoffLimitPerIndex;
  if (limit === undefined) return false;
  return judgeFailure(job, pod).kind === "fail-index" || indexFailures(pod) >= limit;
}

/** What ends the Job now, if anything does. */
export function judge(job: Job, pods: readonly Pod[], counts: Tally, nowMs: number): Verdict | undefined {
  const failing = failureOf(job, pods, counts, nowMs);
  if (failing !== undefined) return { type: "Failed", ...failing };
  const rule = metSuccessRule(job, counts.completedIndexes);
  if (rule !== undefined)
    return { type: "Complete", reason: "SuccessPolicy", message: `Matched rules at index ${rule}` };
  const { completions } = job.spec;
  const isDone =
    completions === undefined ? counts.succeeded > 0 && counts.active.length === 0 : counts.succeeded >= completions;
  if (isDone)
    return { type: "Complete", reason: "CompletionsReached", message: "Reached expected number of succeeded pods" };
  return undefined;
}

function failureOf(job: Job, pods: readonly Pod[], counts: Tally, nowMs: number): Omit<Verdict, "type"> | undefined {
  for (const pod of counts.newlyFailed) {
    const verdict = judgeFailure(job, pod);
    if (verdict.kind === "fail-job") return { reason: "PodFailurePolicy", message: verdict.message };
  }
  const limit = job.spec.backoffLimit ?? 6;
  if (counts.failed > limit || restartsBeyond(job, pods, limit)) {
    return { reason: "BackoffLimitExceeded", message: "Job has reached the specified backoff limit" };
  }
  const { activeDeadlineSeconds, suspend } = job.spec;
  const started = job.status.startTime;
  if (
    activeDeadlineSeconds !== undefined &&
    started !== undefined &&
    suspend !== true &&
    nowMs - Date.parse(started) >= activeDeadlineSeconds * 1000
  ) {
    return { reason: "DeadlineExceeded", message: "Job was active longer than specified deadline" };
  }
  if (job.spec.backoffLimitPerIndex === undefined) return undefined;
  if (job.spec.maxFailedIndexes !== undefined && counts.failedIndexes.size > job.spec.maxFailedIndexes) {
    return {
      reason: "MaxFailedIndexesExceeded",
      message: "Job has exceeded the specified maximal number of failed indexes",
    };
  }
  const isOver =
    counts.failedIndexes.size > 0 && counts.failedIndexes.size + counts.succeeded >= (job.spec.completions ?? 1);
  return isOver ? { reason: "FailedIndexes", message: "Job has failed indexes" } : undefined;
}

/** With OnFailure the containers restart in their pods: there the restarts are what is limited. */
function restartsBeyond(job: Job, pods: readonly Pod[], limit: number): boolean {
  if (job.spec.template.spec?.restartPolicy !== "OnFailure") return false;
  const restarts = pods
    .filter((pod) => pod.status.phase === "Running" || pod.status.phase === "Pending")
    .flatMap((pod) => [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])])
    .reduce((sum, { restartCount }) => sum + restartCount, 0);
  return limit === 0 ? restarts > 0 : restarts >= limit;
}

export function wantedActive(job: Job, counts: Tally): number {
  const { parallelism = 1, completions } = job.spec;
  if (completions === undefined)
    return counts.succeeded > 0 ? Math.min(counts.active.length, parallelism) : parallelism;
  const left = completions - counts.succeeded - counts.failedIndexes.size;
  const room = replacesOnlyFailed(job) ? parallelism - counts.terminating.length : parallelism;
  return Math.max(0, Math.min(left, room));
}

/** The indexes that have neither finished nor are being worked on, lowest first. */
export function missingIndexes(job: Job, counts: Tally, count: number): number[] {
  const busy = new Set([...counts.active, ...(replacesOnlyFailed(job) ? counts.terminating : [])].map(indexOf));
  const missing: number[] = [];
  for (let index = 0; index < (job.spec.completions ?? 0) && missing.length < count; index++) {
    if (!busy.has(index) && !counts.completedIndexes.has(index) && !counts.failedIndexes.has(index))
      missing.push(index);
  }
  return missing;
}

export function newStatus(
  job: Job,
  counts: Tally,
  active: number,
  conditions: readonly JobCondition[],
  startTime: string | undefined,
): Job["status"] {
  const completed = formatIndexes(counts.completedIndexes);
  const { completionTime } = job.status;
  return {
    ...(startTime === undefined ? {} : { startTime }),
    ...(completionTime === undefined ? {} : { completionTime }),
    ...(active === 0 ? {} : { active }),
    ready: counts.ready,
    terminating: counts.terminating.length,
    ...(counts.succeeded === 0 ? {} : { succeeded: counts.succeeded }),
    ...(counts.failed === 0 ? {} : { failed: counts.failed }),
    ...(completed === "" ? {} : { completedIndexes: completed }),
    ...(job.spec.backoffLimitPerIndex === undefined ? {} : { failedIndexes: formatIndexes(counts.failedIndexes) }),
    uncountedTerminatedPods: {},
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

/** The status while finalizers are taken off: what has ended is listed, not counted, so that nothing counts twice or never. */
export function interimStatus(job: Job, status: Job["status"], { uncounted }: Tally): Job["status"] {
  const { succeeded: _, failed: __, completionTime: ___, conditions = [], ...rest } = status;
  const { succeeded, failed } = isIndexed(job) ? { ...job.status, succeeded: status.succeeded } : job.status;
  const open = conditions.filter(({ type }) => type !== "Complete" && type !== "Failed");
  const listed = Object.entries(uncounted).filter(([, uids]) => (uids ?? []).length > 0);
  return {
    ...rest,
    ...(succeeded === undefined ? {} : { succeeded }),
    ...(failed === undefined ? {} : { failed }),
    uncountedTerminatedPods: Object.fromEntries(listed),
    ...(open.length === 0 ? {} : { conditions: open }),
  };
}

export function jobCondition(
  type: string,
  status: string,
  reason: string,
  message: string,
  nowMs: number,
): JobCondition {
  const now = timestamp(nowMs);
  return { type, status, lastProbeTime: now, lastTransitionTime: now, reason, message };
}

export function isFinished(job: Job): boolean {
  return (job.status.conditions ?? []).some(
    ({ type, status }) => (type === "Complete" || type === "Failed") && status === "True",
  );
}
