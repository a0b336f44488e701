import { expect, test } from "vitest";
import type { Pod } from "../../../src/api/types.ts";
import type { ChangeHandler, Informer } from "../../../src/cluster/client/informer.ts";
import { PodTally } from "../../../src/cluster/controller-manager/pod-tally.ts";

function pod(
  app: string,
  phase: string,
  more: { isReady?: boolean; deletionTimestamp?: string; owner?: string } = {},
): Pod {
  const { isReady = false, deletionTimestamp, owner = "rs" } = more;
  return {
    metadata: {
      labels: { app },
      ownerReferences: [{ controller: true, uid: owner }],
      ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    },
    status: { phase, conditions: [{ type: "Ready", status: isReady ? "True" : "False" }] },
  } as unknown as Pod;
}

test("counts follow every change of a pod, by controller and labels", () => {
  let change: ChangeHandler<Pod> = () => undefined;
  const informer = {
    list: () => [pod("a", "Pending")],
    onChange: (handler: ChangeHandler<Pod>) => {
      change = handler;
    },
  };
  const tally = new PodTally(informer as unknown as Informer<Pod>);
  expect(tally.of("rs")).toEqual([{ labels: { app: "a" }, active: 1, ready: 0 }]);
  const before = tally.of("rs");
  change(pod("a", "Running", { isReady: true }), pod("a", "Pending"));
  change(pod("b", "Running"), undefined);
  change(pod("a", "Running", { owner: "other" }), undefined);
  expect(before).toEqual([{ labels: { app: "a" }, active: 1, ready: 0 }]);
  expect(tally.of("rs")).toEqual([
    { labels: { app: "a" }, active: 1, ready: 1 },
    { labels: { app: "b" }, active: 1, ready: 0 },
  ]);
  change(pod("a", "Running", { isReady: true, deletionTimestamp: "now" }), pod("a", "Running", { isReady: true }));
  change(pod("b", "Failed"), pod("b", "Running"));
  expect(tally.of("rs")).toEqual([]);
  change(undefined, pod("b", "Failed"));
  expect(tally.of("other")).toHaveLength(1);
});
