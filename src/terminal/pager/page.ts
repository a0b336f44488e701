// The text that a pager shows, in rows of the screen's width. More may come while it is looked at.

import { graphemes, graphemeWidth, stripAnsi, textWidth } from "../text-width.ts";

export interface PageLayout {
  readonly width: number;
  /** A line is one row, however long it is; otherwise it goes on below. */
  readonly chops: boolean;
}

export interface Page extends PageLayout {
  /** Lines as they came; the last one may not be whole yet. */
  readonly lines: readonly string[];
  readonly rows: readonly string[];
  /** Of each row, the line that it belongs to. */
  readonly lineOfRow: readonly number[];
}

export function emptyPage({ width, chops }: PageLayout): Page {
  return { width, chops, lines: [""], rows: [""], lineOfRow: [0] };
}

export function appendText(page: Page, text: string): Page {
  const [first = "", ...rest] = text.split("\n");
  const grown = [`${page.lines.at(-1) ?? ""}${first}`, ...rest];
  // The last line grows, so its rows are made anew.
  const kept = page.lineOfRow.lastIndexOf(page.lines.length - 2) + 1;
  const rows = page.rows.slice(0, kept);
  const lineOfRow = page.lineOfRow.slice(0, kept);
  for (const [index, line] of grown.entries()) {
    for (const row of rowsOf(line, page)) {
      rows.push(row);
      lineOfRow.push(page.lines.length - 1 + index);
    }
  }
  return { ...page, lines: [...page.lines.slice(0, -1), ...grown], rows, lineOfRow };
}

export function layOutAnew({ lines }: Page, layout: PageLayout): Page {
  return appendText(emptyPage(layout), lines.join("\n"));
}

/** Without the empty line behind the last line break. */
export function rowCount({ rows, lines }: Page): number {
  return lines.length > 1 && lines.at(-1) === "" ? rows.length - 1 : rows.length;
}

/** The row at which a line begins; that of the last line when there are fewer. */
export function firstRowOf({ lineOfRow, lines }: Page, line: number): number {
  return Math.max(0, lineOfRow.indexOf(Math.max(0, Math.min(line, lines.length - 1))));
}

/** What of a row stands in the columns from `from` on; half a wide letter is left out. */
export function columnsOf(row: string, from: number, width: number): string {
  let used = 0;
  let shown = "";
  for (const grapheme of graphemes(row)) {
    const wide = graphemeWidth(grapheme);
    if (used >= from && used + wide <= from + width) shown += grapheme;
    used += wide;
  }
  return shown;
}

function rowsOf(line: string, { width, chops }: PageLayout): readonly string[] {
  const shown = readable(line);
  if (chops || textWidth(shown) <= width) return [shown];
  const rows: string[] = [];
  let row = "";
  let used = 0;
  for (const grapheme of graphemes(shown)) {
    const wide = graphemeWidth(grapheme);
    if (used + wide > width) {
      rows.push(row);
      row = "";
      used = 0;
    }
    row += grapheme;
    used += wide;
  }
  return [...rows, row];
}

const TAB = 8;

/** Tabs as blanks, control characters as ^X: nothing in a text can do something to the terminal. */
export function readable(line: string): string {
  const clean = stripAnsi(line).replace(/\r$/, "");
  if (!/[\u0000-\u001f\u007f-\u009f]/.test(clean)) return clean;
  let out = "";
  let used = 0;
  for (const grapheme of graphemes(clean)) {
    const code = grapheme.codePointAt(0) ?? 0;
    const piece =
      grapheme === "\t"
        ? " ".repeat(TAB - (used % TAB))
        : code < 0x20
          ? `^${String.fromCharCode(code + 64)}`
          : code >= 0x7f && code < 0xa0
            ? "^?"
            : grapheme;
    out += piece;
    used += textWidth(piece);
  }
  return out;
}
