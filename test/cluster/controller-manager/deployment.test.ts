import { expect, test } from "vitest";
import type { Deployment, EndpointSlice, Endpoints, ReplicaSet, Service } from "../../../src/api/types.ts";
import { resources } from "../../../src/cluster/client/resources.ts";
import { clusterUnderTest, template } from "../cluster-under-test.ts";

const key = { namespace: "default", name: "web" };

function deploy(cluster: ReturnType<typeof clusterUnderTest>, replicas: number, spec: object = {}): void {
  cluster.client.create<Deployment>(resources.deployments, {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: key,
    spec: {
      replicas,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      selector: { matchLabels: { app: "web" } },
      template: template({ app: "web" }),
      ...spec,
    },
  });
}

const sizes = (cluster: ReturnType<typeof clusterUnderTest>) =>
  cluster.client.list<ReplicaSet>(resources.replicasets, "default").items.map((rs) => rs.spec.replicas);
const setImage = (cluster: ReturnType<typeof clusterUnderTest>, image: string) =>
  cluster.client.patch(resources.deployments, key, {
    spec: { template: { spec: { containers: [{ name: "c", image }] } } },
  });

test("a Deployment becomes available, is updated and leaves revisions behind", () => {
  const cluster = clusterUnderTest();
  deploy(cluster, 3);
  cluster.advance(5);
  const first = cluster.client.get<Deployment>(resources.deployments, key);
  expect(first.status).toMatchObject({
    replicas: 3,
    updatedReplicas: 3,
    readyReplicas: 3,
    availableReplicas: 3,
    observedGeneration: 1,
  });
  expect(first.status.unavailableReplicas).toBeUndefined();
  expect(first.status.conditions?.map(({ type, reason }) => `${type} ${reason}`)).toEqual([
    "Available MinimumReplicasAvailable",
    "Progressing NewReplicaSetAvailable",
  ]);
  expect(new Set(cluster.pods().map((pod) => pod.spec.nodeName)).size).toBe(2);

  setImage(cluster, "nginx:1.26");
  cluster.advance(15);
  expect(sizes(cluster).sort()).toEqual([0, 3]);
  const second = cluster.client.get<Deployment>(resources.deployments, key);
  expect(second.metadata.annotations).toMatchObject({ "deployment.kubernetes.io/revision": "2" });
  expect(second.status).toMatchObject({ replicas: 3, availableReplicas: 3, observedGeneration: 2 });
  expect(cluster.pods().every((pod) => pod.spec.containers[0]?.image === "nginx:1.26")).toBe(true);
  const names = cluster.events("ScalingReplicaSet").map((text) => text.replace(/web-[a-z0-9]+/, "RS"));
  expect(names).toEqual([
    "Scaled up replica set RS from 0 to 3",
    "Scaled up replica set RS from 0 to 1",
    "Scaled down replica set RS from 3 to 2",
    "Scaled up replica set RS from 1 to 2",
    "Scaled down replica set RS from 2 to 1",
    "Scaled up replica set RS from 2 to 3",
    "Scaled down replica set RS from 1 to 0",
  ]);
});

test("a rollout that cannot become ready stops at its fenceposts, and a resize is shared out in proportion", () => {
  const cluster = clusterUnderTest({ nodes: ["one"] });
  deploy(cluster, 5, {
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
  });
  cluster.advance(5);
  const patch = { spec: { template: template({ app: "web" }, { nodeSelector: { never: "true" } }) } };
  cluster.client.patch(resources.deployments, key, patch);
  cluster.advance(5);
  expect(sizes(cluster).sort()).toEqual([3, 4]);
  cluster.client.patch(resources.deployments, key, {
    spec: { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 2 } } },
  });
  cluster.advance(5);
  expect(sizes(cluster)).toEqual([3, 3]);
  cluster.client.patch(resources.deployments, key, { spec: { replicas: 8 } });
  cluster.advance(5);
  expect(sizes(cluster).sort()).toEqual([3, 5]);
});

test("paused: no new ReplicaSet; Recreate: the old pods first", () => {
  const cluster = clusterUnderTest();
  deploy(cluster, 2, { strategy: { type: "Recreate" } });
  cluster.advance(5);
  cluster.client.patch(resources.deployments, key, { spec: { paused: true } });
  setImage(cluster, "nginx:1.26");
  cluster.advance(3);
  expect(sizes(cluster)).toEqual([2]);
  const paused = cluster.client.get<Deployment>(resources.deployments, key).status;
  expect(paused.updatedReplicas).toBeUndefined();
  expect(paused.conditions?.find(({ type }) => type === "Progressing")).toMatchObject({
    status: "Unknown",
    reason: "DeploymentPaused",
  });
  cluster.client.patch(resources.deployments, key, { spec: { paused: null } });
  cluster.advance(0.3);
  expect(sizes(cluster)).toEqual([0]);
  cluster.advance(5);
  expect(sizes(cluster).sort()).toEqual([0, 2]);
});

test("deleting the Deployment takes its ReplicaSet and pods with it; orphaning leaves them", () => {
  const cluster = clusterUnderTest();
  deploy(cluster, 2);
  cluster.advance(5);
  cluster.client.delete(resources.deployments, key, { propagationPolicy: "Orphan" });
  cluster.advance(3);
  expect(cluster.pods()).toHaveLength(2);
  deploy(cluster, 2);
  cluster.advance(5);
  expect(cluster.pods()).toHaveLength(2);
  cluster.client.delete(resources.deployments, key);
  cluster.advance(3);
  expect(cluster.pods()).toHaveLength(0);
  expect(sizes(cluster)).toEqual([]);
});

test("a Service's endpoints follow its pods, and the components may stop and start again", () => {
  const cluster = clusterUnderTest();
  cluster.client.create<Service>(resources.services, {
    apiVersion: "v1",
    kind: "Service",
    metadata: key,
    spec: { selector: { app: "web" }, ports: [{ port: 80, protocol: "TCP" }] },
  });
  deploy(cluster, 150);
  cluster.advance(10);
  const endpoints = () => cluster.client.get<Endpoints>(resources.endpoints, key).subsets?.[0]?.addresses?.length;
  const slices = () =>
    cluster.client
      .list<EndpointSlice>(resources.endpointslices, "default")
      .items.filter(({ metadata }) => metadata.name.startsWith("web-"))
      .map((slice) => slice.endpoints.length);
  expect(endpoints()).toBe(150);
  expect(slices().sort()).toEqual([100, 50]);
  cluster.manager.stop();
  cluster.client.patch(resources.deployments, key, { spec: { replicas: 2 } });
  cluster.advance(10);
  expect(cluster.pods()).toHaveLength(150);
  cluster.manager.start();
  cluster.advance(10);
  expect(cluster.pods()).toHaveLength(2);
  expect(endpoints()).toBe(2);
  cluster.client.patch(resources.services, key, { spec: { selector: { app: "nobody" } } });
  cluster.advance(1);
  expect(endpoints()).toBeUndefined();
});

test("a thousand pods of one Deployment", () => {
  const cluster = clusterUnderTest({ nodes: Array.from({ length: 12 }, (_, i) => `n${i}`) });
  // Processor time: what else the machine does is not the cluster's fault.
  const before = process.cpuUsage();
  deploy(cluster, 1000);
  cluster.advance(30);
  expect(cluster.client.get<Deployment>(resources.deployments, key).status.availableReplicas).toBe(1000);
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(25_000);
});
