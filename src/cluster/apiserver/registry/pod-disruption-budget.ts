// PodDisruptionBudgets.

import { catalogued } from "../../../api/catalogue.ts";
import type { Draft, PodDisruptionBudget } from "../../../api/types.ts";
import { AGE, integer, NAME, text } from "./columns.ts";
import { invalid, notSupported } from "./field-error.ts";
import { goPointer, goText } from "./go-syntax.ts";
import { atMost100Percent, validateIntOrPercent } from "./int-or-percent.ts";
import { defineKind, type FieldError } from "./kind.ts";
import { validateLabelSelector } from "./labels.ts";

type Spec = PodDisruptionBudget["spec"];

function validate({ spec }: PodDisruptionBudget): FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec;
  const errors: FieldError[] = [];
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    errors.push(invalid("spec", goText(goSpec(spec)), "minAvailable and maxUnavailable cannot be both set"));
  }
  for (const [name, value] of Object.entries({ minAvailable, maxUnavailable })) {
    if (value === undefined) continue;
    errors.push(...validateIntOrPercent(value, `spec.${name}`), ...atMost100Percent(value, `spec.${name}`));
  }
  errors.push(...validateLabelSelector(selector, "spec.selector"));
  const policies = ["AlwaysAllow", "IfHealthyBudget"];
  if (policy !== undefined && !policies.includes(policy)) {
    errors.push(notSupported("spec.unhealthyPodEvictionPolicy", policy, policies));
  }
  return errors;
}

function goSpec(spec: Spec): string {
  const fields = [
    `MinAvailable:${goPointer("intstr.IntOrString", spec.minAvailable)}`,
    `Selector:${goPointer("v1.LabelSelector", spec.selector)}`,
    `MaxUnavailable:${goPointer("intstr.IntOrString", spec.maxUnavailable)}`,
    `UnhealthyPodEvictionPolicy:${goPointer("policy.UnhealthyPodEvictionPolicyType", spec.unhealthyPodEvictionPolicy)}`,
  ];
  return `policy.PodDisruptionBudgetSpec{${fields.join(", ")}}`;
}

export const podDisruptionBudgets = defineKind<PodDisruptionBudget>({
  get resource() {
    return catalogued("policy", "poddisruptionbudgets");
  },
  prepareForCreate: (budget) => {
    const status = { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };
    budget.status = status as Draft<PodDisruptionBudget>["status"];
  },
  validate,
  columns: [
    NAME,
    text("Min Available", ({ spec }) => String(spec.minAvailable ?? "N/A")),
    text("Max Unavailable", ({ spec }) => String(spec.maxUnavailable ?? "N/A")),
    integer("Allowed Disruptions", ({ status }) => status?.disruptionsAllowed),
    AGE,
  ],
  hasStatus: true,
});
