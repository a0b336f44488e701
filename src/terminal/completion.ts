// Tab: what the completions do to the line. One fits: it is put in. Several: what they share, then a menu to step through.

import { type Buffer, insert } from "./buffer.ts";

/** What a completer answers: candidates for the text between `start` and the cursor. */
export interface Completions {
  readonly start: number;
  readonly candidates: readonly Candidate[];
}

export interface Candidate {
  readonly text: string;
  /** Shown beside it in the menu. */
  readonly about?: string;
  /** More follows directly, as after `--output=` or a directory: no blank is added. */
  readonly open?: boolean;
}

export interface Menu {
  readonly start: number;
  readonly candidates: readonly Candidate[];
  /** Which one stands in the line; -1 for none yet. */
  readonly selected: number;
}

export interface Completed {
  readonly buffer: Buffer;
  readonly menu?: Menu;
}

export function applyCompletions(buffer: Buffer, { start, candidates }: Completions): Completed | undefined {
  const [only] = candidates;
  if (only === undefined) return undefined;
  if (candidates.length === 1) return { buffer: put(buffer, start, only.open === true ? only.text : `${only.text} `) };
  const shared = sharedStart(candidates.map(({ text }) => text));
  const longer = shared.length > buffer.cursor - start ? put(buffer, start, shared) : buffer;
  return { buffer: longer, menu: { start, candidates, selected: -1 } };
}

/** Another candidate of the menu takes its place in the line: the next one, the one before, or in a grid the one below. */
export function stepMenu(buffer: Buffer, menu: Menu, by: number): Completed {
  const count = menu.candidates.length;
  const next = menu.selected + by;
  // Out of a grid one stays in the column as far as there are candidates.
  const selected = menu.selected < 0 ? (by < 0 ? count - 1 : 0) : next < 0 ? count - 1 : next >= count ? 0 : next;
  const candidate = menu.candidates[selected];
  return { buffer: put(buffer, menu.start, candidate?.text ?? ""), menu: { ...menu, selected } };
}

/** Letters typed while the menu is open leave those that begin so; undefined when none is left, or none was asked for. */
export function narrowMenu(buffer: Buffer, menu: Menu): Menu | undefined {
  const typed = buffer.text.slice(menu.start, buffer.cursor);
  const candidates = menu.candidates.filter(({ text }) => text.startsWith(typed));
  if (menu.selected >= 0 || candidates.length === 0) return undefined;
  return { ...menu, candidates };
}

function put({ text, cursor }: Buffer, start: number, word: string): Buffer {
  return insert({ text: text.slice(0, start) + text.slice(cursor), cursor: start }, word);
}

function sharedStart(words: readonly string[]): string {
  const [first = "", ...rest] = words;
  let length = first.length;
  for (const word of rest) {
    while (!word.startsWith(first.slice(0, length))) length--;
  }
  return first.slice(0, length);
}
