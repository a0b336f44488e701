// Stands for less: what each key does to what is seen of a long text. Pure, from state and key to state.

import type { Key } from "../keys.ts";
import { appendText, emptyPage, type Page, resizePage, rowCount } from "./page.ts";
import { findRow, type Search } from "./search.ts";

export interface PagerState {
  readonly page: Page;
  /** Rows of the screen, with the status line. */
  readonly rows: number;
  readonly top: number;
  /** All of the text is there. */
  readonly isWhole: boolean;
  /** The end stays in sight as more comes, until another key. */
  readonly isFollowing: boolean;
  /** Leaves when somebody pages on at the end, as `more` does. */
  readonly leavesAtEnd: boolean;
  readonly search?: Search;
  /** A search that is being typed. */
  readonly typing?: { readonly text: string; readonly isBackward: boolean };
  readonly message?: string;
  readonly showsHelp: boolean;
  readonly isOver: boolean;
}

export function newPager(size: { readonly columns: number; readonly rows: number }, leavesAtEnd = false): PagerState {
  return {
    page: emptyPage(size.columns),
    rows: size.rows,
    top: 0,
    isWhole: false,
    isFollowing: false,
    leavesAtEnd,
    showsHelp: false,
    isOver: false,
  };
}

export function moreText(state: PagerState, text: string): PagerState {
  const grown = { ...state, page: appendText(state.page, text) };
  return state.isFollowing ? { ...grown, top: lastTop(grown) } : grown;
}

export function endOfText(state: PagerState): PagerState {
  return { ...state, isWhole: true };
}

export function resizePager(state: PagerState, { columns, rows }: { columns: number; rows: number }): PagerState {
  // The first line in sight stays in sight.
  const share = state.top / Math.max(1, state.page.rows.length);
  const resized = { ...state, rows, page: resizePage(state.page, columns) };
  const top = columns === state.page.width ? state.top : Math.round(share * resized.page.rows.length);
  return { ...resized, top: Math.min(top, lastTop(resized)) };
}

export function pageHeight({ rows }: PagerState): number {
  return Math.max(1, rows - 1);
}

export function lastTop(state: PagerState): number {
  return Math.max(0, rowCount(state.page) - pageHeight(state));
}

export function isAtEnd(state: PagerState): boolean {
  return state.top >= lastTop(state);
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
  return command(quiet, key.kind === "text" ? key.text : key.name);
}

function command(state: PagerState, name: string): PagerState {
  const height = pageHeight(state);
  const still = { ...state, isFollowing: false };
  const action = ACTIONS[name];
  if (action === undefined) return still;
  if (action === "forward" && state.leavesAtEnd && state.isWhole && isAtEnd(state)) return { ...state, isOver: true };
  switch (action) {
    case "leave":
      return { ...state, isOver: true };
    case "help":
      return { ...still, showsHelp: true };
    case "forward":
      return moveTo(still, state.top + height);
    case "back":
      return moveTo(still, state.top - height);
    case "half-forward":
      return moveTo(still, state.top + Math.ceil(height / 2));
    case "half-back":
      return moveTo(still, state.top - Math.ceil(height / 2));
    case "line-forward":
      return moveTo(still, state.top + 1);
    case "line-back":
      return moveTo(still, state.top - 1);
    case "start":
      return moveTo(still, 0);
    case "end":
      return moveTo(still, lastTop(state));
    case "follow":
      return { ...moveTo(state, lastTop(state)), isFollowing: true };
    case "search":
      return { ...still, typing: { text: "", isBackward: false } };
    case "search-back":
      return { ...still, typing: { text: "", isBackward: true } };
    case "next":
      return state.search === undefined ? still : look(still, state.search, false);
    case "previous":
      return state.search === undefined ? still : look(still, state.search, true);
  }
}

type Action =
  | "leave"
  | "help"
  | "forward"
  | "back"
  | "half-forward"
  | "half-back"
  | "line-forward"
  | "line-back"
  | "start"
  | "end"
  | "follow"
  | "search"
  | "search-back"
  | "next"
  | "previous";

const ACTIONS: Readonly<Record<string, Action>> = {
  q: "leave",
  Q: "leave",
  h: "help",
  " ": "forward",
  f: "forward",
  "ctrl-f": "forward",
  "ctrl-v": "forward",
  "page-down": "forward",
  b: "back",
  "ctrl-b": "back",
  "alt-v": "back",
  "page-up": "back",
  d: "half-forward",
  "ctrl-d": "half-forward",
  u: "half-back",
  "ctrl-u": "half-back",
  enter: "line-forward",
  j: "line-forward",
  e: "line-forward",
  down: "line-forward",
  "ctrl-n": "line-forward",
  k: "line-back",
  y: "line-back",
  up: "line-back",
  "ctrl-p": "line-back",
  g: "start",
  "<": "start",
  home: "start",
  G: "end",
  ">": "end",
  end: "end",
  F: "follow",
  "/": "search",
  "?": "search-back",
  n: "next",
  N: "previous",
};

function moveTo(state: PagerState, top: number): PagerState {
  return { ...state, top: Math.max(0, Math.min(top, lastTop(state))) };
}

function typeSearch(state: PagerState, typing: NonNullable<PagerState["typing"]>, key: Key): PagerState {
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
function look(state: PagerState, search: Search, isTurned: boolean, isFirst = false): PagerState {
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
