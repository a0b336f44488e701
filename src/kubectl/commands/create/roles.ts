// Stands for kubectl create role and clusterrole.

import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { stringArrayFlag, stringsFlag } from "../../flags/flag.ts";
import { CommandError } from "../../io.ts";
import type { Resource } from "../../rest-mapper.ts";
import { generator, type Manifest, metadataOf } from "./generator.ts";

const RBAC = "rbac.authorization.k8s.io/v1";

const RULE_FLAGS = [
  stringsFlag("resource", "Resource that the rule applies to"),
  stringArrayFlag(
    "resource-name",
    "Resource in the white list that the rule applies to, repeat this flag for multiple items",
  ),
  stringsFlag("verb", "Verb that applies to the resources contained in the rule"),
];

const RESOURCE_VERBS = [
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
  "approve",
  "sign",
  "escalate",
  "impersonate",
];

const URL_VERBS = ["*", "get", "post", "put", "delete", "patch", "head", "options"];

export const role = generator({
  name: "role",
  short: "Create a role with single rule",
  examples: `# Create a role named pod-reader that allows to get, watch and list pods
kubectl create role pod-reader --verb=get --verb=list --verb=watch --resource=pods

# Create a role for one pod only
kubectl create role pod-reader --verb=get --resource=pods --resource-name=web

# Create a role for replica sets of the apps group, and for a subresource
kubectl create role foo --verb=get,list,watch --resource=replicasets.apps,pods/status`,
  usage:
    "role NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] [--dry-run=server|client|none]",
  flags: RULE_FLAGS,
  root: `/apis/${RBAC}`,
  resource: "roles",
  namespaced: true,
  async make(context, name) {
    if (verbsOf(context).length === 0) throw new KubectlError("at least one verb must be specified");
    if (context.flags.strings("resource").length === 0)
      throw new KubectlError("at least one resource must be specified");
    return { kind: "Role", apiVersion: RBAC, metadata: metadataOf(context, name), rules: await resourceRules(context) };
  },
});

export const clusterRole = generator({
  name: "clusterrole",
  short: "Create a cluster role",
  examples: `# Create a cluster role named pod-reader that allows to get, watch and list pods
kubectl create clusterrole pod-reader --verb=get,list,watch --resource=pods

# Create a cluster role for a URL that is no resource
kubectl create clusterrole logs --verb=get --non-resource-url=/logs/*

# Create a cluster role that collects others by their labels
kubectl create clusterrole monitoring --aggregation-rule="rbac.example.com/aggregate-to-monitoring=true"`,
  usage:
    "clusterrole NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none]",
  flags: [
    ...RULE_FLAGS,
    stringsFlag(
      "aggregation-rule",
      "A label selector that combines cluster roles into this one, as key=value pairs.",
      [],
      {
        fallbackText: "",
        complaint: (text) =>
          text.split(",").every((pair) => pair.includes("=")) ? undefined : "malformed pair, expect string=string",
      },
    ),
    stringsFlag("non-resource-url", "A partial url that user should have access to."),
  ],
  root: `/apis/${RBAC}`,
  resource: "clusterroles",
  namespaced: false,
  async make(context, name) {
    const head = { kind: "ClusterRole", apiVersion: RBAC, metadata: metadataOf(context, name, {}, false) };
    const { flags } = context;
    const aggregation = flags.strings("aggregation-rule");
    const urls = flags.strings("non-resource-url");
    if (aggregation.length > 0) {
      if (urls.length > 0 || flags.strings("resource").length > 0 || verbsOf(context).length > 0) {
        throw new KubectlError(
          "aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames",
        );
      }
      const matchLabels = Object.fromEntries(aggregation.map((pair) => pair.split("=")));
      return { ...head, rules: null, aggregationRule: { clusterRoleSelectors: [{ matchLabels }] } };
    }
    const verbs = verbsOf(context);
    if (verbs.length === 0) throw new KubectlError("at least one verb must be specified");
    if (flags.strings("resource").length === 0 && urls.length === 0)
      throw new KubectlError("one of resource or nonResourceURL must be specified");
    const wrong = urls.length === 0 ? undefined : verbs.find((verb) => !URL_VERBS.includes(verb));
    if (wrong !== undefined) throw new KubectlError(`invalid verb: '${wrong}' for nonResourceURL`);
    const rules = flags.strings("resource").length === 0 ? [] : await resourceRules(context);
    if (urls.length > 0) rules.push({ verbs, nonResourceURLs: urls });
    return { ...head, rules };
  },
});

function verbsOf({ flags }: CommandContext): string[] {
  const verbs = [...new Set(flags.strings("verb"))];
  return verbs.includes("*") ? ["*"] : verbs;
}

// Here kubectl prints the text without its usual `error: `.
async function resourceNamed(session: CommandContext["session"], type: string): Promise<Resource> {
  try {
    return await session.mapper.resourceFor(type);
  } catch (error) {
    if (error instanceof KubectlError) throw new CommandError(error.message);
    throw error;
  }
}

async function resourceRules(context: CommandContext): Promise<Manifest[]> {
  const { flags, io, session } = context;
  const verbs = verbsOf(context);
  for (const verb of verbs) {
    if (verb !== "*" && !RESOURCE_VERBS.includes(verb))
      io.stderr.write(`Warning: '${verb}' is not a standard resource verb\n`);
  }
  const names = flags.strings("resource-name");
  const byGroup = new Map<string, string[]>();
  for (const text of flags.strings("resource")) {
    const [type = "", subresource] = text.split("/");
    const found = type === "*" ? undefined : await resourceNamed(session, type);
    const resource = found === undefined ? "*" : found.resource;
    const group = found === undefined ? "" : found.group;
    const listed = byGroup.get(group) ?? [];
    byGroup.set(group, [...listed, subresource === undefined ? resource : `${resource}/${subresource}`]);
  }
  return [...byGroup]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, resources]) => ({
      verbs,
      apiGroups: [group],
      resources: [...new Set(resources)],
      ...(names.length === 0 ? {} : { resourceNames: names }),
    }));
}
