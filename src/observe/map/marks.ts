// The marks of the map: a shape for each meaning, so that colour only repeats what the shape says.

import { type Paper, type Piece, piece } from "../paper.ts";
import type { Health } from "./model.ts";

interface Mark {
  readonly sign: string;
  readonly tone: NonNullable<Piece["tone"]>;
  readonly meaning: string;
}

const MARKS: Readonly<Record<Health, Mark>> = {
  ready: { sign: "●", tone: "success", meaning: "ready" },
  running: { sign: "◐", tone: "warning", meaning: "running, not ready" },
  waiting: { sign: "○", tone: "warning", meaning: "waiting" },
  failing: { sign: "✗", tone: "error", meaning: "failing" },
  finished: { sign: "✓", tone: "muted", meaning: "completed" },
  leaving: { sign: "◌", tone: "muted", meaning: "terminating" },
};

export function markOf(health: Health): Piece {
  const { sign, tone } = MARKS[health];
  return piece(sign, tone);
}

export function toneOf(health: Health): Piece["tone"] {
  return MARKS[health].tone;
}

/** What the marks mean that are on this map, in one line. */
export function legend(used: ReadonlySet<Health>, { style }: Paper): string {
  const all = Object.entries(MARKS) as [Health, Mark][];
  return all
    .filter(([health]) => used.has(health))
    .map(([, { sign, tone, meaning }]) => `${style(tone, sign)} ${style("muted", meaning)}`)
    .join("   ");
}
