// ValidatingAdmissionPolicyBindings: where a policy holds, with which parameters, and what comes of a refusal.

import { catalogued } from "../../../../api/catalogue.ts";
import { dns1123SubdomainErrors } from "../../../../api/names.ts";
import type { LabelSelector } from "../../../../api/types.ts";
import type { Binding, ParamRef } from "../../admission/policies/policy-types.ts";
import { AGE, NAME, text } from "../columns.ts";
import { duplicate, forbidden, invalid, invalidEach, notSupported, required } from "../field-error.ts";
import { goStringList, goText } from "../go-syntax.ts";
import { defineKind, type FieldError } from "../kind.ts";
import { validateLabelSelector } from "../labels.ts";
import { applyMatchDefaults, type MatchDraft, validateMatch } from "./rules.ts";

const ACTIONS = ["Audit", "Deny", "Warn"];
const NOT_FOUND_ACTIONS = ["Allow", "Deny"];

function validate({ spec }: Binding): FieldError[] {
  const { policyName = "", paramRef, matchResources, validationActions = [] } = spec;
  return [
    ...(policyName === ""
      ? [required("spec.policyName")]
      : invalidEach("spec.policyName", policyName, dns1123SubdomainErrors(policyName))),
    ...paramRefErrors(paramRef, "spec.paramRef"),
    ...validateMatch(matchResources as MatchDraft | undefined, "spec.matchResources"),
    ...actionErrors(validationActions, "spec.validationActions"),
  ];
}

function paramRefErrors(reference: ParamRef | undefined, field: string): FieldError[] {
  if (reference === undefined) return [];
  const { name = "", selector, parameterNotFoundAction: action = "" } = reference;
  const errors: FieldError[] = [];
  const both = "name and selector are mutually exclusive";
  if (name !== "" && selector !== undefined) errors.push(forbidden(`${field}.name`, both));
  if (selector !== undefined) {
    errors.push(...validateLabelSelector(selector as LabelSelector, `${field}.selector`));
    if (name !== "") errors.push(forbidden(`${field}.selector`, both));
  }
  if (name === "" && selector === undefined) errors.push(required(field, "one of name or selector must be specified"));
  if (action === "") errors.push(required(`${field}.parameterNotFoundAction`));
  else if (!NOT_FOUND_ACTIONS.includes(action))
    errors.push(notSupported(`${field}.parameterNotFoundAction`, action, NOT_FOUND_ACTIONS));
  return errors;
}

function actionErrors(actions: readonly string[], field: string): FieldError[] {
  const seen = new Set<string>();
  const errors = actions.flatMap((action, i) => {
    const found: FieldError[] = [];
    if (!ACTIONS.includes(action)) found.push(notSupported(`${field}[${i}]`, action, ACTIONS));
    if (seen.has(action)) found.push(duplicate(`${field}[${i}]`, action));
    seen.add(action);
    return found;
  });
  if (seen.has("Deny") && seen.has("Warn")) {
    const why =
      "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)";
    errors.push(invalid(field, goText(goStringList(actions, "admissionregistration.ValidationAction")), why));
  }
  if (seen.size === 0) errors.push(required(field, "at least one validation action is required"));
  return errors;
}

function paramRefText({ spec: { paramRef } }: Binding): string {
  if (paramRef === undefined) return "<unset>";
  const name = paramRef.name || "*";
  return paramRef.namespace ? `${paramRef.namespace}/${name}` : name;
}

export const validatingAdmissionPolicyBindings = defineKind<Binding>({
  get resource() {
    return catalogued("admissionregistration.k8s.io", "validatingadmissionpolicybindings");
  },
  applyDefaults: (binding) => {
    const drafted = binding as unknown as { spec?: { matchResources?: MatchDraft } };
    drafted.spec ??= {};
    applyMatchDefaults(drafted.spec.matchResources);
  },
  validate,
  columns: [NAME, text("PolicyName", ({ spec }) => spec.policyName ?? ""), text("ParamRef", paramRefText), AGE],
});
