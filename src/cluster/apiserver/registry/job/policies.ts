// When the failure of a pod ends a Job, and when enough of it has succeeded.

import { qualifiedNameErrors } from "../../../../api/names.ts";
import type { Job } from "../../../../api/types.ts";
import { duplicate, invalid, invalidEach, notSupported, required, tooMany } from "../field-error.ts";
import { goText } from "../go-syntax.ts";
import type { FieldError } from "../kind.ts";

type JobSpec = Job["spec"];
type Rule = NonNullable<JobSpec["podFailurePolicy"]>["rules"][number];
type ExitCodes = NonNullable<Rule["onExitCodes"]>;

const ACTIONS = ["Count", "FailIndex", "FailJob", "Ignore"];
const OPERATORS = ["In", "NotIn"];
const STATUSES = ["False", "True", "Unknown"];

export function validatePodFailurePolicy(spec: JobSpec, field: string): FieldError[] {
  const rules = spec.podFailurePolicy?.rules ?? [];
  return [
    ...atMost(20, rules, `${field}.rules`),
    ...rules.flatMap((rule, i) => ruleErrors(rule, spec, `${field}.rules[${i}]`)),
  ];
}

function atMost(max: number, list: readonly unknown[], field: string): FieldError[] {
  return list.length > max ? [tooMany(field, list.length, max)] : [];
}

function ruleErrors(rule: Rule, spec: JobSpec, field: string): FieldError[] {
  const { onExitCodes, onPodConditions = [] } = rule;
  const errors = [
    ...actionErrors(rule.action ?? "", spec, `${field}.action`),
    ...(onExitCodes === undefined ? [] : exitCodeErrors(onExitCodes, spec, `${field}.onExitCodes`)),
    ...atMost(20, onPodConditions, `${field}.onPodConditions`),
    ...onPodConditions.flatMap(({ type = "", status = "" }, i) => [
      ...invalidEach(`${field}.onPodConditions[${i}].type`, type, qualifiedNameErrors(type)),
      ...oneOf(status, STATUSES, `${field}.onPodConditions[${i}].status`),
    ]),
  ];
  if (onExitCodes !== undefined && onPodConditions.length > 0) {
    errors.push(withoutValue(field, "specifying both OnExitCodes and OnPodConditions is not supported"));
  }
  if (onExitCodes === undefined && onPodConditions.length === 0) {
    errors.push(withoutValue(field, "specifying one of OnExitCodes and OnPodConditions is required"));
  }
  return errors;
}

function withoutValue(field: string, detail: string): FieldError {
  return { type: "TypeInvalid", field, detail };
}

function actionErrors(action: string, spec: JobSpec, field: string): FieldError[] {
  if (action === "FailIndex" && spec.backoffLimitPerIndex === undefined) {
    return [invalid(field, action, "requires the backoffLimitPerIndex to be set")];
  }
  return oneOf(action, ACTIONS, field);
}

function oneOf(value: string, choices: readonly string[], field: string): FieldError[] {
  if (choices.includes(value)) return [];
  if (value !== "") return [notSupported(field, value, choices)];
  return [required(field, `valid values: [${choices.map((each) => `"${each}"`).join(" ")}]`)];
}

function exitCodeErrors(
  { operator = "", containerName, values = [] }: ExitCodes,
  spec: JobSpec,
  field: string,
): FieldError[] {
  const errors = oneOf(operator, OPERATORS, `${field}.operator`);
  const { containers = [], initContainers = [] } = spec.template.spec ?? {};
  if (containerName !== undefined && ![...containers, ...initContainers].some(({ name }) => name === containerName)) {
    const text = "must be one of the container or initContainer names in the pod template";
    errors.push(invalid(`${field}.containerName`, containerName, text));
  }
  const shown = goText(`[]int32{${values.join(", ")}}`);
  if (values.length === 0) errors.push(invalid(`${field}.values`, shown, "at least one value is required"));
  errors.push(...atMost(255, values, `${field}.values`));
  const seen = new Set<number>();
  for (const [i, value] of values.entries()) {
    const path = `${field}.values[${i}]`;
    if (operator === "In" && value === 0) errors.push(invalid(path, value, "must not be 0 for the In operator"));
    if (seen.has(value)) errors.push(duplicate(path, value));
    seen.add(value);
  }
  const ordered = values.every((value, i) => i === 0 || (values[i - 1] ?? value) <= value);
  return ordered ? errors : [...errors, invalid(`${field}.values`, shown, "must be ordered")];
}
