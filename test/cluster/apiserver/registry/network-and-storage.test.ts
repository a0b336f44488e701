import { describe, expect, it } from "vitest";
import { objectOf as answered, errorOf, jane, startServer } from "../setup.ts";
import { errorsOf, updateErrorsOf, warningsOf } from "./context.ts";

type Plain = Record<string, unknown>;

const from = (peer: Plain) => ({ spec: { ingress: [{ from: [peer] }] } });
const ports = (...list: Plain[]) => ({ spec: { ingress: [{ ports: list }] } });
const path = (more: Plain) => ({
  spec: { rules: [{ http: { paths: [{ path: "/", pathType: "Prefix", ...more }] } }] },
});
const volume = (more: Plain) => ({
  spec: { capacity: { storage: "1Gi" }, accessModes: ["ReadWriteOnce"], hostPath: { path: "/x" }, ...more },
});
const subdomain =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const backend = { service: { name: "web", port: { number: 80 } } };

describe("rules", () => {
  it.each<[string, string, Plain, string[]]>([
    [
      "NetworkPolicy",
      "an exception outside of its range",
      from({ ipBlock: { cidr: "10.0.0.0/24", except: ["10.0.1.0/28", "10.0.0.0/24", "10.0.0.0/28"] } }),
      ["10.0.1.0/28", "10.0.0.0/24"].map(
        (cidr, i) =>
          `spec.ingress[0].from[0].ipBlock.except[${i}]: Invalid value: "${cidr}": must be a strict subset of \`cidr\``,
      ),
    ],
    [
      "NetworkPolicy",
      "ends of ranges without a start",
      ports({ endPort: 5 }, { port: "http", endPort: 6 }, { port: 80, endPort: 79 }),
      [
        "spec.ingress[0].ports[0].endPort: Invalid value: 5: may not be specified when `port` is not specified",
        "spec.ingress[0].ports[1].endPort: Invalid value: 6: may not be specified when `port` is non-numeric",
        "spec.ingress[0].ports[2].endPort: Invalid value: 80: must be greater than or equal to `port`",
      ],
    ],
    [
      "NetworkPolicy",
      "a direction that there is not",
      { spec: { policyTypes: ["Out"] } },
      ['spec.policyTypes[0]: Unsupported value: "Out": supported values: "Ingress", "Egress"'],
    ],
    [
      "Ingress",
      "a path of no type",
      path({ pathType: undefined }),
      ["spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified"],
    ],
    [
      "Ingress",
      "a path to nowhere",
      path({}),
      ['spec.rules[0].http.paths[0].backend: Invalid value: "": resource or service backend is required'],
    ],
    [
      "Ingress",
      "a resource of no kind",
      path({ backend: { resource: { kind: "", name: "" } } }),
      [
        "spec.rules[0].http.paths[0].backend.resource.kind: Required value: kind is required",
        "spec.rules[0].http.paths[0].backend.resource.name: Required value: name is required",
      ],
    ],
    [
      "Ingress",
      "a secret that cannot be",
      { spec: { defaultBackend: backend, tls: [{ secretName: "A_" }] } },
      [`spec.tls[0].secretName: Invalid value: "A_": ${subdomain}`],
    ],
    [
      "IngressClass",
      "a namespace for all and none",
      { spec: { controller: "a.b/c", parameters: { kind: "K", name: "n", scope: "Namespace" } } },
      ["spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'"],
    ],
    [
      "PersistentVolume",
      "the node itself recycled",
      volume({ hostPath: { path: "/" }, persistentVolumeReclaimPolicy: "Recycle" }),
      ["spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'"],
    ],
    [
      "StorageClass",
      "a place without names",
      { provisioner: "a/b", allowedTopologies: [{ matchLabelExpressions: [{ key: "zone", values: [] }] }] },
      ["allowedTopologies[0].matchLabelExpressions[0].values: Required value"],
    ],
    [
      "EndpointSlice",
      "ports twice",
      { addressType: "IPv4", endpoints: [], ports: [{ name: "a" }, { name: "a", protocol: "X" }] },
      [
        'ports[1].name: Duplicate value: "a"',
        'ports[1].protocol: Unsupported value: "X": supported values: "SCTP", "TCP", "UDP"',
      ],
    ],
    [
      "PriorityClass",
      "another policy",
      { value: 1, preemptionPolicy: "Always" },
      ['preemptionPolicy: Unsupported value: "Always": supported values: "PreemptLowerPriority", "Never"'],
    ],
    [
      "ClusterRole",
      "an aggregate of nothing",
      { aggregationRule: {} },
      [
        "aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil",
      ],
    ],
    [
      "ServiceCIDR",
      "an address within its range",
      { spec: { cidrs: ["10.1.0.1/16"] } },
      ['spec.cidrs[0]: Invalid value: "10.1.0.1/16": must not have bits set beyond the prefix length ("10.1.0.0/16")'],
    ],
    ["IPAddress", "nobody's", { spec: {} }, ["spec.parentRef: Required value"]],
    [
      "APIService",
      "another name than that of its version",
      {
        spec: {
          ...{ group: "a.b", version: "v1", groupPriorityMinimum: 1, versionPriority: 1 },
          service: { name: "s", namespace: "n" },
        },
      },
      ['metadata.name: Invalid value: "x": must be `spec.version+"."+spec.group`: "v1.a.b"'],
    ],
    [
      "Service",
      "an address of another family is refused before all else",
      { spec: { ports: [{ port: 0 }], clusterIP: "fd00::1" } },
      [
        'spec.clusterIPs[0]: Invalid value: []string{"fd00::1"}: may not use IPv6 on a cluster which is not configured for it',
      ],
    ],
    [
      "Service",
      "so is a port that cannot be had",
      { spec: { type: "NodePort", ports: [{ port: 0, nodePort: 80 }] } },
      [
        "spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767",
      ],
    ],
  ])("%s: %s", (kind, _, fields, errors) => {
    expect(errorsOf(kind, fields)).toEqual(errors);
  });

  it("an Ingress names its class in two ways only if they agree", () => {
    const spec = { ingressClassName: "nginx", defaultBackend: backend };
    const named = (name: string) => ({ annotations: { "kubernetes.io/ingress.class": name } });
    expect(errorsOf("Ingress", { spec }, named("nginx"))).toEqual([]);
    expect(errorsOf("Ingress", { spec }, named("other"))).toEqual([
      'annotations.kubernetes.io/ingress.class: Invalid value: "other": must match `ingressClassName` when both are specified',
    ]);
  });

  it("the class of a load balancer stays", () => {
    const spec = { type: "LoadBalancer", ports: [{ port: 80 }] };
    expect(updateErrorsOf("Service", { spec }, { spec: { ...spec, loadBalancerClass: "a/b" } })).toEqual([
      'spec.loadBalancerClass: Invalid value: "a/b": may not change once set',
    ]);
  });
});

