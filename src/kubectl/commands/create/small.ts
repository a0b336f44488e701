// Stands for kubectl create namespace, serviceaccount, quota, poddisruptionbudget and priorityclass.

import { goQuote } from "../../../api/go-values.ts";
import { formatQuantity, parseQuantity } from "../../../api/quantity.ts";
import { type LabelRequirement, parseLabelSelector } from "../../../api/selector.ts";
import { ApiError } from "../../../api/status.ts";
import { KubectlError } from "../../errors.ts";
import { boolFlag, intFlag, stringFlag } from "../../flags/flag.ts";
import { generator, type Manifest, metadataOf } from "./generator.ts";

export const namespace = generator({
  name: "namespace",
  aliases: ["ns"],
  short: "Create a namespace with the specified name",
  examples: `# Create a new namespace named team-a
kubectl create namespace team-a`,
  usage: "namespace NAME [--dry-run=server|client|none]",
  flags: [],
  root: "/api/v1",
  resource: "namespaces",
  namespaced: false,
  make: (context, name) => ({
    kind: "Namespace",
    apiVersion: "v1",
    metadata: metadataOf(context, name, {}, false),
    spec: {},
    status: {},
  }),
});

export const serviceAccount = generator({
  name: "serviceaccount",
  aliases: ["sa"],
  short: "Create a service account with the specified name",
  examples: `# Create a new service account named builder
kubectl create serviceaccount builder`,
  usage: "serviceaccount NAME [--dry-run=server|client|none]",
  flags: [],
  root: "/api/v1",
  resource: "serviceaccounts",
  namespaced: true,
  failure: "failed to create serviceaccount: ",
  make: (context, name) => ({ kind: "ServiceAccount", apiVersion: "v1", metadata: metadataOf(context, name) }),
});

export const quota = generator({
  name: "quota",
  aliases: ["resourcequota"],
  short: "Create a quota with the specified name",
  examples: `# Create a resource quota named limits
kubectl create quota limits --hard=cpu=1,memory=1G,pods=2,services=3

# Create a resource quota for pods without requests and limits
kubectl create quota best-effort --hard=pods=100 --scopes=BestEffort`,
  usage: "quota NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]",
  flags: [
    stringFlag("hard", "A comma-delimited set of resource=quantity pairs that define a hard limit."),
    stringFlag("scopes", "A comma-delimited set of quota scopes that must all match each object tracked by the quota."),
  ],
  root: "/api/v1",
  resource: "resourcequotas",
  namespaced: true,
  failure: "failed to create quota: ",
  make(context, name) {
    const hard = resourceList(context.flags.string("hard"));
    const scopes = context.flags
      .string("scopes")
      .split(",")
      .filter((scope) => scope !== "");
    const spec = { ...(Object.keys(hard).length === 0 ? {} : { hard }), ...(scopes.length === 0 ? {} : { scopes }) };
    return { kind: "ResourceQuota", apiVersion: "v1", metadata: metadataOf(context, name), spec, status: {} };
  },
});

function resourceList(text: string): Record<string, string> {
  const list: Record<string, string> = {};
  for (const pair of text.split(",").filter((part) => part !== "")) {
    const [resource = "", quantity, ...rest] = pair.split("=");
    if (quantity === undefined || rest.length > 0)
      throw new KubectlError(`Invalid argument syntax ${pair}, expected <resource>=<value>`);
    if (!/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+|[numkMGTPE]|[KMGTPE]i)?$/.test(quantity)) {
      throw new KubectlError(
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
      );
    }
    list[resource] = canonical(quantity);
  }
  return list;
}

// Go prints a quantity in the shortest way, except where the number has an exponent.
function canonical(quantity: string): string {
  const parsed = parseQuantity(quantity);
  return parsed === undefined ? quantity : formatQuantity(parsed);
}

