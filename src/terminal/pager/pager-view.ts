// What the pager looks like: rows of the text, and one line below that says where one is.

import type { Frame } from "../full-screen.ts";
import { takeWidth, textWidth } from "../text-width.ts";
import { columnsOf, rowCount } from "./page.ts";
import { isAtEnd, NUMBER_WIDTH, type PagerState, pageHeight } from "./pager-state.ts";
import { withMatches } from "./search.ts";

const HELP = [
  "space, Page Down   a screen on        b, Page Up   a screen back",
  "Enter, down        a line on          k, up        a line back",
  "d, u               half a screen      g, G         start and end",
  "/words             search on          ?words       search back",
  "n, N               next, previous     F            follow what comes",
  "right, left        to the sides       -S           cut long lines off",
  "5 j, 12 g, 50 %    how many, where    -N           number the lines",
  "q                  leave              h            this list",
];

export function viewPager(state: PagerState): Frame {
  const height = pageHeight(state);
  const body = state.showsHelp ? HELP.map((row) => takeWidth(row, state.columns)) : bodyOf(state, height);
  const rows = [
    ...body,
    ...Array.from({ length: Math.max(0, height - body.length) }, () => (state.showsHelp ? "" : "~")),
  ];
  const status = takeWidth(statusOf(state), Math.max(1, state.columns - 1));
  const isTyping = state.typing !== undefined || state.count !== "" || state.awaitsOption;
  const line = isTyping ? status : inverse(status);
  return { rows: [...rows.slice(0, height), line], cursor: { row: height, column: textWidth(status) } };
}

function bodyOf(state: PagerState, height: number): string[] {
  const { page, top, search } = state;
  const last = Math.min(rowCount(page), top + height);
  return page.rows.slice(top, last).map((row, index) => {
    const number = state.hasNumbers ? numberAt(state, top + index) : "";
    return number + cut(row, state, search?.words);
  });
}

function cut(row: string, { page, shift }: PagerState, words: string | undefined): string {
  if (!page.chops) return withMatches(row, words);
  const goesOn = textWidth(row) > shift + page.width;
  const shown = columnsOf(row, shift, page.width - (goesOn ? 1 : 0));
  return withMatches(shown, words) + (goesOn ? inverse(">") : "");
}

/** Before the first row of each line. */
function numberAt({ page }: PagerState, row: number): string {
  const line = page.lineOfRow[row] ?? 0;
  const isFirst = row === 0 || page.lineOfRow[row - 1] !== line;
  return isFirst ? `${String(line + 1).padStart(NUMBER_WIDTH - 1)} ` : " ".repeat(NUMBER_WIDTH);
}

function inverse(text: string): string {
  return `\u001b[7m${text}\u001b[27m`;
}

function statusOf(state: PagerState): string {
  const { typing, message } = state;
  if (typing !== undefined) return `${typing.isBackward ? "?" : "/"}${typing.text}`;
  if (state.awaitsOption) return "-";
  if (state.count !== "") return `:${state.count}`;
  if (state.showsHelp) return "any key goes back";
  if (message !== undefined) return message;
  if (state.isFollowing) return "Waiting for more... (q leaves)";
  if (isAtEnd(state)) return state.isWhole ? "(END) q leaves, h helps" : ":";
  if (!state.isWhole) return ": (h helps)";
  const seen = Math.min(state.top + pageHeight(state), rowCount(state.page));
  return `: ${Math.floor((100 * seen) / Math.max(1, rowCount(state.page)))}% (h helps)`;
}
