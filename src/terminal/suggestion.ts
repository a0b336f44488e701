// The grey text behind the cursor: how the line may go on, from the history first, then from what the completer knows.

import { bufferOf, wordRightOf } from "./buffer.ts";
import type { Completions } from "./completion.ts";
import { type EditorState, edit } from "./editor-state.ts";

/** Whether anything may be suggested: somebody writes at the end of a line. */
export function wantsSuggestion({ buffer: { text, cursor }, menu, search }: EditorState): boolean {
  const isAtEnd = cursor === text.length && text.trim() !== "" && !text.includes("\n");
  return isAtEnd && menu === undefined && search === undefined;
}

export function withSuggestion(before: EditorState, after: EditorState): EditorState {
  const suggestion = suggestionFor(before, after);
  return suggestion === after.suggestion ? after : { ...after, suggestion };
}

function suggestionFor(before: EditorState, after: EditorState): string {
  if (!wantsSuggestion(after)) return "";
  const { text } = after.buffer;
  for (let at = after.history.length - 1; at >= 0; at--) {
    const entry = after.history[at] ?? "";
    if (entry.length > text.length && entry.startsWith(text) && !entry.includes("\n")) return entry.slice(text.length);
  }
  // What was suggested goes on as long as just that is typed.
  const whole = before.buffer.text + before.suggestion;
  return before.suggestion !== "" && whole.startsWith(text) ? whole.slice(text.length) : "";
}

/** What the completer knows, when the history knows nothing: only what all its candidates share, so that it is never a guess. */
export function suggestNames(state: EditorState, line: string, { start, candidates }: Completions): EditorState {
  const { text } = state.buffer;
  if (state.suggestion !== "" || text !== line || !wantsSuggestion(state) || start >= text.length) return state;
  const typed = text.slice(start);
  const [first, ...others] = candidates.filter((each) => each.text.startsWith(typed));
  if (first === undefined) return state;
  let shared = first.text;
  for (const other of others) {
    while (!other.text.startsWith(shared)) shared = shared.slice(0, -1);
  }
  return { ...state, suggestion: shared.slice(typed.length) };
}

/** The right arrow at the end of the line takes all of it; undefined when there is nothing to take. */
export function takeSuggestion(state: EditorState): EditorState | undefined {
  if (state.suggestion === "") return undefined;
  return edit(state, bufferOf(state.buffer.text + state.suggestion));
}

/** Alt-F takes the next word of it. */
export function takeSuggestedWord(state: EditorState): EditorState | undefined {
  const all = takeSuggestion(state);
  if (all === undefined) return undefined;
  const { text } = all.buffer;
  const rest = text.slice(state.buffer.cursor);
  // A word with what separates it: names and flags are taken as they are written.
  const blank = /^\s*\S+/.exec(rest)?.[0].length ?? rest.length;
  const word = wordRightOf({ text, cursor: state.buffer.cursor }) - state.buffer.cursor;
  return edit(state, bufferOf(text.slice(0, state.buffer.cursor + Math.max(1, Math.min(blank, word)))));
}
