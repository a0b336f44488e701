// Pods whose containers get other resources while they run.

import { describe, expect, it, test } from "vitest";
import type { Container, Pod } from "../../../src/api/types.ts";
import { resources } from "../../../src/cluster/client/resources.ts";
import { requirementsInForce, resizeOf, runtimeResources } from "../../../src/cluster/kubelet/container-resources.ts";
import { nodeUnderTest } from "./node-under-test.ts";

type Amounts = Readonly<Record<string, string>>;
interface Requirements {
  readonly requests?: Amounts;
  readonly limits?: Amounts;
}

const small: Requirements = {
  requests: { cpu: "100m", memory: "64Mi" },
  limits: { cpu: "200m", memory: "128Mi" },
};
const restartForMemory = { resizePolicy: [{ resourceName: "memory", restartPolicy: "RestartContainer" }] };
const busy = ["sh", "-c", "trap 'exit 0' TERM; while true; do :; done"];

function started(more: object = {}) {
  const cluster = nodeUnderTest();
  cluster.create("web", { containers: [{ name: "c", image: "busybox", command: busy, resources: small, ...more }] });
  cluster.advance(5);
  const key = { namespace: "default", name: "web" };
  return {
    ...cluster,
    resize: (requirements: Requirements) =>
      cluster.client.patch(resources.pods, key, { spec: specWith(cluster.get("web"), requirements) }, "resize"),
    /** What its only container is shown to have, and the conditions about its resizing. */
    shown: () => {
      const { containerStatuses = [], conditions = [] } = cluster.get("web").status;
      return {
        has: containerStatuses[0]?.resources,
        given: containerStatuses[0]?.allocatedResources,
        resizing: conditions
          .filter(({ type }) => type.startsWith("PodResize"))
          .map(({ type, reason }) => [type, reason]),
      };
    },
    cgroup: (file: string) => cluster.exec("web", "c", "cat", `/sys/fs/cgroup/${file}`),
  };
}

function specWith({ spec }: Pod, { requests, limits }: Requirements): object {
  const [container] = spec.containers;
  const before = container?.resources ?? {};
  const after = { requests: { ...before.requests, ...requests }, limits: { ...before.limits, ...limits } };
  return { containers: [{ ...container, resources: after }] };
}

describe("a resize that the node has room for", () => {
  it("reaches the running container, which does not restart", () => {
    const pod = started();
    pod.resize({ requests: { cpu: "300m" }, limits: { cpu: "500m", memory: "256Mi" } });
    pod.advance(3);
    expect(pod.shown()).toEqual({
      has: { requests: { cpu: "300m", memory: "64Mi" }, limits: { cpu: "500m", memory: "256Mi" } },
      given: { cpu: "300m", memory: "64Mi" },
      resizing: [],
    });
    expect(pod.line("web")).toBe("1/1 Running 0");
    expect([pod.cgroup("cpu.max"), pod.cgroup("memory.max")]).toEqual(["50000 100000\n[0]", "268435456\n[0]"]);
  });

  it("is under way until the kubelet has seen it done", () => {
    const pod = started();
    const seen = new Set<string>();
    pod.resize({ limits: { cpu: "500m" } });
    for (let ms = 0; ms < 3000; ms += 10) {
      pod.advance(0.01);
      const { has, resizing } = pod.shown();
      seen.add(`${has?.limits?.cpu} ${resizing.join()}`);
    }
    expect([...seen]).toEqual(["200m PodResizeInProgress,", "500m "]);
  });

  it("lets the programs use what they are given", () => {
    const pod = started();
    const used = (seconds: number) => {
      const sum = () => pod.runtime.containersOf(pod.get("web").metadata.uid)[0]?.usage().cpuMs ?? 0;
      const before = sum();
      pod.advance(seconds);
      return Math.round((sum() - before) / seconds / 10) / 100;
    };
    expect(used(20)).toBe(0.2);
    pod.resize({ requests: { cpu: "100m" }, limits: { cpu: "600m" } });
    pod.advance(3);
    expect(used(20)).toBe(0.6);
  });

  it("restarts the container where its policy says so", () => {
    const pod = started(restartForMemory);
    pod.resize({ limits: { memory: "100Mi" } });
    pod.advance(5);
    expect(pod.line("web")).toContain("1/1 Running 1");
    expect(pod.events("web").join("\n")).toContain("Normal Killing Container c resize requires restart");
    expect(pod.cgroup("memory.max")).toBe("104857600\n[0]");
    pod.resize({ limits: { cpu: "300m" } });
    pod.advance(5);
    expect(pod.line("web")).toContain("1/1 Running 1");
  });
});

