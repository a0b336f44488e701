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

/** The next (or previous) candidate of the menu takes its place in the line. */
export function stepMenu(buffer: Buffer, menu: Menu, by: 1 | -1): Completed {
  const count = menu.candidates.length;
  const selected = menu.selected < 0 && by < 0 ? count - 1 : (menu.selected + by + count) % count;
  const candidate = menu.candidates[selected];
  return { buffer: put(buffer, menu.start, candidate?.text ?? ""), menu: { ...menu, selected } };
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
