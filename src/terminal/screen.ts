// The few control sequences that redraw a handful of lines: only the letters that have changed are written again.

import { type Cell, cellsOf } from "./cells.ts";
import { stripAnsi, textWidth } from "./text-width.ts";
import type { View } from "./view.ts";

/** Nothing drawn yet. */
export const BLANK: View = { lines: [], cursor: { row: 0, column: 0 } };

/** What to write so that the terminal, which shows `before`, shows `after`. */
export function redraw(before: View, after: View, width: number): string {
  const pen = new Pen(before.cursor, width);
  const there = before.lines.length;
  if (there === 0) pen.out = "\r\u001b[J";
  for (const [row, line] of after.lines.entries()) {
    const old = row === 0 && there === 0 ? "" : before.lines[row];
    if (old === line) continue;
    if (old === undefined) pen.newRow(row);
    pen.change(row, cellsOf(old ?? ""), cellsOf(line));
  }
  if (there > Math.max(1, after.lines.length)) pen.clearFrom(after.lines.length);
  pen.moveTo(after.cursor.row, after.cursor.column);
  return pen.out;
}

/** Takes the drawn lines away; the cursor is then where they began. */
export function erase(view: View): string {
  return view.lines.length === 0 ? "" : `${up(view.cursor.row)}\r\u001b[J`;
}

/** Leaves the lines and goes below them. */
export function leave(view: View): string {
  const rows = Math.max(0, view.lines.length - 1) - view.cursor.row;
  return `${rows > 0 ? `\u001b[${rows}B` : ""}\r\n`;
}

/** What a terminal does with lines for which its window has become too narrow: breaks them, breaks all but the one that the
 * cursor is in, or cuts them off. */
export type Narrowing = "breaks" | "breaks-others" | "cuts";

/** Where the lines stand after the terminal has become narrower. */
export function reflowed(view: View, width: number, narrowing: Narrowing): View {
  if (narrowing === "cuts") return view;
  const { lines, cursor } = view;
  const rowsOf = (line: string) => Math.max(1, Math.ceil(textWidth(stripAnsi(line)) / width));
  const above = lines.slice(0, cursor.row).reduce((sum, line) => sum + rowsOf(line), 0);
  const within = narrowing === "breaks-others" ? 0 : Math.floor(cursor.column / width);
  return { lines, cursor: { row: above + within, column: cursor.column } };
}

function up(rows: number): string {
  return rows > 0 ? `\u001b[${rows}A` : "";
}

/** Writes and knows where the terminal's cursor then is. */
class Pen {
  out = "";
  private row: number;
  private column: number;

  constructor(
    cursor: View["cursor"],
    private readonly width: number,
  ) {
    this.row = cursor.row;
    this.column = cursor.column;
  }

  newRow(row: number): void {
    this.moveTo(row - 1, 0);
    this.out += "\r\n";
    this.row = row;
  }

  clearFrom(row: number): void {
    this.moveTo(row, 0);
    this.out += "\u001b[J";
  }

  change(row: number, before: readonly Cell[], after: readonly Cell[]): void {
    const from = commonStart(before, after);
    const isAsWide = widthOf(before) === widthOf(after);
    const kept = isAsWide ? commonEnd(before, after, from) : 0;
    this.moveTo(row, widthOf(after.slice(0, from)));
    this.write(after.slice(from, after.length - kept));
    // Only a row that was longer has something left over; one that is full now has not.
    if (widthOf(before) > widthOf(after)) this.out += "\u001b[K";
  }

  moveTo(row: number, column: number): void {
    // Behind a full row the cursor is neither here nor there until it is moved.
    if (this.column >= this.width) this.toColumn(0);
    if (row < this.row) this.out += up(this.row - row);
    if (row > this.row) this.out += `\u001b[${row - this.row}B`;
    this.row = row;
    this.toColumn(column);
  }

  private toColumn(column: number): void {
    const by = column - this.column;
    if (by !== 0) this.out += column === 0 ? "\r" : by > 0 ? `\u001b[${by}C` : leftwards(-by);
    this.column = column;
  }

  private write(cells: readonly Cell[]): void {
    let look = "";
    for (const cell of cells) {
      if (cell.look !== look) this.out += look === "" ? cell.look : `\u001b[0m${cell.look}`;
      look = cell.look;
      this.out += cell.text;
      this.column += cell.width;
    }
    if (look !== "") this.out += "\u001b[0m";
  }
}

function leftwards(columns: number): string {
  return columns < 4 ? "\b".repeat(columns) : `\u001b[${columns}D`;
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { width }) => sum + width, 0);
}

function commonStart(a: readonly Cell[], b: readonly Cell[]): number {
  let same = 0;
  while (same < a.length && same < b.length && isSame(a[same], b[same])) same++;
  return same;
}

function commonEnd(a: readonly Cell[], b: readonly Cell[], from: number): number {
  let same = 0;
  while (same < Math.min(a.length, b.length) - from && isSame(a[a.length - 1 - same], b[b.length - 1 - same])) same++;
  return same;
}

function isSame(a: Cell | undefined, b: Cell | undefined): boolean {
  return a?.text === b?.text && a?.look === b?.look;
}
