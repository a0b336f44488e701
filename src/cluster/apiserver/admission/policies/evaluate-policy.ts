// What the validations of a policy say of one request.

import { evaluate } from "../../cel/evaluate.ts";
import { EvaluationFault, fail } from "../../cel/values.ts";
import type { CompiledExpression, CompiledPolicy } from "./compiled-policy.ts";

export interface Refusal {
  readonly message: string;
  /** "" where the policy names none. */
  readonly reason: string;
}

type Values = ReadonlyMap<string, unknown>;

type Outcome = { readonly kind: "value"; readonly value: unknown } | { readonly kind: "fault"; readonly text: string };

/** Whether the conditions let the request pass by: a fault counts only where nothing else does. */
export function failedConditions(policy: CompiledPolicy, values: Values): { passes: boolean; fault?: string } {
  const outcomes = policy.conditions.map((condition) => outcomeOf(condition, values));
  if (outcomes.some((each) => each.kind === "value" && each.value !== true)) return { passes: false };
  const fault = outcomes.find((each) => each.kind === "fault");
  return fault?.kind === "fault" ? { passes: false, fault: fault.text } : { passes: true };
}

/** @param isStrict whether an expression that cannot be computed refuses, too. */
export function refusalsOf(policy: CompiledPolicy, request: Values, isStrict: boolean): Refusal[] {
  const values = withVariables(policy, request);
  return policy.validations.flatMap(({ validation, check, message }) => {
    const outcome = outcomeOf(check, values);
    const { reason = "", message: fixed = "", expression } = validation;
    if (outcome.kind === "fault") return isStrict ? [{ message: outcome.text, reason }] : [];
    if (outcome.value === true) return [];
    const made = message === undefined ? undefined : lineOf(outcomeOf(message, values));
    return [{ message: made ?? (fixed.trim() || `failed expression: ${expression.trim()}`), reason }];
  });
}

function lineOf(outcome: Outcome): string | undefined {
  const text = outcome.kind === "value" && typeof outcome.value === "string" ? outcome.value.trim() : "";
  return text === "" || text.includes("\n") ? undefined : text;
}

/** Variables are computed when they are first asked for, so one that nobody uses cannot fail. */
function withVariables(policy: CompiledPolicy, request: Values): Values {
  const made = new Map<string, Outcome>();
  const variables = new Map<string, unknown>();
  const values = new Map([...request, ["variables", variables]]);
  variables.has = (name) => policy.variables.some((each) => each.name === name);
  variables.get = (name) => {
    const variable = policy.variables.find((each) => each.name === name);
    if (variable === undefined) return undefined;
    const outcome = made.get(name) ?? computed(variable, values);
    made.set(name, outcome);
    return outcome.kind === "value"
      ? outcome.value
      : fail(`composited variable ${JSON.stringify(name)} fails to evaluate: ${outcome.text}`);
  };
  return values;
}

function computed({ compiled }: CompiledExpression, values: Values): Outcome {
  if (compiled.kind === "fault") return compiled;
  try {
    return { kind: "value", value: evaluate(compiled.tree, values) };
  } catch (error) {
    if (!(error instanceof EvaluationFault)) throw error;
    return { kind: "fault", text: error.message };
  }
}

function outcomeOf(expression: CompiledExpression, values: Values): Outcome {
  const outcome = computed(expression, values);
  if (outcome.kind === "value" || expression.compiled.kind === "fault") return outcome;
  return { kind: "fault", text: `expression '${expression.source}' resulted in error: ${outcome.text}` };
}
