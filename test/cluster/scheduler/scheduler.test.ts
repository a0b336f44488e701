import { expect, test } from "vitest";
import type {
  CoreEvent,
  PersistentVolumeClaim,
  Pod,
  PodSpec,
  PriorityClass,
  StorageClass,
} from "../../../src/api/types.ts";
import { resources } from "../../../src/cluster/client/resources.ts";
import { clusterUnderTest } from "../cluster-under-test.ts";

type Cluster = ReturnType<typeof clusterUnderTest>;

function threeNodes(): Cluster {
  const cluster = clusterUnderTest();
  cluster.addNode("control-plane", [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }]);
  return cluster;
}

function run(cluster: Cluster, name: string, spec: Partial<PodSpec> = {}, labels: Record<string, string> = {}): void {
  cluster.client.create<Pod>(resources.pods, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default", labels },
    spec: { containers: [{ name: "c", image: "nginx" }], ...spec },
  });
}

const asking = (requests: Record<string, string>): Partial<PodSpec> => ({
  containers: [{ name: "c", image: "nginx", resources: { requests } }],
});
const get = (cluster: Cluster, name: string) => cluster.client.get<Pod>(resources.pods, { namespace: "default", name });
const message = (cluster: Cluster, name: string) =>
  get(cluster, name).status.conditions?.find(({ type }) => type === "PodScheduled")?.message;

const TAINT = "1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }";
const SOME_VICTIMS =
  "preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.";
const UNHELPFUL = "preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.";
const antiAffinity = {
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app: "x" } } },
    ],
  },
};
const affinity = {
  podAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app: "cache" } } },
    ],
  },
};
/** As a DaemonSet names the node of a pod. */
const pinnedTo = (...names: string[]): Partial<PodSpec> => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          { matchFields: names.map((name) => ({ key: "metadata.name", operator: "In", values: [name] })) },
        ],
      },
    },
  },
});
const spread = (topologyKey: string) => [
  { maxSkew: 1, topologyKey, whenUnsatisfiable: "DoNotSchedule", labelSelector: { matchLabels: { app: "x" } } },
];

test.each<[string, Partial<PodSpec>, string]>([
  ["cpu", asking({ cpu: "1000" }), `${TAINT}, 2 Insufficient cpu. ${SOME_VICTIMS}`],
  [
    "cpu and memory",
    asking({ cpu: "3", memory: "1Ti" }),
    `${TAINT}, 2 Insufficient cpu, 2 Insufficient memory. ${SOME_VICTIMS}`,
  ],
  [
    "selector",
    { nodeSelector: { disk: "ssd" } },
    `${TAINT}, 2 node(s) didn't match Pod's node affinity/selector. ${UNHELPFUL}`,
  ],
  [
    "mixed",
    { nodeSelector: { "kubernetes.io/hostname": "one" }, ...asking({ cpu: "3" }) },
    `1 Insufficient cpu, 1 node(s) didn't match Pod's node affinity/selector, ${TAINT}. preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.`,
  ],
  [
    "pinned",
    { ...pinnedTo("one"), ...asking({ cpu: "3" }) },
    "1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.",
  ],
  [
    "pinned to a node that is not there",
    pinnedTo("ghost"),
    `3 node(s) didn't satisfy plugin(s) [NodeAffinity]. ${UNHELPFUL}`,
  ],
  ["pinned to two nodes at once", pinnedTo("one", "two"), `pod affinity terms conflict. ${UNHELPFUL}`],
  [
    "claim",
    { volumes: [{ name: "v", persistentVolumeClaim: { claimName: "ghost" } }] },
    `persistentvolumeclaim "ghost" not found. ${UNHELPFUL}`,
  ],
  [
    "anti-affinity",
    { affinity: antiAffinity },
    `${TAINT}, 2 node(s) didn't match pod anti-affinity rules. ${SOME_VICTIMS}`,
  ],
  ["affinity", { affinity }, `${TAINT}, 2 node(s) didn't match pod affinity rules. ${UNHELPFUL}`],
  [
    "spread",
    { topologySpreadConstraints: spread("kubernetes.io/hostname") },
    `${TAINT}, 2 node(s) didn't match pod topology spread constraints. ${SOME_VICTIMS}`,
  ],
  [
    "zone",
    { topologySpreadConstraints: spread("zone") },
    `${TAINT}, 2 node(s) didn't match pod topology spread constraints (missing required label). ${UNHELPFUL}`,
  ],
])("a pod that fits nowhere says why: %s", (_, spec, expected) => {
  const cluster = threeNodes();
  for (const host of ["one", "two"])
    run(cluster, `other-${host}`, { nodeSelector: { "kubernetes.io/hostname": host } }, { app: "x" });
  cluster.advance(2);
  run(cluster, "web", spec, { app: "x" });
  cluster.advance(1);
  expect(message(cluster, "web")).toBe(`0/3 nodes are available: ${expected}`);
  expect(cluster.events("FailedScheduling")).toEqual([`0/3 nodes are available: ${expected}`]);
});

