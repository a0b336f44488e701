// Plays lines in a simulated cluster, as a learner would type them.

import { schemaSource } from "../../../src/cli/schema-source.ts";
import { LearnerWorld } from "../../../src/cli/world.ts";
import { profileOfNodes } from "../../../src/cluster/profile.ts";
import { MemoryFiles } from "../../../src/shell/memory-files.ts";

const START = Date.UTC(2026, 0, 5, 9);

export interface Session {
  /** Stdout and stderr of a line, one after the other. */
  say(line: string): Promise<string>;
  exitCode(line: string): Promise<number>;
  wait(seconds: number): Promise<void>;
}

export function openSession(): Session {
  const world = LearnerWorld.boot({
    profile: profileOfNodes(["control", "worker-1", "worker-2"]),
    seed: 1,
    startMs: START,
    schema: schemaSource(),
    files: new MemoryFiles({ now: () => START }),
    namespace: "default",
  });
  const run = (line: string) => world.runLine(line, world.now() + 300_000);
  return {
    async say(line) {
      const { stdout, stderr } = await run(line);
      return stdout + stderr;
    },
    exitCode: async (line) => (await run(line)).exitCode,
    async wait(seconds) {
      await run(`sleep ${seconds}`);
    },
  };
}
