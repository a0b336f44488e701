import { describe, expect, test } from "vitest";
import { errorOf, objectOf, pod, startServer } from "./setup.ts";

const PODS = "/api/v1/namespaces/default/pods";
const MERGE = { contentType: "application/merge-patch+json" };

const container = (name: string, more: object = {}): object => ({
  containers: [{ name, image: "nginx:1.27", ...more }],
});

test("a pod gets its account's token, tolerations and a priority", () => {
  const { ask } = startServer();
  interface Made {
    spec: {
      volumes: { name: string; projected: object }[];
      containers: { volumeMounts: object[] }[];
      tolerations: object[];
      priority: number;
      serviceAccountName: string;
    };
  }
  const { spec } = objectOf<Made>(ask("POST", PODS, pod("a")));
  expect(spec.volumes[0]?.name).toMatch(/^kube-api-access-[a-z0-9]{5}$/);
  expect(spec.containers[0]?.volumeMounts).toEqual([
    { mountPath: "/var/run/secrets/kubernetes.io/serviceaccount", name: spec.volumes[0]?.name, readOnly: true },
  ]);
  expect(spec.tolerations).toEqual(
    ["not-ready", "unreachable"].map((key) => ({
      effect: "NoExecute",
      key: `node.kubernetes.io/${key}`,
      operator: "Exists",
      tolerationSeconds: 300,
    })),
  );
  expect(spec).toMatchObject({
    priority: 0,
    serviceAccountName: "default",
    serviceAccount: "default",
    preemptionPolicy: "PreemptLowerPriority",
  });
  expect(errorOf(ask("POST", PODS, pod("b", { serviceAccountName: "builder" }))).message).toBe(
    'pods "b" is forbidden: error looking up service account default/builder: serviceaccount "builder" not found',
  );
  expect(errorOf(ask("POST", PODS, pod("c", { priorityClassName: "high" }))).message).toBe(
    'pods "c" is forbidden: no PriorityClass with name high was found',
  );
});

describe("quota", () => {
  test("is booked at once, and only what is exceeded is named", () => {
    const { ask } = startServer();
    const quotas = "/api/v1/namespaces/default/resourcequotas";
    const hard = { pods: "2", "requests.cpu": "300m", "limits.memory": "256Mi" };
    objectOf(ask("POST", quotas, { metadata: { name: "compute" }, spec: { hard } }));
    objectOf(
      ask(
        "PATCH",
        `${quotas}/compute/status`,
        { status: { hard, used: { pods: "0", "requests.cpu": "0", "limits.memory": "0" } } },
        MERGE,
      ),
    );
    const make = (name: string, cpu: string, memory: string) =>
      ask("POST", PODS, pod(name, container("app", { resources: { requests: { cpu }, limits: { memory } } })));
    objectOf(make("a", "100m", "64Mi"));
    expect(errorOf(ask("POST", PODS, pod("none"))).message).toBe(
      'pods "none" is forbidden: failed quota: compute: must specify limits.memory for: app; requests.cpu for: app',
    );
    expect(errorOf(make("big", "400m", "512Mi")).message).toBe(
      'pods "big" is forbidden: exceeded quota: compute, requested: limits.memory=512Mi,requests.cpu=400m, used: limits.memory=64Mi,requests.cpu=100m, limited: limits.memory=256Mi,requests.cpu=300m',
    );
    objectOf(make("b", "100m", "64Mi"));
    expect(errorOf(make("c", "50m", "64Mi")).message).toBe(
      'pods "c" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=2, limited: pods=2',
    );
  });
});

test("limit ranges give defaults and bounds", () => {
  const { ask } = startServer();
  const limits = [{ type: "Container", default: { cpu: "500m" }, defaultRequest: { cpu: "100m" }, max: { cpu: "1" } }];
  objectOf(ask("POST", "/api/v1/namespaces/default/limitranges", { metadata: { name: "l" }, spec: { limits } }));
  expect(objectOf(ask("POST", PODS, pod("a")))).toMatchObject({
    metadata: {
      annotations: {
        "kubernetes.io/limit-ranger":
          "LimitRanger plugin set: cpu request for container app; cpu limit for container app",
      },
    },
    spec: { containers: [{ resources: { limits: { cpu: "500m" }, requests: { cpu: "100m" } } }] },
  });
  expect(errorOf(ask("POST", PODS, pod("b", container("app", { resources: { limits: { cpu: "2" } } })))).message).toBe(
    'pods "b" is forbidden: maximum cpu usage per Container is 1, but limit is 2',
  );
});

