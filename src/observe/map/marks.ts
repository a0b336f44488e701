// The marks of the map: a shape for each meaning, so that colour only repeats what the shape says.

import { type Paper, type Piece, piece, saysOf } from "../paper.ts";
import type { Health } from "./model.ts";

interface Mark {
  readonly sign: string;
  readonly tone: NonNullable<Piece["tone"]>;
}

const MARKS: Readonly<Record<Health, Mark>> = {
  ready: { sign: "●", tone: "success" },
  running: { sign: "◐", tone: "warning" },
  waiting: { sign: "○", tone: "warning" },
  failing: { sign: "✗", tone: "error" },
  finished: { sign: "✓", tone: "muted" },
  leaving: { sign: "◌", tone: "muted" },
};

export function markOf(health: Health): Piece {
  const { sign, tone } = MARKS[health];
  return piece(sign, tone);
}

export function toneOf(health: Health): Piece["tone"] {
  return MARKS[health].tone;
}

/** What the marks mean that are on this map, in one line. */
export function legend(used: ReadonlySet<Health>, paper: Paper): string {
  const { style } = paper;
  const { map: says } = saysOf(paper);
  const all = Object.entries(MARKS) as [Health, Mark][];
  return all
    .filter(([health]) => used.has(health))
    .map(([health, { sign, tone }]) => `${style(tone, sign)} ${style("muted", says[health])}`)
    .join("   ");
}
