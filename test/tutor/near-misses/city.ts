// A small real cluster for near misses: booted once for all cases of a file.

import { LessonWorld } from "../../../src/cli/lesson-world.ts";
import { schemaSource } from "../../../src/cli/schema-source.ts";
import { LearnerWorld } from "../../../src/cli/world.ts";
import { cityProfile } from "../../../src/cluster/profile.ts";
import { MemoryFiles } from "../../../src/shell/memory-files.ts";
import { type Check, checkShape, evaluate } from "../../../src/tutor/checks/check.ts";
import { formatProblem, Problems, parseSource } from "../../../src/tutor/format/source.ts";
import { english } from "../../../src/tutor/language/english.ts";
import { nearMissOf, sceneFor } from "../../../src/tutor/near-misses/near-miss.ts";
import { refusedCommand } from "../../../src/tutor/near-misses/refused.ts";

const startMs = Date.parse("2026-01-05T09:00:00Z");

export function bootCity(): LessonWorld {
  const files = new MemoryFiles({ now: () => startMs });
  const world = LearnerWorld.boot({ profile: cityProfile(), seed: 1, startMs, schema: schemaSource(), files });
  return new LessonWorld(world);
}

export function parseCheck(text: string): Check {
  const problems = new Problems("check");
  const source = parseSource(text, problems);
  const read = source && checkShape().read(source, problems);
  if (read === undefined) throw new Error(problems.found.map(formatProblem).join("\n"));
  return read;
}

/** A line of kubectl, a time (`+ 5s`), or a manifest in YAML, which is applied. */
export type Deed = string;

export async function act(deeds: readonly Deed[], bench: LessonWorld): Promise<void> {
  for (const deed of deeds) {
    const [, seconds] = /^\+ (\d+)s$/.exec(deed) ?? [];
    if (seconds !== undefined) await bench.advance(Number(seconds) * 1000);
    else if (deed.startsWith("kubectl ")) await bench.run(deed);
    else {
      bench.writeFile("it.yaml", deed);
      const { exitCode, stderr } = await bench.run("kubectl apply -f it.yaml");
      if (exitCode !== 0) throw new Error(stderr);
    }
  }
}

/** What the engine says of the check; throws when the check holds. */
export async function said(checkText: string, bench: LessonWorld): Promise<string | undefined> {
  bench.looksAhead = false;
  const check = parseCheck(checkText);
  if (!("http" in check) && (await evaluate(check, bench)).passed) throw new Error("the check holds");
  const finding = await nearMissOf(check, sceneFor([check], bench));
  return finding && `${finding.kind}: ${finding.say(english.near)}`;
}

export async function refusal(line: string, bench: LessonWorld): Promise<string | undefined> {
  bench.attemptStart = bench.now();
  await bench.run(line);
  return (await refusedCommand(sceneFor([], bench)))?.say(english.near);
}
