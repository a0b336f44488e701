// Stands for `kubectl describe job` and `cronjob`.

import { humanDuration } from "../../api/duration.ts";
import { formatLabelSelector } from "../../api/selector.ts";
import type { CronJob, Job } from "../../api/types.ts";
import type { DescribeContext } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { subjectOf, writeEventsOf } from "./events.ts";
import { writeHeader, writeMarks, writeName } from "./header.ts";
import { formatInstant } from "./instant.ts";
import { writeController } from "./owner.ts";
import { writePodTemplate } from "./pod-template.ts";
import { orUnset, trueFalse } from "./values.ts";

const MAX_INDEXES_LENGTH = 50;

export async function describeJob(job: Job, context: DescribeContext): Promise<string> {
  const writer = new DescriptionWriter();
  const { spec } = job;
  writeName(writer, job);
  writer.field(0, "Selector", formatLabelSelector(spec.selector));
  writeMarks(writer, job);
  writeController(writer, job);
  if (spec.parallelism !== undefined) writer.field(0, "Parallelism", spec.parallelism);
  writer.field(0, "Completions", orUnset(spec.completions));
  if (spec.completionMode !== undefined) writer.field(0, "Completion Mode", spec.completionMode);
  if (spec.suspend !== undefined) writer.field(0, "Suspend", spec.suspend);
  if (spec.backoffLimit !== undefined) writer.field(0, "Backoff Limit", spec.backoffLimit);
  if (spec.ttlSecondsAfterFinished !== undefined)
    writer.field(0, "TTL Seconds After Finished", spec.ttlSecondsAfterFinished);
  writeTimes(writer, job);
  writeCounts(writer, job);
  writePodTemplate(writer, spec.template);
  await writeEventsOf(writer, [subjectOf(job)], context);
  return writer.text();
}

function writeTimes(writer: DescriptionWriter, { spec, status }: Job): void {
  const { startTime, completionTime } = status ?? {};
  if (startTime) writer.field(0, "Start Time", formatInstant(startTime));
  if (completionTime) writer.field(0, "Completed At", formatInstant(completionTime));
  if (startTime && completionTime) {
    writer.field(0, "Duration", humanDuration(Date.parse(completionTime) - Date.parse(startTime)));
  }
  if (spec.activeDeadlineSeconds !== undefined)
    writer.field(0, "Active Deadline Seconds", `${spec.activeDeadlineSeconds}s`);
}

function writeCounts(writer: DescriptionWriter, { spec, status }: Job): void {
  const { active = 0, ready, succeeded = 0, failed = 0, completedIndexes = "" } = status ?? {};
  const readyText = ready === undefined ? "" : ` (${ready} Ready)`;
  writer.field(0, "Pods Statuses", `${active} Active${readyText} / ${succeeded} Succeeded / ${failed} Failed`);
  if (spec.completionMode === "Indexed") writer.field(0, "Completed Indexes", cappedIndexes(completedIndexes));
}

/** Long lists of indexes end after the item that passes the limit. */
function cappedIndexes(indexes: string): string {
  if (indexes === "") return "<none>";
  const end = indexes.indexOf(",", MAX_INDEXES_LENGTH);
  return end === -1 ? indexes : `${indexes.slice(0, end + 1)}...`;
}

export async function describeCronJob(cronJob: CronJob, context: DescribeContext): Promise<string> {
  const writer = new DescriptionWriter();
  const { spec, status } = cronJob;
  writeHeader(writer, cronJob);
  writer.field(0, "Schedule", spec.schedule);
  writer.field(0, "Concurrency Policy", spec.concurrencyPolicy ?? "");
  writer.field(0, "Suspend", spec.suspend === undefined ? "<unset>" : trueFalse(spec.suspend));
  writer.field(0, "Successful Job History Limit", orUnset(spec.successfulJobsHistoryLimit));
  writer.field(0, "Failed Job History Limit", orUnset(spec.failedJobsHistoryLimit));
  const deadline = spec.startingDeadlineSeconds;
  writer.field(0, "Starting Deadline Seconds", deadline === undefined ? "<unset>" : `${deadline}s`);
  writeJobTemplate(writer, spec.jobTemplate);
  writer.field(0, "Last Schedule Time", status?.lastScheduleTime ? formatInstant(status.lastScheduleTime) : "<unset>");
  const active = (status?.active ?? []).map((job) => job.name ?? "");
  writer.field(0, "Active Jobs", active.length === 0 ? "<none>" : active.join(", "));
  await writeEventsOf(writer, [subjectOf(cronJob)], context);
  return writer.text();
}

function writeJobTemplate(writer: DescriptionWriter, { spec }: CronJob["spec"]["jobTemplate"]): void {
  writer.field(0, "Selector", spec?.selector ? formatLabelSelector(spec.selector) : "<unset>");
  writer.field(0, "Parallelism", orUnset(spec?.parallelism));
  writer.field(0, "Completions", orUnset(spec?.completions));
  if (spec?.activeDeadlineSeconds !== undefined)
    writer.field(0, "Active Deadline Seconds", `${spec.activeDeadlineSeconds}s`);
  writePodTemplate(writer, spec?.template);
}
