// Differences for people to read: the command, and what each of the two says, line against line.

import type { Difference, Played } from "./play.ts";

export function formatDifference({ topic, line, command, real, ours }: Difference): string {
  const parts = [`${topic}.txt:${line}  $ ${command}`];
  if (real.exitCode !== ours.exitCode) parts.push(`  exit code: ${real.exitCode} (real), ${ours.exitCode} (ours)`);
  for (const stream of ["stdout", "stderr"] as const) {
    if (real[stream] !== ours[stream]) parts.push(`  ${stream}:`, ...changes(real[stream], ours[stream]));
  }
  return parts.join("\n");
}

export function formatScore(played: readonly Played[]): string {
  const compared = played.reduce((sum, each) => sum + each.compared, 0);
  const different = played.reduce((sum, each) => sum + each.differences.length, 0);
  const percent = compared === 0 ? 100 : ((compared - different) * 100) / compared;
  return `${compared - different} of ${compared} lines alike (${percent.toFixed(1)} %)`;
}

/** `-` is the real one's, `+` ours; of what is alike only the neighbours are shown. */
function changes(real: string, ours: string): string[] {
  const [before, after] = [real.split("\n"), ours.split("\n")];
  const marked = align(before, after);
  const near = (index: number) => marked.slice(Math.max(0, index - 2), index + 3).some(({ mark }) => mark !== " ");
  const lines = marked.flatMap(({ mark, text }, index) => (near(index) ? [`    ${mark}${text}`] : []));
  return lines.length > 80 ? [...lines.slice(0, 80), `    … ${lines.length - 80} more lines`] : lines;
}

interface Marked {
  readonly mark: " " | "-" | "+";
  readonly text: string;
}

/** The longest common subsequence of lines. */
function align(before: readonly string[], after: readonly string[]): Marked[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = lengths[i] ?? [];
      row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const marked: Marked[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, fresh] = [before[i], after[j]];
    if (old !== undefined && old === fresh) {
      marked.push({ mark: " ", text: old });
      i++;
      j++;
    } else if (old !== undefined && (fresh === undefined || at(i + 1, j) >= at(i, j + 1))) {
      marked.push({ mark: "-", text: old });
      i++;
    } else {
      marked.push({ mark: "+", text: fresh ?? "" });
      j++;
    }
  }
  return marked;
}
