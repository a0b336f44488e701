import { beforeAll, expect, test } from "vitest";
import { schemaSource } from "../../src/cli/schema-source.ts";
import { LearnerWorld } from "../../src/cli/world.ts";
import { profileOfNodes } from "../../src/cluster/profile.ts";
import { MemoryFiles } from "../../src/shell/memory-files.ts";

// Programs that use the screen, where there is none: in a script, a pipe, or for a screen reader.
let world: LearnerWorld;

beforeAll(() => {
  const startMs = Date.UTC(2026, 0, 5, 9);
  const files = new MemoryFiles({ now: () => startMs });
  world = LearnerWorld.boot({ profile: profileOfNodes(["a"]), seed: 1, startMs, schema: schemaSource(), files });
});

test.each<[string, string, number, string | RegExp]>([
  ["less prints", "seq 1 100 | less", 0, /^1\n2\n[\s\S]*\n100\n$/],
  ["more prints files", "seq 3 > f; more f f", 0, "1\n2\n3\n1\n2\n3\n"],
  ["a file that is not there", "less nowhere", 1, "nowhere: No such file or directory\n"],
  ["help", "less --help", 0, /COMMAND \| less/],
  ["watch prints what is new", "echo one > w; (sleep 3; echo two > w) & timeout 8 watch -n 1 cat w", 124, "one\ntwo\n"],
  ["watch until something changes", "echo one > w; (sleep 3; echo two > w) & watch -n 1 -g cat w", 0, "one\ntwo\n"],
  ["watch wants a command", "watch", 1, /^usage: watch/],
  ["a map cannot stay", "map on", 0, /no pods[\s\S]*The map cannot stay: there is no screen to keep it on/],
  ["nor be taken away", "map off", 0, /^The map is not on/],
])("%s", async (_, line, exitCode, output) => {
  const result = await world.runLine(line, world.now() + 60_000);
  const said = (result.stdout + result.stderr).replace(/^\[\d\].*\n/gm, "");
  if (typeof output === "string") expect(said).toBe(output);
  else expect(said).toMatch(output);
  expect(result.exitCode).toBe(exitCode);
});
