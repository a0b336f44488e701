// What a lesson may do to its cluster besides kubectl.

import { expect, test } from "vitest";
import { LessonWorld } from "../../src/cli/lesson-world.ts";
import { schemaSource } from "../../src/cli/schema-source.ts";
import { LearnerWorld } from "../../src/cli/world.ts";
import { cityProfile } from "../../src/cluster/profile.ts";
import { MemoryFiles } from "../../src/shell/memory-files.ts";

test("a step that adds a node can be begun again", async () => {
  const startMs = Date.parse("2026-01-05T09:00:00Z");
  const files = new MemoryFiles({ now: () => startMs });
  const bench = new LessonWorld(
    LearnerWorld.boot({ profile: cityProfile(), seed: 1, startMs, schema: schemaSource(), files }),
  );
  for (let time = 0; time < 2; time++) {
    await bench.switch({ kind: "add-node", node: "birch" });
    await bench.advance(30_000);
    expect((await bench.run("kubectl get nodes --no-headers")).stdout.split("\n").filter(Boolean)).toHaveLength(4);
  }
});
