// What the server says to objects that break a rule, kind by kind: manifest and text.
import { describe, expect, it } from "vitest";
import { definitionOf, errorsOf, objectOf, updateErrorsOf, warningsOf } from "./context.ts";

type Plain = Record<string, unknown>;

const container = (more: Plain = {}) => ({ name: "app", image: "nginx:1.27", ...more });
const pod = (more: Plain = {}, ofContainer: Plain = {}) => ({
  spec: { containers: [container(ofContainer)], ...more },
});
const template = (more: Plain = {}) => ({
  metadata: { labels: { app: "web" } },
  spec: { containers: [container()], ...more },
});
const workload = (more: Plain = {}) => ({
  spec: { selector: { matchLabels: { app: "web" } }, template: template(), ...more },
});
const job = (more: Plain = {}) => ({ spec: { template: template({ restartPolicy: "Never" }), ...more } });
const indexed = (more: Plain = {}) => job({ completionMode: "Indexed", completions: 3, ...more });
const autoscaler = (more: Plain = {}) => ({
  spec: { maxReplicas: 3, scaleTargetRef: { kind: "Deployment", name: "web" }, ...more },
});
const metric = (resource: Plain) => autoscaler({ metrics: [{ type: "Resource", resource }] });
const quantity = (value: number, scale: number, text: string, format = "DecimalSI") =>
  `resource.Quantity{i:resource.int64Amount{value:${value}, scale:${scale}}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"${text}", Format:"${format}"}`;

