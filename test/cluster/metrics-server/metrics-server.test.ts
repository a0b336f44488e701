import { describe, expect, it } from "vitest";
import { quantityMilliValue, quantityOf, quantityValue } from "../../../src/api/quantity.ts";
import { bootCity, type City, METRICS, PODS, pod, TABLE } from "./city.ts";

const SERVER = "/apis/apps/v1/namespaces/kube-system/deployments/metrics-server";
const API_SERVICE = "/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io";

function usageOf(city: City, name: string): { millis: number; mebibytes: number } {
  const { containers } = city.get(`${METRICS}/namespaces/default/pods/${name}`) as unknown as {
    containers: { usage: { cpu: string; memory: string } }[];
  };
  const usages = containers.map(({ usage }) => usage);
  return {
    millis: usages.reduce((sum, { cpu }) => sum + quantityMilliValue(quantityOf(cpu)), 0),
    mebibytes: usages.reduce((sum, { memory }) => sum + quantityValue(quantityOf(memory)), 0) / 2 ** 20,
  };
}

function available(city: City): unknown {
  const { conditions } = city.get(API_SERVICE).status as { conditions: readonly Record<string, string>[] };
  return conditions.map(({ status, reason, message }) => [status, reason, message]);
}

describe("metrics-server", () => {
  it("runs with the default add-ons and knows every node and its pods", () => {
    const city = bootCity();
    expect(available(city)).toEqual([["True", "Passed", "all checks passed"]]);
    expect(city.items(`${METRICS}/nodes`).map(({ metadata }) => metadata.name)).toEqual(["city-hall", "maple", "oak"]);
    const [hall] = city.items(`${METRICS}/nodes`);
    expect(hall).toMatchObject({ kind: "NodeMetrics", window: expect.stringMatching(/^1[45]\.\d+s$/) });
    expect(Object.keys(hall ?? {})).toEqual(["kind", "apiVersion", "metadata", "timestamp", "window", "usage"]);
  });

  it("knows a new pod after its container has run a while", () => {
    const city = bootCity();
    city.create(PODS, pod("web", { image: "nginx:1.27" }));
    const path = `${METRICS}/namespaces/default/pods`;
    city.wait(8);
    expect(city.get(`${path}/web`)).toMatchObject({
      code: 404,
      message: 'podmetrics.metrics.k8s.io "default/web" not found',
    });
    expect(city.get(`${path}/none`)).toMatchObject({ message: 'pods "none" not found' });
    expect(city.items(path)).toEqual([]);
    city.wait(32);
    expect(city.get(`${path}/web`)).toMatchObject({ kind: "PodMetrics", metadata: { labels: { app: "web" } } });
    expect(city.items(`${path}?labelSelector=app%3Dother`)).toEqual([]);
    expect(city.items(`${path}?fieldSelector=metadata.name%3Dweb`)).toHaveLength(1);
    expect(city.get(`${path}?fieldSelector=status.phase%3DRunning`)).toMatchObject({ code: 400 });
    expect(city.get(`${METRICS}/nodes/elm`)).toMatchObject({ message: 'nodes "elm" not found' });
  });

  it("shows what programs use, within their limits", () => {
    const city = bootCity();
    const busy = ["sh", "-c", "while true; do :; done"];
    city.create(PODS, pod("idle", { image: "busybox:1.36", command: ["sleep", "9999"] }));
    city.create(PODS, pod("loop", { image: "busybox:1.36", command: busy }, { nodeName: "maple" }));
    const limits = { cpu: "200m", memory: "64Mi" };
    city.create(
      PODS,
      pod("held", { image: "busybox:1.36", command: busy, resources: { limits } }, { nodeName: "oak" }),
    );
    const stress = {
      image: "polinux/stress",
      command: ["stress"],
      args: ["--vm", "1", "--vm-bytes", "150M", "--vm-hang", "1"],
    };
    city.create(PODS, pod("stress", { ...stress, resources: { limits: { memory: "200Mi" } } }));
    city.create(PODS, pod("greedy", { ...stress, resources: { limits: { memory: "100Mi" } } }));
    city.create(PODS, pod("redis", { image: "redis:7" }));
    city.wait(60);
    expect(usageOf(city, "idle")).toEqual({ millis: 0, mebibytes: expect.closeTo(0.06, 1) });
    expect(usageOf(city, "loop").millis).toBeGreaterThan(980);
    expect(usageOf(city, "held").millis).toBeGreaterThan(195);
    expect(usageOf(city, "held").millis).toBeLessThanOrEqual(200);
    expect(usageOf(city, "stress").mebibytes).toBeCloseTo(150, 0);
    expect(usageOf(city, "redis").millis).toBe(2);
    const greedy = city.get(`${PODS}/greedy`).status as { containerStatuses: { lastState: object }[] };
    expect(greedy.containerStatuses[0]?.lastState).toMatchObject({
      terminated: { reason: "OOMKilled", exitCode: 137 },
    });
  });

  it("lets the containers of a full node share its processors by their requests", () => {
    const city = bootCity();
    const busy = { image: "alexeiled/stress-ng:latest", args: ["--cpu", "2"] };
    const asking = (cpu: string) => ({ ...busy, resources: { requests: { cpu } } });
    city.create(PODS, pod("much", asking("900m"), { nodeName: "oak" }));
    city.create(PODS, pod("little", asking("300m"), { nodeName: "oak" }));
    city.wait(60);
    const much = usageOf(city, "much").millis;
    const little = usageOf(city, "little").millis;
    expect(much + little).toBeGreaterThan(1900);
    expect(much / little).toBeCloseTo(3, 1);
    const usage = city.get(`${METRICS}/nodes/oak`).usage as { cpu: string };
    expect(quantityMilliValue(quantityOf(usage.cpu))).toBe(2000);
  });

  it("makes tables whose columns come from what was measured", () => {
    const city = bootCity();
    const table = city.get(`${METRICS}/nodes`, TABLE) as unknown as {
      columnDefinitions: { name: string }[];
      rows: { cells: string[] }[];
    };
    expect(table.columnDefinitions.map(({ name }) => name)).toEqual(["Name", "cpu", "memory", "Window"]);
    expect(table.rows[0]?.cells).toEqual([
      "city-hall",
      expect.stringMatching(/^\d+n$/),
      expect.stringMatching(/^\d+Ki$/),
      expect.any(String),
    ]);
    const none = city.get(`${METRICS}/namespaces/default/pods`, TABLE);
    expect(none).toMatchObject({ columnDefinitions: null, rows: [] });
  });

  it("cannot be asked without its pods, and forgets what it knew", () => {
    const city = bootCity();
    city.merge(`${SERVER}/scale`, { spec: { replicas: 0 } });
    city.wait(5);
    const why = 'endpointslices for service/metrics-server in "kube-system" have no addresses with port name "https"';
    expect(available(city)).toEqual([["False", "MissingEndpoints", why]]);
    expect(city.ask(`${METRICS}/nodes`)).toEqual({ kind: "text", status: 503, body: "service unavailable\n" });
    const groups = city.get("/apis").groups as readonly { name: string }[];
    expect(groups.at(-1)?.name).toBe("metrics.k8s.io");
    expect(city.ask(METRICS).status).toBe(503);
    city.merge(`${SERVER}/scale`, { spec: { replicas: 1 } });
    city.wait(15);
    expect(city.ask(`${METRICS}/nodes`).status).toBe(503);
    city.wait(30);
    expect(city.items(`${METRICS}/nodes`)).toHaveLength(3);
  });

  it("loses sight of a node whose kubelet is stopped", () => {
    const city = bootCity();
    city.cluster.apply({ kind: "stop", component: "kubelet/oak" });
    city.wait(16);
    expect(city.items(`${METRICS}/nodes`).map(({ metadata }) => metadata.name)).toEqual(["city-hall", "maple"]);
  });

  it("is asked by whoever may look at pods", () => {
    const city = bootCity();
    const rules = city.get("/apis/rbac.authorization.k8s.io/v1/clusterroles/view").rules as readonly object[];
    expect(rules).toContainEqual({
      apiGroups: ["metrics.k8s.io"],
      resources: ["pods", "nodes"],
      verbs: ["get", "list", "watch"],
    });
  });

  it("is unknown where the add-on is left out", () => {
    const city = bootCity({ addons: ["coredns", "kube-proxy"] });
    expect(city.ask(`${METRICS}/nodes`).status).toBe(404);
    const groups = city.get("/apis").groups as readonly { name: string }[];
    expect(groups.map(({ name }) => name)).not.toContain("metrics.k8s.io");
    const names = city.items("/apis/apiregistration.k8s.io/v1/apiservices").map(({ metadata }) => metadata.name);
    expect(names).toHaveLength(20);
    expect(names).toContain("v1.");
  });
});

