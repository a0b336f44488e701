// The menu of completions below the line: one a row with its description, or a grid of names.

import type { Candidate, Menu } from "./completion.ts";
import type { Styler } from "./style.ts";
import { padEnd, takeWidth, textWidth } from "./text-width.ts";

const MENU_ROWS = 8;
const widestName = 40;

interface Grid {
  readonly cells: readonly string[];
  readonly cellWidth: number;
  readonly columns: number;
}

/** How many candidates stand side by side. */
export function menuColumns({ candidates }: Menu, width: number): number {
  return gridOf(candidates, width).columns;
}

function gridOf(candidates: readonly Candidate[], width: number): Grid {
  const hasAbout = candidates.some(({ about }) => about !== undefined);
  const nameWidth = Math.min(widestName, Math.max(...candidates.map(({ text }) => textWidth(text))));
  const cells = candidates.map((candidate) => cellOf(candidate, nameWidth, width));
  const cellWidth = Math.min(width, Math.max(...cells.map(textWidth)) + 2);
  return { cells, cellWidth, columns: hasAbout ? 1 : Math.max(1, Math.floor(width / cellWidth)) };
}

function cellOf({ text, about }: Candidate, nameWidth: number, width: number): string {
  return takeWidth(about === undefined ? text : `${padEnd(text, nameWidth)}  ${about}`, width - 2);
}

/** @param rows how many the screen has room for. */
export function viewMenu(menu: Menu, width: number, rows: number, styler: Styler): readonly string[] {
  const { selected, candidates } = menu;
  const { cells, cellWidth, columns } = gridOf(candidates, width);
  const total = Math.ceil(cells.length / columns);
  const room = Math.max(1, Math.min(MENU_ROWS, total <= rows ? rows : rows - 1));
  // The selected one stays in sight.
  const selectedRow = Math.floor(Math.max(0, selected) / columns);
  const first = Math.max(0, Math.min(selectedRow - room + 1, total - room));
  const lines: string[] = [];
  for (let row = first; row < Math.min(total, first + room); row++) {
    const shown = cells.slice(row * columns, (row + 1) * columns).map((cell, index) => {
      const isSelected = row * columns + index === selected;
      const marked = isSelected ? `${styler.mark("prompt")}${cell}` : ` ${cell}`;
      const rest = " ".repeat(Math.max(0, cellWidth - textWidth(marked)));
      return (isSelected ? styler.style("strong", marked) : marked) + rest;
    });
    lines.push(shown.join("").trimEnd());
  }
  return total > lines.length ? [...lines, styler.style("muted", ` (${cells.length} in all)`)] : lines;
}
