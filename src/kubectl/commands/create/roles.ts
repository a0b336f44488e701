// Stands for kubectl create role and clusterrole.

import { KubectlError } from "../../errors.ts";
import { stringArrayFlag, stringsFlag } from "../../flags/flag.ts";
import { generator, metadataOf } from "./generator.ts";
import { resourceRules, verbsOf, warnOfVerbs } from "./role-rules.ts";

const RBAC = "rbac.authorization.k8s.io/v1";

const RULE_FLAGS = [
  stringsFlag("resource", "Resource that the rule applies to"),
  stringArrayFlag(
    "resource-name",
    "Resource in the white list that the rule applies to, repeat this flag for multiple items",
  ),
  stringsFlag("verb", "Verb that applies to the resources contained in the rule"),
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
    warnOfVerbs(context);
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
      const others = ["non-resource-url", "resource", "resource-name", "verb"];
      if (others.some((flag) => flags.strings(flag).length > 0)) {
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
    if (flags.strings("resource").length > 0) warnOfVerbs(context);
    const rules = flags.strings("resource").length === 0 ? [] : await resourceRules(context);
    checkUrls(urls, verbs);
    if (urls.length > 0) rules.push({ verbs, nonResourceURLs: urls });
    return { ...head, rules };
  },
});

function checkUrls(urls: readonly string[], verbs: readonly string[]): void {
  const wrong = urls.length === 0 ? undefined : verbs.find((verb) => !URL_VERBS.includes(verb));
  if (wrong !== undefined) throw new KubectlError(`invalid verb: '${wrong}' for nonResourceURL`);
  for (const url of urls.filter((each) => each !== "*")) {
    if (!url.startsWith("/")) throw new KubectlError("nonResourceURL should start with /");
    if (url.slice(0, -1).includes("*"))
      throw new KubectlError("nonResourceURL only supports wildcard matches when '*' is at the end");
  }
}
