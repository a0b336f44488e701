// The rules of a Job's spec, which a CronJob's template shares.

import type { Job } from "../../../../api/types.ts";
import { invalid, nonNegative, notSupported, required } from "../field-error.ts";
import type { FieldError } from "../kind.ts";
import { validatePodTemplate } from "../pod/template.ts";
import { validatePodFailurePolicy, validateSuccessPolicy } from "./policies.ts";

export type JobSpec = Job["spec"];

export function validateJobSpec(spec: JobSpec, field: string): FieldError[] {
  return [
    ...nonNegative(`${field}.parallelism`, spec.parallelism),
    ...nonNegative(`${field}.completions`, spec.completions),
    ...nonNegative(`${field}.activeDeadlineSeconds`, spec.activeDeadlineSeconds),
    ...nonNegative(`${field}.backoffLimit`, spec.backoffLimit),
    ...nonNegative(`${field}.ttlSecondsAfterFinished`, spec.ttlSecondsAfterFinished),
    ...nonNegative(`${field}.backoffLimitPerIndex`, spec.backoffLimitPerIndex),
    ...nonNegative(`${field}.maxFailedIndexes`, spec.maxFailedIndexes),
    ...modeErrors(spec, field),
    ...validatePodFailurePolicy(spec, `${field}.podFailurePolicy`),
    ...validateSuccessPolicy(spec, `${field}.successPolicy`),
    ...replacementErrors(spec, `${field}.podReplacementPolicy`),
    ...validatePodTemplate(spec.template, `${field}.template`),
    ...restartErrors(spec, `${field}.template.spec.restartPolicy`),
  ];
}

function modeErrors(spec: JobSpec, field: string): FieldError[] {
  const { completionMode: mode, backoffLimitPerIndex, maxFailedIndexes } = spec;
  const errors: FieldError[] = [];
  if (maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined) {
    errors.push(required(`${field}.backoffLimitPerIndex`, "when maxFailedIndexes is specified"));
  }
  if (mode !== undefined && mode !== "NonIndexed" && mode !== "Indexed") {
    errors.push(notSupported(`${field}.completionMode`, mode, ["NonIndexed", "Indexed"]));
  }
  if (mode === "Indexed") return [...errors, ...indexedErrors(spec, field)];
  for (const [name, value] of Object.entries({ backoffLimitPerIndex, maxFailedIndexes })) {
    if (value !== undefined) errors.push(invalid(`${field}.${name}`, value, "requires indexed completion mode"));
  }
  return errors;
}

const MAX_INDEXED = 100_000;

function indexedErrors({ completions, parallelism = 0 }: JobSpec, field: string): FieldError[] {
  if (completions === undefined) return [required(`${field}.completions`, "when completion mode is Indexed")];
  if (parallelism <= MAX_INDEXED) return [];
  const text = `must be less than or equal to ${MAX_INDEXED} when completion mode is Indexed`;
  return [invalid(`${field}.parallelism`, parallelism, text)];
}

function replacementErrors({ podReplacementPolicy: policy, podFailurePolicy }: JobSpec, field: string): FieldError[] {
  if (policy === undefined) return [];
  const choices = podFailurePolicy === undefined ? ["Failed", "TerminatingOrFailed"] : ["Failed"];
  return choices.includes(policy) ? [] : [notSupported(field, policy, choices)];
}

function restartErrors({ template, podFailurePolicy }: JobSpec, field: string): FieldError[] {
  const policy = template.spec?.restartPolicy ?? "";
  if (policy === "Always" || policy === "") return [required(field, 'valid values: "OnFailure", "Never"')];
  if (policy !== "OnFailure" && policy !== "Never") return [notSupported(field, policy, ["OnFailure", "Never"])];
  if (podFailurePolicy === undefined || policy === "Never") return [];
  return [invalid(field, policy, 'only "Never" is supported when podFailurePolicy is specified')];
}
