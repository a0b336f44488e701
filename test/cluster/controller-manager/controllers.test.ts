import { expect, test } from "vitest";
import type {
  ConfigMap,
  DaemonSet,
  HorizontalPodAutoscaler,
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  ResourceQuota,
  ServiceAccount,
  StatefulSet,
  StorageClass,
} from "../../../src/api/types.ts";
import { resources } from "../../../src/cluster/client/resources.ts";
import { enabledControllers } from "../../../src/cluster/controller-manager/controller-manager.ts";
import { secondsToStay } from "../../../src/cluster/controller-manager/node-lifecycle/taint-eviction.ts";
import { clusterUnderTest, template } from "../cluster-under-test.ts";

type Cluster = ReturnType<typeof clusterUnderTest>;
const key = (name: string) => ({ namespace: "default", name });

function pod(cluster: Cluster, name: string, spec: object = {}, labels: Record<string, string> = {}): void {
  const body = { ...template(labels, spec), metadata: { ...key(name), labels } };
  cluster.client.create<Pod>(resources.pods, { apiVersion: "v1", kind: "Pod", ...body } as never);
}

function statefulSet(cluster: Cluster, replicas: number, spec: object = {}): void {
  cluster.client.create<StatefulSet>(resources.statefulsets, {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: key("db"),
    spec: {
      replicas,
      serviceName: "db",
      selector: { matchLabels: { app: "db" } },
      template: template({ app: "db" }),
      ...spec,
    },
  } as never);
}

test("a StatefulSet goes up in order, down in reverse, and is updated from the top", () => {
  const cluster = clusterUnderTest();
  statefulSet(cluster, 3);
  cluster.advance(1.5);
  expect(cluster.pods("db-").map(({ metadata }) => metadata.name)).toEqual(["db-0", "db-1"]);
  cluster.advance(4);
  expect(cluster.pods("db-")).toHaveLength(3);
  const [first] = cluster.pods("db-");
  expect(first?.spec).toMatchObject({ hostname: "db-0", subdomain: "db" });
  expect(first?.metadata.labels).toMatchObject({
    "apps.kubernetes.io/pod-index": "0",
    "statefulset.kubernetes.io/pod-name": "db-0",
  });
  cluster.client.patch(resources.statefulsets, key("db"), {
    spec: { template: { spec: { containers: [{ name: "c", image: "nginx:1.26" }] } } },
  });
  cluster.advance(1);
  expect(cluster.pods("db-").map((each) => each.spec.containers[0]?.image)).toEqual([
    "nginx:1.25",
    "nginx:1.25",
    "nginx:1.26",
  ]);
  cluster.advance(10);
  const { status } = cluster.client.get<StatefulSet>(resources.statefulsets, key("db"));
  expect(status).toMatchObject({
    replicas: 3,
    readyReplicas: 3,
    currentReplicas: 3,
    updatedReplicas: 3,
    availableReplicas: 3,
  });
  expect(status.currentRevision).toBe(status.updateRevision);
  cluster.client.patch(resources.statefulsets, key("db"), { spec: { replicas: 1 } });
  cluster.advance(0.3);
  const leaving = cluster.pods("db-").filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
  expect(leaving.map(({ metadata }) => metadata.name)).toEqual(["db-2"]);
  cluster.advance(3);
  expect(cluster.pods("db-")).toHaveLength(1);
  expect(cluster.events("SuccessfulDelete")).toContain("delete Pod db-1 in StatefulSet db successful");
});

test("claims wait for a class, are provisioned where the pod goes, and are protected while used", () => {
  const cluster = clusterUnderTest({ provisioner: "local" });
  const claim = {
    metadata: { name: "data" },
    spec: { accessModes: ["ReadWriteOnce"], storageClassName: "fast", resources: { requests: { storage: "1Gi" } } },
  };
  statefulSet(cluster, 1, { volumeClaimTemplates: [claim] });
  cluster.advance(1);
  expect(cluster.events("SuccessfulCreate")).toContain("create Claim data-db-0 Pod db-0 in StatefulSet db success");
  expect(cluster.events("ProvisioningFailed")).toEqual(['storageclass.storage.k8s.io "fast" not found']);
  expect(cluster.events("FailedScheduling")[0]).toContain(
    "0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/2 nodes",
  );
  cluster.client.create<StorageClass>(resources.storageclasses, {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "fast" },
    provisioner: "local",
    reclaimPolicy: "Delete",
    volumeBindingMode: "WaitForFirstConsumer",
  });
  cluster.advance(20);
  const bound = cluster.client.get<PersistentVolumeClaim>(resources.persistentvolumeclaims, key("data-db-0"));
  expect(bound.status).toMatchObject({ phase: "Bound", capacity: { storage: "1Gi" } });
  expect(cluster.pods("db-")[0]?.spec.nodeName).toBe(
    bound.metadata.annotations?.["volume.kubernetes.io/selected-node"],
  );
  cluster.client.delete(resources.persistentvolumeclaims, key("data-db-0"));
  cluster.advance(2);
  expect(
    cluster.client.get<PersistentVolumeClaim>(resources.persistentvolumeclaims, key("data-db-0")).metadata.finalizers,
  ).toEqual(["kubernetes.io/pvc-protection"]);
  cluster.client.delete(resources.statefulsets, key("db"));
  cluster.advance(6);
  expect(cluster.client.find(resources.persistentvolumeclaims, key("data-db-0"))).toBeUndefined();
  expect(cluster.client.list(resources.persistentvolumes).items).toEqual([]);
});

