// A part of `npm run parity` for every check: the topics marked `# quick`, line by line with a real kubectl.

import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { program, packageRoot as root } from "../cli/program.ts";
import { findRealKubectl } from "../kubectl/real-kubectl.ts";
import { comparedLines, readCorpus } from "./corpus.ts";
import { isKnown, readKnownDifferences } from "./known-differences.ts";
import { play } from "./play.ts";
import { formatDifference } from "./report.ts";

const corpus = join(root, "test/parity/corpus");
const topics = readCorpus(corpus);
const kubectl = await findRealKubectl();
if (kubectl === undefined)
  process.stderr.write("SKIPPED: no kubectl 1.33 is on this machine, so no command line was compared with it\n");

it("has a corpus of at least 600 lines that are compared", () => {
  expect(topics.reduce((sum, topic) => sum + comparedLines(topic), 0)).toBeGreaterThanOrEqual(600);
});

describe.skipIf(kubectl === undefined)("kubectl and ours say the same", () => {
  const known = readKnownDifferences(join(root, "test/parity/known-differences.md"));
  it.each(topics.filter(({ quick }) => quick).map((topic) => [topic.name, topic] as const))(
    "%s",
    { timeout: 300_000 },
    async (_name, topic) => {
      if (kubectl === undefined) return;
      const { differences } = await play(topic, { kubectl, program, files: join(corpus, "files"), seed: 1 });
      const fresh = differences.filter((each) => !isKnown(each, known));
      expect(fresh.map(formatDifference).join("\n\n")).toBe("");
    },
  );
});
