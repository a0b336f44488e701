// Pods that were bound past the scheduler, to a node that has no room for them or is not the one they ask for.

import { expect, test } from "vitest";
import { nodeUnderTest } from "./node-under-test.ts";

const idle = { name: "c", image: "busybox", command: ["sleep", "1d"] };
const asking = (cpu: string) => ({ containers: [{ ...idle, resources: { requests: { cpu } } }] });

test("a node takes no more than it has, whoever chose it", () => {
  const cluster = nodeUnderTest();
  cluster.create("first", asking("1500m"));
  cluster.advance(5);
  cluster.create("second", asking("600m"));
  cluster.advance(5);
  expect([cluster.line("first"), cluster.line("second")]).toEqual(["1/1 Running 0", "0/1 OutOfcpu 0"]);
  const text = "Node didn't have enough resource: cpu, requested: 600, used: 1500, capacity: 2000";
  expect(cluster.get("second").status).toMatchObject({ phase: "Failed", message: `Pod was rejected: ${text}` });
  expect(cluster.events("second").join("\n")).toContain(`OutOfcpu ${text}`);
  cluster.delete("first");
  cluster.advance(5);
  cluster.create("early", asking("2"));
  cluster.advance(35);
  expect(cluster.line("early")).toBe("0/1 OutOfcpu 0");
  cluster.create("third", asking("2"));
  cluster.advance(5);
  expect(cluster.line("third")).toBe("1/1 Running 0");
});

test("a node does not take a pod that asks for other nodes", () => {
  const cluster = nodeUnderTest();
  cluster.create("lost", { containers: [idle], nodeSelector: { disk: "ssd" } });
  cluster.advance(5);
  expect(cluster.line("lost")).toBe("0/1 NodeAffinity 0");
  expect(cluster.get("lost").status.message).toBe(
    "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
  );
});
