import { describe, expect, it } from "vitest";
import { kindDefinitions } from "../../../../src/cluster/apiserver/registry/index.ts";
import { cellsOf, created, definitionOf, errorsOf, objectOf, updateErrorsOf, warningsOf } from "./context.ts";

type Plain = Record<string, unknown>;

const template = (more: Plain = {}) => ({
  metadata: { labels: { app: "web" } },
  spec: { containers: [{ name: "c", image: "nginx:1.27" }], ...more },
});
const workload = (more: Plain = {}) => ({
  spec: { selector: { matchLabels: { app: "web" } }, template: template(), ...more },
});
const job = (more: Plain = {}) => ({ spec: { template: template({ restartPolicy: "Never" }), ...more } });
const service = (more: Plain) => ({ spec: { ports: [{ port: 80 }], ...more } });

it("knows each kind once", () => {
  const names = kindDefinitions.map(({ resource }) => `${resource.group}/${resource.version}/${resource.resource}`);
  expect(new Set(names).size).toBe(names.length);
});

describe("rules", () => {
  it.each<[string, string, Plain, string[]]>([
    [
      "Deployment",
      "a selector that matches nothing",
      workload({ selector: { matchLabels: { app: "x" } } }),
      [
        'spec.template.metadata.labels: Invalid value: map[string]string{"app":"web"}: `selector` does not match template `labels`',
      ],
    ],
    [
      "Deployment",
      "no step forward",
      workload({ strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
      [
        'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: intstr.IntOrString{Type:0, IntVal:0, StrVal:""}: may not be 0 when `maxSurge` is 0',
      ],
    ],
    [
      "Deployment",
      "Recreate with numbers",
      workload({ strategy: { type: "Recreate", rollingUpdate: { maxSurge: 1 } } }),
      ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
    ],
    [
      "Deployment",
      "pods that end",
      workload({ template: template({ restartPolicy: "Never" }) }),
      ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
    ],
    [
      "Job",
      "pods that never end",
      job({ template: template() }),
      ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
    ],
    [
      "CronJob",
      "a minute that does not exist",
      { spec: { schedule: "61 * * * *", jobTemplate: job() } },
      ['spec.schedule: Invalid value: "61 * * * *": end of range (61) above maximum (59): 61'],
    ],
    [
      "Service",
      "a headless load balancer",
      service({ type: "LoadBalancer", clusterIP: "None" }),
      ["spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for LoadBalancer services"],
    ],
    [
      "Service",
      "a node port out of range",
      service({ type: "NodePort", ports: [{ port: 80, nodePort: 8080 }] }),
      [
        "spec.ports[0].nodePort: Invalid value: 8080: provided port is not in the valid range. The range of valid ports is 30000-32767",
      ],
    ],
    ["Service", "no ports", { spec: {} }, ["spec.ports: Required value"]],
    [
      "Secret",
      "half of a certificate",
      { type: "kubernetes.io/tls", data: { "tls.crt": "YQ==" } },
      ["data[tls.key]: Required value"],
    ],
    [
      "Secret",
      "a registry's password that is no JSON",
      { type: "kubernetes.io/dockerconfigjson", stringData: { ".dockerconfigjson": "not json" } },
      [
        "data[.dockerconfigjson]: Invalid value: \"<secret contents redacted>\": invalid character 'o' in literal null (expecting 'u')",
      ],
    ],
    [
      "Role",
      "no verbs",
      { rules: [{ apiGroups: [""], resources: ["pods"], verbs: [] }] },
      ["rules[0].verbs: Required value: verbs must contain at least one value"],
    ],
    [
      "PersistentVolumeClaim",
      "nothing asked for",
      { spec: {} },
      [
        "spec.accessModes: Required value: at least 1 access mode is required",
        "spec.resources[storage]: Required value",
      ],
    ],
    [
      "Ingress",
      "a path without a type",
      {
        spec: {
          rules: [{ http: { paths: [{ path: "/", backend: { service: { name: "a", port: { number: 80 } } } }] } }],
        },
      },
      ["spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified"],
    ],
  ])("%s: %s", (kind, _, fields, errors) => {
    expect(errorsOf(kind, fields)).toEqual(errors);
  });

  it("does not look into the pods of a StatefulSet", () => {
    expect(
      errorsOf("StatefulSet", workload({ template: { ...template(), spec: { containers: [{ name: "c" }] } } })),
    ).toEqual([]);
  });
});

describe("changes", () => {
  it.each<[string, string, Plain, Plain, string[]]>([
    [
      "Deployment",
      "its selector",
      workload(),
      workload({
        selector: { matchLabels: { app: "web", x: "y" } },
        template: { ...template(), metadata: { labels: { app: "web", x: "y" } } },
      }),
      [
        'spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{"app":"web", "x":"y"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable',
      ],
    ],
    [
      "StatefulSet",
      "its service",
      workload({ serviceName: "a" }),
      workload({ serviceName: "b" }),
      [
        "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
      ],
    ],
    [
      "ConfigMap",
      "what was to stay",
      { immutable: true, data: { a: "1" } },
      { immutable: true, data: { a: "2" } },
      ["data: Forbidden: field is immutable when `immutable` is set"],
    ],
    [
      "Secret",
      "its type",
      { type: "Opaque" },
      { type: "kubernetes.io/basic-auth" },
      [
        'type: Invalid value: "kubernetes.io/basic-auth": field is immutable',
        "data[username]: Required value",
        "data[password]: Required value",
      ],
    ],
    [
      "RoleBinding",
      "its role",
      { roleRef: { kind: "Role", name: "a" } },
      { roleRef: { kind: "Role", name: "b" } },
      [
        'roleRef: Invalid value: rbac.RoleRef{APIGroup:"rbac.authorization.k8s.io", Kind:"Role", Name:"b"}: cannot change roleRef',
      ],
    ],
    ["PriorityClass", "its value", { value: 1 }, { value: 2 }, ["value: Forbidden: may not be changed in an update."]],
  ])("%s: %s", (kind, _, before, after, errors) => {
    expect(updateErrorsOf(kind, before, after)).toEqual(errors);
  });
});

describe("Services", () => {
  it("get an address above the low band, a family and a traffic policy", () => {
    const { spec } = created("Service", service({})) as never as { spec: Plain & { clusterIP: string } };
    expect(spec).toMatchObject({
      clusterIPs: [spec.clusterIP],
      ipFamilies: ["IPv4"],
      internalTrafficPolicy: "Cluster",
    });
    const [, , third, fourth] = spec.clusterIP.split(".").map(Number);
    expect((third ?? 0) * 256 + (fourth ?? 0)).toBeGreaterThan(256);
  });

  it("get node ports from 30086 up", () => {
    const { spec } = created("Service", service({ type: "NodePort" })) as never as {
      spec: { ports: { nodePort: number }[] };
    };
    expect(spec.ports[0]?.nodePort).toBeGreaterThanOrEqual(30086);
    expect(spec).toMatchObject({ externalTrafficPolicy: "Cluster" });
  });

  it("drop what only their former type had", () => {
    const previous = created("Service", service({ type: "NodePort" })) as never as { spec: Plain & { ports: Plain[] } };
    const next = objectOf("Service", { spec: { ...previous.spec, type: "ClusterIP" } });
    const definition = definitionOf("Service");
    definition.applyDefaults?.(next as never);
    definition.prepareForUpdate?.(next as never, previous as never, { list: () => [] } as never);
    expect(next.spec).not.toHaveProperty("externalTrafficPolicy");
    expect((next.spec as typeof previous.spec).ports[0]).not.toHaveProperty("nodePort");
  });

  it("keep the address that they have", () => {
    expect(updateErrorsOf("Service", service({}), service({ clusterIP: "10.96.200.200" }))).toEqual([
      'spec.clusterIPs[0]: Invalid value: []string{"10.96.200.200"}: may not change once set',
    ]);
  });
});

describe("what the server makes up", () => {
  it("ties a Job to its pods", () => {
    expect(created("Job", job())).toMatchObject({
      metadata: { labels: { "job-name": "x", "controller-uid": "uid-1" } },
      spec: { selector: { matchLabels: { "batch.kubernetes.io/controller-uid": "uid-1" } }, completions: 1 },
    });
  });

  it("keeps secrets in one form", () => {
    expect(created("Secret", { stringData: { a: "ü" }, data: { b: "Yg==" } })).toMatchObject({
      data: { a: "w7w=", b: "Yg==" },
    });
  });

  it("completes limits", () => {
    const limits = [{ type: "Container", max: { memory: "1Gi" }, default: { cpu: "500m" } }];
    const both = { cpu: "500m", memory: "1Gi" };
    expect(created("LimitRange", { spec: { limits } })).toMatchObject({
      spec: { limits: [{ default: both, defaultRequest: both }] },
    });
  });

  it("is the same when it is made twice", () => {
    for (const [kind, fields] of [
      ["Deployment", workload()],
      ["Job", job()],
      ["Service", service({ type: "LoadBalancer" })],
    ] as const) {
      const object = created(kind, fields);
      const before = JSON.stringify(object);
      definitionOf(kind).applyDefaults?.(object as never);
      expect(JSON.stringify(object)).toBe(before);
    }
  });
});

describe("rows", () => {
  it.each<[string, Plain, Plain]>([
    [
      "Deployment",
      { spec: { replicas: 3 }, status: { readyReplicas: 2 } },
      { Ready: "2/3", "Up-to-date": 0, Available: 0 },
    ],
    [
      "Service",
      { spec: { type: "LoadBalancer", ports: [{ port: 80, nodePort: 31000, protocol: "TCP" }] } },
      { "External-IP": "<pending>", "Port(s)": "80:31000/TCP" },
    ],
    [
      "Job",
      { spec: { parallelism: 2 }, status: { succeeded: 2, startTime: "2026-01-01T00:09:00Z" } },
      { Status: "Running", Completions: "2/1 of 2", Duration: "60s" },
    ],
    [
      "Node",
      { spec: { unschedulable: true }, status: { conditions: [{ type: "Ready", status: "Unknown" }] } },
      { Status: "NotReady,SchedulingDisabled", Roles: "<none>" },
    ],
    [
      "HorizontalPodAutoscaler",
      {
        spec: {
          maxReplicas: 3,
          metrics: [{ type: "Resource", resource: { name: "cpu", target: { averageUtilization: 80 } } }],
        },
      },
      { Targets: "cpu: <unknown>/80%", MinPods: "<unset>" },
    ],
    [
      "Endpoints",
      { subsets: [{ addresses: ["1", "2", "3", "4"].map((n) => ({ ip: `10.0.0.${n}` })), ports: [{ port: 80 }] }] },
      { Endpoints: "10.0.0.1:80,10.0.0.2:80,10.0.0.3:80 + 1 more..." },
    ],
    [
      "PersistentVolumeClaim",
      { spec: { volumeName: "pv", storageClassName: "fast" }, status: { phase: "Pending" } },
      { Volume: "pv", Capacity: "0", StorageClass: "fast" },
    ],
    [
      "ResourceQuota",
      { status: { hard: { pods: "5", "limits.cpu": "2" }, used: { pods: "1" } } },
      { Request: "pods: 1/5", Limit: "limits.cpu: 0/2" },
    ],
  ])("%s", (kind, fields, cells) => {
    expect(cellsOf(kind, objectOf(kind, fields))).toMatchObject(cells);
  });
});

it("warns of a projected file that overlaps with itself, as v1.33 does", () => {
  const sources = [{ secret: { name: "s", items: [{ key: "t", path: "d/t" }] } }, { configMap: { name: "c" } }];
  const spec = { containers: [{ name: "c", image: "nginx:1.27" }], volumes: [{ name: "all", projected: { sources } }] };
  expect(warningsOf("Pod", { spec })).toEqual([
    'volume "all" (Projected): overlapping paths: "d/t" (Secret "s") with "d/t" (Secret "s")',
  ]);
});
