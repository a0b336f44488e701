// ValidatingAdmissionPolicies: rules as expressions, and what is wrong with them.

import { catalogued } from "../../../../api/catalogue.ts";
import { qualifiedNameErrors } from "../../../../api/names.ts";
import { admissionNames, compile, type Names, withVariables } from "../../admission/policies/environment.ts";
import type { Named, Policy, Validation } from "../../admission/policies/policy-types.ts";
import type { CelType } from "../../cel/types.ts";
import { AGE, NAME, text } from "../columns.ts";
import { deepEqual, duplicate, invalid, notSupported, required } from "../field-error.ts";
import { type Column, defineKind, type FieldError } from "../kind.ts";
import {
  applyMatchDefaults,
  conditionErrors,
  expressionErrors,
  FAILURE_POLICIES,
  type MatchDraft,
  validateMatch,
} from "./rules.ts";

const REASONS = ["Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized"];
const columns: readonly Column<Policy>[] = [
  NAME,
  { name: "Validations", type: "integer", cell: ({ spec }) => spec.validations?.length ?? 0 },
  text("ParamKind", ({ spec: { paramKind } }) =>
    paramKind === undefined ? "<unset>" : `${paramKind.apiVersion}/${paramKind.kind}`,
  ),
  AGE,
];

function validate({ spec }: Policy): FieldError[] {
  const { failurePolicy, matchConstraints, matchConditions, variables = [], validations = [] } = spec;
  const errors: FieldError[] = [];
  if (failurePolicy === undefined) errors.push(required("spec.failurePolicy"));
  else if (!FAILURE_POLICIES.includes(failurePolicy))
    errors.push(notSupported("spec.failurePolicy", failurePolicy, FAILURE_POLICIES));
  errors.push(...paramKindErrors(spec));
  if (matchConstraints === undefined) errors.push(required("spec.matchConstraints"));
  else {
    errors.push(...validateMatch(matchConstraints as MatchDraft, "spec.matchConstraints"));
    // Without a rule nobody knows what the expressions are about.
    if (!matchConstraints.resourceRules?.length) errors.push(required("spec.matchConstraints.resourceRules"));
  }
  const hasParams = spec.paramKind !== undefined;
  errors.push(...conditionErrors(matchConditions, "spec.matchConditions", hasParams));
  const { names, errors: faults } = declared(variables, admissionNames(hasParams));
  errors.push(...faults);
  const audits = spec.auditAnnotations ?? [];
  if (validations.length === 0 && audits.length === 0) {
    const why = "validations or auditAnnotations must be specified";
    return [...errors, required("spec.validations", why), required("spec.auditAnnotations", why)];
  }
  errors.push(...validations.flatMap((each, i) => validationErrors(each, `spec.validations[${i}]`, names)));
  return [...errors, ...auditErrors(audits, names)];
}

function paramKindErrors({ paramKind }: Policy["spec"]): FieldError[] {
  if (paramKind === undefined) return [];
  const errors: FieldError[] = [];
  if (!paramKind.apiVersion) errors.push(required("spec.paramKind.apiVersion"));
  if (!paramKind.kind) errors.push(required("spec.paramKind.kind"));
  return errors;
}

function declared(variables: readonly Named[], names: Names): { names: Names; errors: FieldError[] } {
  const types = new Map<string, CelType>();
  const errors = variables.flatMap(({ name = "", expression }, i) => {
    const field = `spec.variables[${i}]`;
    const scope = withVariables(names, new Map(types));
    const compiled = compile((expression ?? "").trim(), scope, undefined);
    const found: FieldError[] = [];
    if (name === "") found.push(required(`${field}.name`, "name is not specified"));
    else if (!/^[A-Za-z_]\w*$/.test(name))
      found.push(invalid(`${field}.name`, name, "name is not a valid CEL identifier"));
    else if (types.has(name)) found.push(duplicate(`${field}.name`, name));
    found.push(...expressionErrors(expression, `${field}.expression`, scope, undefined, "expression is not specified"));
    if (compiled.kind === "tree") types.set(name, compiled.type);
    return found;
  });
  return { names: withVariables(names, types), errors };
}

function validationErrors(validation: Validation, field: string, names: Names): FieldError[] {
  const { expression, message = "", messageExpression = "", reason } = validation;
  const errors = expressionErrors(expression, `${field}.expression`, names, "bool", "expression is not specified");
  const told = message.trim();
  if (messageExpression !== "" && messageExpression.trim() === "")
    errors.push(invalid(`${field}.messageExpression`, messageExpression, "must be non-empty if specified"));
  else if (messageExpression !== "")
    errors.push(...expressionErrors(messageExpression, `${field}.messageExpression`, names, "string", ""));
  if (message !== "" && told === "")
    errors.push(invalid(`${field}.message`, message, "message must be non-empty if specified"));
  else if (told.includes("\n"))
    errors.push(invalid(`${field}.message`, message, "message must not contain line breaks"));
  else if ((expression ?? "").trim().includes("\n") && told === "")
    errors.push(required(`${field}.message`, "message must be specified if expression contains line breaks"));
  if (reason !== undefined && !REASONS.includes(reason)) errors.push(notSupported(`${field}.reason`, reason, REASONS));
  return errors;
}

type Audits = NonNullable<Policy["spec"]["auditAnnotations"]>;

function auditErrors(audits: Audits, names: Names): FieldError[] {
  return audits.flatMap(({ key = "", valueExpression }, i) => {
    const field = `spec.auditAnnotations[${i}]`;
    const keyErrors =
      key === ""
        ? [required(`${field}.key`)]
        : qualifiedNameErrors(key).map((each) => invalid(`${field}.key`, key, each));
    const missing = "valueExpression is not specified";
    return [...keyErrors, ...expressionErrors(valueExpression, `${field}.valueExpression`, names, undefined, missing)];
  });
}

interface Drafted {
  spec?: { failurePolicy?: string; matchConstraints?: MatchDraft };
  status?: unknown;
}

// Simplified: the types of expressions are not checked against the kinds that a policy is about, so no warnings stand in its status;
// what an expression cannot find, it says when it is asked.
function seen(observedGeneration: number): object {
  return { observedGeneration, typeChecking: {} };
}

export const validatingAdmissionPolicies = defineKind<Policy>({
  get resource() {
    return catalogued("admissionregistration.k8s.io", "validatingadmissionpolicies");
  },
  applyDefaults: (policy) => {
    const drafted = policy as unknown as Drafted;
    drafted.spec ??= {};
    drafted.spec.failurePolicy ??= "Fail";
    applyMatchDefaults(drafted.spec.matchConstraints);
  },
  prepareForCreate: (policy) => {
    (policy as unknown as Drafted).status = seen(1);
  },
  prepareForUpdate: (next, previous) => {
    const isSame = deepEqual(next.spec, previous.spec);
    (next as unknown as Drafted).status = seen((previous.metadata.generation ?? 1) + (isSame ? 0 : 1));
  },
  validate,
  columns,
  hasStatus: true,
});
