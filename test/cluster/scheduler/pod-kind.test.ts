import { expect, test } from "vitest";
import type { Node, Pod } from "../../../src/api/types.ts";
import { nodeInfo } from "../../../src/cluster/scheduler/node-info.ts";
import { NodeMemo, podKind } from "../../../src/cluster/scheduler/pod-kind.ts";

const pod = (name: string, spec: object = {}) =>
  ({ metadata: { name }, spec: { containers: [{ name: "c", image: "nginx" }], ...spec } }) as unknown as Pod;
const node = (name: string) => nodeInfo({ metadata: { name }, spec: {}, status: {} } as unknown as Node, []);

test("replicas are of one kind; whatever a node may look at makes another", () => {
  const kind = podKind(pod("a"));
  expect(podKind(pod("b", { volumes: [{ name: "kube-api-access-x" }] }))).toBe(kind);
  for (const wish of [{ nodeSelector: { disk: "ssd" } }, { tolerations: [{ operator: "Exists" }] }, { nodeName: "n" }])
    expect(podKind(pod("a", wish))).not.toBe(kind);
  const asking = { containers: [{ name: "c", image: "nginx", resources: { requests: { cpu: "1" } } }] };
  expect(podKind(pod("a", asking))).not.toBe(kind);
});

test("a node is asked again only when it has changed, and about each kind", () => {
  const memo = new NodeMemo<string>();
  let asked = 0;
  const find = (kind: string) => (info: ReturnType<typeof node>) => `${kind} ${info.node.metadata.name} ${++asked}`;
  const [a, b, c] = [node("a"), node("b"), node("c")];
  expect(memo.answersOf([a, b, c], "x", find("x"))).toEqual(["x a 1", "x b 2", "x c 3"]);
  expect(memo.answersOf([a, node("b"), c], "x", find("x"))).toEqual(["x a 1", "x b 4", "x c 3"]);
  expect(memo.answersOf([a], "y", find("y"))).toEqual(["y a 5"]);
  expect(memo.answersOf([c], "x", find("x"))).toEqual(["x c 6"]);
});