describe("rules", () => {
  it.each<[string, string, Plain, string[]]>([
    [
      "Pod",
      "half a device",
      pod({}, { resources: { limits: { "example.com/gpu": "1500m" } } }),
      ["limits", "requests"].map(
        (list) =>
          `spec.containers[0].resources.${list}[example.com/gpu]: Invalid value: ${quantity(1500, -3, "1500m")}: must be an integer`,
      ),
    ],
    [
      "Pod",
      "a page and a half",
      pod({}, { resources: { limits: { cpu: "1", "hugepages-2Mi": "3Mi" } } }),
      ["limits", "requests"].map(
        (list) =>
          `spec.containers[0].resources.${list}[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi`,
      ),
    ],
    [
      "Pod",
      "a resource that cannot be resized",
      pod({}, { resizePolicy: [{ resourceName: "gpu", restartPolicy: "NotRequired" }] }),
      ['spec.containers[0].resizePolicy: Unsupported value: gpu: supported values: "cpu", "memory"'],
    ],
    ["Pod", "search paths with underscores", pod({ dnsConfig: { searches: ["_tcp.example.com", "."] } }), []],
    [
      "Pod",
      "a sysctl of the host's network",
      pod({ hostNetwork: true, securityContext: { sysctls: [{ name: "net/core/somaxconn", value: "1" }] } }),
      [
        "spec.securityContext.sysctls[0].name: Invalid value: \"net/core/somaxconn\": may not be specified when 'hostNetwork' is true",
      ],
    ],
    [
      "Pod",
      "what Windows has not",
      pod({ os: { name: "windows" }, hostPID: true }, { securityContext: { privileged: true } }),
      [
        "spec.hostPID: Forbidden: cannot be set for a windows pod",
        "spec.containers[0].securityContext.privileged: Forbidden: cannot be set for a windows pod",
      ],
    ],
    ["Pod", "policies left empty", pod({ restartPolicy: "", dnsPolicy: "" }, { imagePullPolicy: "" }), []],
    [
      "Deployment",
      "a strategy of another kind",
      workload({ strategy: { type: "OnDelete" } }),
      [
        'spec.strategy: Unsupported value: apps.DeploymentStrategy{Type:"OnDelete", RollingUpdate:(*apps.RollingUpdateDeployment)(nil)}: supported values: "Recreate", "RollingUpdate"',
      ],
    ],
    [
      "DaemonSet",
      "a strategy of another kind",
      workload({ updateStrategy: { type: "Recreate" } }),
      [
        'spec.updateStrategy: Unsupported value: apps.DaemonSetUpdateStrategy{Type:"Recreate", RollingUpdate:(*apps.RollingUpdateDaemonSet)(nil)}: supported values: "RollingUpdate", "OnDelete"',
      ],
    ],
    ["StatefulSet", "all its history", workload({ revisionHistoryLimit: -1 }), []],
    [
      "Job",
      "labels of another Job",
      job({ template: { ...template({ restartPolicy: "Never" }), metadata: { labels: { "job-name": "old" } } } }),
      [
        'spec.template.metadata.labels[job-name]: Invalid value: map[string]string{"batch.kubernetes.io/controller-uid":"uid-1", "controller-uid":"uid-1", "job-name":"old"}: must be \'x\'',
        "spec.template.metadata.labels[batch.kubernetes.io/job-name]: Required value: must be 'x'",
      ],
    ],
    [
      "Job",
      "more failures than indexes",
      indexed({ backoffLimitPerIndex: 1, maxFailedIndexes: 4 }),
      ["spec.maxFailedIndexes: Invalid value: 4: must be less than or equal to completions"],
    ],
    [
      "Job",
      "a manager without a domain",
      job({ managedBy: "me" }),
      ['spec.managedBy: Invalid value: "me": must be a domain-prefixed path (such as "acme.io/foo")'],
    ],
    [
      "Job",
      "success of an index that does not exist",
      indexed({ successPolicy: { rules: [{ succeededIndexes: "0-5", succeededCount: 2 }] } }),
      [
        'spec.successPolicy.rules[0].succeededIndexes: Invalid value: "0-5": error parsing succeededIndexes: too large index: "5"',
        "spec.successPolicy.rules[0].succeededCount: Invalid value: 2: must be less than or equal to 0 (the number of indexes in the specified succeededIndexes field)",
      ],
    ],
    [
      "CronJob",
      "a time zone that leads elsewhere",
      { spec: { schedule: "* * * * *", timeZone: "../UTC", jobTemplate: job() } },
      ['spec.timeZone: Invalid value: "../UTC": unknown time zone ../UTC'],
    ],
    [
      "HorizontalPodAutoscaler",
      "both a share and an amount",
      metric({ name: "cpu", target: { type: "Utilization", averageUtilization: 50, averageValue: "1" } }),
      [
        "spec.metrics[0].resource.target.averageValue: Forbidden: may not set both a target raw value and a target utilization",
      ],
    ],
    [
      "HorizontalPodAutoscaler",
      "an amount of nothing",
      metric({ name: "cpu", target: { type: "Average", averageValue: "0" } }),
      [
        'spec.metrics[0].resource.target.type: Invalid value: "Average": must be either Utilization, Value, or AverageValue',
        `spec.metrics[0].resource.target.averageValue: Invalid value: ${quantity(0, 0, "0")}: must be positive`,
      ],
    ],
    [
      "HorizontalPodAutoscaler",
      "a source of another type",
      autoscaler({
        metrics: [{ type: "Pods", resource: { name: "cpu", target: { type: "Value", averageValue: "1" } } }],
      }),
      ["spec.metrics[0].pods: Required value: must populate information for the given metric source"],
    ],
    [
      "HorizontalPodAutoscaler",
      "a policy of no time",
      autoscaler({
        behavior: { scaleDown: { stabilizationWindowSeconds: 4000, policies: [{ type: "Few", value: 0 }] } },
      }),
      [
        "spec.behavior.scaleDown.stabilizationWindowSeconds: Invalid value: 4000: must be less than or equal to 3600",
        'spec.behavior.scaleDown.policies[0].type: Unsupported value: "Few": supported values: "Percent", "Pods"',
        "spec.behavior.scaleDown.policies[0].value: Invalid value: 0: must be greater than zero",
        "spec.behavior.scaleDown.policies[0].periodSeconds: Invalid value: 0: must be greater than zero",
      ],
    ],
    [
      "ResourceQuota",
      "a scope that selects by no value",
      { spec: { scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass", operator: "In" }] } } },
      [
        "spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when `operator` is 'In' or 'NotIn' for scope selector",
      ],
    ],
    [
      "ResourceQuota",
      "half a pod",
      { spec: { hard: { pods: "500m" } } },
      [`spec.hard[pods]: Invalid value: ${quantity(500, -3, "500m")}: must be an integer`],
    ],
    [
      "LimitRange",
      "a minimum above the maximum",
      { spec: { limits: [{ type: "Pod", min: { memory: "2Gi" }, max: { memory: "1Gi" } }] } },
      [
        `spec.limits[0].min[memory]: Invalid value: ${quantity(2 * 2 ** 30, 0, "2Gi", "BinarySI")}: min value 2Gi is greater than max value 1Gi`,
      ],
    ],
    [
      "LimitRange",
      "a ratio that nothing can reach",
      { spec: { limits: [{ type: "Pod", min: { cpu: "1" }, max: { cpu: "2" }, maxLimitRequestRatio: { cpu: "4" } }] } },
      [
        `spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: ${quantity(4, 0, "4")}: ratio 4 is greater than max/min = 2.000000`,
      ],
    ],
    [
      "LimitRange",
      "a type nobody knows",
      { spec: { limits: [{ type: "Node" }] } },
      ['spec.limits[0].type: Invalid value: "Node": must be a standard limit type or fully qualified'],
    ],
  ])("of a %s: %s", (kind, _, fields, errors) => {
    expect(errorsOf(kind, fields)).toEqual(errors);
  });

  it("wants the last pod of an Indexed Job to have a host name", () => {
    const name = "j".repeat(62);
    expect(errorsOf("Job", indexed(), { name })).toEqual([
      `metadata.name: Invalid value: "${name}": will not able to create pod with invalid DNS label: ${name}-2`,
    ]);
  });
});

describe("rules of changes", () => {
  const gated = (more: Plain) => pod({ schedulingGates: [{ name: "example.com/g" }], ...more });
  it.each<[string, string, Plain, Plain, string[]]>([
    ["Pod", "narrows down", gated({}), gated({ nodeSelector: { disk: "ssd" } }), []],
    [
      "Pod",
      "widens again",
      gated({ nodeSelector: { disk: "ssd" } }),
      gated({ nodeSelector: { disk: "hdd" } }),
      [
        'spec.nodeSelector: Invalid value: map[string]string{"disk":"hdd"}: only additions to spec.nodeSelector are allowed (no mutations or deletions)',
      ],
    ],
  ])("%s: %s", (kind, _, before, after, errors) => {
    expect(updateErrorsOf(kind, before, after)).toEqual(errors);
  });

  it("keeps the success policy of a Job", () => {
    const before = indexed({ successPolicy: { rules: [{ succeededCount: 1 }] } });
    expect(updateErrorsOf("Job", before, indexed())).toContain(
      'spec.successPolicy: Invalid value: "null": field is immutable',
    );
  });

  const resized = (resources: Plain, more: Plain = {}) => objectOf("Pod", pod({}, { resources, ...more }));
  const was = { requests: { cpu: "100m", memory: "64Mi" }, limits: { memory: "128Mi" } };
  it.each<[string, Plain, Plain, string[]]>([
    ["more", { ...was, requests: { cpu: "200m", memory: "64Mi" } }, {}, []],
    [
      "less memory than it may have",
      { ...was, limits: { memory: "100Mi" } },
      {},
      [
        "spec.containers[0].resources.limits[memory]: Forbidden: memory limits cannot be decreased unless resizePolicy is RestartContainer",
      ],
    ],
    [
      "no request any more",
      { ...was, requests: { memory: "64Mi" } },
      {},
      ["spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed"],
    ],
    [
      "another class",
      { limits: { cpu: "1", memory: "128Mi" }, requests: { cpu: "1", memory: "128Mi" } },
      {},
      ['spec: Invalid value: "": Pod QOS Class may not change as a result of resizing'],
    ],
    [
      "another container",
      was,
      { name: "other" },
      ["spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize"],
    ],
    [
      "more disk",
      { ...was, limits: { memory: "128Mi", "ephemeral-storage": "1Gi" } },
      {},
      ["spec: Forbidden: only cpu and memory resources are mutable"],
    ],
  ])("a resize to %s", (_, resources, more, errors) => {
    const said = definitionOf("Pod").validateThroughDoor?.(resized(resources, more), resized(was), "resize") ?? [];
    expect(
      said.map(
        ({ field, type, detail }) => `${field}: ${type === "Forbidden" ? "Forbidden" : 'Invalid value: ""'}: ${detail}`,
      ),
    ).toEqual(errors);
  });
});

describe("warnings", () => {
  const labels = "a DNS label is recommended: [must not contain dots]";
  it.each<[string, Plain, string[]]>([
    [
      "Pod",
      pod({
        containers: [
          container({ ports: [{ name: "http", containerPort: 80 }] }),
          container({ name: "b", ports: [{ name: "http", containerPort: 80, hostPort: 8080 }] }),
        ],
      }),
      [
        "spec.containers[1].ports[0]: overlapping port definition with spec.containers[0].ports[0]",
        'spec.containers[1].ports[0]: duplicate port name "http" with spec.containers[0].ports[0], services and probes that select ports by name will use spec.containers[0].ports[0]',
      ],
    ],
    [
      "Pod",
      pod({
        volumes: [
          { name: "v", configMap: { name: "c", items: ["a", "a/b", "a"].map((path) => ({ key: "k", path })) } },
        ],
      }),
      [
        'volume "v" (ConfigMap "c"): overlapping paths: "a/b" with "a"',
        'volume "v" (ConfigMap "c"): overlapping paths: "a" with "a"',
        'volume "v" (ConfigMap "c"): overlapping paths: "a" with "a/b"',
      ],
    ],
    [
      "Pod",
      pod({
        imagePullSecrets: [{ name: "a" }, { name: "a" }, {}],
        hostAliases: [{ ip: "010.0.0.1" }],
      }),
      [
        'spec.imagePullSecrets[1].name: duplicate name "a"',
        'spec.imagePullSecrets[2].name: invalid empty name ""',
        'spec.hostAliases[0].ip: non-standard IP address "010.0.0.1" will be considered invalid in a future Kubernetes release: use "10.0.0.1"',
      ],
    ],
    [
      "Pod",
      pod({
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: "beta.kubernetes.io/os", whenUnsatisfiable: "DoNotSchedule" },
        ],
      }),
      [
        'spec.topologySpreadConstraints[0].topologyKey: beta.kubernetes.io/os is deprecated since v1.14; use "kubernetes.io/os" instead',
        "spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod",
      ],
    ],
    [
      "StatefulSet",
      workload({ revisionHistoryLimit: -1 }),
      ["spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended"],
    ],
  ])("of a %s", (kind, fields, warnings) => {
    expect(warningsOf(kind, fields)).toEqual(warnings);
  });

  it.each<[string, Plain, string]>([
    ["Pod", pod(), "the Pod's hostname"],
    ["Deployment", workload(), "Pod names and hostnames"],
    ["Job", job(), "Pod names and hostnames"],
  ])("of the name of a %s", (kind, fields, use) => {
    const warnings = definitionOf(kind).warnings?.(objectOf(kind, fields, { name: "a.b" }), undefined) ?? [];
    expect(warnings[0]).toBe(
      `metadata.name: this is used in ${use}, which can result in surprising behavior; ${labels}`,
    );
  });
});