describe("pod security", () => {
  const restricted = () => {
    const { ask } = startServer();
    objectOf(
      ask(
        "PATCH",
        "/api/v1/namespaces/default",
        { metadata: { labels: { "pod-security.kubernetes.io/enforce": "restricted" } } },
        MERGE,
      ),
    );
    return ask;
  };
  const good = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    runAsNonRoot: true,
    seccompProfile: { type: "RuntimeDefault" },
  };
  const cases: [string, object, string][] = [
    [
      "host",
      {
        hostNetwork: true,
        hostPID: true,
        volumes: [{ name: "h", hostPath: { path: "/" } }],
        ...container("app", { securityContext: good, ports: [{ containerPort: 80 }] }),
      },
      'host namespaces (hostNetwork=true, hostPID=true), hostPort (container "app" uses hostPort 80), restricted volume types (volume "h" uses restricted volume type "hostPath")',
    ],
    [
      "caps",
      container("app", { securityContext: { ...good, capabilities: { add: ["SYS_TIME", "NET_ADMIN"] } } }),
      'unrestricted capabilities (container "app" must set securityContext.capabilities.drop=["ALL"]; container "app" must not include "NET_ADMIN", "SYS_TIME" in securityContext.capabilities.add)',
    ],
    [
      "root",
      container("app", { securityContext: { ...good, runAsUser: 0 } }),
      'runAsUser=0 (container "app" must not set runAsUser=0)',
    ],
  ];
  test.each(cases)("%s", (name, spec, text) => {
    const response = restricted()("POST", PODS, pod(name, spec));
    expect(errorOf(response).message).toBe(
      `pods "${name}" is forbidden: violates PodSecurity "restricted:latest": ${text}`,
    );
  });

  test("a good pod passes, a template is warned of, an unknown level refused", () => {
    const ask = restricted();
    objectOf(ask("POST", PODS, pod("good", container("app", { securityContext: good }))));
    const template = { metadata: { labels: { app: "w" } }, spec: container("web") };
    const response = ask("POST", "/apis/apps/v1/namespaces/default/deployments", {
      metadata: { name: "w" },
      spec: { selector: { matchLabels: { app: "w" } }, template },
    });
    expect(response.status).toBe(201);
    expect(response.warnings?.[0]).toMatch(
      /^would violate PodSecurity "restricted:latest": allowPrivilegeEscalation != false \(container "web" must set/,
    );
    const strict = ask(
      "PATCH",
      "/api/v1/namespaces/default",
      { metadata: { labels: { "pod-security.kubernetes.io/enforce": "strict" } } },
      MERGE,
    );
    expect(errorOf(strict).message).toBe(
      'Namespace "default" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted',
    );
  });
});

test("an eviction asks the budget", () => {
  const { ask } = startServer();
  const budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
  objectOf(ask("POST", PODS, pod("a", {}, { labels: { app: "web" } })));
  objectOf(ask("PATCH", `${PODS}/a/status`, { status: { phase: "Running" } }, MERGE));
  objectOf(
    ask("POST", budgets, {
      metadata: { name: "web" },
      spec: { minAvailable: 1, selector: { matchLabels: { app: "web" } } },
    }),
  );
  const status = {
    observedGeneration: 1,
    disruptionsAllowed: 0,
    currentHealthy: 1,
    desiredHealthy: 1,
    expectedPods: 1,
  };
  objectOf(ask("PATCH", `${budgets}/web/status`, { status }, MERGE));
  objectOf(ask("PATCH", `${PODS}/a/status`, { status: { conditions: [{ type: "Ready", status: "True" }] } }, MERGE));
  const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name: "a" } };
  const refused = ask("POST", `${PODS}/a/eviction`, eviction);
  expect(errorOf(refused)).toMatchObject({
    code: 429,
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
  });
  objectOf(ask("PATCH", `${budgets}/web/status`, { status: { disruptionsAllowed: 1 } }, MERGE));
  const dryRun = { ...eviction, deleteOptions: { dryRun: ["All"] } };
  expect(ask("POST", `${PODS}/a/eviction`, dryRun).status).toBe(201);
  expect(ask("GET", `${PODS}/a`).status).toBe(200);
  expect(errorOf(ask("POST", `${PODS}/a/eviction`, { metadata: { name: "b" } })).message).toBe(
    "name in URL does not match name in Eviction object",
  );
  expect(ask("POST", `${PODS}/a/eviction`, eviction).status).toBe(201);
  expect(objectOf(ask("GET", `${budgets}/web`))).toMatchObject({
    status: { disruptionsAllowed: 0, disruptedPods: { a: "2026-01-01T00:00:00Z" } },
  });
});

test("discovery, OpenAPI and tokens", () => {
  const { ask, server, clock } = startServer();
  const accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";
  const core = objectOf<{ items: { versions: { resources: { resource: string }[] }[] }[] }>(
    ask("GET", "/api", undefined, { accept }),
  );
  expect(core.items[0]?.versions[0]?.resources[0]).toMatchObject({ resource: "bindings", scope: "Namespaced" });
  const list = objectOf<{ resources: object[] }>(ask("GET", "/api/v1"));
  expect(list.resources).toContainEqual({
    name: "pods/eviction",
    singularName: "",
    namespaced: true,
    group: "policy",
    version: "v1",
    kind: "Eviction",
    verbs: ["create"],
  });
  const document = objectOf<{ components: { schemas: Record<string, object> } }>(
    ask("GET", "/openapi/v3/apis/apps/v1"),
  );
  expect(document.components.schemas["io.k8s.api.apps.v1.Deployment"]).toMatchObject({
    "x-kubernetes-group-version-kind": [{ group: "apps", kind: "Deployment", version: "v1" }],
  });
  objectOf(ask("POST", "/api/v1/namespaces/default/serviceaccounts", { metadata: { name: "bot" } }));
  const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 600 } };
  const { status } = objectOf<{ status: { token: string } }>(
    ask("POST", "/api/v1/namespaces/default/serviceaccounts/bot/token", request),
  );
  expect(server.authenticateToken(status.token)).toMatchObject({ name: "system:serviceaccount:default:bot" });
  expect(server.authenticateToken(`${status.token}x`)).toBeUndefined();
  clock.advanceTo(clock.now() + 600_000);
  expect(server.authenticateToken(status.token)).toBeUndefined();
});
