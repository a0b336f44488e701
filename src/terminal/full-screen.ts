// What a program gets that uses the whole screen for a while: its size, keys one by one, and a way to write what has changed.

import type { Key } from "./keys.ts";

export interface ScreenUser {
  keys(keys: readonly Key[]): void;
  /** The window has another size now. */
  resized(): void;
}

export interface FullScreen {
  readonly columns: number;
  readonly rows: number;
  /** Shows these rows, and the cursor there; only rows that differ from what is shown are written. */
  show(frame: Frame): void;
  close(): void;
}

export interface Frame {
  /** From the top; what is missing is empty. */
  readonly rows: readonly string[];
  /** Hidden when absent. */
  readonly cursor?: { readonly row: number; readonly column: number };
}

export const NO_FRAME: Frame = { rows: [] };
export const ENTER_SCREEN = "\u001b[?1049h\u001b[H\u001b[2J";
/** Where there is but one screen (GNU screen, unless it is told otherwise), the ordinary one goes on at the bottom, as behind every pager there. */
export const LEAVE_SCREEN = "\u001b[999;1H\u001b[K\u001b[?25h\u001b[?1049l";

/** What to write so that a screen that shows `before` shows `after`. */
export function frameChange(before: Frame, after: Frame, rows: number): string {
  const changed: string[] = [];
  for (let row = 0; row < rows; row++) {
    const text = after.rows[row] ?? "";
    // Erasing comes first: behind a row that is full, the cursor stands on its last letter.
    if (text !== (before.rows[row] ?? "")) changed.push(`\u001b[${row + 1};1H\u001b[2K${text}`);
  }
  const { cursor } = after;
  const hide = changed.length > 0 && before.cursor !== undefined ? "\u001b[?25l" : "";
  if (cursor === undefined) return hide + changed.join("") + (before.cursor === undefined ? "" : "\u001b[?25l");
  return `${hide}${changed.join("")}\u001b[${cursor.row + 1};${cursor.column + 1}H\u001b[?25h`;
}
