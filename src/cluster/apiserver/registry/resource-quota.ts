// ResourceQuotas.

import { catalogued } from "../../../api/catalogue.ts";
import type { Draft, ResourceQuota } from "../../../api/types.ts";
import { AGE, NAME, text } from "./columns.ts";
import { invalid } from "./field-error.ts";
import { goStringList, goText } from "./go-syntax.ts";
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
  const conflicting = CONFLICTS.filter((pair) => pair.every((scope) => scopes.includes(scope)));
  return [...errors, ...conflicting.map(() => refuse("conflicting scopes"))];
}

const COMPUTE = /^(pods|(requests\.|limits\.)?(cpu|memory))$/;

// Scopes select pods; BestEffort ones have no requests that could be counted.
function isInScope(scope: string, resource: string): boolean {
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
