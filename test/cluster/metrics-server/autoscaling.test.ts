import { describe, expect, it } from "vitest";
import type { CoreEvent, HorizontalPodAutoscaler } from "../../../src/api/types.ts";
import { bootCity, type City, PODS, pod } from "./city.ts";

const DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
const AUTOSCALERS = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers";

function createTarget(city: City, resources: object = { limits: { cpu: "500m" }, requests: { cpu: "200m" } }): void {
  const labels = { run: "php-apache" };
  city.create(DEPLOYMENTS, {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "php-apache" },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: "php-apache", image: "registry.k8s.io/hpa-example", resources }] },
      },
    },
  });
  city.create("/api/v1/namespaces/default/services", {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "php-apache" },
    spec: { ports: [{ port: 80 }], selector: labels },
  });
}

function createAutoscaler(city: City, spec: object = {}): void {
  const target = { type: "Utilization", averageUtilization: 50 };
  city.create(AUTOSCALERS, {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "php-apache" },
    spec: {
      minReplicas: 1,
      maxReplicas: 10,
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "php-apache" },
      metrics: [{ type: "Resource", resource: { name: "cpu", target } }],
      ...spec,
    },
  });
}

const autoscaler = (city: City) => city.get(`${AUTOSCALERS}/php-apache`) as unknown as HorizontalPodAutoscaler;
const replicas = (city: City) => (city.get(`${DEPLOYMENTS}/php-apache`).spec as { replicas: number }).replicas;

function conditions(city: City): readonly string[] {
  return (autoscaler(city).status.conditions ?? []).map(({ type, status, reason }) => `${type}=${status} ${reason}`);
}

function events(city: City): readonly string[] {
  const all = city.items("/api/v1/namespaces/default/events") as unknown as readonly CoreEvent[];
  const own = all.filter(({ involvedObject }) => involvedObject.kind === "HorizontalPodAutoscaler");
  return own.map(({ reason, message }) => `${reason}: ${message}`);
}

const LOAD = "while sleep 0.01; do wget -q -O- http://php-apache; done";

