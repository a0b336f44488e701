// Searching in the pager: what is typed behind `/` and `?`, and going from one place that has it to the next.

import type { Key } from "../keys.ts";
import type { PagerState } from "./pager-state.ts";
import { findRow, type Search } from "./search.ts";

export function typeSearch(state: PagerState, typing: NonNullable<PagerState["typing"]>, key: Key): PagerState {
  const { typing: _, ...rest } = state;
  if (key.kind !== "key") return { ...state, typing: { ...typing, text: typing.text + key.text.replace(/\n/g, "") } };
  if (key.name === "backspace") {
    return typing.text === ""
      ? rest
      : { ...state, typing: { ...typing, text: [...typing.text].slice(0, -1).join("") } };
  }
  if (key.name === "escape" || key.name === "ctrl-g") return rest;
  if (key.name === "ctrl-u") return { ...state, typing: { ...typing, text: "" } };
  if (key.name !== "enter") return state;
  // An empty search looks for the last one again.
  const words = typing.text === "" ? state.search?.words : typing.text;
  return words === undefined ? rest : look(rest, { words, isBackward: typing.isBackward }, false, true);
}

/** Goes to the next row that has it: `isTurned` the other way, `isFirst` with the first row in sight. */
export function look(state: PagerState, search: Search, isTurned: boolean, isFirst = false): PagerState {
  const isBackward = search.isBackward !== isTurned;
  const from = isFirst && !isBackward ? state.top : state.top + (isBackward ? -1 : 1);
  const row = findRow(state.page.rows, search.words, from, isBackward);
  const searched = { ...state, search };
  if (row === undefined) {
    const isElsewhere = findRow(state.page.rows, search.words, 0, false) !== undefined;
    const message = isElsewhere ? "No more matches this way; n and N turn around" : "Not found";
    return { ...searched, message };
  }
  // A match in the last screenful is the top row, even if the rest of the screen stays empty.
  return { ...searched, top: row };
}
