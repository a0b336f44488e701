// Keys that fetch something from the history: whole lines, lines that begin alike, and last arguments.

import { bufferOf, insert, verticalMove } from "./buffer.ts";
import { type EditorState, edit } from "./editor-state.ts";
import { replaceFrom } from "./kill-ring.ts";

export function up(state: EditorState): EditorState {
  const within = verticalMove(state.buffer, -1);
  if (within !== undefined) return edit(state, within);
  return state.position === 0 ? state : show(state, state.position - 1);
}

export function down(state: EditorState): EditorState {
  const within = verticalMove(state.buffer, 1);
  if (within !== undefined) return edit(state, within);
  return state.position === state.history.length ? state : show(state, state.position + 1);
}

/** Page Up and Page Down: the next line that begins with what stands before the cursor; the cursor stays. */
export function alike(state: EditorState, by: -1 | 1): EditorState {
  const { history, buffer } = state;
  const start = buffer.text.slice(0, buffer.cursor);
  for (let at = state.position + by; at >= 0 && at < history.length; at += by) {
    const entry = history[at];
    if (entry?.startsWith(start) !== true || entry === buffer.text) continue;
    const shown = show(state, at);
    return start === "" ? shown : edit(shown, { text: entry, cursor: buffer.cursor });
  }
  return by === 1 ? show(state, history.length) : state;
}

function show(state: EditorState, position: number): EditorState {
  const draft = state.position === state.history.length ? state.buffer.text : state.draft;
  const text = position === state.history.length ? draft : (state.history[position] ?? "");
  return { ...state, draft, position, buffer: bufferOf(text) };
}

/** Alt-. : the last word of the line before; again, of the one before that. */
export function lastArgument(state: EditorState): EditorState {
  const { last, history, buffer } = state;
  const goesOn = last.kind === "last-argument";
  const position = (goesOn ? last.position : history.length) - 1;
  const entry = history[position];
  if (entry === undefined) return { ...state, last };
  const start = goesOn ? last.start : buffer.cursor;
  const word = lastWordOf(entry);
  const put = goesOn ? replaceFrom(buffer, start, word) : insert(buffer, word);
  return { ...edit(state, put), last: { kind: "last-argument", start, position } };
}

/** With its quotes, for they belong to it. */
export function lastWordOf(line: string): string {
  return line.match(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*'|["'\\])+/g)?.at(-1) ?? "";
}
