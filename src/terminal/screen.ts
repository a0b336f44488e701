// The few control sequences that redraw a handful of lines: only what has changed is written again.

import type { View } from "./line-view.ts";

/** Nothing drawn yet. */
export const BLANK: View = { lines: [], cursor: { row: 0, column: 0 } };

/** What to write so that the terminal, which shows `before`, shows `after`. */
export function redraw(before: View, after: View): string {
  const same = commonStart(before.lines, after.lines);
  let out =
    before.lines.length === 0
      ? "\r"
      : moveRows(before.cursor.row, Math.min(same, Math.max(before.lines.length, 1) - 1));
  let row = before.lines.length === 0 ? 0 : Math.min(same, before.lines.length - 1);
  if (same < after.lines.length || same < before.lines.length) {
    if (same > row) {
      out += "\r\n";
      row = same;
    }
    out += "\r\u001b[J";
    const rest = after.lines.slice(row);
    out += rest.join("\r\n");
    row += Math.max(0, rest.length - 1);
  }
  return out + moveRows(row, after.cursor.row) + toColumn(after.cursor.column);
}

/** Takes the drawn lines away; the cursor is then where they began. */
export function erase(view: View): string {
  return view.lines.length === 0 ? "" : `${moveRows(view.cursor.row, 0)}\r\u001b[J`;
}

/** Leaves the lines and goes below them. */
export function leave(view: View): string {
  return `${moveRows(view.cursor.row, Math.max(0, view.lines.length - 1))}\r\n`;
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  return same;
}

function moveRows(from: number, to: number): string {
  if (to < from) return `\u001b[${from - to}A`;
  return to > from ? `\u001b[${to - from}B` : "";
}

function toColumn(column: number): string {
  return column === 0 ? "\r" : `\r\u001b[${column}C`;
}
