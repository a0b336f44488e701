// What the small editor looks like: a title, the text, what there is to be said, and the keys.

import type { Frame } from "../full-screen.ts";
import { graphemes, graphemeWidth, padEnd, takeWidth, textWidth } from "../text-width.ts";
import { isChanged, type TextEditorState, textHeight } from "./text-editor.ts";

const KEYS = ["Ctrl-S save", "Ctrl-X leave", "Ctrl-W search", "Ctrl-Z undo", "Ctrl-K cut line", "Ctrl-U paste it"];

export function viewText(state: TextEditorState): Frame {
  const { document, columns, top, ask } = state;
  const height = textHeight(state);
  const lines = document.lines.slice(top, top + height);
  const place = placeOf(state);
  const body = lines.map((line, index) => {
    const isCurrent = top + index === document.row;
    return portion(line, isCurrent ? place.left : 0, columns);
  });
  const blank = Array.from({ length: height - body.length }, () => "");
  const below = takeWidth(belowOf(state), columns - 1);
  const rows = [inverse(titleOf(state), columns), ...body, ...blank, below, takeWidth(keysOf(columns), columns - 1)];
  const cursor =
    ask === undefined
      ? { row: 1 + document.row - top, column: place.column }
      : { row: 1 + height, column: Math.min(columns - 1, textWidth(below)) };
  return { rows, cursor };
}

/** Where the cursor stands on the screen, and how many columns of its line are out of sight on the left. */
function placeOf({ document, columns }: TextEditorState): { readonly left: number; readonly column: number } {
  const line = document.lines[document.row] ?? "";
  const at = textWidth(expanded(line.slice(0, document.column)));
  const left = at < columns - 1 ? 0 : at - Math.floor(columns / 2);
  return { left, column: at - left };
}

/** The columns of a line that are in sight, with a mark where more of it is not. */
function portion(line: string, left: number, columns: number): string {
  let used = 0;
  let out = left > 0 ? "‹" : "";
  let width = out.length;
  for (const grapheme of graphemes(expanded(line))) {
    const wide = graphemeWidth(grapheme);
    const isLeft = used < left + (left > 0 ? 1 : 0);
    used += wide;
    if (isLeft) continue;
    if (width + wide > columns - 1) return `${out}›`;
    out += grapheme;
    width += wide;
  }
  return out;
}

// One column each, so that the cursor stands where it seems to; YAML does not take tabs, and must show them.
function expanded(line: string): string {
  return line.replace(/\t/g, "→").replace(/[\u0000-\u001f\u007f-\u009f]/g, "?");
}

function titleOf(state: TextEditorState): string {
  const { name, document } = state;
  const place = `line ${document.row + 1} of ${document.lines.length}`;
  return ` ${name}${isChanged(state) ? " (changed)" : ""}  ${place}`;
}

function inverse(text: string, columns: number): string {
  return `\u001b[7m${padEnd(takeWidth(text, columns), columns)}\u001b[27m`;
}

function belowOf({ ask, message, words }: TextEditorState): string {
  if (ask?.kind === "search") return `Search${words === "" ? "" : ` [${words}]`}: ${ask.text}`;
  if (ask?.kind === "keep") return "Save what you have changed? y/n, Esc goes back ";
  return message ?? "";
}

function keysOf(columns: number): string {
  const shown: string[] = [];
  for (const key of KEYS) {
    if (textWidth([...shown, key].join("   ")) < columns) shown.push(key);
  }
  return shown.join("   ");
}
