// What a DaemonSet does next on three nodes, with and without pods that start beside the old ones.

import { expect, it } from "vitest";
import type { DaemonSet, Node, Pod } from "../../../src/api/types.ts";
import { Placements } from "../../../src/cluster/controller-manager/daemon-set/placement.ts";
import { planFor } from "../../../src/cluster/controller-manager/daemon-set/plan.ts";

const nowMs = Date.UTC(2026, 0, 1, 1);
const NODES = ["a", "b", "c"];
const nodes = NODES.map((name) => ({ metadata: { name }, spec: {} }) as unknown as Node);

/** `a:old+new-` on node a: an available old pod, and a new one that is not; `x` has failed, `~` is on its way out. */
function pods(text: string): Map<string, Pod[]> {
  const byNode = new Map<string, Pod[]>();
  for (const part of text.split(" ").filter((each) => each !== "")) {
    const [node = "", list = ""] = part.split(":");
    const each = [...list.matchAll(/(old|new)([+\-x~])/g)].map(([, hash = "", state = ""]) => pod(node, hash, state));
    byNode.set(node, each);
  }
  return byNode;
}

function pod(node: string, hash: string, state: string): Pod {
  const since = new Date(nowMs - (hash === "old" ? 600_000 : 300_000)).toISOString();
  const going = state === "~" ? { deletionTimestamp: since } : {};
  const status = state === "+" ? "True" : "False";
  return {
    metadata: {
      name: `${hash}-${node}`,
      creationTimestamp: since,
      labels: { "controller-revision-hash": hash },
      ...going,
    },
    spec: { nodeName: node },
    status: {
      phase: state === "x" ? "Failed" : "Running",
      conditions: [{ type: "Ready", status, lastTransitionTime: since }],
    },
  } as unknown as Pod;
}

const one = { maxUnavailable: 1 };
const surge = { maxSurge: 1, maxUnavailable: 0 };

it.each([
  ["an empty node gets a pod", one, "a:new+ b:new+", "c", ""],
  ["one old pod at a time goes", one, "a:old+ b:old+ c:old+", "", "old-a"],
  ["what is down already counts, and goes at once", one, "a:old- b:old+ c:old+", "", "old-a"],
  ["the next waits for the new one", one, "a:new- b:old+ c:old+", "", ""],
  ["two at a time", { maxUnavailable: "50%" }, "a:old+ b:old+ c:old+", "", "old-a old-b"],
  ["a pod on its way out still has the node", one, "a:old~ b:new+ c:new+", "", ""],
  ["a failed pod goes first", one, "a:newx b:old+ c:old+", "", "new-a"],
  ["surge: a new pod starts beside an old one", surge, "a:old+ b:old+ c:old+", "a", ""],
  ["surge: the old one stays until the new one is available", surge, "a:old+new- b:old+ c:old+", "", ""],
  ["surge: then it goes", surge, "a:old+new+ b:old+ c:old+", "", "old-a"],
  ["surge: an old one that serves nobody goes at once", surge, "a:old-new- b:old+ c:old+", "", "old-a"],
  ["surge: an old one that is down is no surge", surge, "a:old- b:old+ c:old+", "a b", ""],
  ["surge: on all nodes at a time", { maxSurge: "100%", maxUnavailable: 0 }, "a:old+ b:old+ c:old+", "a b c", ""],
])("%s", (_, rollingUpdate, present, create, remove) => {
  const template = { spec: { containers: [] } };
  const set = { spec: { template, updateStrategy: { type: "RollingUpdate", rollingUpdate } } } as unknown as DaemonSet;
  const plan = planFor({ set, nodes, placements: new Placements(), byNode: pods(present), hash: "new", nowMs });
  expect(plan.create.join(" ")).toBe(create);
  expect(plan.remove.map(({ metadata }) => metadata.name).join(" ")).toBe(remove);
});