describe("a HorizontalPodAutoscaler", () => {
  it("adds pods under load and takes them away five minutes after it", () => {
    const city = bootCity();
    createTarget(city);
    createAutoscaler(city);
    city.wait(60);
    expect(autoscaler(city).status.currentMetrics).toMatchObject([
      { resource: { current: { averageUtilization: 0 } } },
    ]);
    expect(replicas(city)).toBe(1);
    city.create(PODS, pod("load", { image: "busybox:1.36", command: ["/bin/sh", "-c", LOAD] }));
    city.wait(120);
    const many = replicas(city);
    expect(many).toBeGreaterThanOrEqual(4);
    expect(events(city)).toContain(
      "SuccessfulRescale: New size: 4; reason: cpu resource utilization (percentage of request) above target",
    );
    const used = autoscaler(city).status.currentMetrics?.[0]?.resource?.current.averageUtilization ?? 0;
    expect(used).toBeGreaterThan(35);
    expect(used).toBeLessThan(56);
    city.remove(`${PODS}/load`);
    city.wait(240);
    expect(replicas(city)).toBe(many);
    expect(conditions(city)).toContain("AbleToScale=True ScaleDownStabilized");
    city.wait(150);
    expect(replicas(city)).toBe(1);
    expect(events(city)).toContain("SuccessfulRescale: New size: 1; reason: All metrics below target");
    city.wait(30);
    expect(conditions(city)).toEqual([
      "AbleToScale=True ReadyForNewScale",
      "ScalingActive=True ValidMetricFound",
      "ScalingLimited=True TooFewReplicas",
    ]);
  });

  it("can be told to come down sooner, a pod at a time", () => {
    const city = bootCity();
    createTarget(city);
    const scaleDown = { stabilizationWindowSeconds: 0, policies: [{ type: "Pods", value: 1, periodSeconds: 15 }] };
    createAutoscaler(city, { minReplicas: 2, behavior: { scaleDown } });
    city.wait(20);
    expect(replicas(city)).toBe(2);
    city.merge(`${DEPLOYMENTS}/php-apache/scale`, { spec: { replicas: 5 } });
    // Pods that nobody has measured yet count as busy.
    city.wait(15);
    expect(replicas(city)).toBe(5);
    for (let looks = 0; looks < 8 && replicas(city) === 5; looks++) city.wait(5);
    expect(replicas(city)).toBe(4);
    expect(conditions(city)).toContain("ScalingLimited=True ScaleDownLimit");
    city.wait(60);
    expect(replicas(city)).toBe(2);
  });

  it("says which container does not say what it needs", () => {
    const city = bootCity();
    createTarget(city, {});
    createAutoscaler(city);
    city.wait(75);
    const [{ metadata }] = city.items(`${PODS}?labelSelector=run%3Dphp-apache`) as unknown as [
      { metadata: { name: string } },
    ];
    const why = `failed to get cpu utilization: missing request for cpu in container php-apache of Pod ${metadata.name}`;
    expect(events(city)).toContain(`FailedGetResourceMetric: ${why}`);
    expect(events(city)).toContain(
      `FailedComputeMetricsReplicas: invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${why}`,
    );
    expect(conditions(city)).toContain("ScalingActive=False FailedGetResourceMetric");
    expect(autoscaler(city).status.currentMetrics).toEqual([{ type: "" }]);
  });

  it("hears from the API server that nobody serves metrics", () => {
    const city = bootCity();
    createTarget(city);
    createAutoscaler(city);
    city.merge("/apis/apps/v1/namespaces/kube-system/deployments/metrics-server/scale", { spec: { replicas: 0 } });
    city.wait(20);
    expect(events(city)).toContain(
      "FailedGetResourceMetric: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server is currently unable to handle the request (get pods.metrics.k8s.io)",
    );
  });

  it.each([
    [
      { type: "Pods", pods: { metric: { name: "hits" }, target: { type: "AverageValue", averageValue: "5" } } },
      "FailedGetPodsMetric: unable to get metric hits: unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered",
    ],
    [
      {
        type: "External",
        external: {
          metric: { name: "queue", selector: { matchLabels: { a: "b" } } },
          target: { type: "Value", value: "5" },
        },
      },
      "FailedGetExternalMetric: unable to get external metric default/queue/&LabelSelector{MatchLabels:map[string]string{a: b,},MatchExpressions:[]LabelSelectorRequirement{},}: unable to fetch metrics from external metrics API: the server could not find the requested resource (get queue.external.metrics.k8s.io)",
    ],
  ])("knows no other metrics: %j", (metric, event) => {
    const city = bootCity();
    createTarget(city);
    createAutoscaler(city, { metrics: [metric] });
    city.wait(40);
    expect(events(city)).toContain(event);
  });

  it("looks at one container, and at memory", () => {
    const city = bootCity();
    createTarget(city, { requests: { cpu: "200m", memory: "20Mi" } });
    const target = { type: "Utilization", averageUtilization: 25 };
    const container = { name: "memory", container: "php-apache", target };
    createAutoscaler(city, { maxReplicas: 3, metrics: [{ type: "ContainerResource", containerResource: container }] });
    city.wait(75);
    expect(events(city)).toContain(
      "SuccessfulRescale: New size: 2; reason: memory container resource utilization (percentage of request) above target",
    );
    expect(autoscaler(city).status.currentMetrics).toMatchObject([
      { type: "ContainerResource", containerResource: { container: "php-apache", name: "memory" } },
    ]);
  });

  it("refuses to share pods with another", () => {
    const city = bootCity();
    createTarget(city);
    createAutoscaler(city);
    const { spec } = autoscaler(city);
    city.create(AUTOSCALERS, {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: { name: "second" },
      spec,
    });
    city.wait(45);
    const text =
      "pods by selector run=php-apache are controlled by multiple HPAs: [{php-apache default} {second default}]";
    expect(events(city)).toContain(`AmbiguousSelector: ${text}`);
  });
});
