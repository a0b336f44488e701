// What the line editor looks like: prompt, text wrapped at the width, what is suggested, the menu below, and where the cursor stands.

import type { EditorState } from "./editor-state.ts";
import { type Layout, layOut } from "./layout.ts";
import { viewMenu } from "./menu-view.ts";
import type { Styler } from "./style.ts";
import { stripAnsi, takeWidth, textWidth } from "./text-width.ts";
import type { Span, View } from "./view.ts";

export interface ViewOptions {
  /** Already styled. */
  readonly prompt: string;
  readonly continuation: string;
  readonly width: number;
  /** How many lines the screen has. */
  readonly rows: number;
  readonly styler: Styler;
  /** Parts in order, which do not overlap. */
  readonly paint?: (text: string) => readonly Span[];
}

/** A text longer than this was pasted; it is shown as it is. */
const longestPainted = 4000;

export function viewEditor(state: EditorState, options: ViewOptions): View {
  if (state.search !== undefined) return viewSearch(state, options);
  const { width, rows, styler } = options;
  const { text, cursor } = state.buffer;
  const view = layOut(layoutOf(state, options));
  if (state.menu === undefined) return inWindow(view, rows, styler);
  const above = inWindow(view, Math.max(1, rows - 3), styler);
  // The menu stands below the text, wherever in it the cursor is.
  const room = Math.max(1, rows - above.lines.length - 1);
  return { ...above, lines: [...above.lines, ...viewMenu(state.menu, width, room, styler)] };

  function layoutOf({ suggestion }: EditorState, { prompt, continuation, paint }: ViewOptions): Layout {
    const spans = text.length > longestPainted ? [] : (paint?.(text) ?? []);
    const grey = { start: text.length, end: text.length + suggestion.length, style: greyOf(styler) };
    return {
      text: text + suggestion,
      cursor,
      spans: suggestion === "" ? spans : [...spans, grey],
      prompt: fitting(prompt, width),
      continuation,
      width,
    };
  }
}

// Where the background is not known nothing is grey; slanted letters tell it apart as well.
function greyOf(styler: Styler): (text: string) => string {
  const tone = styler.style("muted", "x") === "x" ? "emphasis" : "muted";
  return (text) => styler.style(tone, text);
}

/** All of the text, however long: what stays on the screen when the line has been entered. */
export function viewWhole(state: EditorState, options: ViewOptions): View {
  const { menu: _, search: __, ...bare } = state;
  return viewEditor({ ...bare, suggestion: "" }, { ...options, rows: Number.POSITIVE_INFINITY });
}

/** A prompt must leave room to type in. */
function fitting(prompt: string, width: number): string {
  const most = Math.max(2, width - 8);
  if (textWidth(prompt) <= most) return prompt;
  const bare = stripAnsi(prompt);
  return `${takeWidth(bare, most - 4).trimEnd()}… $ `;
}

/** A text with more lines than the screen shows those around the cursor: what has left the screen could not be drawn again. */
function inWindow(view: View, rows: number, styler: Styler): View {
  const { lines, cursor } = view;
  if (lines.length <= rows) return view;
  const room = Math.max(1, rows - 1);
  const first = Math.max(0, Math.min(cursor.row - Math.floor(room / 2), lines.length - room));
  const above = styler.style("muted", first === 0 ? "(the beginning)" : `(${first} lines above)`);
  const shown = lines.slice(first, first + room);
  return {
    lines: rows > 1 ? [above, ...shown] : shown,
    cursor: { row: cursor.row - first + (rows > 1 ? 1 : 0), column: cursor.column },
  };
}

function viewSearch(state: EditorState, { width, styler }: ViewOptions): View {
  const { query = "", found: at } = state.search ?? {};
  const found = (at === undefined ? "" : (state.history[at] ?? "")).replace(/\n/g, " ");
  const failing = query !== "" && at === undefined ? "failing " : "";
  const start = takeWidth(`(${failing}reverse-i-search)\`${query}': `, width - 1);
  const match = Math.max(0, found.indexOf(query));
  const room = Math.max(0, width - 1 - textWidth(start));
  // What matches is to be seen, also in a long line on a narrow screen.
  const from = textWidth(found.slice(0, match + query.length)) > room ? match : 0;
  const shown = takeWidth(found.slice(from), room);
  const begins = match - from;
  const ends = begins + query.length;
  const marked =
    at === undefined ? shown : shown.slice(0, begins) + styled(shown.slice(begins, ends), styler) + shown.slice(ends);
  const column = Math.min(width - 1, textWidth(start) + textWidth(shown.slice(0, begins)));
  return { lines: [start + marked], cursor: { row: 0, column } };
}

function styled(text: string, styler: Styler): string {
  return text === "" ? "" : styler.style("strong", text);
}