describe("metrics-server, installed by hand", () => {
  it("serves once its pod is ready, and not when somebody else sits behind its Service", () => {
    const city = bootCity({ addons: ["coredns", "kube-proxy"] });
    const [name, namespace, labels] = ["metrics", "default", { app: "metrics" }];
    const container = {
      image: "registry.k8s.io/metrics-server/metrics-server:v0.8.0",
      args: ["--metric-resolution=15s"],
    };
    city.create(PODS, pod(name, container));
    const ports = [{ name: "https", port: 443, targetPort: 10250 }];
    city.create("/api/v1/namespaces/default/services", {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name },
      spec: { selector: labels, ports },
    });
    const service = { name, namespace };
    city.create("/apis/apiregistration.k8s.io/v1/apiservices", {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: "v1beta1.metrics.k8s.io" },
      spec: { group: "metrics.k8s.io", version: "v1beta1", groupPriorityMinimum: 100, versionPriority: 100, service },
    });
    city.wait(40);
    expect(available(city)).toEqual([["True", "Passed", "all checks passed"]]);
    expect(city.items(`${METRICS}/nodes`)).toHaveLength(3);
    city.merge("/api/v1/namespaces/default/services/metrics", { spec: { selector: { app: "web" } } });
    city.create(PODS, pod("web", { image: "nginx:1.27" }));
    city.wait(10);
    expect(available(city)).toMatchObject([
      ["False", "FailedDiscoveryCheck", expect.stringContaining("connection refused")],
    ]);
    expect(city.ask(`${METRICS}/nodes`).status).toBe(503);
  });
});

