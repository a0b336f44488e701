// Does a rule of RBAC allow what somebody wants to do?

import type { PolicyRule } from "../../../api/types.ts";

export interface ResourceAttributes {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

export interface PathAttributes {
  readonly verb: string;
  readonly path: string;
}

export type AccessAttributes = ResourceAttributes | PathAttributes;

export function allows(rule: PolicyRule, wanted: AccessAttributes): boolean {
  if (!rule.verbs.some((verb) => verb === "*" || verb === wanted.verb)) return false;
  return "path" in wanted ? coversPath(rule, wanted.path) : coversResource(rule, wanted);
}

function coversPath({ nonResourceURLs = [] }: PolicyRule, path: string): boolean {
  return nonResourceURLs.some(
    (url) => url === "*" || url === path || (url.endsWith("*") && path.startsWith(url.slice(0, -1))),
  );
}

function coversResource(
  { apiGroups = [], resources = [], resourceNames = [] }: PolicyRule,
  wanted: ResourceAttributes,
): boolean {
  if (!apiGroups.some((group) => group === "*" || group === wanted.group)) return false;
  const full = wanted.subresource === "" ? wanted.resource : `${wanted.resource}/${wanted.subresource}`;
  const covered = resources.some(
    (each) => each === "*" || each === full || (wanted.subresource !== "" && each === `*/${wanted.subresource}`),
  );
  return covered && (resourceNames.length === 0 || resourceNames.includes(wanted.name));
}

/** The parts of `wanted` that none of the `held` rules covers, as few rules as possible. */
export function uncovered(wanted: readonly PolicyRule[], held: readonly PolicyRule[]): PolicyRule[] {
  const missing = wanted.flatMap(singleRules).filter((single) => !held.some((rule) => isCovered(single, rule)));
  const byScope = new Map<string, PolicyRule>();
  for (const single of missing) {
    const key = JSON.stringify({ ...single, verbs: [] });
    const known = byScope.get(key);
    const verbs = [...new Set([...(known?.verbs ?? []), ...single.verbs])];
    byScope.set(key, { ...single, verbs });
  }
  return [...byScope.values()];
}

function singleRules(rule: PolicyRule): PolicyRule[] {
  const out: PolicyRule[] = [];
  for (const verb of rule.verbs) {
    for (const url of rule.nonResourceURLs ?? []) out.push({ nonResourceURLs: [url], verbs: [verb] });
    for (const group of rule.apiGroups ?? []) {
      for (const resource of rule.resources ?? []) {
        const base = { apiGroups: [group], resources: [resource], verbs: [verb] };
        if (!rule.resourceNames?.length) out.push(base);
        for (const name of rule.resourceNames ?? []) out.push({ ...base, resourceNames: [name] });
      }
    }
  }
  return out;
}

function isCovered(single: PolicyRule, rule: PolicyRule): boolean {
  const within = (wanted: readonly string[] = [], has: readonly string[] = []): boolean =>
    has.includes("*") || wanted.every((each) => has.includes(each));
  if (!within(single.verbs, rule.verbs)) return false;
  if (single.nonResourceURLs !== undefined) return single.nonResourceURLs.every((url) => coversPath(rule, url));
  if (!within(single.apiGroups, rule.apiGroups)) return false;
  const resources = rule.resources ?? [];
  const covered = (single.resources ?? []).every(
    (each) => resources.includes("*") || resources.includes(each) || resources.includes(`*/${each.split("/")[1]}`),
  );
  return (
    covered &&
    (!rule.resourceNames?.length ||
      (single.resourceNames !== undefined && within(single.resourceNames, rule.resourceNames)))
  );
}

/** As error texts print a rule: `{APIGroups:["apps"], Resources:["deployments"], Verbs:["get"]}`. */
export function ruleText(rule: PolicyRule): string {
  const list = (name: string, values: readonly string[] | undefined): string[] =>
    values === undefined || values.length === 0
      ? []
      : [`${name}:[${values.map((each) => JSON.stringify(each)).join(", ")}]`];
  return `{${[
    ...list("NonResourceURLs", rule.nonResourceURLs),
    ...list("APIGroups", rule.apiGroups),
    ...list("Resources", rule.resources),
    ...list("ResourceNames", rule.resourceNames),
    ...list("Verbs", rule.verbs),
  ].join(", ")}}`;
}