export const podDisruptionBudget = generator({
  name: "poddisruptionbudget",
  aliases: ["pdb"],
  short: "Create a pod disruption budget with the specified name",
  long: "Create a pod disruption budget with the specified name, selector, and desired minimum available pods.",
  examples: `# Require that at least one pod with the label app=web is available at any time
kubectl create poddisruptionbudget web --selector=app=web --min-available=1

# Require that at least half of the pods with the label app=web are available
kubectl create pdb web --selector=app=web --min-available=50%`,
  usage: "poddisruptionbudget NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]",
  flags: [
    stringFlag("max-unavailable", "The maximum number or percentage of unavailable pods this budget requires."),
    stringFlag("min-available", "The minimum number or percentage of available pods this budget requires."),
    stringFlag(
      "selector",
      "A label selector to use for this budget. Only equality-based selector requirements are supported.",
    ),
  ],
  root: "/apis/policy/v1",
  resource: "poddisruptionbudgets",
  namespaced: true,
  failure: "failed to create poddisruptionbudgets: ",
  make(context, name) {
    const { flags } = context;
    const [min, max, selector] = [
      flags.string("min-available"),
      flags.string("max-unavailable"),
      flags.string("selector"),
    ];
    if (selector === "") throw new KubectlError("a selector must be specified");
    if (min === "" && max === "") throw new KubectlError("one of min-available or max-unavailable must be specified");
    for (const [flag, value] of [
      ["min-available", min],
      ["max-unavailable", max],
    ] as const) {
      if (value !== "" && !/^\d+%?$/.test(value)) throw new KubectlError(`invalid format specified for ${flag}`);
    }
    if (min !== "" && max !== "") throw new KubectlError("min-available and max-unavailable cannot be both specified");
    return {
      kind: "PodDisruptionBudget",
      apiVersion: "policy/v1",
      metadata: metadataOf(context, name),
      spec: {
        ...(min === "" ? {} : { minAvailable: intOrString(min) }),
        selector: labelSelector(selector),
        ...(max === "" ? {} : { maxUnavailable: intOrString(max) }),
      },
      status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
    };
  },
});

function intOrString(text: string): number | string {
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

function labelSelector(text: string): Manifest {
  const matchLabels: Record<string, string> = {};
  const matchExpressions: Manifest[] = [];
  for (const requirement of parsedSelector(text)) {
    const { key, operator, values } = requirement;
    if (operator === "=" || operator === "==") matchLabels[key] = values[0] ?? "";
    else matchExpressions.push(expression(requirement));
  }
  return {
    ...(Object.keys(matchLabels).length === 0 ? {} : { matchLabels }),
    ...(matchExpressions.length === 0 ? {} : { matchExpressions }),
  };
}

function parsedSelector(text: string): readonly LabelRequirement[] {
  try {
    return parseLabelSelector(text);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new KubectlError(`couldn't parse the selector string ${goQuote(text)}: ${error.status.message}`);
  }
}

function expression({ key, operator, values }: LabelRequirement): Manifest {
  if (operator === ">" || operator === "<")
    throw new KubectlError(`"${operator === ">" ? "gt" : "lt"}" isn't supported in label selectors`);
  if (operator === "!=") throw new KubectlError('"!=" is not a valid label selector operator');
  if (operator === "exists" || operator === "!") return { key, operator: operator === "!" ? "DoesNotExist" : "Exists" };
  return { key, operator: operator === "in" ? "In" : "NotIn", values: [...values].sort() };
}

export const priorityClass = generator({
  name: "priorityclass",
  aliases: ["pc"],
  short: "Create a priority class with the specified name",
  long: "Create a priority class with the specified name, value, globalDefault and description.",
  examples: `# Create a priority class named high
kubectl create priorityclass high --value=1000 --description="high priority"

# Create a priority class that pods get when they name none
kubectl create priorityclass normal --value=1000 --global-default=true`,
  usage: "priorityclass NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]",
  flags: [
    stringFlag("description", "When to use this priority class."),
    boolFlag("global-default", "Whether pods that name no priority class get this one."),
    stringFlag(
      "preemption-policy",
      "Whether pods of this class may preempt others of lower priority.",
      "PreemptLowerPriority",
    ),
    intFlag("value", "The value of this priority class.", 0, { bits: 32 }),
  ],
  root: "/apis/scheduling.k8s.io/v1",
  resource: "priorityclasses",
  namespaced: false,
  failure: "failed to create priorityclass: ",
  make(context, name) {
    const { flags } = context;
    const description = flags.string("description");
    return {
      kind: "PriorityClass",
      apiVersion: "scheduling.k8s.io/v1",
      metadata: metadataOf(context, name, {}, false),
      value: flags.int("value"),
      ...(flags.bool("global-default") ? { globalDefault: true } : {}),
      ...(description === "" ? {} : { description }),
      preemptionPolicy: flags.string("preemption-policy"),
    };
  },
});