describe("the list of APIServices", () => {
  it("follows the definitions of custom resources", () => {
    const city = bootCity();
    const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    const names = { plural: "boats", singular: "boat", kind: "Boat" };
    const schema = { openAPIV3Schema: { type: "object" } };
    city.create(definitions, {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "boats.harbour.example" },
      spec: {
        group: "harbour.example",
        scope: "Namespaced",
        names,
        versions: [{ name: "v1", served: true, storage: true, schema }],
      },
    });
    const path = "/apis/apiregistration.k8s.io/v1/apiservices/v1.harbour.example";
    expect(city.get(path)).toMatchObject({ spec: { groupPriorityMinimum: 1000, versionPriority: 100 } });
    city.remove(`${definitions}/boats.harbour.example`);
    city.wait(1);
    expect(city.get(path)).toMatchObject({ code: 404 });
  });

  it("says what is wrong with a service that nobody has made", () => {
    const city = bootCity();
    city.create("/apis/apiregistration.k8s.io/v1/apiservices", {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: "v1.fish.example" },
      spec: {
        group: "fish.example",
        version: "v1",
        groupPriorityMinimum: 10,
        versionPriority: 10,
        service: { namespace: "default", name: "pond" },
      },
    });
    city.wait(1);
    const { status, spec } = city.get("/apis/apiregistration.k8s.io/v1/apiservices/v1.fish.example");
    expect(spec).toMatchObject({ service: { port: 443 } });
    expect(status).toMatchObject({
      conditions: [{ reason: "ServiceNotFound", message: 'service/pond in "default" is not present' }],
    });
    expect(city.ask("/apis/fish.example/v1/trout").status).toBe(503);
  });
});
