// Pods that take more disk than they may, and a node that runs short of it.

import { expect, test } from "vitest";
import { resources } from "../../../src/cluster/client/resources.ts";
import { nodeUnderTest } from "./node-under-test.ts";

const fill = (path: string, count: number) => ["sh", "-c", `dd if=/dev/zero of=${path} bs=1M count=${count}; sleep 1d`];
const box = { name: "c", image: "busybox" };
const limited = (size: string) => ({ resources: { limits: { "ephemeral-storage": size } } });
const cache = { volumeMounts: [{ name: "cache", mountPath: "/cache" }] };
const idle = { name: "d", image: "busybox", command: ["sleep", "1d"] };

test.each([
  {
    why: "its own layer",
    spec: { containers: [{ ...box, command: fill("/big", 30), ...limited("20Mi") }] },
    message: "Pod ephemeral local storage usage exceeds the total limit of containers 20Mi. ",
  },
  {
    why: "an emptyDir with a size",
    spec: {
      containers: [{ ...box, command: fill("/cache/big", 30), ...cache }],
      volumes: [{ name: "cache", emptyDir: { sizeLimit: "10Mi" } }],
    },
    message: 'Usage of EmptyDir volume "cache" exceeds the limit "10Mi". ',
  },
  {
    why: "an emptyDir that counts for all containers",
    spec: {
      containers: [
        { ...box, command: fill("/cache/big", 30), ...cache, ...limited("10Mi") },
        { ...idle, ...limited("5Mi") },
      ],
      volumes: [{ name: "cache", emptyDir: {} }],
    },
    message: "Pod ephemeral local storage usage exceeds the total limit of containers 15Mi. ",
  },
  {
    why: "one container of two",
    spec: {
      containers: [
        { ...box, command: fill("/big", 30), ...limited("10Mi") },
        { ...idle, ...limited("50Mi") },
      ],
    },
    message: 'Container c exceeded its local ephemeral storage limit "10Mi". ',
  },
])("a pod goes that fills $why", ({ spec, message }) => {
  const cluster = nodeUnderTest();
  cluster.create("greedy", spec);
  cluster.create("modest", { containers: [{ ...box, command: fill("/big", 9), ...limited("10Mi") }] });
  cluster.advance(60);
  const { status } = cluster.get("greedy");
  expect(status).toMatchObject({ phase: "Failed", reason: "Evicted", message });
  expect(status.conditions?.map(({ type }) => type)).not.toContain("DisruptionTarget");
  expect(cluster.events("greedy")).toContain(`Warning Evicted ${message}`);
  expect(cluster.line("modest")).toBe("1/1 Running 0");
});

test("a node whose disk is full says so, ends who fills it, takes nobody in, and recovers", () => {
  const cluster = nodeUnderTest();
  const pressure = () =>
    cluster.client
      .list<never>(resources.nodes)
      .items.flatMap(({ status }: { status: { conditions: { type: string; status: string; reason: string }[] } }) =>
        status.conditions.filter(({ type }) => type === "DiskPressure").map((one) => `${one.status} ${one.reason}`),
      );
  cluster.create("filler", { containers: [{ ...box, command: fill("/big", 76_000) }] });
  cluster.create("quiet", { containers: [idle] });
  cluster.advance(150);
  expect(pressure()).toEqual(["True KubeletHasDiskPressure"]);
  const { status } = cluster.get("filler");
  expect(status).toMatchObject({ phase: "Failed", reason: "Evicted" });
  expect(status.message).toMatch(
    /^The node was low on resource: ephemeral-storage\. Threshold quantity: \d+\w*, available: \d+Ki\. Container c was using \d+\w*, request is 0, has larger consumption of ephemeral-storage\. $/,
  );
  expect(status.conditions).toContainEqual(
    expect.objectContaining({ type: "DisruptionTarget", reason: "TerminationByKubelet" }),
  );
  expect(cluster.line("quiet")).toBe("1/1 Running 0");
  cluster.create("late", { containers: [idle] });
  cluster.advance(5);
  expect(cluster.line("late")).toBe("0/1 Evicted 0");
  expect(cluster.get("late").status.message).toBe("Pod was rejected: The node had condition: [DiskPressure]. ");
  cluster.delete("filler");
  cluster.advance(400);
  expect(pressure()).toEqual(["False KubeletHasNoDiskPressure"]);
  expect(cluster.events("worker-1").map((event) => event.split(" ")[1])).toEqual(
    expect.arrayContaining(["NodeHasDiskPressure", "EvictionThresholdMet", "NodeHasNoDiskPressure"]),
  );
});
