// The rules of a Job's spec, which a CronJob's template shares.

import { dns1123SubdomainErrors } from "../../../../api/names.ts";
import type { Job } from "../../../../api/types.ts";
import { invalid, invalidEach, nonNegative, notSupported, required, tooLong } from "../field-error.ts";
import type { FieldError } from "../kind.ts";
import { validatePodTemplate } from "../pod/template.ts";
import { validatePodFailurePolicy } from "./policies.ts";
import { validateSuccessPolicy } from "./success-policy.ts";

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
    ...managedByErrors(spec, field),
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
  if (mode !== undefined && mode !== "NonIndexed" && mode !== "Indexed") {
    errors.push(notSupported(`${field}.completionMode`, mode, ["NonIndexed", "Indexed"]));
  }
  if (mode === "Indexed") return [...errors, ...indexedErrors(spec, field)];
  if (mode !== undefined && mode !== "NonIndexed") return errors;
  for (const [name, value] of Object.entries({ backoffLimitPerIndex, maxFailedIndexes })) {
    if (value !== undefined) errors.push(invalid(`${field}.${name}`, value, "requires indexed completion mode"));
  }
  return errors;
}

const MAX_INDEXED = 100_000;
// Beyond so many completions, only so much more may be asked for.
const MANY_COMPLETIONS = 100_000;
const MAX_OF_MANY = 10_000;

function indexedErrors(spec: JobSpec, field: string): FieldError[] {
  const { completions, parallelism = 0, maxFailedIndexes: failed } = spec;
  const errors: FieldError[] = [];
  if (completions === undefined) errors.push(required(`${field}.completions`, "when completion mode is Indexed"));
  if (parallelism > MAX_INDEXED) {
    const text = `must be less than or equal to ${MAX_INDEXED} when completion mode is Indexed`;
    errors.push(invalid(`${field}.parallelism`, parallelism, text));
  }
  if (failed !== undefined && completions !== undefined && failed > completions) {
    errors.push(invalid(`${field}.maxFailedIndexes`, failed, "must be less than or equal to completions"));
  }
  if (failed !== undefined && failed > MAX_INDEXED) {
    errors.push(invalid(`${field}.maxFailedIndexes`, failed, `must be less than or equal to ${MAX_INDEXED}`));
  }
  return [...errors, ...manyErrors(spec, field)];
}

function manyErrors(spec: JobSpec, field: string): FieldError[] {
  const { completions = 0, parallelism = 0, maxFailedIndexes: failed, backoffLimitPerIndex } = spec;
  if (completions <= MANY_COMPLETIONS || backoffLimitPerIndex === undefined) return [];
  const errors: FieldError[] = [];
  if (failed === undefined) {
    const text = `must be specified when completions is above ${MANY_COMPLETIONS}`;
    errors.push(required(`${field}.maxFailedIndexes`, text));
  }
  const text = `must be less than or equal to ${MAX_OF_MANY} when completions are above ${MANY_COMPLETIONS} and used with backoff limit per index`;
  if (parallelism > MAX_OF_MANY) errors.push(invalid(`${field}.parallelism`, parallelism, text));
  if ((failed ?? 0) > MAX_OF_MANY) errors.push(invalid(`${field}.maxFailedIndexes`, failed, text));
  return errors;
}

/** Who looks after the Job: the name of a controller, as `example.com/controller`. */
function managedByErrors(
  { managedBy: name, maxFailedIndexes, backoffLimitPerIndex }: JobSpec,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  if (maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined) {
    errors.push(required(`${field}.backoffLimitPerIndex`, "when maxFailedIndexes is specified"));
  }
  if (name === undefined) return errors;
  errors.push(...domainPathErrors(name, `${field}.managedBy`));
  return name.length > 63 ? [...errors, tooLong(`${field}.managedBy`, 63)] : errors;
}

function domainPathErrors(name: string, field: string): FieldError[] {
  if (name === "") return [required(field)];
  const [domain = "", ...rest] = name.split("/");
  const path = rest.join("/");
  if (domain === "" || path === "") {
    return [invalid(field, name, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  }
  const errors = invalidEach(field, domain, dns1123SubdomainErrors(domain));
  if (new RegExp(`^${HTTP_PATH}$`).test(path)) return errors;
  return [...errors, invalid(field, path, `Invalid path (regex used for validation is '${HTTP_PATH}')`)];
}

const HTTP_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";

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
