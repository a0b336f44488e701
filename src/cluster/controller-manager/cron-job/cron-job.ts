// Stands for the cronjob controller: starts a Job whenever the schedule falls, and keeps only so many of the finished ones.

import type { CronJob, Job, ObjectReference } from "../../../api/types.ts";
import { timestamp } from "../../client/event-recorder.ts";
import { keyOf, keyText } from "../../client/informer.ts";
import { ObjectIndex } from "../../client/object-index.ts";
import { resources } from "../../client/resources.ts";
import type { ReconcileResult } from "../../client/work-queue.ts";
import type { ControllerContext } from "../controller.ts";
import { deepEqual } from "../deep-equal.ts";
import { controllerOf, controllerReference, ignoringNotFound } from "../ownership.ts";
import { type CronSchedule, nextTime, parseSchedule, ScheduleError } from "./cron-schedule.ts";

/** The controller looks a moment after the full minute, so that a clock that is a little behind does no harm. */
const AFTER_MS = 100;
const MANY_MISSED = 100;

export function startCronJobs(context: ControllerContext): void {
  const { client, clock } = context;
  const cronJobs = context.informers.of<CronJob>(resources.cronjobs);
  const jobs = context.informers.of<Job>(resources.jobs);
  const byController = new ObjectIndex(jobs, (job) => {
    const controller = controllerOf(job);
    return controller === undefined ? [] : [controller.uid];
  });
  const recorder = context.recorder("cronjob-controller");
  const queue = context.queue(reconcile);

  cronJobs.onChange((next, previous) => {
    const changed = next ?? previous;
    if (changed !== undefined) queue.add(keyText(keyOf(changed)));
  });
  jobs.onChange((next, previous) => {
    const job = next ?? previous;
    const controller = job === undefined ? undefined : controllerOf(job);
    if (controller?.kind === "CronJob")
      queue.add(keyText({ namespace: job?.metadata.namespace, name: controller.name }));
  });

  function reconcile(key: string): ReconcileResult {
    const [namespace = "", name = ""] = key.split("/");
    const found = cronJobs.get({ namespace, name });
    if (found === undefined) return {};
    const own = byController.get(found.metadata.uid);
    const cronJob = noteFinished(found, own);
    trimHistory(cronJob, own);
    if (cronJob.metadata.deletionTimestamp !== undefined || cronJob.spec.suspend === true) return {};
    const schedule = scheduleOf(cronJob);
    if (schedule === undefined) return {};
    const due = lastMissed(cronJob, schedule);
    if (due !== undefined) startJob(cronJob, due);
    const next = nextTime(schedule, clock.now(), cronJob.spec.timeZone);
    return next === undefined ? {} : { requeueAfterMs: next - clock.now() + AFTER_MS };
  }

  function scheduleOf(cronJob: CronJob): CronSchedule | undefined {
    try {
      return parseSchedule(cronJob.spec.schedule);
    } catch (error) {
      if (!(error instanceof ScheduleError)) throw error;
      const message = `unparseable schedule: ${cronJob.spec.schedule} : ${error.message}`;
      recorder.record({ object: cronJob }, "Warning", "UnparseableSchedule", message);
      return undefined;
    }
  }

  /** The latest instant at which a Job should have been started and was not. */
  function lastMissed(cronJob: CronJob, schedule: CronSchedule): number | undefined {
    const { lastScheduleTime } = cronJob.status;
    const deadlineMs = (cronJob.spec.startingDeadlineSeconds ?? Number.POSITIVE_INFINITY) * 1000;
    const since = Math.max(
      Date.parse(lastScheduleTime ?? cronJob.metadata.creationTimestamp),
      clock.now() - deadlineMs,
    );
    let missed = 0;
    let last: number | undefined;
    for (
      let time = nextTime(schedule, since, cronJob.spec.timeZone);
      time !== undefined && time <= clock.now();
      missed++
    ) {
      last = time;
      time = nextTime(schedule, time, cronJob.spec.timeZone);
    }
    if (missed > MANY_MISSED) {
      const message = `too many missed start times: ${missed}. Set or decrease .spec.startingDeadlineSeconds or check clock skew`;
      recorder.record({ object: cronJob }, "Warning", "TooManyMissedTimes", message);
    }
    return last;
  }

  function startJob(cronJob: CronJob, dueMs: number): void {
    const active = cronJob.status.active ?? [];
    if (cronJob.spec.concurrencyPolicy === "Forbid" && active.length > 0) {
      const message = "Not starting job because prior execution is running and concurrency policy is Forbid";
      recorder.record({ object: cronJob }, "Normal", "JobAlreadyActive", message);
      return;
    }
    const replaced = cronJob.spec.concurrencyPolicy === "Replace" ? active : [];
    for (const { name = "", namespace } of replaced) deleteJob(cronJob, { name, namespace });
    const name = `${cronJob.metadata.name}-${Math.floor(dueMs / 60_000)}`;
    const namespace = cronJob.metadata.namespace ?? "";
    const job = client.find<Job>(resources.jobs, { namespace, name }) ?? createJob(cronJob, name, dueMs);
    const { uid, resourceVersion } = job.metadata;
    const reference = { kind: "Job", namespace, name, uid, apiVersion: "batch/v1", resourceVersion };
    const kept = active.filter((each) => !replaced.includes(each) && each.uid !== uid);
    writeStatus(cronJob, { ...cronJob.status, active: [...kept, reference], lastScheduleTime: timestamp(dueMs) });
  }

  function createJob(cronJob: CronJob, name: string, dueMs: number): Job {
    const { metadata, spec } = cronJob.spec.jobTemplate;
    if (spec === undefined) throw new Error(`the job template of CronJob ${cronJob.metadata.name} has no spec`);
    const annotations = {
      ...metadata?.annotations,
      "batch.kubernetes.io/cronjob-scheduled-timestamp": timestamp(dueMs),
    };
    const job = client.create<Job>(resources.jobs, {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: {
        name,
        namespace: cronJob.metadata.namespace ?? "",
        ...(metadata?.labels === undefined ? {} : { labels: metadata.labels }),
        annotations,
        ownerReferences: [controllerReference(cronJob)],
      },
      spec,
    });
    recorder.record({ object: cronJob }, "Normal", "SuccessfulCreate", `Created job ${name}`);
    return job;
  }

  function deleteJob(cronJob: CronJob, key: { name: string; namespace?: string | undefined }): void {
    ignoringNotFound(() => client.delete(resources.jobs, key, { propagationPolicy: "Background" }));
    recorder.record({ object: cronJob }, "Normal", "SuccessfulDelete", `Deleted job ${key.name}`);
  }

  /** Takes Jobs that have finished off the list of active ones. */
  function noteFinished(cronJob: CronJob, own: readonly Job[]): CronJob {
    let active: readonly ObjectReference[] = cronJob.status.active ?? [];
    let { lastSuccessfulTime } = cronJob.status;
    for (const job of own) {
      const end = endOf(job);
      const isListed = active.some(({ uid }) => uid === job.metadata.uid);
      if (!isListed && end === undefined) {
        const message = `Saw a job that the controller did not create or forgot: ${job.metadata.name}`;
        recorder.record({ object: cronJob }, "Warning", "UnexpectedJob", message);
      }
      if (end === "Complete" && (job.status.completionTime ?? "") > (lastSuccessfulTime ?? ""))
        lastSuccessfulTime = job.status.completionTime;
      if (!isListed || end === undefined) continue;
      active = active.filter(({ uid }) => uid !== job.metadata.uid);
      recorder.record(
        { object: cronJob },
        "Normal",
        "SawCompletedJob",
        `Saw completed job: ${job.metadata.name}, condition: ${end}`,
      );
    }
    const missing = active.filter(({ uid }) => !own.some((job) => job.metadata.uid === uid));
    for (const { name } of missing)
      recorder.record({ object: cronJob }, "Normal", "MissingJob", `Active job went missing: ${name}`);
    const present = active.filter((each) => !missing.includes(each));
    const success = lastSuccessfulTime === undefined ? {} : { lastSuccessfulTime };
    return writeStatus(cronJob, { ...cronJob.status, ...success, active: present });
  }

  function writeStatus(cronJob: CronJob, { active = [], ...rest }: CronJob["status"]): CronJob {
    const status = active.length === 0 ? rest : { active, ...rest };
    if (deepEqual(status, cronJob.status)) return cronJob;
    return client.updateStatus<CronJob>(resources.cronjobs, { ...cronJob, status });
  }

  function trimHistory(cronJob: CronJob, own: readonly Job[]): void {
    const { successfulJobsHistoryLimit = 3, failedJobsHistoryLimit = 1 } = cronJob.spec;
    const limits: Readonly<Record<string, number>> = {
      Complete: successfulJobsHistoryLimit,
      Failed: failedJobsHistoryLimit,
    };
    for (const [end, limit] of Object.entries(limits)) {
      const finished = own.filter((job) => endOf(job) === end && job.metadata.deletionTimestamp === undefined);
      const byStart = finished.sort((a, b) => ((a.status.startTime ?? "") < (b.status.startTime ?? "") ? -1 : 1));
      for (const job of byStart.slice(0, Math.max(0, finished.length - limit))) deleteJob(cronJob, keyOf(job));
    }
  }
}

function endOf(job: Job): string | undefined {
  return job.status.conditions?.find(
    ({ type, status }) => (type === "Complete" || type === "Failed") && status === "True",
  )?.type;
}