test("a volume is bound, released, and not bound again", () => {
  const cluster = clusterUnderTest();
  const spec = { storageClassName: "manual", accessModes: ["ReadWriteOnce"] };
  cluster.client.create<PersistentVolume>(resources.persistentvolumes, {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: "v" },
    spec: {
      ...spec,
      capacity: { storage: "2Gi" },
      persistentVolumeReclaimPolicy: "Retain",
      hostPath: { path: "/tmp/v" },
    },
  });
  const phase = () => cluster.client.get<PersistentVolume>(resources.persistentvolumes, { name: "v" }).status.phase;
  const claim = () =>
    cluster.client.create<PersistentVolumeClaim>(resources.persistentvolumeclaims, {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: key("c"),
      spec: { ...spec, resources: { requests: { storage: "1Gi" } } },
    });
  cluster.advance(1);
  expect(phase()).toBe("Available");
  claim();
  cluster.advance(1);
  expect(phase()).toBe("Bound");
  expect(cluster.client.get<PersistentVolumeClaim>(resources.persistentvolumeclaims, key("c")).status.phase).toBe(
    "Bound",
  );
  cluster.client.delete(resources.persistentvolumeclaims, key("c"));
  cluster.advance(1);
  expect(phase()).toBe("Released");
  claim();
  cluster.advance(20);
  expect(cluster.client.get<PersistentVolumeClaim>(resources.persistentvolumeclaims, key("c")).status.phase).toBe(
    "Pending",
  );
});

test("a volume that was kept goes to no namesake of its claim, when the scheduler chooses either", () => {
  const cluster = clusterUnderTest({ nodes: ["one"], provisioner: "local" });
  cluster.client.create<StorageClass>(resources.storageclasses, {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "kept" },
    provisioner: "local",
    reclaimPolicy: "Retain",
    volumeBindingMode: "WaitForFirstConsumer",
  });
  const rent = () => {
    cluster.client.create<PersistentVolumeClaim>(resources.persistentvolumeclaims, {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: key("c"),
      spec: { storageClassName: "kept", accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    });
    cluster.client.create<Pod>(resources.pods, {
      apiVersion: "v1",
      kind: "Pod",
      metadata: key("tenant"),
      spec: {
        containers: [{ name: "c", image: "nginx" }],
        volumes: [{ name: "v", persistentVolumeClaim: { claimName: "c" } }],
      },
    });
    cluster.advance(20);
    return cluster.client.get<PersistentVolumeClaim>(resources.persistentvolumeclaims, key("c")).spec.volumeName;
  };
  const first = rent();
  expect(first).toBeDefined();
  cluster.client.delete(resources.pods, key("tenant"));
  cluster.client.delete(resources.persistentvolumeclaims, key("c"));
  cluster.advance(40);
  const second = rent();
  expect(second).toBeDefined();
  expect(second).not.toBe(first);
});

test("a DaemonSet runs on every node that its template allows, new ones too", () => {
  const cluster = clusterUnderTest();
  cluster.client.create<DaemonSet>(resources.daemonsets, {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: key("agent"),
    spec: { selector: { matchLabels: { app: "agent" } }, template: template({ app: "agent" }) },
  } as never);
  cluster.advance(3);
  expect(
    cluster
      .pods("agent-")
      .map((each) => each.spec.nodeName)
      .sort(),
  ).toEqual(["one", "two"]);
  cluster.addNode("three");
  cluster.addNode("control", [{ key: "control", effect: "NoSchedule" }]);
  cluster.advance(3);
  const { status } = cluster.client.get<DaemonSet>(resources.daemonsets, key("agent"));
  expect(status).toMatchObject({
    desiredNumberScheduled: 3,
    currentNumberScheduled: 3,
    numberReady: 3,
    numberAvailable: 3,
    updatedNumberScheduled: 3,
  });
  cluster.client.patch(resources.daemonsets, key("agent"), {
    spec: { template: { spec: { containers: [{ name: "c", image: "nginx:1.26" }] } } },
  });
  cluster.advance(12);
  expect(cluster.pods("agent-").map((each) => each.spec.containers[0]?.image)).toEqual([
    "nginx:1.26",
    "nginx:1.26",
    "nginx:1.26",
  ]);
});

