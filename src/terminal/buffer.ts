// The text being edited and where the cursor stands in it; moves by what a person sees as letters and words.

import { graphemes } from "./text-width.ts";

export interface Buffer {
  readonly text: string;
  /** An index into `text`, between two graphemes. */
  readonly cursor: number;
}

export const EMPTY: Buffer = { text: "", cursor: 0 };

export function bufferOf(text: string): Buffer {
  return { text, cursor: text.length };
}

export function insert({ text, cursor }: Buffer, added: string): Buffer {
  return { text: text.slice(0, cursor) + added + text.slice(cursor), cursor: cursor + added.length };
}

/** Takes out what is between the cursor and `to`. */
export function deleteTo({ text, cursor }: Buffer, to: number): { readonly buffer: Buffer; readonly removed: string } {
  const [from, until] = to < cursor ? [to, cursor] : [cursor, to];
  return { buffer: { text: text.slice(0, from) + text.slice(until), cursor: from }, removed: text.slice(from, until) };
}

export function leftOf({ text, cursor }: Buffer): number {
  return cursor - (graphemes(text.slice(0, cursor)).at(-1)?.length ?? 0);
}

export function rightOf({ text, cursor }: Buffer): number {
  return cursor + (graphemes(text.slice(cursor))[0]?.length ?? 0);
}

export function wordLeftOf({ text, cursor }: Buffer): number {
  const before = text.slice(0, cursor).replace(/[^\p{L}\p{N}_]+$/u, "");
  return before.replace(/[\p{L}\p{N}_]+$/u, "").length;
}

export function wordRightOf({ text, cursor }: Buffer): number {
  const after = text.slice(cursor);
  return cursor + (/^[^\p{L}\p{N}_]*[\p{L}\p{N}_]*/u.exec(after)?.[0].length ?? 0);
}

/** To the blank before the cursor: what Ctrl-W takes. */
export function blankLeftOf({ text, cursor }: Buffer): number {
  return text.slice(0, cursor).replace(/\s+$/, "").replace(/\S+$/, "").length;
}

export function lineStartOf({ text, cursor }: Buffer): number {
  return text.lastIndexOf("\n", cursor - 1) + 1;
}

export function lineEndOf({ text, cursor }: Buffer): number {
  const end = text.indexOf("\n", cursor);
  return end < 0 ? text.length : end;
}

/** Exchanges the two letters around the cursor. */
export function transpose(buffer: Buffer): Buffer {
  const { text } = buffer;
  const at = buffer.cursor === text.length ? leftOf(buffer) : buffer.cursor;
  const left = leftOf({ text, cursor: at });
  const right = rightOf({ text, cursor: at });
  if (left === at || right === at) return buffer;
  return {
    text: text.slice(0, left) + text.slice(at, right) + text.slice(left, at) + text.slice(right),
    cursor: right,
  };
}

/** Writes the word after the cursor in another way (in capitals, say) and goes behind it. */
export function changeWord(buffer: Buffer, change: (word: string) => string): Buffer {
  const { text, cursor } = buffer;
  const end = wordRightOf(buffer);
  const changed = change(text.slice(cursor, end));
  return { text: text.slice(0, cursor) + changed + text.slice(end), cursor: cursor + changed.length };
}

/** `  word` to `  Word`. */
export function capitalized(word: string): string {
  return word.toLowerCase().replace(/[\p{L}\p{N}]/u, (letter) => letter.toUpperCase());
}

/** The same column one line up (-1) or down (1); undefined when there is no such line. */
export function verticalMove(buffer: Buffer, by: -1 | 1): Buffer | undefined {
  const { text, cursor } = buffer;
  const start = lineStartOf(buffer);
  const column = cursor - start;
  if (by === -1) {
    if (start === 0) return undefined;
    const above = lineStartOf({ text, cursor: start - 1 });
    return { text, cursor: Math.min(above + column, start - 1) };
  }
  const end = lineEndOf(buffer);
  if (end === text.length) return undefined;
  return { text, cursor: Math.min(end + 1 + column, lineEndOf({ text, cursor: end + 1 })) };
}
