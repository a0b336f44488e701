// When enough of an Indexed Job has succeeded.

import type { Job } from "../../../../api/types.ts";
import { invalid, nonNegative, required, tooLong, tooMany } from "../field-error.ts";
import { goText } from "../go-syntax.ts";
import { goValue } from "../go-value.ts";
import type { FieldError } from "../kind.ts";

type JobSpec = Job["spec"];
type SuccessPolicy = NonNullable<JobSpec["successPolicy"]>;
type Rule = SuccessPolicy["rules"][number];

const MAX_RULES = 20;
const MAX_INDEXES_BYTES = 64 * 1024;

export function goSuccessPolicy(policy: SuccessPolicy | undefined) {
  return policy === undefined ? null : goText(goValue("batch.SuccessPolicy", policy));
}

export function validateSuccessPolicy(spec: JobSpec, field: string): FieldError[] {
  const policy = spec.successPolicy;
  if (policy === undefined) return [];
  if (spec.completionMode !== "Indexed") {
    return [invalid(field, goSuccessPolicy(policy), "requires indexed completion mode")];
  }
  const rules = policy.rules ?? [];
  const errors: FieldError[] = [];
  if (rules.length === 0) {
    const text = "at least one rules must be specified when the successPolicy is specified";
    errors.push(required(`${field}.rules`, text));
  }
  if (rules.length > MAX_RULES) errors.push(tooMany(`${field}.rules`, rules.length, MAX_RULES));
  const completions = spec.completions ?? 0;
  return [...errors, ...rules.flatMap((rule, i) => ruleErrors(rule, completions, `${field}.rules[${i}]`))];
}

function ruleErrors({ succeededCount, succeededIndexes }: Rule, completions: number, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (succeededCount === undefined && succeededIndexes === undefined) {
    errors.push(required(field, "at least one of succeededCount or succeededIndexes must be specified"));
  }
  const indexes = succeededIndexes === undefined ? undefined : countIndexes(succeededIndexes, completions);
  if (succeededIndexes !== undefined) errors.push(...indexesErrors(succeededIndexes, indexes, field));
  if (succeededCount === undefined) return errors;
  return [...errors, ...countErrors(succeededCount, completions, indexes, `${field}.succeededCount`)];
}

function indexesErrors(text: string, count: number | string | undefined, field: string): FieldError[] {
  const path = `${field}.succeededIndexes`;
  const errors = text.length > MAX_INDEXES_BYTES ? [tooLong(path, MAX_INDEXES_BYTES)] : [];
  if (typeof count === "string") errors.push(invalid(path, text, `error parsing succeededIndexes: ${count}`));
  return errors;
}

function countErrors(
  count: number,
  completions: number,
  indexes: number | string | undefined,
  field: string,
): FieldError[] {
  const errors = nonNegative(field, count);
  const atMost = (max: number, what: string) => `must be less than or equal to ${max} (the number of ${what})`;
  if (count > completions) errors.push(invalid(field, count, atMost(completions, "specified completions")));
  if (indexes === undefined) return errors;
  const listed = typeof indexes === "number" ? indexes : 0;
  if (count <= listed) return errors;
  return [...errors, invalid(field, count, atMost(listed, "indexes in the specified succeededIndexes field"))];
}

/** How many indexes a list such as `0-2,5` names, or what is wrong with it. */
function countIndexes(text: string, completions: number): number | string {
  let total = 0;
  let last: number | undefined;
  for (const part of text === "" ? [] : text.split(",")) {
    const interval = intervalOf(part, completions);
    if (typeof interval === "string") return interval;
    const [from, to] = interval;
    if (last !== undefined && last >= from) return `non-increasing order, previous: ${last}, current: ${from}`;
    total += to - from + 1;
    last = to;
  }
  return total;
}

function intervalOf(part: string, completions: number): readonly [number, number] | string {
  const limits = part.split("-");
  if (limits.length > 2) {
    return `the fragment "${part}" violates the requirement that an index interval can have at most two parts separated by '-'`;
  }
  for (const limit of limits) {
    if (!/^[+-]?\d+$/.test(limit)) return `cannot convert string to integer for index: "${limit}"`;
    if (Number(limit) >= completions) return `too large index: "${limit}"`;
  }
  const [from = 0, to = from] = limits.map(Number);
  return limits.length > 1 && from >= to ? `non-increasing order, previous: ${from}, current: ${to}` : [from, to];
}
