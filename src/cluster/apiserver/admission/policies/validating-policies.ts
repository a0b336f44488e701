// Stands for ValidatingAdmissionPolicy: rules about objects that an administrator writes as expressions.

import { ApiError, failure, forbidden, type Status } from "../../../../api/status.ts";
import { stored } from "../../core.ts";
import type { AdmissionPlugin, Attributes } from "../plugin.ts";
import { compiledPolicy } from "./compiled-policy.ts";
import { failedConditions, type Refusal, refusalsOf } from "./evaluate-policy.ts";
import { isExempt, matchesResources, matchesRule } from "./matching.ts";
import { paramsOf } from "./params.ts";
import type { Binding, Policy } from "./policy-types.ts";
import { requestValues } from "./request-values.ts";

const GROUP = "admissionregistration.k8s.io";

export const validatingPolicies: AdmissionPlugin = {
  name: "ValidatingAdmissionPolicy",
  validate(attributes) {
    const policies = stored(attributes.core, `validatingadmissionpolicies.${GROUP}`);
    if (policies.length === 0 || isExempt(attributes)) return;
    const bindings = stored(attributes.core, `validatingadmissionpolicybindings.${GROUP}`) as readonly unknown[];
    const decisions = (policies as readonly unknown[] as readonly Policy[])
      .filter((policy) => isAbout(policy, attributes))
      .flatMap((policy) => decide(policy, bindings as readonly Binding[], attributes));
    warn(attributes, decisions);
    // All are heard before the first of them refuses.
    const denied = decisions.find(({ binding }) => binding.spec.validationActions?.includes("Deny"));
    if (denied !== undefined) throw new ApiError(denial(attributes, denied));
  },
};

interface Decision extends Refusal {
  readonly policy: Policy;
  readonly binding: Binding;
}

function decide(policy: Policy, bindings: readonly Binding[], attributes: Attributes): Decision[] {
  return bindings
    .filter(({ spec }) => spec.policyName === policy.metadata.name)
    .filter(({ spec }) => matchesResources(spec.matchResources, attributes))
    .flatMap((binding) =>
      refusalsWith(policy, binding, attributes).map((refusal) => ({ ...refusal, policy, binding })),
    );
}

function isAbout({ spec }: Policy, attributes: Attributes): boolean {
  const { matchConstraints } = spec;
  const isExact = matchConstraints?.matchPolicy === "Exact";
  const rules = matchConstraints?.resourceRules ?? [];
  return rules.some((rule) => matchesRule(rule, attributes, isExact)) && matchesResources(matchConstraints, attributes);
}

function refusalsWith(policy: Policy, binding: Binding, attributes: Attributes): readonly Refusal[] {
  const isStrict = policy.spec.failurePolicy !== "Ignore";
  const found = paramsOf(policy, binding, attributes);
  if (found.kind === "fault") return isStrict ? [{ message: found.text, reason: "" }] : [];
  return found.all.flatMap((params) => {
    const compiled = compiledPolicy(policy);
    const values = requestValues(attributes, params);
    const { passes, fault } = failedConditions(compiled, values);
    if (fault !== undefined) return isStrict ? [{ message: fault, reason: "" }] : [];
    return passes ? refusalsOf(compiled, values, isStrict) : [];
  });
}

function nameOf({ policy, binding }: Decision): string {
  return `ValidatingAdmissionPolicy '${policy.metadata.name}' with binding '${binding.metadata.name}'`;
}

function warn({ scope }: Attributes, decisions: readonly Decision[]): void {
  for (const decision of decisions) {
    if (decision.binding.spec.validationActions?.includes("Warn") !== true) continue;
    scope.warnings.push(`Validation failed for ${nameOf(decision)}: ${decision.message}`);
  }
}

const CODES: Readonly<Record<string, number>> = {
  Forbidden: 403,
  Unauthorized: 401,
  RequestEntityTooLarge: 413,
  Invalid: 422,
};

function denial({ resource, name }: Attributes, decision: Decision): Status {
  const text = `${nameOf(decision)} denied request: ${decision.message}`;
  const why = decision.reason === "" ? "Invalid" : decision.reason;
  const { message = "", details } = forbidden(resource.groupResource, name, text);
  return failure(CODES[why] ?? 422, why, message, { ...details, causes: [{ message: text }] });
}
