import { describe, expect, it } from "vitest";
import { asksForLess, podQuantities, podRequests } from "../../src/api/pod-requests.ts";
import { formatQuantity } from "../../src/api/quantity.ts";
import type { Pod } from "../../src/api/types.ts";

const container = (cpu: string, more: object = {}) => ({
  name: "c",
  resources: { requests: { cpu }, limits: { cpu } },
  ...more,
});
const sidecar = (cpu: string) => container(cpu, { restartPolicy: "Always" });

describe("what a pod asks for", () => {
  it.each([
    ["containers together", { containers: [container("100m"), container("200m")] }, "300m", "300m"],
    ["the largest init container", { initContainers: [container("1")], containers: [container("200m")] }, "1", "1"],
    [
      "sidecars beside the containers",
      { initContainers: [sidecar("50m")], containers: [container("200m")] },
      "250m",
      "250m",
    ],
    [
      "an init container beside the sidecars before it only",
      { initContainers: [sidecar("100m"), container("1"), sidecar("400m")], containers: [container("200m")] },
      "1100m",
      "1100m",
    ],
    ["overhead on top", { containers: [container("100m")], overhead: { cpu: "10m", memory: "1Mi" } }, "110m", "110m"],
  ])("is %s", (_what, spec, requests, limits) => {
    const pod = { spec } as unknown as Pod;
    const text = (list: "requests" | "limits") => {
      const amount = podQuantities(pod, list).get("cpu");
      return amount === undefined ? undefined : formatQuantity(amount);
    };
    expect([text("requests"), text("limits")]).toEqual([requests, limits]);
    expect(podRequests(pod).get("cpu")).toBe(
      requests.endsWith("m") ? Number.parseInt(requests, 10) : 1000 * Number(requests),
    );
  });

  const list = (cpu: string) => ({ requests: { cpu }, limits: { cpu } });
  const resized = (asked: string, has: string, given: string, reason: string, generation = 2) =>
    ({
      metadata: { generation },
      spec: { containers: [container(asked)] },
      status: {
        containerStatuses: [{ name: "c", resources: list(has), allocatedResources: { cpu: given } }],
        conditions: [{ type: "PodResizePending", reason }],
      },
    }) as unknown as Pod;
  it.each([
    ["what it asks for", resized("3", "1", "1", "Deferred"), 3000],
    ["what it has", resized("1", "2", "1", ""), 2000],
    ["what it was given", resized("1", "1", "2", ""), 2000],
    ["not what no node of its kind has", resized("9", "1", "2", "Infeasible"), 2000],
    ["what it asks for, where nothing was changed", resized("1", "2", "2", "", 1), 1000],
  ])("is, while it is resized, %s", (_what, pod, expected) => {
    expect(podRequests(pod).get("cpu")).toBe(expected);
  });

  it("is less once the containers have less", () => {
    const before = resized("1", "2", "2", "");
    expect(asksForLess(resized("1", "1", "1", ""), before)).toBe(true);
    expect(asksForLess(resized("1", "2", "1", ""), before)).toBe(false);
  });

  it("adds no overhead to a limit that nobody set", () => {
    const pod = { spec: { containers: [container("1")], overhead: { memory: "1Mi" } } } as unknown as Pod;
    expect([podQuantities(pod, "requests").has("memory"), podQuantities(pod, "limits").has("memory")]).toEqual([
      true,
      false,
    ]);
  });
});
