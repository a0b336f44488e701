// The rules of kubectl create role and clusterrole: which resources are meant, and which verbs make sense for them.

import { goQuote } from "../../../api/go-values.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { CommandError } from "../../io.ts";
import { findInGroup } from "../../rest-mapper.ts";
import type { Manifest } from "./generator.ts";

const RESOURCE_VERBS = [
  "*",
  "get",
  "delete",
  "list",
  "create",
  "update",
  "patch",
  "watch",
  "proxy",
  "deletecollection",
  "use",
  "bind",
  "escalate",
  "impersonate",
];

const RBAC_GROUP = "rbac.authorization.k8s.io";

/** Verbs that only mean something for these, as `RESOURCE.GROUP`. */
const SPECIAL_VERBS: Readonly<Record<string, readonly string[]>> = {
  use: ["podsecuritypolicies.policy", "podsecuritypolicies.extensions"],
  bind: [`roles.${RBAC_GROUP}`, `clusterroles.${RBAC_GROUP}`],
  escalate: [`roles.${RBAC_GROUP}`, `clusterroles.${RBAC_GROUP}`],
  impersonate: ["users.", "serviceaccounts.", "groups.", "userextras.authentication.k8s.io"],
};

interface NamedResource {
  readonly resource: string;
  readonly group: string;
  readonly subresource: string;
}

export function verbsOf({ flags }: CommandContext): string[] {
  const verbs = [...new Set(flags.strings("verb"))];
  return verbs.includes("*") ? ["*"] : verbs;
}

export function warnOfVerbs(context: CommandContext): void {
  for (const verb of verbsOf(context))
    if (!RESOURCE_VERBS.includes(verb)) context.io.stderr.write(`Warning: '${verb}' is not a standard resource verb\n`);
}

/** One rule for each group. */
export async function resourceRules(context: CommandContext): Promise<Manifest[]> {
  const verbs = verbsOf(context);
  const names = [...new Set(context.flags.strings("resource-name"))];
  const byGroup = new Map<string, Set<string>>();
  for (const { resource, group, subresource } of await checkedResources(context, verbs)) {
    const listed = byGroup.get(group) ?? new Set();
    byGroup.set(group, listed.add(subresource === "" ? resource : `${resource}/${subresource}`));
  }
  return [...byGroup]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, resources]) => ({
      verbs,
      apiGroups: [group],
      resources: [...resources],
      ...(names.length === 0 ? {} : { resourceNames: names }),
    }));
}

function resourcesOf({ flags }: CommandContext): NamedResource[] {
  const all = flags.strings("resource").map((text) => {
    const [type = "", ...subresources] = text.split("/");
    const [resource = "", ...groups] = type.split(".");
    const isWild = resource === "*" && groups.length === 0 && subresources.length === 0;
    return { resource, group: groups.join("."), subresource: subresources.join("/"), isWild };
  });
  const wild = all.find(({ isWild }) => isWild);
  return wild === undefined ? all : [wild];
}

/** After a `*` nothing more is checked, as kubectl does. */
async function checkedResources(context: CommandContext, verbs: readonly string[]): Promise<NamedResource[]> {
  const named = resourcesOf(context);
  const isChecked = named.map((_, index) => named.slice(0, index + 1).every(({ resource }) => resource !== "*"));
  const found: NamedResource[] = [];
  for (const [index, each] of named.entries()) {
    if (each.resource === "") throw new KubectlError("resource must be specified if apiGroup/subresource specified");
    const { resource, group } = (await knownResource(context, each)) ?? each;
    const isSpecial = isChecked[index] === true && verbs.map((verb) => checkVerb(verb, resource, group)).includes(true);
    if (isChecked[index] === true && !isSpecial && (await knownResource(context, each)) === undefined)
      throw unknownResource(each);
    found.push({ resource, group, subresource: each.subresource });
  }
  return found;
}

/** True for a verb of its own that fits the resource, whether or not the server has that. */
function checkVerb(verb: string, resource: string, group: string): boolean {
  const allowed = SPECIAL_VERBS[verb];
  if (allowed === undefined) return false;
  if (allowed.includes(`${resource}.${group}`)) return true;
  throw new KubectlError(`can not perform '${verb}' on '${resource}' in group '${group}'`);
}

async function knownResource({ session }: CommandContext, { resource, group }: NamedResource) {
  return resource === "*" ? undefined : findInGroup(await session.mapper.resources(4), resource, group);
}

// Here kubectl prints the text without its usual `error: `.
function unknownResource({ resource, group }: NamedResource): CommandError {
  const where = group === "" ? "" : ` in group ${goQuote(group)}`;
  return new CommandError(`the server doesn't have a resource type ${goQuote(resource)}${where}`);
}