test("a silent node becomes unreachable after 50 s, and its pods leave 300 s later", () => {
  const cluster = clusterUnderTest();
  const seconds = 300;
  const tolerations = ["not-ready", "unreachable"].map((name) => ({
    key: `node.kubernetes.io/${name}`,
    operator: "Exists",
    effect: "NoExecute",
    tolerationSeconds: seconds,
  }));
  pod(cluster, "web", { nodeName: "two", tolerations });
  cluster.advance(5);
  cluster.silent.add("two");
  cluster.advance(65);
  const node = cluster.client.get<Node>(resources.nodes, { name: "two" });
  expect(node.spec.taints?.map(({ key: name, effect }) => `${name}:${effect}`)).toEqual([
    "node.kubernetes.io/unreachable:NoSchedule",
    "node.kubernetes.io/unreachable:NoExecute",
  ]);
  expect(
    node.status.conditions?.every(({ status, reason }) => status === "Unknown" && reason === "NodeStatusUnknown"),
  ).toBe(true);
  expect(cluster.events("NodeNotReady").sort()).toEqual(["Node is not ready", "Node two status is now: NodeNotReady"]);
  expect(
    cluster.client.get<Pod>(resources.pods, key("web")).status.conditions?.find(({ type }) => type === "Ready")?.status,
  ).toBe("False");
  cluster.advance(seconds);
  expect(cluster.client.find(resources.pods, key("web"))).toBeUndefined();
  expect(cluster.events("TaintManagerEviction")).toEqual(["Marking for deletion Pod default/web"]);
});

test("pods of an unreachable node wait for its kubelet, unless an administrator says that it is out of service", () => {
  const cluster = clusterUnderTest({ kubelet: false });
  for (const name of ["web", "other"]) pod(cluster, name, { nodeName: name === "web" ? "two" : "one" });
  for (const name of ["one", "two"]) {
    cluster.client.patch(
      resources.nodes,
      { name },
      {
        spec: { taints: [{ key: "node.kubernetes.io/out-of-service", value: "nodeshutdown", effect: "NoExecute" }] },
      },
    );
  }
  cluster.silent.add("two");
  cluster.advance(30);
  expect(cluster.pods().map(({ metadata }) => [metadata.name, metadata.deletionTimestamp !== undefined])).toEqual([
    ["other", true],
    ["web", true],
  ]);
  cluster.advance(60);
  expect(cluster.pods().map(({ metadata }) => metadata.name)).toEqual(["other"]);
});

test("NoExecute: tolerations decide how long a pod stays", () => {
  const taint = { key: "k", value: "v", effect: "NoExecute" };
  const withTolerations = (...tolerations: object[]) => ({ spec: { tolerations } }) as unknown as Pod;
  expect(secondsToStay(withTolerations(), [])).toBe(Number.POSITIVE_INFINITY);
  expect(secondsToStay(withTolerations(), [taint])).toBe(0);
  expect(secondsToStay(withTolerations({ key: "k", operator: "Exists" }), [taint])).toBe(Number.POSITIVE_INFINITY);
  expect(
    secondsToStay(
      withTolerations({ operator: "Exists", tolerationSeconds: 10 }, { key: "k", value: "v", tolerationSeconds: 30 }),
      [taint],
    ),
  ).toBe(10);
});

test("namespaces are furnished, emptied, and go once nothing holds them", () => {
  const cluster = clusterUnderTest();
  cluster.client.create<Namespace>(resources.namespaces, {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "team" },
    spec: { finalizers: ["kubernetes"] },
  });
  cluster.advance(1);
  expect(
    cluster.client.find<ServiceAccount>(resources.serviceaccounts, { namespace: "team", name: "default" }),
  ).toBeDefined();
  expect(
    cluster.client.get<ConfigMap>(resources.configmaps, { namespace: "team", name: "kube-root-ca.crt" }).data,
  ).toEqual({ "ca.crt": "PEM" });
  cluster.client.create<ConfigMap>(resources.configmaps, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { namespace: "team", name: "hold", finalizers: ["example.com/hold"] },
  });
  cluster.client.delete(resources.namespaces, { name: "team" });
  cluster.advance(8);
  const { conditions } = cluster.client.get<Namespace>(resources.namespaces, { name: "team" }).status;
  expect(conditions?.map(({ type, status, message }) => `${type}=${status} ${message}`).slice(3)).toEqual([
    "NamespaceContentRemaining=True Some resources are remaining: configmaps. has 1 resource instances",
    "NamespaceFinalizersRemaining=True Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances",
  ]);
  cluster.client.patch(resources.configmaps, { namespace: "team", name: "hold" }, { metadata: { finalizers: null } });
  cluster.advance(12);
  expect(cluster.client.find(resources.namespaces, { name: "team" })).toBeUndefined();
});

