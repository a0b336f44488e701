// Programs that never end, never stop writing, or never have enough: none of them may hang or fill the tutor.

import { expect, test } from "vitest";
import { nodeUnderTest } from "./node-under-test.ts";

const scripts: readonly (readonly [script: string, outcome: RegExp])[] = [
  ["while true; do :; done", /^1\/1 Running/],
  ["b() { b | b & }; b; sleep 1000", /^1\/1 Running/],
  ["tail /dev/zero", /OOMKilled/],
  ["x=aaaaaaaaaa; while true; do x=$x$x$x; done", /OOMKilled/],
  ["yes > /tmp/x", /^1\/1 Running/],
  ["cat /dev/urandom > /tmp/x", /^1\/1 Running/],
  ["dd if=/dev/zero of=/tmp/x bs=1M", /^1\/1 Running/],
  ["i=0; while true; do i=$((i+1)); echo x > /tmp/$i; done", /^1\/1 Running/],
  ["yes", /^1\/1 Running/],
];

test.each(scripts)(
  "%s",
  (script, outcome) => {
    const cluster = nodeUnderTest();
    cluster.create("p", {
      restartPolicy: "Never",
      containers: [{ name: "c", image: "busybox:1.36", command: ["sh", "-c", script] }],
    });
    const began = performance.now();
    cluster.advance(60);
    // Generous: the machine may be busy with other things.
    expect((performance.now() - began) / 1000).toBeLessThan(20);
    expect(cluster.line("p")).toMatch(outcome);
    const [container] = cluster.runtime.containersOf(cluster.get("p").metadata.uid);
    expect(container?.log.sizeBytes).toBeLessThanOrEqual(32 * 2 ** 20);
  },
  60_000,
);

test("who writes without end into a bounded place is evicted", () => {
  const cluster = nodeUnderTest();
  const resources = { limits: { "ephemeral-storage": "100Mi" } };
  cluster.create("p", {
    containers: [{ name: "c", image: "busybox:1.36", command: ["sh", "-c", "yes > /tmp/x"], resources }],
  });
  cluster.advance(60);
  expect(cluster.get("p").status.reason).toBe("Evicted");
});
