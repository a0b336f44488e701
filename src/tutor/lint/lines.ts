// Shell lines of solutions, counter-examples and setups: they parse, and what they ask of kubectl exists.

import type { Located } from "../format/source.ts";
import type { Say, Specimen } from "./finding.ts";

export interface LineFault {
  /** A whole sentence, and what to do. */
  readonly message: string;
}

/** @param kubectl whether its commands and flags are looked at, too; not where the line is meant to fail. */
export type LineJudge = (line: string, kubectl: boolean) => Promise<LineFault | undefined>;

/** Where lists of actions stand. */
const ACTION_LISTS: ReadonlySet<string> = new Set(["run", "do", "onEnter", "ensure"]);

export async function lintLines({ document }: Pick<Specimen, "document">, judge: LineJudge, say: Say): Promise<void> {
  for (const { node, line, isMeantToFail } of linesOf(document)) {
    const fault = await judge(line, !isMeantToFail);
    if (fault !== undefined) say(node, fault.message);
  }
}

interface Line {
  readonly node: Located;
  readonly line: string;
  readonly isMeantToFail: boolean;
}

function* linesOf(node: Located): Generator<Line> {
  if (node.kind === "list") for (const item of node.items) yield* linesOf(item);
  if (node.kind !== "map") return;
  for (const [key, { value }] of node.entries) {
    // Manifests and files are the learner's, not the lesson's.
    if (key === "manifests" || key === "files") continue;
    if (ACTION_LISTS.has(key) && value.kind === "list") for (const item of value.items) yield* linesOfAction(item);
    else yield* linesOf(value);
  }
}

function* linesOfAction(item: Located): Generator<Line> {
  if (item.kind === "scalar") yield { node: item, line: String(item.value ?? ""), isMeantToFail: false };
  if (item.kind !== "map") return;
  const run = item.entries.get("run")?.value;
  const failing = item.entries.get("expectError")?.value;
  const isMeantToFail = failing?.kind === "scalar" && failing.value === true;
  if (run?.kind === "scalar") yield { node: run, line: String(run.value ?? ""), isMeantToFail };
  const answers = item.entries.get("answer")?.value;
  if (answers?.kind !== "map") return;
  for (const { value } of answers.entries.values()) {
    const command = value.kind === "scalar" ? /^\$\(([\s\S]*)\)$/.exec(String(value.value).trim())?.[1] : undefined;
    if (command !== undefined) yield { node: value, line: command, isMeantToFail: false };
  }
}
