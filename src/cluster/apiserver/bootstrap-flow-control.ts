// The flow schemas and priority levels of a new cluster.
// Simplified: requests are answered one after the other, so nothing waits in these queues; the objects show what Kubernetes would do.

type Fields = Readonly<Record<string, unknown>>;

export interface FlowControlObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

const API_VERSION = "flowcontrol.apiserver.k8s.io/v1";

// Name, shares, lendable percent, and of those that queue: queues, hand size, queue length.
const LEVELS = `
catch-all 5 0
exempt - 0
global-default 20 50 128 6 50
leader-election 10 0 16 4 50
node-high 40 25 64 6 50
system 30 33 64 6 50
workload-high 40 50 128 6 50
workload-low 100 90 128 6 50
`;

// Name, level, precedence, how flows are told apart, subjects, and rules: verbs@group/resources or verbs@path; * for everything.
const SCHEMAS = `
catch-all catch-all 10000 ByUser group:system:unauthenticated,group:system:authenticated *
endpoint-controller workload-high 150 ByUser user:system:kube-controller-manager,sa:endpoint-controller,sa:endpointslicemirroring-controller get,create,update@/endpoints
exempt exempt 1 - group:system:masters *
global-default global-default 9900 ByUser group:system:unauthenticated,group:system:authenticated *
kube-controller-manager workload-high 800 ByNamespace user:system:kube-controller-manager *
kube-scheduler workload-high 800 ByNamespace user:system:kube-scheduler *
kube-system-service-accounts workload-high 900 ByNamespace sa:* *
probes exempt 2 - group:system:unauthenticated,group:system:authenticated get@paths
service-accounts workload-low 9000 ByUser group:system:serviceaccounts *
system-leader-election leader-election 100 ByUser user:system:kube-controller-manager,user:system:kube-scheduler,sa:* get,create,update@coordination.k8s.io/leases
system-node-high node-high 400 ByUser group:system:nodes *@/nodes,nodes/status *@coordination.k8s.io/leases
system-nodes system 500 ByUser group:system:nodes *
workload-leader-election leader-election 200 ByUser group:system:serviceaccounts get,create,update@coordination.k8s.io/leases
`;

const metadata = (name: string) => ({
  name,
  generation: 1,
  annotations: { "apf.kubernetes.io/autoupdate-spec": "true" },
});
const rowsOf = (table: string) =>
  table
    .trim()
    .split("\n")
    .map((line) => line.split(" "));

export function defaultPriorityLevels(): FlowControlObject[] {
  return rowsOf(LEVELS).map(([name = "", shares = "", lendable = "", ...queuing]) => ({
    apiVersion: API_VERSION,
    kind: "PriorityLevelConfiguration",
    metadata: metadata(name),
    spec: shares === "-" ? exempt(lendable) : limited(shares, lendable, queuing),
    status: {},
  }));
}

function exempt(lendable: string): Fields {
  return { type: "Exempt", exempt: { lendablePercent: Number(lendable), nominalConcurrencyShares: 0 } };
}

function limited(shares: string, lendable: string, [queues, handSize, queueLengthLimit]: readonly string[]): Fields {
  const queuing = { queues: Number(queues), handSize: Number(handSize), queueLengthLimit: Number(queueLengthLimit) };
  const limitResponse = queues === undefined ? { type: "Reject" } : { type: "Queue", queuing };
  return {
    type: "Limited",
    limited: { nominalConcurrencyShares: Number(shares), lendablePercent: Number(lendable), limitResponse },
  };
}

/** @param now when the schemas were found to be in order. */
export function defaultFlowSchemas(now: string): FlowControlObject[] {
  return rowsOf(SCHEMAS).map(([name = "", level = "", precedence = "", method = "", subjects = "", ...rules]) => ({
    apiVersion: API_VERSION,
    kind: "FlowSchema",
    metadata: metadata(name),
    spec: {
      ...(method === "-" ? {} : { distinguisherMethod: { type: method } }),
      matchingPrecedence: Number(precedence),
      priorityLevelConfiguration: { name: level },
      rules: [{ ...rulesOf(rules), subjects: subjects.split(",").map(subjectOf) }],
    },
    status: { conditions: [isWhole(level, now)] },
  }));
}

function isWhole(level: string, now: string): Fields {
  return {
    type: "Dangling",
    status: "False",
    lastTransitionTime: now,
    reason: "Found",
    message: `This FlowSchema references the PriorityLevelConfiguration object named "${level}" and it exists`,
  };
}

function subjectOf(text: string): Fields {
  const kind = text.slice(0, text.indexOf(":"));
  const name = text.slice(kind.length + 1);
  if (kind === "sa") return { kind: "ServiceAccount", serviceAccount: { name, namespace: "kube-system" } };
  return kind === "user" ? { kind: "User", user: { name } } : { kind: "Group", group: { name } };
}

function rulesOf(texts: readonly string[]): Fields {
  const nonResourceRules: Fields[] = [];
  const resourceRules: Fields[] = [];
  for (const text of texts) {
    const [verbText = "", target = ""] = text.split("@");
    const verbs = verbText.split(",");
    if (text === "*") nonResourceRules.push({ nonResourceURLs: ["*"], verbs });
    if (target === "paths") nonResourceRules.push({ nonResourceURLs: ["/healthz", "/readyz", "/livez"], verbs });
    else
      resourceRules.push({
        ...resourcesOf(text === "*" ? "*/*" : target),
        clusterScope: true,
        namespaces: ["*"],
        verbs,
      });
  }
  return {
    ...(nonResourceRules.length === 0 ? {} : { nonResourceRules }),
    ...(resourceRules.length === 0 ? {} : { resourceRules }),
  };
}

function resourcesOf(target: string): Fields {
  const slash = target.indexOf("/");
  return { apiGroups: [target.slice(0, slash)], resources: target.slice(slash + 1).split(",") };
}
