// What the pager looks like: rows of the text, and one line below that says where one is.

import type { Frame } from "../full-screen.ts";
import { takeWidth, textWidth } from "../text-width.ts";
import { rowCount } from "./page.ts";
import { isAtEnd, type PagerState, pageHeight } from "./pager.ts";
import { withMatches } from "./search.ts";

const HELP = [
  "space, Page Down   a screen on        b, Page Up   a screen back",
  "Enter, down        a line on          k, up        a line back",
  "d, u               half a screen      g, G         start and end",
  "/words             search on          ?words       search back",
  "n, N               next, previous     F            follow what comes",
  "q                  leave              h            this list",
];

export function viewPager(state: PagerState): Frame {
  const height = pageHeight(state);
  const body = state.showsHelp ? HELP.map((row) => takeWidth(row, state.page.width)) : bodyOf(state, height);
  const rows = [
    ...body,
    ...Array.from({ length: Math.max(0, height - body.length) }, () => (state.showsHelp ? "" : "~")),
  ];
  const status = takeWidth(statusOf(state), Math.max(1, state.page.width - 1));
  const isTyping = state.typing !== undefined;
  const line = isTyping ? status : `\u001b[7m${status}\u001b[27m`;
  return { rows: [...rows.slice(0, height), line], cursor: { row: height, column: textWidth(status) } };
}

function bodyOf({ page, top, search }: PagerState, height: number): string[] {
  const last = Math.min(rowCount(page), top + height);
  return page.rows.slice(top, last).map((row) => withMatches(row, search?.words));
}

function statusOf(state: PagerState): string {
  const { typing, message } = state;
  if (typing !== undefined) return `${typing.isBackward ? "?" : "/"}${typing.text}`;
  if (state.showsHelp) return "any key goes back";
  if (message !== undefined) return message;
  if (state.isFollowing) return "Waiting for more... (q leaves)";
  if (isAtEnd(state)) return state.isWhole ? "(END) q leaves, h helps" : ":";
  if (!state.isWhole) return ": (h helps)";
  const seen = Math.min(state.top + pageHeight(state), rowCount(state.page));
  return `: ${Math.floor((100 * seen) / Math.max(1, rowCount(state.page)))}% (h helps)`;
}
