// Stands for the job controller: starts pods until enough of them have succeeded, and knows when to give up.

import { matchesSelector } from "../../../api/selector.ts";
import type { ApiError } from "../../../api/status.ts";
import type { Job, Pod } from "../../../api/types.ts";
import { timestamp } from "../../client/event-recorder.ts";
import { keyOf, keyText } from "../../client/informer.ts";
import { resources } from "../../client/resources.ts";
import type { ReconcileResult } from "../../client/work-queue.ts";
import type { ControllerContext } from "../controller.ts";
import { deepEqual } from "../deep-equal.ts";
import { claim, controllerOf, ignoringNotFound } from "../ownership.ts";
import { createPodControl, isNamespaceTerminating, slowStart } from "../pod-control.ts";
import { finishedAtMs, indexFailures, indexOf, isIndexed, isTracked, newJobPod, TRACKING } from "./job-pods.ts";
import {
  interimStatus,
  isFinished,
  type JobCondition,
  jobCondition,
  judge,
  missingIndexes,
  newStatus,
  type Tally,
  tally,
  type Verdict,
  wantedActive,
} from "./job-status.ts";

/** Changes of pods are looked at together, so that a wide Job is not synced once for each of them. */
const BATCH_MS = 1000;
/** Failed pods are replaced after this time, doubling, up to ten minutes. */
const BACKOFF_MS = 10_000;
const MAX_BACKOFF_MS = 600_000;

interface Work {
  readonly active: number;
  readonly waitMs?: number;
  readonly error?: ApiError;
}

interface Failures {
  /** In a row, since the last success. */
  count: number;
  lastMs: number;
}

