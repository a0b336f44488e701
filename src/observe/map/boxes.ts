// Boxes with a title in their upper edge, side by side where there is room.

import { cut, type Line, type Paper, painted, piece, widthOf } from "../paper.ts";

export interface Box {
  readonly title: Line;
  readonly note: Line;
  readonly lines: readonly Line[];
}

/** What a box's edges take of its width. */
export const EDGES = 4;
const GAP = 1;
/** A pod's name and its container stand side by side in a box that is so wide. */
const COMFORTABLE = 39;

/** How many boxes stand beside each other, and how wide each of them is. */
export function grid(count: number, width: number): { readonly columns: number; readonly boxWidth: number } {
  const columns = Math.max(1, Math.min(count, Math.floor((width + GAP) / (COMFORTABLE + GAP))));
  return { columns, boxWidth: Math.floor((width - GAP * (columns - 1)) / columns) };
}

/** Whether a title and a note stand in one upper edge, with a bit of the edge between them. */
export function fitsEdge(title: Line, note: Line, boxWidth: number): boolean {
  return widthOf(title) + widthOf(note) + 9 <= boxWidth;
}

/** Boxes of one row are equally high, so that their edges meet. */
export function drawBoxes(boxes: readonly Box[], columns: number, boxWidth: number, paper: Paper): string[] {
  const rows: string[] = [];
  for (let at = 0; at < boxes.length; at += columns) {
    const row = boxes.slice(at, at + columns);
    const height = Math.max(...row.map(({ lines }) => lines.length));
    const drawn = row.map((box) => drawBox(box, boxWidth, height, paper));
    for (let line = 0; line < height + 2; line++)
      rows.push(drawn.map((each) => each[line] ?? "").join(" ".repeat(GAP)));
  }
  return rows;
}

function drawBox({ title, note, lines }: Box, width: number, height: number, paper: Paper): string[] {
  const edge = (text: string): string => paper.style("muted", text);
  const right = note.length === 0 ? [] : [piece(" "), ...note, piece(" ")];
  const left = cut(title, width - 6 - widthOf(right));
  const rule = "─".repeat(width - 5 - widthOf(left) - widthOf(right));
  const blank: Line = [];
  const filled = [...lines, ...Array.from({ length: height - lines.length }, () => blank)];
  return [
    `${edge("╭─")} ${painted(left, paper)} ${edge(rule)}${painted(right, paper)}${edge("╮")}`,
    ...filled.map((line) => {
      const kept = cut(line, width - EDGES);
      return `${edge("│")} ${painted(kept, paper)}${" ".repeat(width - EDGES - widthOf(kept))} ${edge("│")}`;
    }),
    edge(`╰${"─".repeat(width - 2)}╯`),
  ];
}
