// Logs that grow are put aside, as the kubelet does it.

import { expect, test } from "vitest";
import { LogFile } from "../../../src/cluster/container-runtime/log-file.ts";

const line = (mark: string) => `${mark} ${"x".repeat(1000)}\n`;

test("a log beyond 10 MiB begins anew when the kubelet looks next; followers miss nothing", () => {
  let now = 0;
  const log = new LogFile(() => now);
  const marks: string[] = [];
  const first = () => log.read()[0]?.text.split(" ")[0];
  log.follow().observe({ next: ({ text }) => marks.push(text.split(" ")[0] ?? ""), end: () => undefined });
  for (let n = 0; n < 10_200; n++) log.write("stdout", line(`a${n}`));
  expect([first(), log.read().length]).toEqual(["a0", 10_200]);
  now = 9999;
  expect(first()).toBe("a0");
  now = 10_000;
  expect(log.read()).toEqual([]);
  log.write("stderr", line("b"));
  expect(first()).toBe("b");
  expect(log.sizeBytes).toBeGreaterThan(10 * 2 ** 20);
  expect(marks).toHaveLength(10_201);
});

test("what is written faster than anybody looks is bounded all the same, and counts the lines' marks too", () => {
  const log = new LogFile(() => 0);
  const block = "y\n".repeat(4096);
  for (let n = 0; n < 1000; n++) log.write("stdout", block);
  expect(log.read().length).toBeLessThan(500_000);
});
