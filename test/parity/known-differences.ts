// The list of differences that are known, in known-differences.md: what is not in it is new, and fails.

import { readFileSync } from "node:fs";
import type { Difference } from "./play.ts";

export interface KnownDifference {
  readonly topic: string;
  readonly command: string;
  readonly reason: string;
}

/** Entries are list items as in: - `topic` `kubectl get …`: the reason. Code of the command stands between double backquotes where it holds one. */
export function readKnownDifferences(file: string): readonly KnownDifference[] {
  const entries = readFileSync(file, "utf8").matchAll(/^- `([^`]+)` (`+)(.+?)\2: (.+)$/gm);
  return [...entries].map(([, topic = "", , command = "", reason = ""]) => ({
    topic,
    command: command.trim(),
    reason,
  }));
}

export function isKnown(difference: Difference, known: readonly KnownDifference[]): boolean {
  const first = difference.command.split("\n")[0];
  return known.some(({ topic, command }) => topic === difference.topic && command === first);
}