test("what helps wakes the pod: an uncordoned node, freed room, a pod to be near to", () => {
  const cluster = clusterUnderTest({ nodes: ["one"] });
  cluster.client.patch(resources.nodes, { name: "one" }, { spec: { unschedulable: true } });
  cluster.advance(1);
  run(cluster, "web", asking({ cpu: "2" }));
  cluster.advance(4);
  expect(message(cluster, "web")).toContain("1 node(s) were unschedulable");
  cluster.client.patch(resources.nodes, { name: "one" }, { spec: { unschedulable: null } });
  cluster.advance(3);
  expect(get(cluster, "web").spec.nodeName).toBe("one");
  const scheduled = cluster.client
    .list<CoreEvent>(resources.events, "default")
    .items.find(({ reason }) => reason === "Scheduled");
  expect(scheduled).toMatchObject({
    message: "Successfully assigned default/web to one",
    reportingComponent: "default-scheduler",
    action: "Binding",
    source: {},
  });
  expect(scheduled?.count).toBeUndefined();

  run(cluster, "next", asking({ cpu: "1" }));
  run(cluster, "near", { affinity });
  cluster.advance(3);
  expect(message(cluster, "next")).toContain("1 Insufficient cpu");
  cluster.client.delete(resources.pods, { namespace: "default", name: "web" });
  cluster.advance(12);
  expect(get(cluster, "next").spec.nodeName).toBe("one");
  run(cluster, "cache", {}, { app: "cache" });
  cluster.advance(12);
  expect(get(cluster, "near").spec.nodeName).toBe("one");
});

test("a more important pod takes the place of a less important one", () => {
  const cluster = clusterUnderTest({ nodes: ["one"] });
  for (const [name, value, preemptionPolicy] of [
    ["low", 10, "PreemptLowerPriority"],
    ["polite", 900, "Never"],
    ["high", 1000, "PreemptLowerPriority"],
  ] as const) {
    cluster.client.create<PriorityClass>(resources.priorityclasses, {
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata: { name },
      value,
      preemptionPolicy,
    });
  }
  run(cluster, "low", { ...asking({ cpu: "1500m" }), priorityClassName: "low" });
  cluster.advance(3);
  run(cluster, "polite", { ...asking({ cpu: "1500m" }), priorityClassName: "polite" });
  cluster.advance(2);
  expect(message(cluster, "polite")).toBe(
    "0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.",
  );
  run(cluster, "high", { ...asking({ cpu: "1500m" }), priorityClassName: "high" });
  cluster.advance(0.1);
  expect(get(cluster, "high").status.nominatedNodeName).toBe("one");
  expect(cluster.events("FailedScheduling")).toContain("0/1 nodes are available: 1 Insufficient cpu.");
  expect(cluster.events("Preempted")).toEqual([`Preempted by pod ${get(cluster, "high").metadata.uid} on node one`]);
  cluster.advance(5);
  expect(get(cluster, "high").spec.nodeName).toBe("one");
  expect(get(cluster, "polite").spec.nodeName).toBeUndefined();
});

test("no scheduler, no node; another scheduler's pod and a gated pod are left alone", () => {
  const cluster = clusterUnderTest();
  cluster.scheduler.stop();
  run(cluster, "web");
  run(cluster, "foreign", { schedulerName: "mine" });
  run(cluster, "gated", { schedulingGates: [{ name: "wait" }] });
  cluster.advance(5);
  expect(get(cluster, "web").spec.nodeName).toBeUndefined();
  cluster.scheduler.start();
  cluster.advance(1);
  expect(get(cluster, "web").spec.nodeName).toBeDefined();
  expect(get(cluster, "foreign").spec.nodeName).toBeUndefined();
  expect(get(cluster, "gated").spec.nodeName).toBeUndefined();
});

test("pods that share a claim all go where its volume is being made", () => {
  const cluster = clusterUnderTest({ provisioner: "local" });
  cluster.client.create<StorageClass>(resources.storageclasses, {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "slow" },
    provisioner: "local",
    volumeBindingMode: "WaitForFirstConsumer",
  });
  cluster.client.create<PersistentVolumeClaim>(resources.persistentvolumeclaims, {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "data", namespace: "default" },
    spec: { accessModes: ["ReadWriteOnce"], storageClassName: "slow", resources: { requests: { storage: "1Gi" } } },
  } as never);
  const volumes = [{ name: "v", persistentVolumeClaim: { claimName: "data" } }];
  for (const name of ["a", "b", "c", "d"]) run(cluster, name, { volumes });
  cluster.advance(10);
  const nodes = ["a", "b", "c", "d"].map((name) => get(cluster, name).spec.nodeName);
  expect(nodes[0]).toBeDefined();
  expect(new Set(nodes).size).toBe(1);
});
