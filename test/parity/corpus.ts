// The corpus of command lines: one file a topic, each a session that is played from the top on a cluster of its own.
//
//   # comment          the first comment says what the topic is; `# quick` makes it part of the test that every check runs
//   $ COMMAND          run by sh in both worlds; standard output, standard error and exit code must be alike
//   = COMMAND          the same for a command that only reads what chance or timing decides: both ask the one cluster
//   ~ COMMAND          the same, lines in any order (where the real kubectl walks a Go map)
//   ? COMMAND          only the exit code, and which streams are used, must be alike (help is prose of its own)
//   ! COMMAND          prepares something; only the exit code must be alike, and it does not count
//   # nodes A,B        the names of the nodes (where the scheduler's choice would differ between the two)
//   > MORE             the next line of the same command
//   + SECONDS          both clusters live on for so long

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Step =
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "line"; readonly command: string; readonly comparison: Comparison; readonly number: number };

export type Comparison = "exact" | "one cluster" | "unordered" | "exit code" | "none";

export interface Topic {
  readonly name: string;
  readonly quick: boolean;
  /** Names of nodes, separated by commas; the usual cluster when empty. */
  readonly nodes: string;
  readonly steps: readonly Step[];
}

const comparisons: Readonly<Record<string, Comparison>> = {
  $: "exact",
  "=": "one cluster",
  "~": "unordered",
  "?": "exit code",
  "!": "none",
};

/** All topics of the folder, by name. @throws Error with file and line where one cannot be read. */
export function readCorpus(folder: string): readonly Topic[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .sort()
    .map((name) => parseTopic(name.slice(0, -".txt".length), readFileSync(join(folder, name), "utf8")));
}

export function parseTopic(name: string, text: string): Topic {
  const steps: Step[] = [];
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [mark, rest] = [line.charAt(0), line.slice(2)];
    const comparison = comparisons[mark];
    const last = steps.at(-1);
    if (mark === "+") steps.push({ kind: "wait", ms: Number(rest) * 1000 });
    else if (mark === ">" && last?.kind === "line")
      steps.splice(-1, 1, { ...last, command: `${last.command}\n${rest}` });
    else if (comparison !== undefined && line.charAt(1) === " ")
      steps.push({ kind: "line", command: rest, comparison, number: index + 1 });
    else throw new Error(`${name}.txt:${index + 1}: a line begins with one of $ = ~ ? ! > + # and a space: ${line}`);
  }
  const nodes = lines.find((line) => line.startsWith("# nodes "))?.slice("# nodes ".length) ?? "";
  return { name, quick: lines.includes("# quick"), nodes, steps };
}

export function comparedLines(topic: Topic): number {
  return topic.steps.filter((step) => step.kind === "line" && step.comparison !== "none").length;
}
