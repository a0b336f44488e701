// What a role lacks of a right, in words.

import type { AnyObject } from "../../api/types.ts";
import { closestTo } from "./closeness.ts";

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
export function missingFrom(role: Role, right: Right): string | undefined {
  const rules = role.rules ?? [];
  const verb = right.verbs.find((one) => !rules.some((rule) => allows(rule, one, right)));
  if (verb === undefined) return undefined;
  const about = rules.filter(({ resources = [] }) => has(resources, right.resource));
  const [rule] = about;
  if (rule === undefined) return resourceMiss(rules, right);
  if (!about.some(({ apiGroups = [] }) => has(apiGroups, right.group))) {
    const groups = (rule.apiGroups ?? []).map((group) => `\`${group === "" ? '""' : group}\``).join(", ");
    return `its rule for ${right.resource} names the API group ${groups || "of nothing"}. Look at \`kubectl api-resources\`: to which one do they belong?`;
  }
  if (has(rule.verbs, verb) && rule.resourceNames !== undefined)
    return `its rule for ${right.resource} holds for these names only: ${rule.resourceNames.join(", ")}.`;
  return `its rule for ${right.resource} has the verbs ${rule.verbs.join(", ")}. One that the task asks for is missing.`;
}

function resourceMiss(rules: readonly Rule[], { resource }: Right): string {
  const named = rules.flatMap(({ resources = [] }) => resources);
  const close = closestTo(resource, named);
  if (close !== undefined)
    return `its rule is for \`${close.word}\`, which is not the resource's name in the API: ${close.how}.`;
  const [whole = "", part] = resource.split("/");
  if (part !== undefined && named.includes(whole))
    return `its rule is for \`${whole}\`. What lies below them, such as logs, is a resource of its own.`;
  return `it says nothing about ${resource}: it is for ${named.join(", ") || "nothing"}.`;
}

function allows({ verbs, apiGroups = [], resources = [], resourceNames }: Rule, verb: string, right: Right): boolean {
  const isNamed = resourceNames === undefined || (right.name !== undefined && resourceNames.includes(right.name));
  return has(verbs, verb) && has(apiGroups, right.group) && has(resources, right.resource) && isNamed;
}

function has(list: readonly string[], one: string): boolean {
  return list.includes(one) || list.includes("*");
}
