// Plays a topic in both worlds, line by line at the same time, and tells where they part.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Comparison, Step, Topic } from "./corpus.ts";
import { normalise, type Surroundings, sortedLines } from "./normalise.ts";
import { type Outcome, startWorld, type World } from "./world.ts";

export interface Difference {
  readonly topic: string;
  readonly line: number;
  readonly command: string;
  readonly real: Outcome;
  readonly ours: Outcome;
}

export interface Played {
  readonly topic: string;
  readonly compared: number;
  readonly differences: readonly Difference[];
}

export interface PlayOptions {
  readonly kubectl: string;
  readonly program: string;
  readonly files: string;
  readonly seed: number;
}

type Line = Extract<Step, { kind: "line" }>;

// What only reads is looked at again before it counts as different: two clusters reach the same state, but not in the same millisecond.
const reading =
  /^kubectl (-n \S+ )?(get|describe|logs|events|top|api-resources|explain|auth can-i|rollout (status|history)|diff) /;
const attempts = 3;

export async function play(topic: Topic, options: PlayOptions): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), "parity-"));
  const { files, program, seed, kubectl } = options;
  const common = { files, program, seed, nodes: topic.nodes };
  const [real, ours] = await Promise.all([
    startWorld({ ...common, folder: join(folder, "real"), kubectl }),
    startWorld({ ...common, folder: join(folder, "ours") }),
  ]);
  const differences: Difference[] = [];
  let compared = 0;
  try {
    for (const step of topic.steps) {
      if (step.kind === "wait") {
        await pause(step.ms);
        continue;
      }
      const difference = await playLine(topic.name, step, real, ours);
      if (step.comparison !== "none") compared++;
      if (difference !== undefined) differences.push(difference);
    }
  } finally {
    await Promise.all([real.end(), ours.end()]);
    rmSync(folder, { recursive: true, force: true });
  }
  return { topic: topic.name, compared, differences };
}

async function playLine(topic: string, line: Line, real: World, ours: World): Promise<Difference | undefined> {
  const { command, comparison } = line;
  for (let attempt = 1; ; attempt++) {
    const asked = comparison === "one cluster" ? real.kubeconfig : ours.kubeconfig;
    const [theirs, mine] = await Promise.all([real.run(command), ours.run(command, asked)]);
    if (comparison === "none" && theirs.exitCode === mine.exitCode) return undefined;
    const shownReal = shown(theirs, comparison, real);
    const shownOurs = shown(mine, comparison, comparison === "one cluster" ? { ...ours, server: real.server } : ours);
    if (same(shownReal, shownOurs)) return undefined;
    if (attempt === attempts || !reading.test(command))
      return { topic, line: line.number, command, real: shownReal, ours: shownOurs };
    await pause(800);
  }
}

function shown({ stdout, stderr, exitCode }: Outcome, comparison: Comparison, world: Surroundings): Outcome {
  const text = (raw: string) => {
    if (comparison === "exit code") return raw === "" ? "" : "<something>";
    const plain = normalise(raw, world);
    return comparison === "unordered" ? sortedLines(plain) : plain;
  };
  return { stdout: text(stdout), stderr: text(stderr), exitCode };
}

function same(one: Outcome, other: Outcome): boolean {
  return one.stdout === other.stdout && one.stderr === other.stderr && one.exitCode === other.exitCode;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
