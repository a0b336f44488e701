// CronJobs.

import { catalogued } from "../../../api/catalogue.ts";
import { humanAge } from "../../../api/duration.ts";
import type { CronJob, Draft } from "../../../api/types.ts";
import { AGE, integer, NAME, NONE, selectorText, templateColumns, text } from "./columns.ts";
import { scheduleFault, timeZoneFault } from "./cron-schedule.ts";
import { invalid, nonNegative, notSupported, required } from "./field-error.ts";
import { goLabelSelector, goText } from "./go-syntax.ts";
import { validateJobSpec } from "./job/spec.ts";
import { type Column, defineKind, type FieldError, type RegistryContext } from "./kind.ts";
import { defaultPodTemplate } from "./pod/template.ts";
import { podNameWarnings, templateWarnings } from "./pod/warnings.ts";

type Spec = CronJob["spec"];

const columns: readonly Column<CronJob>[] = [
  NAME,
  text("Schedule", ({ spec }) => spec.schedule),
  text("Timezone", ({ spec }) => spec.timeZone ?? NONE),
  text("Suspend", ({ spec }) => (spec.suspend === true ? "True" : "False")),
  integer("Active", ({ status }) => status?.active?.length),
  text("Last Schedule", ({ status }, nowMs) =>
    status?.lastScheduleTime === undefined ? NONE : humanAge(status.lastScheduleTime, nowMs),
  ),
  AGE,
  ...templateColumns<CronJob>(
    ({ spec }) => spec.jobTemplate?.spec?.template?.spec,
    ({ spec }) => selectorText(spec.jobTemplate?.spec?.selector),
  ),
];

function applyDefaults({ spec }: Draft<CronJob>): void {
  spec.concurrencyPolicy ||= "Allow";
  spec.suspend ??= false;
  spec.successfulJobsHistoryLimit ??= 3;
  spec.failedJobsHistoryLimit ??= 1;
  spec.jobTemplate ??= {};
  const template = spec.jobTemplate;
  template.metadata = { creationTimestamp: null, ...template.metadata } as NonNullable<typeof template.metadata>;
  template.spec ??= {} as NonNullable<typeof template.spec>;
  const job = template.spec;
  job.template ??= {};
  defaultPodTemplate(job.template);
}

// The names of its Jobs are eleven characters longer, and end up in labels.
const MAX_NAME = 52;

function validate({ metadata, spec }: CronJob, context: RegistryContext): FieldError[] {
  const errors = [
    ...scheduleErrors(spec),
    ...nonNegative("spec.startingDeadlineSeconds", spec.startingDeadlineSeconds),
    ...timeZoneErrors(spec),
    ...concurrencyErrors(spec),
    ...jobTemplateErrors(spec),
    ...nonNegative("spec.successfulJobsHistoryLimit", spec.successfulJobsHistoryLimit),
    ...nonNegative("spec.failedJobsHistoryLimit", spec.failedJobsHistoryLimit),
  ];
  // Older ones may live on under a longer name.
  const isNew = context.find("cronjobs.batch", metadata.namespace, metadata.name) === undefined;
  if (isNew && metadata.name.length > MAX_NAME) {
    errors.push(invalid("metadata.name", metadata.name, `must be no more than ${MAX_NAME} characters`));
  }
  return errors;
}

function scheduleErrors({ schedule = "" }: Spec): FieldError[] {
  const field = "spec.schedule";
  if (schedule === "") return [required(field)];
  const fault = scheduleFault(schedule);
  const errors = fault === undefined ? [] : [invalid(field, schedule, fault)];
  if (schedule.includes("TZ")) {
    errors.push(invalid(field, schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"));
  }
  return errors;
}

function timeZoneErrors({ timeZone }: Spec): FieldError[] {
  const fault = timeZone === undefined ? undefined : timeZoneFault(timeZone);
  return fault === undefined ? [] : [invalid("spec.timeZone", timeZone, fault)];
}

function concurrencyErrors({ concurrencyPolicy: policy = "" }: Spec): FieldError[] {
  const policies = ["Allow", "Forbid", "Replace"];
  if (policies.includes(policy)) return [];
  const field = "spec.concurrencyPolicy";
  return [policy === "" ? required(field) : notSupported(field, policy, policies)];
}

function jobTemplateErrors({ jobTemplate }: Spec): FieldError[] {
  const spec = jobTemplate.spec;
  if (spec === undefined) return [];
  const errors = validateJobSpec(spec, "spec.jobTemplate.spec");
  if (spec.selector !== undefined) {
    const shown = goText(goLabelSelector(spec.selector));
    errors.push(invalid("spec.jobTemplate.spec.selector", shown, "`selector` will be auto-generated"));
  }
  if (spec.manualSelector === true) {
    errors.push(notSupported("spec.jobTemplate.spec.manualSelector", true, ["nil", "false"]));
  }
  return errors;
}

export const cronJobs = defineKind<CronJob>({
  get resource() {
    return catalogued("batch", "cronjobs");
  },
  applyDefaults,
  prepareForCreate: (cronJob) => {
    cronJob.status = {} as Draft<CronJob>["status"];
  },
  validate,
  warnings: (next, previous) => [
    ...podNameWarnings(next.metadata.name, previous),
    ...templateWarnings(
      next.spec.jobTemplate.spec?.template,
      next.spec,
      previous?.spec,
      "spec.jobTemplate.spec.template",
    ),
  ],
  columns,
  hasStatus: true,
});
