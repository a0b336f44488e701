// Jobs.

import { catalogued } from "../../../api/catalogue.ts";
import { humanDuration } from "../../../api/duration.ts";
import { dns1123LabelErrors } from "../../../api/names.ts";
import type { Draft, Job } from "../../../api/types.ts";
import { AGE, NAME, selectorText, templateColumns, text } from "./columns.ts";
import { deepEqual, immutable, invalid, required } from "./field-error.ts";
import { goLabelSelector, goText } from "./go-syntax.ts";
import { internalPodSpec } from "./go-types.ts";
import { goValue } from "./go-value.ts";
import { generateSelector, validateGeneratedSelector } from "./job/labels.ts";
import { type JobSpec, validateJobSpec } from "./job/spec.ts";
import { type Column, defineKind, type FieldError, type RegistryContext } from "./kind.ts";
import { validateLabelSelector } from "./labels.ts";
import { defaultPodTemplate } from "./pod/template.ts";
import { podNameWarnings, templateWarnings } from "./pod/warnings.ts";
import { validateLabelsMatch } from "./workload.ts";

const columns: readonly Column<Job>[] = [
  NAME,
  text("Status", statusText),
  text("Completions", completionsText),
  text("Duration", durationText),
  AGE,
  ...templateColumns<Job>(
    ({ spec }) => spec.template?.spec,
    ({ spec }) => selectorText(spec.selector),
  ),
];

function statusText({ metadata, status }: Job): string {
  const has = (type: string) => (status?.conditions ?? []).some((each) => each.type === type && each.status === "True");
  if (has("Complete")) return "Complete";
  if (has("Failed")) return "Failed";
  if (metadata.deletionTimestamp !== undefined) return "Terminating";
  return ["Suspended", "FailureTarget", "SuccessCriteriaMet"].find(has) ?? "Running";
}

function completionsText({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const parallelism = spec.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationText({ status }: Job, nowMs: number): string {
  if (status?.startTime === undefined) return "";
  const end = status.completionTime === undefined ? nowMs : Date.parse(status.completionTime);
  return humanDuration(end - Date.parse(status.startTime));
}

const NO_LIMIT = 2147483647;

function applyDefaults({ spec }: Draft<Job>): void {
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : NO_LIMIT;
  spec.completionMode ??= "NonIndexed";
  spec.suspend ??= false;
  spec.manualSelector ??= false;
  spec.podReplacementPolicy ??= spec.podFailurePolicy === undefined ? "TerminatingOrFailed" : "Failed";
  for (const rule of spec.podFailurePolicy?.rules ?? []) {
    for (const condition of rule.onPodConditions ?? []) condition.status ??= "True";
  }
  spec.template ??= {} as Draft<JobSpec>["template"];
  defaultPodTemplate(spec.template);
}

function prepareForCreate(job: Draft<Job>): void {
  generateSelector(job);
  job.status = {} as Draft<Job>["status"];
}

function validate(job: Job, context: RegistryContext): FieldError[] {
  const { metadata, spec } = job;
  // What is only looked at when a Job is made.
  const isNew = context.find("jobs.batch", metadata.namespace, metadata.name) === undefined;
  return [
    ...(isNew ? validateGeneratedSelector(job) : []),
    ...validateJobSpec(spec, "spec"),
    ...(spec.selector === undefined
      ? [required("spec.selector")]
      : validateLabelSelector(spec.selector, "spec.selector")),
    ...validateLabelsMatch(spec.selector, spec.template),
    ...(isNew ? hostNameErrors(job) : []),
  ];
}

/** The pods of an Indexed Job are called after it and their index; the last one has the longest name. */
function hostNameErrors({ metadata, spec: { completionMode, completions = 0 } }: Job): FieldError[] {
  if (completionMode !== "Indexed" || completions <= 0) return [];
  const longest = `${metadata.name}-${completions - 1}`;
  if (dns1123LabelErrors(longest).length === 0) return [];
  return [invalid("metadata.name", metadata.name, `will not able to create pod with invalid DNS label: ${longest}`)];
}

function validateUpdate({ spec }: Job, { spec: previous, status }: Job): FieldError[] {
  return [
    ...completionsErrors(spec, previous),
    ...immutable("spec.selector", spec.selector, previous.selector, () => goLabelSelector(spec.selector)),
    ...templateErrors(spec, previous, status),
    ...immutable("spec.completionMode", spec.completionMode, previous.completionMode),
    ...fixed("spec.podFailurePolicy", spec.podFailurePolicy, previous.podFailurePolicy, "batch.PodFailurePolicy"),
    ...immutable("spec.backoffLimitPerIndex", spec.backoffLimitPerIndex, previous.backoffLimitPerIndex),
    ...immutable("spec.managedBy", spec.managedBy, previous.managedBy),
    ...fixed("spec.successPolicy", spec.successPolicy, previous.successPolicy, "batch.SuccessPolicy"),
  ];
}

function fixed(field: string, next: unknown, previous: unknown, type: string): FieldError[] {
  return next === undefined
    ? immutable(field, next, previous)
    : immutable(field, next, previous, () => goValue(type, next));
}

function completionsErrors(spec: JobSpec, previous: JobSpec): FieldError[] {
  if (spec.completionMode !== "Indexed") return immutable("spec.completions", spec.completions, previous.completions);
  if (spec.completions === previous.completions || spec.completions === undefined) return [];
  if (spec.completions === spec.parallelism) return [];
  return [invalid("spec.completions", spec.completions, "can only be modified in tandem with spec.parallelism")];
}

// Where its pods may go can still be decided while a Job waits and has never started.
function templateErrors(spec: JobSpec, previous: JobSpec, status: Job["status"] | undefined): FieldError[] {
  const waits = previous.suspend === true && status?.startTime === undefined;
  const settled = (template: JobSpec["template"]) => (waits ? withoutPlacement(template) : template);
  if (deepEqual(settled(spec.template), settled(previous.template))) return [];
  const shown = { ...spec.template, spec: internalPodSpec(spec.template.spec ?? {}) };
  return [invalid("spec.template", goText(goValue("core.PodTemplateSpec", shown)), "field is immutable")];
}

function withoutPlacement(template: JobSpec["template"]): unknown {
  const {
    nodeSelector: _,
    tolerations: _2,
    affinity,
    schedulingGates: _3,
    ...spec
  } = template.spec ?? { containers: [] };
  const { nodeAffinity: _4, ...pods } = affinity ?? {};
  return { spec, pods };
}

export const jobs = defineKind<Job>({
  get resource() {
    return catalogued("batch", "jobs");
  },
  applyDefaults,
  prepareForCreate,
  validate,
  validateUpdate,
  warnings: (next, previous) => [
    ...podNameWarnings(next.metadata.name, previous),
    ...templateWarnings(next.spec.template, next.spec, previous?.spec, "spec.template"),
  ],
  columns,
  selectableFields: { "status.successful": ({ status }) => String(status?.succeeded ?? 0) },
  hasStatus: true,
});
