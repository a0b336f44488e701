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
import { type Column, defineKind, type FieldError } from "./kind.ts";
import { validateLabelSelector } from "./labels.ts";
import { defaultPodTemplate } from "./pod/template.ts";
import { templateWarnings } from "./pod/warnings.ts";
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

function validate(job: Job): FieldError[] {
  const { spec } = job;
  return [
    ...validateGeneratedSelector(job),
    ...validateJobSpec(spec, "spec"),
    ...(spec.selector === undefined
      ? [required("spec.selector")]
      : validateLabelSelector(spec.selector, "spec.selector")),
    ...validateLabelsMatch(spec.selector, spec.template),
  ];
}

function validateUpdate({ spec }: Job, { spec: previous, status }: Job): FieldError[] {
  return [
    ...completionsErrors(spec, previous),
    ...immutable("spec.selector", spec.selector, previous.selector, () => goLabelSelector(spec.selector)),
    ...templateErrors(spec, previous, status),
    ...immutable("spec.completionMode", spec.completionMode, previous.completionMode),
    ...immutable(
      "spec.podFailurePolicy",
      spec.podFailurePolicy,
      previous.podFailurePolicy,
      () => "batch.PodFailurePolicy{}",
    ),
    ...immutable("spec.backoffLimitPerIndex", spec.backoffLimitPerIndex, previous.backoffLimitPerIndex),
    ...immutable("spec.successPolicy", spec.successPolicy, previous.successPolicy, () => "batch.SuccessPolicy{}"),
  ];
}

function completionsErrors(spec: JobSpec, previous: JobSpec): FieldError[] {
  if (previous.completionMode !== "Indexed")
    return immutable("spec.completions", spec.completions, previous.completions);
  if (spec.completions === previous.completions || spec.completions === spec.parallelism) return [];
  return [invalid("spec.completions", spec.completions, "can only be modified in tandem with spec.parallelism")];
}

// Where its pods may go can still be decided while a Job waits and has never started.
function templateErrors(spec: JobSpec, previous: JobSpec, status: Job["status"] | undefined): FieldError[] {
  const waits = previous.suspend === true && status?.startTime === undefined;
  const fixed = (template: JobSpec["template"]) => (waits ? withoutPlacement(template) : template);
  if (deepEqual(fixed(spec.template), fixed(previous.template))) return [];
  const shown = { ...spec.template, spec: internalPodSpec(spec.template.spec ?? {}) };
  return [invalid("spec.template", goText(goValue("core.PodTemplateSpec", shown)), "field is immutable")];
}

function withoutPlacement(template: JobSpec["template"]): unknown {
  const {
    nodeSelector: _,
    tolerations: _2,
    affinity: _3,
    schedulingGates: _4,
    ...spec
  } = template.spec ?? { containers: [] };
  return { spec };
}

/** Names that can be no host name still make a Job, with a warning. */
export function podNameWarnings(name: string): string[] {
  const faults = dns1123LabelErrors(name);
  if (faults.length === 0) return [];
  const text =
    "this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended";
  return [`metadata.name: ${text}: [${faults.join(" ")}]`];
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
    ...(previous === undefined ? podNameWarnings(next.metadata.name) : []),
    ...templateWarnings(next.spec.template, previous?.spec.template, "spec.template"),
  ],
  columns,
  selectableFields: { "status.successful": ({ status }) => String(status?.succeeded ?? 0) },
  hasStatus: true,
});
