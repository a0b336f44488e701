// What `npm run parity` does: plays the topics, prints the score, and fails on differences that are not in the list of known ones.

import { join } from "node:path";
import { findRealKubectl } from "../kubectl/real-kubectl.ts";
import { readCorpus, type Topic } from "./corpus.ts";
import { isKnown, readKnownDifferences } from "./known-differences.ts";
import { type Played, play } from "./play.ts";
import { formatDifference, formatScore } from "./report.ts";

export interface ParityOptions {
  /** The checkout. */
  readonly root: string;
  /** bin/k8s-tutor.js of the installation that is tested. */
  readonly program: string;
  /** Only topics whose name has one of these in it; all when empty. */
  readonly topics: readonly string[];
  /** Known differences are written out too. */
  readonly showAll: boolean;
  readonly seed: number;
  readonly print: (text: string) => void;
}

/** Resolves with the exit code. */
export async function parity({ root, program, topics, showAll, seed, print }: ParityOptions): Promise<number> {
  const kubectl = await findRealKubectl();
  if (kubectl === undefined) {
    print("No kubectl 1.33 is on the PATH (or named by KUBECTL_1_33): nothing was compared.");
    return 0;
  }
  const corpus = join(root, "test/parity/corpus");
  const chosen = readCorpus(corpus).filter(
    ({ name }) => topics.length === 0 || topics.some((part) => name.includes(part)),
  );
  const known = readKnownDifferences(join(root, "test/parity/known-differences.md"));
  const all: Played[] = [];
  for (const topic of chosen) {
    const played = await play(topic, { kubectl, program, files: join(corpus, "files"), seed });
    all.push(played);
    print(`${topic.name.padEnd(24)} ${formatScore([played])}`);
    const told = played.differences.filter((each) => showAll || !isKnown(each, known));
    for (const difference of told) print(`\n${formatDifference(difference)}\n`);
  }
  print(`\n${formatScore(all)}`);
  const different = all.flatMap(({ differences }) => differences);
  const fresh = different.filter((each) => !isKnown(each, known));
  const played = new Set(chosen.map(({ name }: Topic) => name));
  const commands = new Set(different.map(({ topic, command }) => `${topic} ${command.split("\n")[0]}`));
  for (const { topic, command } of known) {
    if (played.has(topic) && !commands.has(`${topic} ${command}`)) print(`known, but alike now: ${topic}: ${command}`);
  }
  if (fresh.length > 0) print(`${fresh.length} new ${fresh.length === 1 ? "difference" : "differences"}`);
  return fresh.length === 0 ? 0 : 1;
}
