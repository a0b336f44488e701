// The rules by which webhooks and policies choose requests: their defaults, and what is wrong with them.

import { qualifiedNameErrors } from "../../../../api/names.ts";
import type { LabelSelector } from "../../../../api/types.ts";
import { admissionNames, compile, type Names } from "../../admission/policies/environment.ts";
import { duplicate, invalid, notSupported, required } from "../field-error.ts";
import { goStringList, goText } from "../go-syntax.ts";
import type { FieldError } from "../kind.ts";
import { validateLabelSelector } from "../labels.ts";

export interface RuleDraft {
  apiGroups?: string[];
  apiVersions?: string[];
  resources?: string[];
  resourceNames?: string[];
  operations?: string[];
  scope?: string;
}

export interface MatchDraft {
  matchPolicy?: string;
  namespaceSelector?: LabelSelector;
  objectSelector?: LabelSelector;
  resourceRules?: RuleDraft[];
  excludeResourceRules?: RuleDraft[];
}

const OPERATIONS = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];
const SCOPES = ["*", "Cluster", "Namespaced"];
export const FAILURE_POLICIES = ["Fail", "Ignore"];
export const MATCH_POLICIES = ["Equivalent", "Exact"];

export function applyRuleDefaults(rules: readonly RuleDraft[] | undefined): void {
  for (const rule of rules ?? []) rule.scope ??= "*";
}

export function applyMatchDefaults(match: MatchDraft | undefined): void {
  if (match === undefined) return;
  match.matchPolicy ??= "Equivalent";
  match.namespaceSelector ??= {};
  match.objectSelector ??= {};
  applyRuleDefaults(match.resourceRules);
  applyRuleDefaults(match.excludeResourceRules);
}

export function validateRule(rule: RuleDraft, field: string): FieldError[] {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope } = rule;
  const errors: FieldError[] = [];
  if (operations.length === 0) errors.push(required(`${field}.operations`));
  errors.push(
    ...wildcardErrors(operations, `${field}.operations`, "operations", "admissionregistration.OperationType"),
  );
  for (const [i, each] of operations.entries())
    if (!OPERATIONS.includes(each)) errors.push(notSupported(`${field}.operations[${i}]`, each, OPERATIONS));
  if (apiGroups.length === 0) errors.push(required(`${field}.apiGroups`));
  errors.push(...wildcardErrors(apiGroups, `${field}.apiGroups`, "API groups"));
  if (apiVersions.length === 0) errors.push(required(`${field}.apiVersions`));
  errors.push(...wildcardErrors(apiVersions, `${field}.apiVersions`, "API versions"));
  for (const [i, each] of apiVersions.entries()) if (each === "") errors.push(required(`${field}.apiVersions[${i}]`));
  errors.push(...resourceErrors(resources, `${field}.resources`));
  if (scope !== undefined && !SCOPES.includes(scope)) errors.push(notSupported(`${field}.scope`, scope, SCOPES));
  return errors;
}

function wildcardErrors(list: readonly string[], field: string, what: string, type = "string"): FieldError[] {
  if (list.length <= 1 || !list.includes("*")) return [];
  return [invalid(field, goText(goStringList(list, type)), `if '*' is present, must not specify other ${what}`)];
}

function resourceErrors(resources: readonly string[], field: string): FieldError[] {
  if (resources.length === 0) return [required(field)];
  const errors: FieldError[] = [];
  const whole = new Set<string>();
  const parts = new Set<string>();
  for (const [i, each] of resources.entries()) {
    if (each === "") errors.push(required(`${field}[${i}]`));
    if (each === "*/*" && resources.length > 1)
      errors.push(invalid(`${field}[${i}]`, each, "if '*/*' is present, must not specify other resources"));
    const [resource = "", part] = each.split("/");
    if (part === undefined) continue;
    if (whole.has(resource))
      errors.push(invalid(`${field}[${i}]`, each, `if '${resource}/*' is present, must not specify ${each}`));
    if (parts.has(part))
      errors.push(invalid(`${field}[${i}]`, each, `if '*/${part}' is present, must not specify ${each}`));
    if (part === "*") whole.add(resource);
    if (resource === "*") parts.add(part);
  }
  if (
    resources.length > 1 &&
    resources.includes("*") &&
    resources.some((each) => each !== "*" && !each.includes("/"))
  ) {
    const text = "if '*' is present, must not specify other resources without subresources";
    errors.push(invalid(field, goText(goStringList(resources)), text));
  }
  return errors;
}

export function validateMatch(match: MatchDraft | undefined, field: string): FieldError[] {
  if (match === undefined) return [];
  const { matchPolicy } = match;
  const errors: FieldError[] = [];
  if (matchPolicy === undefined) errors.push(required(`${field}.matchPolicy`));
  else if (!MATCH_POLICIES.includes(matchPolicy))
    errors.push(notSupported(`${field}.matchPolicy`, matchPolicy, MATCH_POLICIES));
  const rules = (list: RuleDraft[] = [], name: string) =>
    list.flatMap((rule, i) => validateRule(rule, `${field}.${name}[${i}]`));
  return [
    ...errors,
    ...validateLabelSelector(match.namespaceSelector, `${field}.namespaceSelector`),
    ...validateLabelSelector(match.objectSelector, `${field}.objectSelector`),
    ...rules(match.resourceRules, "resourceRules"),
    ...rules(match.excludeResourceRules, "excludeResourceRules"),
  ];
}

/** One expression; `what` it is called where it is missing. */
export function expressionErrors(
  source: string | undefined,
  field: string,
  names: Names,
  result: "bool" | "string" | undefined,
  missing: string,
): FieldError[] {
  const text = (source ?? "").trim();
  if (text === "") return [required(field, missing)];
  const compiled = compile(text, names, result);
  return compiled.kind === "fault" ? [invalid(field, source, compiled.text)] : [];
}

const MOST_CONDITIONS = 64;

export function conditionErrors(
  conditions: readonly { readonly name?: string; readonly expression?: string }[] | undefined,
  field: string,
  hasParams: boolean,
): FieldError[] {
  const seen = new Set<string>();
  const list = conditions ?? [];
  const errors = list.flatMap(({ name = "", expression }, i) => {
    const path = `${field}[${i}]`;
    const found = expressionErrors(expression, `${path}.expression`, admissionNames(hasParams), "bool", "");
    if (name === "") return [...found, required(`${path}.name`)];
    found.push(...qualifiedNameErrors(name).map((each) => invalid(`${path}.name`, name, each)));
    if (seen.has(name)) found.push(duplicate(`${path}.name`, name));
    seen.add(name);
    return found;
  });
  if (list.length <= MOST_CONDITIONS) return errors;
  return [
    { type: "TooMany", field, value: list.length, detail: `must have at most ${MOST_CONDITIONS} items` },
    ...errors,
  ];
}
