// Ctrl-R and Ctrl-S: look through the history as one types.

import { bufferOf } from "./buffer.ts";
import type { EditorState, Search } from "./editor-state.ts";

/** The newest entry before `before` that contains the query. */
export function findBackwards(history: readonly string[], query: string, before: number): number | undefined {
  if (query === "") return undefined;
  for (let index = Math.min(before, history.length) - 1; index >= 0; index--) {
    if (history[index]?.includes(query)) return index;
  }
  return undefined;
}

function findForwards(history: readonly string[], query: string, after: number): number | undefined {
  if (query === "") return undefined;
  const index = history.findIndex((entry, at) => at > after && entry.includes(query));
  return index < 0 ? undefined : index;
}

export function beginSearch(state: EditorState): EditorState {
  return { ...state, search: { query: "", found: undefined, original: state.buffer.text } };
}

/** A changed query looks again from the newest. */
export function searchFor(state: EditorState, search: Search, query: string): EditorState {
  return { ...state, search: { ...search, query, found: findBackwards(state.history, query, state.history.length) } };
}

/** Ctrl-R goes on to an older one (and with nothing typed takes up the last search), Ctrl-S back to a newer one. */
export function searchOn(state: EditorState, search: Search, direction: "older" | "newer"): EditorState {
  const { history } = state;
  const next =
    direction === "older"
      ? findBackwards(history, search.query, search.found ?? history.length)
      : findForwards(history, search.query, search.found ?? history.length);
  // What was tried before, from the same place, is found again only as something else.
  const shown = search.found === undefined ? undefined : history[search.found];
  const found = next ?? search.found;
  const isSame = next !== undefined && history[next] === shown;
  const after = { ...state, search: { ...search, found } };
  return isSame ? searchOn(after, { ...search, found: next }, direction) : after;
}

/** The line that was found, or the one that stood there. */
export function endSearch({ search: _, ...state }: EditorState, text: string): EditorState {
  return { ...state, buffer: bufferOf(text) };
}
