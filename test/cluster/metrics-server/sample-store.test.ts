import { expect, it } from "vitest";
import { SampleStore } from "../../../src/cluster/metrics-server/sample-store.ts";

const container = (at: number, startedAt: number, cpuMs: number) => ({
  name: "main",
  at,
  startedAt,
  cpuMs,
  memoryBytes: 4096,
});
const usage = (at: number, startedAt: number, cpuMs: number) => ({
  node: { at, startedAt: 0, cpuMs: at / 2, memoryBytes: 8192 },
  pods: [{ namespace: "default", name: "web", containers: [container(at, startedAt, cpuMs)] }],
});

it.each([
  ["too young", [[20_000, 12_000, 400]], undefined],
  ["young, and so measured from its start", [[20_000, 8_000, 1200]], { nanocores: 100_000_000, windowMs: 12_000 }],
  ["seen once only", [[60_000, 1000, 9000]], undefined],
  [
    "seen twice",
    [
      [60_000, 1000, 9000],
      [75_000, 1000, 12_000],
    ],
    { nanocores: 200_000_000, windowMs: 15_000 },
  ],
  [
    "restarted",
    [
      [60_000, 1000, 9000],
      [75_000, 70_000, 500],
    ],
    undefined,
  ],
] as const)("a container %s", (_, samples, expected) => {
  const store = new SampleStore(15_000);
  for (const [at, startedAt, cpuMs] of samples) store.add("one", usage(at, startedAt, cpuMs));
  const found = store.ofPod("default", "web")?.get("main");
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toMatchObject(expected);
});

it("of a node needs two samples, and a kubelet that answers", () => {
  const store = new SampleStore(15_000);
  store.add("one", usage(60_000, 0, 0));
  expect(store.isReady).toBe(false);
  store.add("one", usage(75_000, 0, 0));
  expect(store.ofNode("one")).toEqual({ nanocores: 500_000_000, memoryBytes: 8192, at: 75_000, windowMs: 15_000 });
  store.add("one", undefined);
  expect(store.ofNode("one")).toBeUndefined();
});
