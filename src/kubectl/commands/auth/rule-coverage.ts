// Which permissions of some rules are not granted by others.

import type { PolicyRule } from "../../../api/types.ts";
import { type CompactRule, compactRules } from "../../describe/policy-rules.ts";

/** The rules of `wanted` that `granted` does not cover, put together by resource. */
export function missingRules(wanted: readonly PolicyRule[], granted: readonly PolicyRule[]): PolicyRule[] {
  const single = compactRules(wanted).flatMap((rule) => rule.verbs.map((verb) => ({ ...rule, verbs: [verb] })));
  const missing = single.filter((rule) => !granted.some((each) => covers(each, rule)));
  return compactRules(missing.map(asPolicyRule)).map(asPolicyRule);
}

function covers(
  granted: PolicyRule,
  { apiGroups, resources, resourceNames, nonResourceURLs, verbs }: CompactRule,
): boolean {
  const has = (list: readonly string[] | undefined, values: readonly string[]) =>
    list?.includes("*") === true || values.every((value) => list?.includes(value) === true);
  if (!has(granted.verbs, verbs)) return false;
  if (nonResourceURLs.length > 0) return has(granted.nonResourceURLs, nonResourceURLs);
  const names = granted.resourceNames ?? [];
  const coversNames =
    names.length === 0 || (resourceNames.length > 0 && resourceNames.every((name) => names.includes(name)));
  return has(granted.apiGroups, apiGroups) && has(granted.resources, resources) && coversNames;
}

function asPolicyRule({ apiGroups, resources, resourceNames, nonResourceURLs, verbs }: CompactRule): PolicyRule {
  if (nonResourceURLs.length > 0) return { nonResourceURLs, verbs };
  return { apiGroups, resources, verbs, ...(resourceNames.length > 0 ? { resourceNames } : {}) };
}