test("the garbage collector takes what has no owner left, and waits in the foreground", () => {
  const cluster = clusterUnderTest();
  const configMap = (name: string, metadata: object = {}) =>
    cluster.client.create<ConfigMap>(resources.configmaps, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { ...key(name), ...metadata },
    });
  const owner = configMap("owner");
  const reference = {
    apiVersion: "v1",
    kind: "ConfigMap",
    name: "owner",
    uid: owner.metadata.uid,
    blockOwnerDeletion: true,
  };
  configMap("child", { ownerReferences: [reference], finalizers: ["example.com/hold"] });
  configMap("lost", { ownerReferences: [{ ...reference, uid: "none" }] });
  cluster.advance(4);
  expect(cluster.client.find(resources.configmaps, key("lost"))).toBeUndefined();
  cluster.client.delete(resources.configmaps, key("owner"), { propagationPolicy: "Foreground" });
  cluster.advance(2);
  expect(cluster.client.find(resources.configmaps, key("owner"))).toBeDefined();
  cluster.client.patch(resources.configmaps, key("child"), { metadata: { finalizers: null } });
  cluster.advance(2);
  expect(cluster.client.find(resources.configmaps, key("owner"))).toBeUndefined();
});

test("quotas count, budgets allow, an autoscaler without metrics says so", () => {
  const cluster = clusterUnderTest();
  const requests = { cpu: "100m", memory: "64Mi" };
  pod(
    cluster,
    "a",
    { containers: [{ name: "c", image: "nginx", resources: { requests, limits: { memory: "64Mi" } } }] },
    { app: "a" },
  );
  cluster.client.create<ResourceQuota>(resources.resourcequotas, {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: key("q"),
    spec: {
      hard: {
        pods: "2",
        "requests.cpu": "300m",
        "limits.memory": "256Mi",
        configmaps: "2",
        "count/deployments.apps": "1",
      },
    },
  });
  const budget = (name: string, spec: object) =>
    cluster.client.create<PodDisruptionBudget>(resources.poddisruptionbudgets, {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: key(name),
      spec,
    } as never);
  budget("solo", { minAvailable: 1, selector: { matchLabels: { app: "a" } } });
  budget("empty", { selector: {} });
  budget("none", { minAvailable: 1, selector: { matchLabels: { app: "none" } } });
  statefulSet(cluster, 3, { podManagementPolicy: "Parallel" });
  budget("half", { maxUnavailable: "50%", selector: { matchLabels: { app: "db" } } });
  cluster.client.create<HorizontalPodAutoscaler>(resources.horizontalpodautoscalers, {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: key("db"),
    spec: {
      minReplicas: 1,
      maxReplicas: 5,
      scaleTargetRef: { apiVersion: "apps/v1", kind: "StatefulSet", name: "ghost" },
    },
  });
  cluster.advance(20);
  const used = cluster.client.get<ResourceQuota>(resources.resourcequotas, key("q")).status.used;
  expect(used).toMatchObject({
    "count/deployments.apps": "0",
    configmaps: "1",
    "limits.memory": "64Mi",
    "requests.cpu": "100m",
  });
  const status = (name: string) => {
    const { expectedPods, currentHealthy, desiredHealthy, disruptionsAllowed, conditions } =
      cluster.client.get<PodDisruptionBudget>(resources.poddisruptionbudgets, key(name)).status;
    return [expectedPods, currentHealthy, desiredHealthy, disruptionsAllowed, conditions?.[0]?.reason];
  };
  expect(status("solo")).toEqual([1, 1, 1, 0, "InsufficientPods"]);
  expect(status("none")).toEqual([0, 0, 1, 0, "InsufficientPods"]);
  expect(status("empty")).toEqual([0, 1, 0, 0, "InsufficientPods"]);
  expect(cluster.events("FailedGetScale")[0]).toContain('"ghost" not found');
});

test("controllers are chosen as --controllers does", () => {
  const all = ["a", "b", "c"] as const;
  expect(enabledControllers(all, ["*"])).toEqual(["a", "b", "c"]);
  expect(enabledControllers(all, ["*", "-b"])).toEqual(["a", "c"]);
  expect(enabledControllers(all, ["b"])).toEqual(["b"]);
  expect(() => enabledControllers(all, ["x"])).toThrow('"x" is not in the list of known controllers: a, b, c');
});
