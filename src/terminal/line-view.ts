// What the line editor looks like: prompt, text wrapped at the width, the menu below, and where the cursor stands.

import type { Candidate, Menu } from "./completion.ts";
import type { EditorState } from "./line-editor.ts";
import type { Styler } from "./style.ts";
import { graphemes, graphemeWidth, padEnd, takeWidth, textWidth } from "./text-width.ts";

export interface ViewOptions {
  /** Already styled. */
  readonly prompt: string;
  readonly continuation: string;
  readonly width: number;
  readonly styler: Styler;
}

export interface View {
  readonly lines: readonly string[];
  readonly cursor: { readonly row: number; readonly column: number };
}

const MENU_ROWS = 8;

export function viewEditor(state: EditorState, options: ViewOptions): View {
  if (state.search !== undefined) return viewSearch(state, options);
  const view = layOut(state.buffer.text, state.buffer.cursor, options);
  if (state.menu === undefined) return view;
  return { ...view, lines: [...view.lines, ...viewMenu(state.menu, options)] };
}

/** The text in rows of the terminal's width. A row that is exactly full moves the cursor to the next one, as terminals do. */
function layOut(text: string, cursor: number, { prompt, continuation, width }: ViewOptions): View {
  const rows: string[] = [prompt];
  let column = textWidth(prompt);
  let at = 0;
  let place = { row: 0, column };
  for (const grapheme of graphemes(text)) {
    if (at === cursor) place = { row: rows.length - 1, column };
    at += grapheme.length;
    if (grapheme === "\n") {
      rows.push(continuation);
      column = textWidth(continuation);
      continue;
    }
    const wide = graphemeWidth(grapheme);
    if (column + wide > width) {
      rows.push("");
      column = 0;
    }
    rows[rows.length - 1] += grapheme;
    column += wide;
    if (column === width) {
      rows.push("");
      column = 0;
    }
  }
  if (at <= cursor) place = { row: rows.length - 1, column };
  return { lines: rows, cursor: place };
}

function viewSearch(state: EditorState, { width }: ViewOptions): View {
  const search = state.search;
  const found = search?.found === undefined ? "" : (state.history[search.found] ?? "");
  const failing = search !== undefined && search.query !== "" && search.found === undefined ? "failing " : "";
  const start = `(${failing}reverse-i-search)\`${search?.query ?? ""}': `;
  const line = takeWidth(`${start}${found.replace(/\n/g, " ")}`, width - 1);
  const column = Math.min(
    width - 1,
    textWidth(start) + textWidth(found.slice(0, Math.max(0, found.indexOf(search?.query ?? "")))),
  );
  return { lines: [line], cursor: { row: 0, column } };
}

function viewMenu({ candidates, selected }: Menu, { width, styler }: ViewOptions): readonly string[] {
  const hasAbout = candidates.some(({ about }) => about !== undefined);
  const cells = candidates.map((candidate) => cellOf(candidate, width));
  const cellWidth = Math.min(width, Math.max(...cells.map(textWidth)) + 2);
  const columns = hasAbout ? 1 : Math.max(1, Math.floor(width / cellWidth));
  const total = Math.ceil(cells.length / columns);
  // The selected one stays in sight.
  const selectedRow = Math.floor(Math.max(0, selected) / columns);
  const first = Math.max(0, Math.min(selectedRow - MENU_ROWS + 1, total - MENU_ROWS));
  const rows: string[] = [];
  for (let row = first; row < Math.min(total, first + MENU_ROWS); row++) {
    const shown = cells.slice(row * columns, (row + 1) * columns).map((cell, index) => {
      const isSelected = row * columns + index === selected;
      const marked = isSelected ? `${styler.mark("prompt")}${cell}` : ` ${cell}`;
      return isSelected ? styler.style("strong", padEnd(marked, cellWidth)) : padEnd(marked, cellWidth);
    });
    rows.push(shown.join("").trimEnd());
  }
  const more = total - rows.length;
  return more > 0 ? [...rows, styler.style("muted", ` (${cells.length} in all)`)] : rows;
}

function cellOf({ text, about }: Candidate, width: number): string {
  return takeWidth(about === undefined ? text : `${padEnd(text, 20)} ${about}`, width - 2);
}
