// Undo and redo in the line: what was typed without a pause between words goes back as one piece.

import type { EditorState } from "./editor-state.ts";

const KEPT = 200;

/** Notes how the line was, when a key has changed it. */
export function withPast(before: EditorState, after: EditorState): EditorState {
  if (after.buffer.text === before.buffer.text || after.last.kind === "undo") return after;
  const isNew = { ...after, future: [] };
  const goesOn = before.last.kind === "typing" && after.last.kind === "typing" && !endsWord(before, after);
  return goesOn ? isNew : { ...isNew, past: [...before.past, before.buffer].slice(-KEPT) };
}

/** A blank after a letter ends what is taken back at once. */
function endsWord(before: EditorState, after: EditorState): boolean {
  const added = after.buffer.text.charAt(after.buffer.cursor - 1);
  return added === " " && before.buffer.text.charAt(before.buffer.cursor - 1) !== " ";
}

/** Ctrl-_ */
export function undo(state: EditorState): EditorState {
  const { past, future } = state;
  const buffer = past.at(-1);
  if (buffer === undefined) return state;
  return { ...state, buffer, past: past.slice(0, -1), future: [...future, state.buffer], last: { kind: "undo" } };
}

/** Alt-/, as in fish: bash has none. */
export function redo(state: EditorState): EditorState {
  const { past, future } = state;
  const buffer = future.at(-1);
  if (buffer === undefined) return state;
  return { ...state, buffer, past: [...past, state.buffer], future: future.slice(0, -1), last: { kind: "undo" } };
}
