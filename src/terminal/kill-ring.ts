// Cutting and putting in again: what is cut by several keys in a row is one piece, and older pieces can be had with Alt-Y.

import { type Buffer, deleteTo, insert } from "./buffer.ts";
import { type EditorState, edit } from "./editor-state.ts";

const KEPT = 30;

/** Cuts what is between the cursor and `to`. */
export function kill(state: EditorState, to: number): EditorState {
  const { buffer, kills } = state;
  const { buffer: left, removed } = deleteTo(buffer, to);
  if (removed === "") return state;
  const [newest = "", ...older] = kills;
  const isForward = to > buffer.cursor;
  const joined =
    state.last.kind === "kill"
      ? [isForward ? newest + removed : removed + newest, ...older]
      : [removed, ...kills].slice(0, KEPT);
  return { ...edit(state, left), kills: joined, last: { kind: "kill" } };
}

/** Ctrl-Y. */
export function yank(state: EditorState): EditorState {
  const [newest] = state.kills;
  if (newest === undefined) return state;
  const start = state.buffer.cursor;
  return { ...edit(state, insert(state.buffer, newest)), last: { kind: "yank", start, index: 0 } };
}

/** Alt-Y: only right after Ctrl-Y, or after itself. */
export function yankOlder(state: EditorState): EditorState {
  const { last, kills, buffer } = state;
  if (last.kind !== "yank") return state;
  const index = (last.index + 1) % kills.length;
  const put = replaceFrom(buffer, last.start, kills[index] ?? "");
  return { ...edit(state, put), last: { ...last, index } };
}

/** Puts `text` in the place of what stands between `start` and the cursor. */
export function replaceFrom({ text, cursor }: Buffer, start: number, added: string): Buffer {
  return insert({ text: text.slice(0, start) + text.slice(cursor), cursor: start }, added);
}
