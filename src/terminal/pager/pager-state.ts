// What the pager knows between two keys, and how it moves in its text.

import { emptyPage, firstRowOf, layOutAnew, type Page, rowCount } from "./page.ts";
import type { Search } from "./search.ts";

/** Columns that numbers of lines take, as in less. */
export const NUMBER_WIDTH = 8;

export interface PagerState {
  readonly page: Page;
  readonly columns: number;
  /** Rows of the screen, with the status line. */
  readonly rows: number;
  readonly top: number;
  /** All of the text is there. */
  readonly isWhole: boolean;
  /** The end stays in sight as more comes, until another key. */
  readonly isFollowing: boolean;
  /** Leaves when somebody pages on at the end, as `more` does. */
  readonly leavesAtEnd: boolean;
  /** `-S`: long lines are cut off, and looked at with the arrows to the sides. */
  readonly chops: boolean;
  /** `-N` */
  readonly hasNumbers: boolean;
  /** How many columns on the left are out of sight. */
  readonly shift: number;
  /** Digits typed before a key. */
  readonly count: string;
  /** `-` was typed: the next letter turns an option on or off. */
  readonly awaitsOption: boolean;
  readonly search?: Search;
  /** A search that is being typed. */
  readonly typing?: { readonly text: string; readonly isBackward: boolean };
  readonly message?: string;
  readonly showsHelp: boolean;
  readonly isOver: boolean;
}

export interface PagerChoices {
  readonly leavesAtEnd?: boolean;
  readonly chops?: boolean;
  readonly hasNumbers?: boolean;
}

interface Size {
  readonly columns: number;
  readonly rows: number;
}

export function newPager({ columns, rows }: Size, choices: PagerChoices = {}): PagerState {
  const { leavesAtEnd = false, chops = false, hasNumbers = false } = choices;
  const state = { columns, chops, hasNumbers, shift: 0 };
  return {
    ...state,
    page: emptyPage(layoutOf(state)),
    rows,
    top: 0,
    isWhole: false,
    isFollowing: false,
    leavesAtEnd,
    count: "",
    awaitsOption: false,
    showsHelp: false,
    isOver: false,
  };
}

/** While the text is moved to the side, its lines are cut off, as in less. */
function layoutOf({
  columns,
  chops,
  hasNumbers,
  shift,
}: Pick<PagerState, "columns" | "chops" | "hasNumbers" | "shift">) {
  return { width: Math.max(1, columns - (hasNumbers ? NUMBER_WIDTH : 0)), chops: chops || shift > 0 };
}

/** With another size or other options; the first line in sight stays in sight. */
export function laidOut(state: PagerState): PagerState {
  const layout = layoutOf(state);
  const { width, chops, lineOfRow } = state.page;
  if (layout.width === width && layout.chops === chops) return state;
  const line = lineOfRow[state.top] ?? 0;
  const page = layOutAnew(state.page, layout);
  return moveTo({ ...state, page }, firstRowOf(page, line));
}

export function resizePager(state: PagerState, { columns, rows }: Size): PagerState {
  return moveTo(laidOut({ ...state, columns, rows }));
}

export function pageHeight({ rows }: Pick<PagerState, "rows">): number {
  return Math.max(1, rows - 1);
}

export function lastTop(state: PagerState): number {
  return Math.max(0, rowCount(state.page) - pageHeight(state));
}

export function isAtEnd(state: PagerState): boolean {
  return state.top >= lastTop(state);
}

export function moveTo(state: PagerState, top = state.top): PagerState {
  return { ...state, top: Math.max(0, Math.min(top, lastTop(state))) };
}
