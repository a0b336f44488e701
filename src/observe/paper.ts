// What drawings are put on: how wide it is, whether it can take lines and marks, and what colours mean.

import { english, type Says } from "./language/english.ts";

/** A subset of the terminal's tones; where there is no colour the text stays as it is. */
type Tone = "heading" | "strong" | "muted" | "code" | "success" | "warning" | "error" | "accent";

export interface Paper {
  /** Columns. */
  readonly width: number;
  /** Sentences, one a line, instead of a drawing: for screen readers and terminals without Unicode. */
  readonly spoken: boolean;
  /** In the language of who looks; English when absent. */
  readonly says?: Says;
  style(tone: Tone, text: string): string;
}

/** A line in pieces: widths are counted before colours are put on. */
export interface Piece {
  readonly text: string;
  readonly tone?: Tone | undefined;
}
export type Line = readonly Piece[];

export const NARROWEST = 40;
export const WIDEST = 200;

export function paperWidth({ width }: Paper): number {
  return Math.min(WIDEST, Math.max(NARROWEST, width));
}

export function piece(text: string, tone?: Tone): Piece {
  return tone === undefined ? { text } : { text, tone };
}

/** Names and texts of the API are narrow letters, and so are the marks: one column each. */
export function widthOf(line: Line): number {
  return line.reduce((sum, { text }) => sum + text.length, 0);
}

export function painted(line: Line, paper: Paper): string {
  return line.map(({ text, tone }) => (tone === undefined ? text : paper.style(tone, text))).join("");
}

/** The line, cut with a mark where it is longer than `width`. */
export function cut(line: Line, width: number): Line {
  if (widthOf(line) <= width) return line;
  const kept: Piece[] = [];
  let left = width - 1;
  for (const each of line) {
    if (left <= 0) break;
    kept.push({ ...each, text: each.text.slice(0, left) });
    left -= each.text.length;
  }
  return [...kept, piece("…", "muted")];
}

/** `left` and `right` at the two ends of a line of that width. */
export function spread(left: Line, right: Line, width: number): Line {
  const room = width - widthOf(right) - 1;
  const begin = cut(left, room);
  return [...begin, piece(" ".repeat(Math.max(1, width - widthOf(begin) - widthOf(right)))), ...right];
}

/** Pieces that belong together, put into lines between blanks; what follows the first line is indented. */
export function flow(groups: readonly Line[], width: number, indent: number, gap = "  "): Line[] {
  const lines: Piece[][] = [];
  for (const group of groups) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + gap.length + widthOf(group) <= width) last.push(piece(gap), ...group);
    else lines.push([...(lines.length === 0 ? [] : [piece(" ".repeat(indent))]), ...group]);
  }
  return lines.map((line) => [...cut(line, width)]);
}

/** Words in lines of at most `width` columns. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((each) => each !== "")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(...pieces(word, width));
  }
  return lines;
}

function pieces(word: string, width: number): string[] {
  const parts: string[] = [];
  for (let at = 0; at < word.length; at += width) parts.push(word.slice(at, at + width));
  return parts;
}

export function saysOf({ says = english }: Pick<Paper, "says">): Says {
  return says;
}
