// The rules of a HorizontalPodAutoscaler: whom it scales, between which numbers, and how fast.

import type { HorizontalPodAutoscaler } from "../../../../api/types.ts";
import { invalid, notSupported, required } from "../field-error.ts";
import type { FieldError } from "../kind.ts";
import { validateMetrics } from "./metrics.ts";
import { validateReference } from "./reference.ts";

type Spec = HorizontalPodAutoscaler["spec"];
type Rules = NonNullable<NonNullable<Spec["behavior"]>["scaleUp"]>;
type Policy = NonNullable<Rules["policies"]>[number];

const MAX_WINDOW_SECONDS = 3600;
const MAX_PERIOD_SECONDS = 1800;

export function validateAutoscalerSpec(spec: Spec, field: string): FieldError[] {
  const { minReplicas, maxReplicas = 0, scaleTargetRef, metrics = [], behavior } = spec;
  const errors: FieldError[] = [];
  if (minReplicas !== undefined && minReplicas < 1) {
    errors.push(invalid(`${field}.minReplicas`, minReplicas, "must be greater than or equal to 1"));
  }
  if (maxReplicas < 1) errors.push(invalid(`${field}.maxReplicas`, maxReplicas, "must be greater than 0"));
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    errors.push(invalid(`${field}.maxReplicas`, maxReplicas, "must be greater than or equal to `minReplicas`"));
  }
  return [
    ...errors,
    ...validateReference(scaleTargetRef, `${field}.scaleTargetRef`),
    ...validateMetrics(metrics, minReplicas, `${field}.metrics`),
    ...rulesErrors(behavior?.scaleUp, `${field}.behavior.scaleUp`),
    ...rulesErrors(behavior?.scaleDown, `${field}.behavior.scaleDown`),
  ];
}

function rulesErrors(rules: Rules | undefined, field: string): FieldError[] {
  if (rules === undefined) return [];
  const { stabilizationWindowSeconds: seconds, selectPolicy, policies = [] } = rules;
  const errors: FieldError[] = [];
  const path = `${field}.stabilizationWindowSeconds`;
  if (seconds !== undefined && seconds < 0) {
    errors.push(invalid(path, seconds, "must be greater than or equal to zero"));
  }
  if (seconds !== undefined && seconds > MAX_WINDOW_SECONDS) {
    errors.push(invalid(path, seconds, `must be less than or equal to ${MAX_WINDOW_SECONDS}`));
  }
  const choices = ["Disabled", "Max", "Min"];
  if (selectPolicy !== undefined && !choices.includes(selectPolicy)) {
    errors.push(notSupported(`${field}.selectPolicy`, selectPolicy, choices));
  }
  if (policies.length === 0) errors.push(required(`${field}.policies`, "must specify at least one Policy"));
  return [...errors, ...policies.flatMap((policy, i) => policyErrors(policy, `${field}.policies[${i}]`))];
}

function policyErrors({ type = "", value = 0, periodSeconds = 0 }: Policy, field: string): FieldError[] {
  const types = ["Percent", "Pods"];
  const errors = types.includes(type) ? [] : [notSupported(`${field}.type`, type, types)];
  if (value <= 0) errors.push(invalid(`${field}.value`, value, "must be greater than zero"));
  const path = `${field}.periodSeconds`;
  if (periodSeconds <= 0) errors.push(invalid(path, periodSeconds, "must be greater than zero"));
  if (periodSeconds > MAX_PERIOD_SECONDS) {
    errors.push(invalid(path, periodSeconds, `must be less than or equal to ${MAX_PERIOD_SECONDS}`));
  }
  return errors;
}
