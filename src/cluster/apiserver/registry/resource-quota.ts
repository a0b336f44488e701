// ResourceQuotas.

import { catalogued } from "../../../api/catalogue.ts";
import type { Draft, ResourceQuota } from "../../../api/types.ts";
import { AGE, NAME, text } from "./columns.ts";
import { invalid, required } from "./field-error.ts";
import { goStringList, goText } from "./go-syntax.ts";
import { goValue } from "./go-value.ts";
import { defineKind, type FieldError } from "./kind.ts";
import { canonical, type ResourceList, validateQuantity } from "./quantities.ts";
import { isStandardQuotaResource, validateQuotaResourceName } from "./resource-names.ts";

function usageText({ status }: ResourceQuota, isLimit: boolean): string {
  const hard = (status?.hard ?? {}) as ResourceList;
  const used = (status?.used ?? {}) as ResourceList;
  return Object.keys(hard)
    .filter((name) => name.startsWith("limits.") === isLimit)
    .sort()
    .map((name) => `${name}: ${canonical(used[name] ?? "0")}/${canonical(hard[name])}`)
    .join(", ");
}

const SCOPES = [
  "Terminating",
  "NotTerminating",
  "BestEffort",
  "NotBestEffort",
  "PriorityClass",
  "CrossNamespacePodAffinity",
];
const CONFLICTS = [
  ["BestEffort", "NotBestEffort"],
  ["Terminating", "NotTerminating"],
] as const;

function validate({ spec }: ResourceQuota): FieldError[] {
  const hard = Object.entries((spec?.hard ?? {}) as ResourceList);
  return [
    ...hard.flatMap(([name, quantity]) => [
      ...validateQuotaResourceName(name, `spec.hard[${name}]`),
      ...validateQuantity(name, quantity, `spec.hard[${name}]`),
    ]),
    ...scopeErrors(spec),
    ...selectorErrors(spec),
  ];
}

function scopeErrors({ scopes = [], hard = {} }: ResourceQuota["spec"]): FieldError[] {
  const shown = goText(goStringList(scopes, "core.ResourceQuotaScope"));
  const refuse = (text: string) => invalid("spec.scopes", shown, text);
  const errors = scopes.flatMap((scope) => {
    const unknown = SCOPES.includes(scope) ? [] : [refuse("unsupported scope")];
    const unfit = Object.keys(hard).filter((name) => isStandardQuotaResource(name) && !isInScope(scope, name));
    return [...unknown, ...unfit.map(() => refuse("unsupported scope applied to resource"))];
  });
  return [...errors, ...conflictErrors(scopes, shown)];
}

function conflictErrors(scopes: readonly string[], shown: unknown): FieldError[] {
  return CONFLICTS.filter((pair) => pair.every((scope) => scopes.includes(scope))).map(() =>
    invalid("spec.scopes", shown, "conflicting scopes"),
  );
}

// Pods have these or not; of priority classes there are several.
const isAllOrNothing = (scope: string) => scope !== "PriorityClass" && SCOPES.includes(scope);
const MUST_EXIST =
  "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";

function selectorErrors({ scopeSelector, scopes, hard = {} }: ResourceQuota["spec"]): FieldError[] {
  if (scopeSelector === undefined) return [];
  const field = "spec.scopeSelector.matchExpressions";
  const expressions = scopeSelector.matchExpressions ?? [];
  const errors = expressions.flatMap((each) => {
    const scope = each.scopeName ?? "";
    const unknown = SCOPES.includes(scope) ? [] : [invalid(`${field}.scopeName`, scope, "unsupported scope")];
    const unfit = Object.keys(hard).filter((name) => isStandardQuotaResource(name) && !isInScope(scope, name));
    const shown = goText(goValue("core.ScopeSelector", scopeSelector));
    return [
      ...unknown,
      ...unfit.map(() => invalid(field, shown, "unsupported scope applied to resource")),
      ...operatorErrors(scope, each.operator ?? "", each.values ?? [], field),
    ];
  });
  const named = expressions.map(({ scopeName }) => scopeName);
  return [...errors, ...conflictErrors(named, goText(goStringList(scopes, "core.ResourceQuotaScope")))];
}

function operatorErrors(scope: string, operator: string, values: readonly string[], field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (isAllOrNothing(scope) && operator !== "Exists") {
    errors.push(invalid(`${field}.operator`, operator, MUST_EXIST));
  }
  if (operator === "In" || operator === "NotIn") {
    const text = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
    if (values.length === 0) errors.push(required(`${field}.values`, text));
  } else if (operator === "Exists" || operator === "DoesNotExist") {
    const text = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
    if (values.length > 0) errors.push(invalid(`${field}.values`, goText(goStringList(values)), text));
  } else errors.push(invalid(`${field}.operator`, operator, "not a valid selector operator"));
  return errors;
}

const COMPUTE = /^(pods|(requests\.|limits\.)?(cpu|memory))$/;

// Scopes select pods; BestEffort ones have no requests that could be counted.
function isInScope(scope: string, resource: string): boolean {
  if (!SCOPES.includes(scope)) return true;
  return scope === "BestEffort" ? resource === "pods" : COMPUTE.test(resource);
}

function validateUpdate({ spec: next }: ResourceQuota, { spec: previous }: ResourceQuota): FieldError[] {
  const scopes = (list: readonly string[] = []) => [...list].sort().join(",");
  if (scopes(next?.scopes) === scopes(previous?.scopes)) return [];
  return [invalid("spec.scopes", goText(goStringList(next?.scopes, "core.ResourceQuotaScope")), "field is immutable")];
}

export const resourceQuotas = defineKind<ResourceQuota>({
  get resource() {
    return catalogued("", "resourcequotas");
  },
  applyDefaults: (quota) => {
    quota.spec ??= {};
  },
  prepareForCreate: (quota) => {
    quota.status = {} as Draft<ResourceQuota>["status"];
  },
  validate,
  validateUpdate,
  columns: [
    NAME,
    text("Request", (quota) => usageText(quota, false)),
    text("Limit", (quota) => usageText(quota, true)),
    AGE,
  ],
  hasStatus: true,
  hasGeneration: false,
});
