// Stands for less: what each key does to what is seen of a long text. Pure, from state and key to state.

import type { Key } from "../keys.ts";
import { appendText, firstRowOf, rowCount } from "./page.ts";
import { ACTIONS, type Action } from "./pager-keys.ts";
import { look, typeSearch } from "./pager-search.ts";
import { isAtEnd, laidOut, lastTop, moveTo, type PagerState, pageHeight } from "./pager-state.ts";

export function moreText(state: PagerState, text: string): PagerState {
  const grown = { ...state, page: appendText(state.page, text) };
  return state.isFollowing ? { ...grown, top: lastTop(grown) } : grown;
}

export function endOfText(state: PagerState): PagerState {
  return { ...state, isWhole: true };
}

export function pressPager(state: PagerState, key: Key): PagerState {
  const letters = key.kind === "text" ? [...key.text] : [];
  // Letters that came in one go are keys one by one.
  if (letters.length > 1) return letters.reduce((before, text) => pressPager(before, { kind: "text", text }), state);
  if (state.isOver) return state;
  const { message: _, ...quiet } = state;
  if (key.kind === "key" && key.name === "ctrl-c") return { ...state, isOver: true };
  if (state.showsHelp) return { ...quiet, showsHelp: false };
  if (state.typing !== undefined) return typeSearch(quiet, state.typing, key);
  if (key.kind === "paste") return quiet;
  const name = key.kind === "text" ? key.text : key.name;
  if (state.awaitsOption) return turnOption({ ...quiet, awaitsOption: false }, name);
  if (/^\d$/.test(name)) return { ...quiet, isFollowing: false, count: quiet.count + name };
  return command({ ...quiet, count: "" }, name, quiet.count === "" ? undefined : Number(quiet.count));
}

/** @param count the number that was typed before the key. */
function command(state: PagerState, name: string, count: number | undefined): PagerState {
  const still = { ...state, isFollowing: false };
  const action = ACTIONS[name];
  if (action === undefined) return still;
  if (action === "forward" && state.leavesAtEnd && state.isWhole && isAtEnd(state)) return { ...state, isOver: true };
  const rows = rowsBy(action, pageHeight(state), count);
  return rows === undefined ? act(still, action, count) : moveTo(still, state.top + rows);
}

/** For keys that move some rows on or back. */
function rowsBy(action: Action, height: number, count: number | undefined): number | undefined {
  switch (action) {
    case "forward":
      return count ?? height;
    case "back":
      return -(count ?? height);
    case "half-forward":
      return count ?? Math.ceil(height / 2);
    case "half-back":
      return -(count ?? Math.ceil(height / 2));
    case "line-forward":
      return count ?? 1;
    case "line-back":
      return -(count ?? 1);
    default:
      return undefined;
  }
}

function act(state: PagerState, action: Action, count: number | undefined): PagerState {
  const { page, search } = state;
  switch (action) {
    case "leave":
      return { ...state, isOver: true };
    case "help":
      return { ...state, showsHelp: true };
    case "start":
      return moveTo(state, firstRowOf(page, (count ?? 1) - 1));
    case "end":
      return moveTo(state, count === undefined ? lastTop(state) : firstRowOf(page, count - 1));
    case "percent":
      return moveTo(state, Math.floor((rowCount(page) * Math.min(100, count ?? 0)) / 100));
    case "rightwards":
      return shiftBy(state, count ?? Math.ceil(page.width / 2));
    case "leftwards":
      return shiftBy(state, -(count ?? Math.ceil(page.width / 2)));
    case "option":
      return { ...state, awaitsOption: true };
    case "follow":
      return { ...moveTo(state, lastTop(state)), isFollowing: true };
    case "search":
      return { ...state, typing: { text: "", isBackward: false } };
    case "search-back":
      return { ...state, typing: { text: "", isBackward: true } };
    case "next":
    case "previous":
      return search === undefined ? state : times(count ?? 1, state, (one) => look(one, search, action === "previous"));
    default:
      return state;
  }
}

function times(count: number, state: PagerState, step: (state: PagerState) => PagerState): PagerState {
  let after = state;
  for (let done = 0; done < count && after.message === undefined; done++) after = step(after);
  return after;
}

/** To the side; as in less, also past the longest line. */
function shiftBy(state: PagerState, columns: number): PagerState {
  return laidOut({ ...state, shift: Math.max(0, state.shift + columns) });
}

/** `-S` and `-N` while it is looked at. */
function turnOption(state: PagerState, name: string): PagerState {
  if (name === "S") {
    const chops = !state.chops;
    return {
      ...laidOut({ ...state, chops, shift: 0 }),
      message: chops ? "Long lines are cut off" : "Long lines go on below",
    };
  }
  if (name === "N") {
    const hasNumbers = !state.hasNumbers;
    return {
      ...laidOut({ ...state, hasNumbers }),
      message: hasNumbers ? "Lines are numbered" : "Lines are not numbered",
    };
  }
  return { ...state, message: "-S cuts long lines off, -N numbers lines" };
}