test("a list of containers that leaves out their policy would change more than resources", () => {
  const pod = started(restartForMemory);
  const spec = { containers: [{ name: "c", resources: small }] };
  const key = { namespace: "default", name: "web" };
  expect(() => pod.client.patch(resources.pods, key, { spec }, "resize")).toThrow(
    "only cpu and memory resources are mutable",
  );
});

describe("a resize that the node has no room for", () => {
  it("is infeasible where the node could never do it, and changes nothing", () => {
    const pod = started();
    pod.resize({ requests: { cpu: "3" }, limits: { cpu: "3" } });
    pod.advance(3);
    expect(pod.shown()).toEqual({ has: small, given: small.requests, resizing: [["PodResizePending", "Infeasible"]] });
    expect(pod.get("web").status.conditions?.find(({ type }) => type === "PodResizePending")?.message).toBe(
      "Node didn't have enough capacity: cpu, requested: 3000, capacity: 2000",
    );
    pod.resize({ requests: { cpu: "150m" }, limits: { cpu: "200m" } });
    pod.advance(3);
    expect(pod.shown()).toMatchObject({ given: { cpu: "150m" }, resizing: [] });
  });

  it("waits until others leave", () => {
    const pod = started();
    pod.create("other", {
      containers: [{ name: "o", image: "busybox", command: busy, resources: { requests: { cpu: "1500m" } } }],
    });
    pod.advance(5);
    pod.resize({ requests: { cpu: "600m" }, limits: { cpu: "600m" } });
    pod.advance(3);
    expect(pod.shown().resizing).toEqual([["PodResizePending", "Deferred"]]);
    expect(pod.get("web").status.conditions?.find(({ type }) => type === "PodResizePending")?.message).toBe(
      "Node didn't have enough resource: cpu, requested: 600, used: 1500, capacity: 2000",
    );
    // A kubelet that was away has not forgotten what it gave.
    pod.kubelet.stop();
    pod.kubelet.start();
    pod.advance(3);
    expect(pod.shown()).toMatchObject({ has: small, resizing: [["PodResizePending", "Deferred"]] });
    pod.delete("other");
    pod.advance(95);
    expect(pod.shown()).toMatchObject({ has: { limits: { cpu: "600m" } }, resizing: [] });
  });
});

const container = (resources: object, more: object = {}) => ({ name: "c", resources, ...more }) as Container;

test.each<[string, object, object, object, string]>([
  ["nothing", small, small, {}, "none"],
  ["another spelling", small, { ...small, limits: { cpu: "0.2", memory: "128Mi" } }, {}, "none"],
  ["processor time", small, { ...small, limits: { cpu: "1", memory: "128Mi" } }, restartForMemory, "in place"],
  ["a request for memory", small, { ...small, requests: { cpu: "100m", memory: "65Mi" } }, {}, "in place"],
  [
    "a request for memory, by policy",
    small,
    { ...small, requests: { cpu: "100m", memory: "65Mi" } },
    restartForMemory,
    "by restart",
  ],
])("what a change of %s takes", (_, before, after, more, expected) => {
  expect(resizeOf(container(after, more), runtimeResources(container(before)))).toBe(expected);
});

test.each<[string, Requirements, Requirements, Requirements]>([
  ["the same", small, small, small],
  ["limits that are still to come", { limits: { cpu: "1" } }, { limits: { cpu: "500m" } }, { limits: { cpu: "500m" } }],
  [
    "memory in bytes",
    { limits: { memory: "200M" } },
    { limits: { memory: "200M" } },
    { limits: { memory: "200000000" } },
  ],
  ["less than a quota can say", { limits: { cpu: "5m" } }, { limits: { cpu: "5m" } }, { limits: { cpu: "5m" } }],
  ["nothing of either", {}, {}, {}],
])("a running container is shown to have: %s", (_, given, actual, expected) => {
  expect(requirementsInForce(given, runtimeResources(container(actual)))).toEqual(expected);
});
