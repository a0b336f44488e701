// What the line editor knows between two keys.

import { type Buffer, EMPTY } from "./buffer.ts";
import type { Menu } from "./completion.ts";

export interface EditorState {
  readonly buffer: Buffer;
  /** Oldest first. */
  readonly history: readonly string[];
  /** Which entry is shown; `history.length` is the line being written. */
  readonly position: number;
  /** The line being written, while an older one is shown. */
  readonly draft: string;
  /** What was cut, newest first; Ctrl-Y puts in the first, Alt-Y the ones after it. */
  readonly kills: readonly string[];
  /** How the line was before, oldest first. */
  readonly past: readonly Buffer[];
  /** What was undone, the next to be done again last. */
  readonly future: readonly Buffer[];
  /** What the last key did, for the keys whose work goes on when they are pressed again. */
  readonly last: LastKey;
  /** What is shown in grey behind the line, and taken with the right arrow; "" for nothing. */
  readonly suggestion: string;
  readonly search?: Search;
  readonly menu?: Menu;
}

/** Looking through the history. */
export interface Search {
  readonly query: string;
  /** The history entry found; undefined when none matches. */
  readonly found: number | undefined;
  /** What stood in the line before. */
  readonly original: string;
}

export type LastKey =
  | { readonly kind: "other" }
  | { readonly kind: "typing" }
  | { readonly kind: "undo" }
  | { readonly kind: "kill" }
  /** Alt-Y replaces what stands from `start` to the cursor. */
  | { readonly kind: "yank"; readonly start: number; readonly index: number }
  /** Alt-. replaces what stands from `start` to the cursor by that of an older line. */
  | { readonly kind: "last-argument"; readonly start: number; readonly position: number }
  /** Ctrl-X: the next key says what. */
  | { readonly kind: "ctrl-x" };

export const OTHER: LastKey = { kind: "other" };

export function newEditor(history: readonly string[], kills: readonly string[] = []): EditorState {
  return {
    buffer: EMPTY,
    history,
    position: history.length,
    draft: "",
    kills,
    past: [],
    future: [],
    last: OTHER,
    suggestion: "",
  };
}

export function edit(state: EditorState, buffer: Buffer): EditorState {
  return { ...state, buffer };
}