export function startJobs(context: ControllerContext): void {
  const { client, clock } = context;
  const jobs = context.informers.of<Job>(resources.jobs);
  const recorder = context.recorder("job-controller");
  const podControl = createPodControl(client, recorder);
  const failures = new Map<string, Failures>();
  const queue = context.queue(reconcile);
  const strays = context.queue(releaseStray);
  const podInformer = context.informers.of<Pod>(resources.pods);

  jobs.onChange((next, previous) => {
    if (next === undefined) return forget(previous);
    const key = keyText(keyOf(next));
    if (next.metadata.generation === previous?.metadata.generation) queue.addAfter(key, BATCH_MS);
    else queue.add(key);
  });
  podInformer.onChange((next, previous) => {
    const pod = next ?? previous;
    const controller = pod === undefined ? undefined : controllerOf(pod);
    if (pod === undefined) return;
    if (controller?.kind === "Job")
      queue.addAfter(keyText({ namespace: pod.metadata.namespace, name: controller.name }), BATCH_MS);
    if (next !== undefined && isTracked(next)) strays.add(keyText(keyOf(next)));
  });

  function forget(job: Job | undefined): void {
    if (job === undefined) return;
    failures.delete(job.metadata.uid);
    for (const pod of context.pods.byController.get(job.metadata.uid)) strays.add(keyText(keyOf(pod)));
  }

  /** A pod whose Job is gone is counted by nobody: nothing holds it any longer. */
  function releaseStray(key: string): ReconcileResult {
    const [namespace = "", name = ""] = key.split("/");
    const pod = podInformer.get({ namespace, name });
    if (pod === undefined || !isTracked(pod)) return {};
    const controller = controllerOf(pod);
    const job = controller?.kind === "Job" ? jobs.get({ namespace, name: controller.name }) : undefined;
    if (job?.metadata.uid !== controller?.uid || job === undefined || isFinished(job)) release(pod);
    return {};
  }

  function release(pod: Pod): void {
    const others = (pod.metadata.finalizers ?? []).filter((finalizer) => finalizer !== TRACKING);
    const finalizers = others.length === 0 ? null : others;
    ignoringNotFound(() => client.patch(resources.pods, keyOf(pod), { metadata: { finalizers } }));
  }

  function reconcile(key: string): ReconcileResult {
    const [namespace = "", name = ""] = key.split("/");
    const job = jobs.get({ namespace, name });
    if (job === undefined || isFinished(job)) return {};
    if (job.metadata.deletionTimestamp !== undefined) return releaseAll(job);
    if ((job.spec.managedBy ?? "kubernetes.io/job-controller") !== "kubernetes.io/job-controller") return {};
    const pods = claim(client, resources.pods, job, {
      owned: context.pods.byController.get(job.metadata.uid),
      orphans: context.pods.orphans.get(namespace),
      matches: (pod) => matchesSelector(job.spec.selector, pod.metadata.labels),
    });
    return advance(job, pods);
  }

  /** The Job goes: nobody counts its pods any more, and nothing may hold them. */
  function releaseAll(job: Job): ReconcileResult {
    for (const pod of context.pods.byController.get(job.metadata.uid).filter(isTracked)) release(pod);
    return {};
  }

  function advance(job: Job, pods: readonly Pod[]): ReconcileResult {
    const isSuspended = job.spec.suspend === true;
    const startTime = job.status.startTime ?? (isSuspended ? undefined : timestamp(clock.now()));
    const started = startTime === undefined ? job : { ...job, status: { ...job.status, startTime } };
    const counts = tally(started, pods);
    noteFailures(job, counts);
    const verdict = pendingVerdict(job) ?? judge(started, pods, counts, clock.now());
    if (verdict !== undefined) return conclude(job, counts, verdict, startTime);
    const { conditions, changed } = suspension(job);
    const restarted = changed === "resumed" ? timestamp(clock.now()) : startTime;
    const work: Work = isSuspended ? { active: suspend(job, counts) } : populate(job, pods, counts);
    write(job, newStatus(job, counts, work.active, conditions, restarted), counts);
    if (changed === "suspended") recorder.record({ object: job }, "Normal", "Suspended", "Job suspended");
    if (changed === "resumed") recorder.record({ object: job }, "Normal", "Resumed", "Job resumed");
    if (work.error !== undefined && !isNamespaceTerminating(work.error)) throw work.error;
    return nextLook(job, restarted, work.waitMs);
  }

  function nextLook(job: Job, startTime: string | undefined, waitMs: number | undefined): ReconcileResult {
    const { activeDeadlineSeconds, suspend: isSuspended } = job.spec;
    const deadline =
      activeDeadlineSeconds === undefined || startTime === undefined || isSuspended === true
        ? undefined
        : Math.max(0, Date.parse(startTime) + activeDeadlineSeconds * 1000 - clock.now());
    const waits = [waitMs, deadline].filter((wait) => wait !== undefined);
    return waits.length === 0 ? {} : { requeueAfterMs: Math.min(...waits) };
  }

  function noteFailures(job: Job, { newlyFailed, newlySucceeded }: Tally): void {
    const { uid } = job.metadata;
    if (newlySucceeded.length > 0) failures.delete(uid);
    for (const pod of newlyFailed) {
      const known = failures.get(uid);
      const lastMs = Math.max(known?.lastMs ?? 0, finishedAtMs(pod, clock.now()));
      failures.set(uid, { count: (known?.count ?? 0) + 1, lastMs });
    }
  }

  /** The verdict that an earlier look reached, when pods were still running. */
  function pendingVerdict(job: Job): Verdict | undefined {
    for (const { type, status, reason = "", message = "" } of job.status.conditions ?? []) {
      if (status === "True" && type === "FailureTarget") return { type: "Failed", reason, message };
      if (status === "True" && type === "SuccessCriteriaMet") return { type: "Complete", reason, message };
    }
    return undefined;
  }

  /** Announces the end first, stops what still runs, and ends the Job when all of it has stopped. */
  function conclude(job: Job, counts: Tally, verdict: Verdict, startTime: string | undefined): ReconcileResult {
    for (const pod of counts.active) podControl.delete(job, pod);
    const announced = verdict.type === "Failed" ? "FailureTarget" : "SuccessCriteriaMet";
    const now = clock.now();
    const conditions = [...(job.status.conditions ?? [])];
    const add = (type: string) => {
      if (!conditions.some((condition) => condition.type === type))
        conditions.push(jobCondition(type, "True", verdict.reason, verdict.message, now));
    };
    add(announced);
    const isOver = counts.active.length + counts.terminating.length === 0;
    if (isOver) add(verdict.type);
    const status = newStatus(job, counts, 0, conditions, startTime);
    const completion = isOver && verdict.type === "Complete" ? { completionTime: timestamp(now) } : {};
    write(job, { ...status, ...completion }, counts);
    if (isOver) announceEnd(job, verdict);
    return {};
  }

  function announceEnd(job: Job, { type, reason, message }: Verdict): void {
    if (type === "Complete") recorder.record({ object: job }, "Normal", "Completed", "Job completed");
    else recorder.record({ object: job }, "Warning", reason, message);
  }

  function suspension(job: Job): { conditions: JobCondition[]; changed?: "suspended" | "resumed" } {
    const conditions = job.status.conditions ?? [];
    const present = conditions.find(({ type }) => type === "Suspended");
    const isMarked = present?.status === "True";
    if ((job.spec.suspend === true) === isMarked || (present === undefined && job.spec.suspend !== true))
      return { conditions: [...conditions] };
    const others = conditions.filter(({ type }) => type !== "Suspended");
    const next = isMarked
      ? jobCondition("Suspended", "False", "JobResumed", "Job resumed", clock.now())
      : jobCondition("Suspended", "True", "JobSuspended", "Job suspended", clock.now());
    return { conditions: [...others, next], changed: isMarked ? "resumed" : "suspended" };
  }

  /** Pods that are stopped on purpose do not count as failures. */
  function suspend(job: Job, { active }: Tally): number {
    for (const pod of active) stopUncounted(job, pod);
    return 0;
  }

  function stopUncounted(job: Job, pod: Pod): void {
    release(pod);
    podControl.delete(job, pod);
  }

  function populate(job: Job, pods: readonly Pod[], counts: Tally): Work {
    const wanted = wantedActive(job, counts);
    const { active } = counts;
    if (active.length > wanted) {
      for (const pod of active.slice(wanted)) stopUncounted(job, pod);
      return { active: wanted };
    }
    const waitMs = backoffLeft(job);
    if (active.length === wanted) return { active: wanted };
    if (waitMs > 0) return { active: active.length, waitMs };
    const missing = wanted - active.length;
    const indexes = isIndexed(job) ? missingIndexes(job, counts, missing) : undefined;
    const { made, error } = slowStart(indexes?.length ?? missing, (each) => {
      const index = indexes?.[each];
      podControl.create(job, newJobPod(job, index, failuresOf(pods, index)));
    });
    return { active: active.length + made, ...(error === undefined ? {} : { error }) };
  }

  function failuresOf(pods: readonly Pod[], index: number | undefined): number {
    const failed = pods.filter((pod) => index !== undefined && indexOf(pod) === index && pod.status.phase === "Failed");
    return failed.reduce((most, pod) => Math.max(most, indexFailures(pod) + 1), 0);
  }

  function backoffLeft(job: Job): number {
    const known = failures.get(job.metadata.uid);
    if (known === undefined) return 0;
    const backoff = Math.min(MAX_BACKOFF_MS, BACKOFF_MS * 2 ** Math.min(known.count - 1, 10));
    return known.lastMs + backoff - clock.now();
  }

  /** Lists what has ended, lets go of it, and only then counts it. */
  function write(job: Job, status: Job["status"], counts: Tally): void {
    const isCounting = counts.finished.length + (counts.uncounted.succeeded?.length ?? 0) > 0;
    const current = isCounting || (counts.uncounted.failed?.length ?? 0) > 0 ? letGo(job, status, counts) : job;
    if (!deepEqual(status, current.status)) client.updateStatus<Job>(resources.jobs, { ...current, status });
  }

  function letGo(job: Job, status: Job["status"], counts: Tally): Job {
    const interim = interimStatus(job, status, counts);
    const isNews = !deepEqual(interim, job.status);
    const listed = isNews ? client.updateStatus<Job>(resources.jobs, { ...job, status: interim }) : job;
    for (const pod of counts.finished) release(pod);
    return listed;
  }
}
