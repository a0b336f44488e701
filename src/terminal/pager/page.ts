// The text that a pager shows, in rows of the screen's width. More may come while it is looked at.

import { graphemes, graphemeWidth, stripAnsi, textWidth } from "../text-width.ts";

export interface Page {
  readonly width: number;
  /** Lines as they came; the last one may not be whole yet. */
  readonly lines: readonly string[];
  readonly rows: readonly string[];
  /** The row at which the last line begins, which grows. */
  readonly lastLineRow: number;
}

export function emptyPage(width: number): Page {
  return { width, lines: [""], rows: [""], lastLineRow: 0 };
}

export function appendText(page: Page, text: string): Page {
  const [first = "", ...rest] = text.split("\n");
  const grown = [`${page.lines.at(-1) ?? ""}${first}`, ...rest];
  const rows = page.rows.slice(0, page.lastLineRow);
  let { lastLineRow } = page;
  for (const line of grown) {
    lastLineRow = rows.length;
    rows.push(...rowsOf(line, page.width));
  }
  return { width: page.width, lines: [...page.lines.slice(0, -1), ...grown], rows, lastLineRow };
}

export function resizePage({ lines }: Page, width: number): Page {
  return appendText(emptyPage(width), lines.join("\n"));
}

/** Without the empty line behind the last line break. */
export function rowCount({ rows, lines }: Page): number {
  return lines.length > 1 && lines.at(-1) === "" ? rows.length - 1 : rows.length;
}

function rowsOf(line: string, width: number): readonly string[] {
  const shown = readable(line);
  if (textWidth(shown) <= width) return [shown];
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
