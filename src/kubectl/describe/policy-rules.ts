// RBAC rules as tables show them: taken apart, put together again by resource, and sorted.

import type { PolicyRule } from "../../api/types.ts";
import type { LevelWriter } from "./description-writer.ts";
import { compareText, goList } from "./values.ts";

export interface CompactRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
  readonly verbs: readonly string[];
}

const NOTHING: CompactRule = { apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [], verbs: [] };

/** The four cells of a rule: resource, paths, names, verbs. */
export function ruleCells(rule: CompactRule): string[] {
  return [resourceTitle(rule), goList(rule.nonResourceURLs), goList(rule.resourceNames), goList(rule.verbs)];
}

export function writePolicyRules(writer: LevelWriter, rules: readonly PolicyRule[]): void {
  writer.line(0, "PolicyRule:");
  writer.line(1, "Resources\tNon-Resource URLs\tResource Names\tVerbs");
  writer.line(1, "---------\t-----------------\t--------------\t-----");
  for (const rule of compactRules(rules)) writer.line(1, ruleCells(rule).join("\t"));
}

/** One rule for each resource (and name), with all its verbs; paths keep one rule for each verb. */
export function compactRules(rules: readonly PolicyRule[]): CompactRule[] {
  const byResource = new Map<string, CompactRule>();
  const others: CompactRule[] = [];
  for (const rule of rules.flatMap(simpleRules)) {
    if (rule.nonResourceURLs.length > 0) {
      others.push(rule);
      continue;
    }
    const key = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames]);
    const known = byResource.get(key);
    byResource.set(
      key,
      known === undefined ? rule : { ...known, verbs: [...new Set([...known.verbs, ...rule.verbs])] },
    );
  }
  return [...byResource.values(), ...others].sort((a, b) => compareText(sortKey(a), sortKey(b)));
}

function simpleRules({
  apiGroups = [],
  resources = [],
  resourceNames = [],
  nonResourceURLs = [],
  verbs,
}: PolicyRule): CompactRule[] {
  const rules: CompactRule[] = [];
  const names = resourceNames.length === 0 ? [[]] : resourceNames.map((name) => [name]);
  for (const group of apiGroups) {
    for (const resource of resources) {
      for (const verb of verbs) {
        for (const name of names) {
          rules.push({ ...NOTHING, apiGroups: [group], resources: [resource], resourceNames: name, verbs: [verb] });
        }
      }
    }
  }
  for (const url of nonResourceURLs)
    for (const verb of verbs) rules.push({ ...NOTHING, nonResourceURLs: [url], verbs: [verb] });
  return rules;
}

// kubectl compares rules by their text, in which the verbs come first.
function sortKey({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: CompactRule): string {
  const fields = {
    Verbs: verbs,
    APIGroups: apiGroups,
    Resources: resources,
    ResourceNames: resourceNames,
    NonResourceURLs: nonResourceURLs,
  };
  return Object.entries(fields)
    .map(([name, values]) => `${name}:${goList(values)},`)
    .join("");
}

/** `deployments.apps/scale`: the group stands before the subresource. */
function resourceTitle({ apiGroups, resources }: CompactRule): string {
  const [resource] = resources;
  if (resource === undefined) return "";
  const [name = "", ...subresource] = resource.split("/");
  const group = apiGroups[0] ? `.${apiGroups[0]}` : "";
  return [`${name}${group}`, ...(subresource.length === 0 ? [] : [subresource.join("/")])].join("/");
}
