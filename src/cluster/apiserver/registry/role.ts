// Roles and ClusterRoles: what may be done.

import { catalogued } from "../../../api/catalogue.ts";
import type { ClusterRole, PolicyRule, Role } from "../../../api/types.ts";
import { CREATED_AT, NAME } from "./columns.ts";
import { invalid, required } from "./field-error.ts";
import { goStringList, goText } from "./go-syntax.ts";
import { defineKind, type FieldError } from "./kind.ts";
import { validateLabelSelector } from "./labels.ts";

function ruleErrors(rules: readonly PolicyRule[] | undefined, namespaced: boolean): FieldError[] {
  return (rules ?? []).flatMap((rule, i) => {
    const field = `rules[${i}]`;
    const { verbs = [], nonResourceURLs: urls = [], apiGroups = [], resources = [], resourceNames = [] } = rule;
    const errors = verbs.length === 0 ? [required(`${field}.verbs`, "verbs must contain at least one value")] : [];
    if (urls.length > 0) {
      const refuse = (text: string) => invalid(`${field}.nonResourceURLs`, goText(goStringList(urls)), text);
      if (namespaced) errors.push(refuse("namespaced rules cannot apply to non-resource URLs"));
      if (apiGroups.length + resources.length + resourceNames.length > 0) {
        errors.push(refuse("rules cannot apply to both regular resources and non-resource URLs"));
      }
      return errors;
    }
    if (apiGroups.length === 0) {
      errors.push(required(`${field}.apiGroups`, "resource rules must supply at least one api group"));
    }
    if (resources.length === 0) {
      errors.push(required(`${field}.resources`, "resource rules must supply at least one resource"));
    }
    return errors;
  });
}

const NO_SELECTOR = "at least one clusterRoleSelector required if aggregationRule is non-nil";

// An absent list is written out as null, as Go writes it.
function applyDefaults(role: { rules?: unknown }): void {
  role.rules ??= null;
}

export const roles = defineKind<Role>({
  get resource() {
    return catalogued("rbac.authorization.k8s.io", "roles");
  },
  applyDefaults,
  validate: ({ rules }) => ruleErrors(rules, true),
  columns: [NAME, CREATED_AT],
});

export const clusterRoles = defineKind<ClusterRole>({
  get resource() {
    return catalogued("rbac.authorization.k8s.io", "clusterroles");
  },
  applyDefaults,
  validate: ({ rules, aggregationRule }) => [
    ...ruleErrors(rules, false),
    ...(aggregationRule !== undefined && (aggregationRule.clusterRoleSelectors ?? []).length === 0
      ? [required("aggregationRule.clusterRoleSelectors", NO_SELECTOR)]
      : []),
    ...(aggregationRule?.clusterRoleSelectors ?? []).flatMap((selector, i) =>
      validateLabelSelector(selector, `aggregationRule.clusterRoleSelectors[${i}]`),
    ),
  ],
  columns: [NAME, CREATED_AT],
});