it.each<[string, Plain, string]>([
  [
    "PersistentVolume",
    volume({ persistentVolumeReclaimPolicy: "Recycle" }),
    "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.",
  ],
  [
    "PersistentVolumeClaim",
    { spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "0.5" } } } },
    'spec.resources.requests[storage]: fractional byte value "500m" is invalid, must be an integer',
  ],
  [
    "NetworkPolicy",
    from({ ipBlock: { cidr: "10.0.0.7/24" } }),
    'spec.ingress[0].from[0].ipBlock.cidr: CIDR value "10.0.0.7/24" is ambiguous in this context (should be "10.0.0.0/24" or "10.0.0.7/32"?)',
  ],
  [
    "Service",
    { spec: { ports: [{ port: 80 }], externalIPs: ["1.2.3.04"] } },
    'spec.externalIPs[0]: non-standard IP address "1.2.3.04" will be considered invalid in a future Kubernetes release: use "1.2.3.4"',
  ],
])("%s: warnings", (kind, fields, warning) => {
  expect(warningsOf(kind, fields)).toEqual([warning]);
});

describe("asked of a server", () => {
  const CLAIMS = "/api/v1/namespaces/default/persistentvolumeclaims";
  const merge = { contentType: "application/merge-patch+json" };

  it.each([
    [true, 200],
    [false, 403],
  ])("a claim grows where its class lets volumes grow (%s)", (allowVolumeExpansion, code) => {
    const { ask } = startServer();
    const classes = "/apis/storage.k8s.io/v1/storageclasses";
    answered(ask("POST", classes, { metadata: { name: "disk" }, provisioner: "a.b/c", allowVolumeExpansion }));
    const spec = { storageClassName: "disk", accessModes: ["ReadWriteOnce"], volumeName: "pv" };
    const sized = (storage: string) => ({ resources: { requests: { storage } } });
    answered(ask("POST", CLAIMS, { metadata: { name: "c" }, spec: { ...spec, ...sized("1Gi") } }));
    answered(ask("PATCH", `${CLAIMS}/c/status`, { status: { phase: "Bound" } }, merge));
    const response = ask("PATCH", `${CLAIMS}/c`, { spec: sized("2Gi") }, merge);
    expect(response.status).toBe(code);
    if (code === 403)
      expect(errorOf(response).message).toBe(
        'persistentvolumeclaims "c" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
      );
  });

  it.each([
    ["PUT", "configmaps"],
    ["POST", "configmaps/a"],
    ["PATCH", "configmaps"],
  ] as const)("%s is not for %s", (method, resource) => {
    const { ask } = startServer();
    expect(
      errorOf(ask(method, `/api/v1/namespaces/default/${resource}`, {}, method === "PATCH" ? merge : {})),
    ).toMatchObject({ code: 405 });
  });

  it("a namespace whose name is made gets that name as its label", () => {
    const { ask } = startServer();
    const { metadata } = answered<{ metadata: { name: string; labels: object } }>(
      ask("POST", "/api/v1/namespaces", { metadata: { generateName: "team-" } }),
    );
    expect(metadata.labels).toEqual({ "kubernetes.io/metadata.name": metadata.name });
  });

  it("who may bind only what he has cannot bind a role that is not there", () => {
    const { ask } = startServer();
    const RBAC = "/apis/rbac.authorization.k8s.io/v1";
    const rules = [{ apiGroups: ["rbac.authorization.k8s.io"], resources: ["rolebindings"], verbs: ["create"] }];
    const subjects = [{ kind: "User", name: "jane" }];
    answered(ask("POST", `${RBAC}/clusterroles`, { metadata: { name: "binder" }, rules }));
    const roleRef = { kind: "ClusterRole", name: "binder" };
    answered(ask("POST", `${RBAC}/clusterrolebindings`, { metadata: { name: "binder" }, roleRef, subjects }));
    const binding = { metadata: { name: "b" }, roleRef: { kind: "Role", name: "nope" }, subjects };
    const response = ask("POST", `${RBAC}/namespaces/default/rolebindings`, binding, { user: jane });
    expect(errorOf(response).message).toBe('roles.rbac.authorization.k8s.io "nope" not found');
  });
});
