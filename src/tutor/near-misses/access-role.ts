// What a role lacks of a right, in words.

import type { AnyObject } from "../../api/types.ts";
import { closestTo } from "./closeness.ts";
import type { Say } from "./finding.ts";

export interface Right {
  readonly verbs: readonly string[];
  readonly group: string;
  /** With its subresource: `pods/log`. */
  readonly resource: string;
  readonly name?: string;
}

interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

export type Role = AnyObject & { readonly rules?: readonly Rule[] | null };

/** The rest of a sentence about what is not in the role; undefined when all of the right is. */
export function missingFrom(role: Role, right: Right): Say | undefined {
  const rules = role.rules ?? [];
  const verb = right.verbs.find((one) => !rules.some((rule) => allows(rule, one, right)));
  if (verb === undefined) return undefined;
  const about = rules.filter(({ resources = [] }) => has(resources, right.resource));
  const [rule] = about;
  if (rule === undefined) return resourceMiss(rules, right);
  if (!about.some(({ apiGroups = [] }) => has(apiGroups, right.group))) {
    const groups = (rule.apiGroups ?? []).map((group) => `\`${group === "" ? '""' : group}\``).join(", ");
    return (says) => says.roleGroup(right.resource, groups);
  }
  const { verbs, resourceNames } = rule;
  if (has(verbs, verb) && resourceNames !== undefined)
    return (says) => says.roleNames(right.resource, resourceNames.join(", "));
  return (says) => says.roleVerbs(right.resource, verbs.join(", "));
}

function resourceMiss(rules: readonly Rule[], { resource }: Right): Say {
  const named = rules.flatMap(({ resources = [] }) => resources);
  const close = closestTo(resource, named);
  if (close !== undefined) return (says) => says.roleResource(close.word, says.slips[close.how]);
  const [whole = "", part] = resource.split("/");
  if (part !== undefined && named.includes(whole)) return (says) => says.roleWhole(whole);
  return (says) => says.roleOthers(resource, named.join(", "));
}

function allows({ verbs, apiGroups = [], resources = [], resourceNames }: Rule, verb: string, right: Right): boolean {
  const isNamed = resourceNames === undefined || (right.name !== undefined && resourceNames.includes(right.name));
  return has(verbs, verb) && has(apiGroups, right.group) && has(resources, right.resource) && isNamed;
}

function has(list: readonly string[], one: string): boolean {
  return list.includes(one) || list.includes("*");
}
