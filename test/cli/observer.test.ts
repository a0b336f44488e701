import { expect, test } from "vitest";
import { schemaSource } from "../../src/cli/schema-source.ts";
import { LearnerWorld } from "../../src/cli/world.ts";
import { cityProfile } from "../../src/cluster/profile.ts";
import { MemoryFiles } from "../../src/shell/memory-files.ts";

test("a stranger's refusal is noted, and a question about access leaves nothing to repeat", async () => {
  const startMs = Date.parse("2026-01-05T09:00:00Z");
  const files = new MemoryFiles({ now: () => startMs });
  const world = LearnerWorld.boot({ profile: cityProfile(), seed: 1, startMs, schema: schemaSource(), files });
  const run = (line: string) => world.runLine(line, world.now() + 60_000);

  expect((await run("kubectl get pods --token=made-up")).stderr).toContain("Unauthorized");
  expect(world.observer.audit[0]).toMatchObject({ verb: "get", resource: "", code: 401 });

  const { length } = world.cluster.journal;
  expect((await run("kubectl auth can-i list pods --as=jane")).stdout).toBe("no\n");
  expect(world.observer.audit.at(-1)).toMatchObject({ verb: "create", code: 201, user: "jane" });
  expect(world.cluster.journal).toHaveLength(length);
});
