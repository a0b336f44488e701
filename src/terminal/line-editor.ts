// Stands for readline: a state, an update by key, and (line-view.ts) a view. Emacs keys, history, Ctrl-R, several lines, completion.

import {
  type Buffer,
  blankLeftOf,
  bufferOf,
  deleteTo,
  EMPTY,
  insert,
  leftOf,
  lineEndOf,
  lineStartOf,
  rightOf,
  transpose,
  verticalMove,
  wordLeftOf,
  wordRightOf,
} from "./buffer.ts";
import { applyCompletions, type Completions, type Menu, stepMenu } from "./completion.ts";
import type { Key } from "./keys.ts";
import { findBackwards, type Search } from "./search.ts";

export interface EditorState {
  readonly buffer: Buffer;
  /** Oldest first. */
  readonly history: readonly string[];
  /** Which entry is shown; `history.length` is the line being written. */
  readonly position: number;
  /** The line being written, while an older one is shown. */
  readonly draft: string;
  /** What Ctrl-K, Ctrl-U or Ctrl-W took, for Ctrl-Y. */
  readonly killed: string;
  readonly search?: Search;
  readonly menu?: Menu;
}

type EditorEffect =
  | { readonly kind: "accept"; readonly line: string }
  /** Ctrl-C: the line is dropped. */
  | { readonly kind: "interrupt" }
  /** Ctrl-D on an empty line. */
  | { readonly kind: "end" }
  | { readonly kind: "clear-screen" }
  /** Ask the completer, then call `complete`. */
  | { readonly kind: "complete"; readonly line: string; readonly cursor: number };

export interface EditorUpdate {
  readonly state: EditorState;
  readonly effect?: EditorEffect;
}

export interface EditorOptions {
  /** True when the text is not a whole command yet (an open quote, a here-document): Enter then begins a new line. */
  readonly needsMore: (text: string) => boolean;
}

export function newEditor(history: readonly string[]): EditorState {
  return { buffer: EMPTY, history, position: history.length, draft: "", killed: "" };
}

export function updateEditor(state: EditorState, key: Key, options: EditorOptions): EditorUpdate {
  if (state.search !== undefined) return updateSearch(state, state.search, key, options);
  if (key.kind === "key" && (key.name === "tab" || key.name === "shift-tab")) return tab(state, key.name);
  if (key.kind === "key" && key.name === "escape") return { state: withoutMenu(state) };
  const closed = withoutMenu(state);
  if (key.kind === "text") return { state: edit(closed, insert(state.buffer, key.text)) };
  // Pasted tabs would ask for completions; pasted line ends stay line ends until Enter is pressed.
  if (key.kind === "paste") return { state: edit(closed, insert(state.buffer, key.text.replace(/\t/g, "  "))) };
  return command(closed, key.name, options);
}

function edit(state: EditorState, buffer: Buffer): EditorState {
  return { ...state, buffer };
}

function withoutMenu({ menu: _, ...state }: EditorState): EditorState {
  return state;
}

function command(state: EditorState, name: string, options: EditorOptions): EditorUpdate {
  const { buffer } = state;
  const moved = MOVES[name];
  if (moved !== undefined) return { state: edit(state, { ...buffer, cursor: moved(buffer) }) };
  const erased = ERASES[name];
  if (erased !== undefined) return { state: edit(state, deleteTo(buffer, erased(buffer)).buffer) };
  const killed = KILLS[name];
  if (killed !== undefined) {
    const { buffer: left, removed } = deleteTo(buffer, killed(buffer));
    return { state: { ...edit(state, left), killed: removed === "" ? state.killed : removed } };
  }
  return special(state, name, options);
}

type Target = (buffer: Buffer) => number;

const MOVES: Readonly<Record<string, Target>> = {
  left: leftOf,
  "ctrl-b": leftOf,
  right: rightOf,
  "ctrl-f": rightOf,
  home: lineStartOf,
  "ctrl-a": lineStartOf,
  end: lineEndOf,
  "ctrl-e": lineEndOf,
  "alt-b": wordLeftOf,
  "ctrl-left": wordLeftOf,
  "alt-left": wordLeftOf,
  "alt-f": wordRightOf,
  "ctrl-right": wordRightOf,
  "alt-right": wordRightOf,
  "alt-<": () => 0,
  "alt->": ({ text }) => text.length,
};

const ERASES: Readonly<Record<string, Target>> = { backspace: leftOf, delete: rightOf };

const KILLS: Readonly<Record<string, Target>> = {
  "ctrl-k": lineEndOf,
  "ctrl-u": lineStartOf,
  "ctrl-w": blankLeftOf,
  "alt-backspace": wordLeftOf,
  "alt-d": wordRightOf,
};

function special(state: EditorState, name: string, options: EditorOptions): EditorUpdate {
  const { buffer } = state;
  switch (name) {
    case "enter":
      return options.needsMore(buffer.text)
        ? { state: edit(state, insert(bufferOf(buffer.text), "\n")) }
        : accept(state);
    case "alt-enter":
      return { state: edit(state, insert(buffer, "\n")) };
    case "ctrl-c":
      return { state: newEditor(state.history), effect: { kind: "interrupt" } };
    case "ctrl-d":
      if (buffer.text === "") return { state, effect: { kind: "end" } };
      return { state: edit(state, deleteTo(buffer, rightOf(buffer)).buffer) };
    case "ctrl-l":
      return { state, effect: { kind: "clear-screen" } };
    case "ctrl-h":
      return command(state, "backspace", options);
    case "ctrl-y":
      return { state: edit(state, insert(buffer, state.killed)) };
    case "ctrl-t":
      return { state: edit(state, transpose(buffer)) };
    case "ctrl-r":
      return { state: { ...state, search: { query: "", found: undefined, original: buffer.text } } };
    case "up":
    case "ctrl-p":
      return { state: up(state) };
    case "down":
    case "ctrl-n":
      return { state: down(state) };
    default:
      return { state };
  }
}

function accept(state: EditorState): EditorUpdate {
  const line = state.buffer.text;
  const isNew = line.trim() !== "" && state.history.at(-1) !== line;
  return { state: newEditor(isNew ? [...state.history, line] : state.history), effect: { kind: "accept", line } };
}

function up(state: EditorState): EditorState {
  const within = verticalMove(state.buffer, -1);
  if (within !== undefined) return edit(state, within);
  return state.position === 0 ? state : show(state, state.position - 1);
}

function down(state: EditorState): EditorState {
  const within = verticalMove(state.buffer, 1);
  if (within !== undefined) return edit(state, within);
  return state.position === state.history.length ? state : show(state, state.position + 1);
}

function show(state: EditorState, position: number): EditorState {
  const draft = state.position === state.history.length ? state.buffer.text : state.draft;
  const text = position === state.history.length ? draft : (state.history[position] ?? "");
  return { ...state, draft, position, buffer: bufferOf(text) };
}

function tab(state: EditorState, name: "tab" | "shift-tab"): EditorUpdate {
  const { buffer, menu } = state;
  if (menu === undefined) {
    return name === "tab"
      ? { state, effect: { kind: "complete", line: buffer.text, cursor: buffer.cursor } }
      : { state };
  }
  return { state: { ...state, ...stepMenu(buffer, menu, name === "tab" ? 1 : -1) } };
}

/** What the completer answered; ignored when the line has changed since it was asked. */
export function complete(
  state: EditorState,
  asked: { readonly line: string; readonly cursor: number },
  completions: Completions,
): EditorState {
  if (state.buffer.text !== asked.line || state.buffer.cursor !== asked.cursor) return state;
  const completed = applyCompletions(state.buffer, completions);
  return completed === undefined ? state : { ...state, ...completed };
}

function updateSearch(state: EditorState, search: Search, key: Key, options: EditorOptions): EditorUpdate {
  if (key.kind === "text" || key.kind === "paste")
    return { state: searchFor(state, search, search.query + key.text.replace(/\n/g, " "), state.history.length) };
  const found = search.found === undefined ? undefined : state.history[search.found];
  switch (key.name) {
    case "backspace":
      return { state: searchFor(state, search, search.query.slice(0, -1), state.history.length) };
    case "ctrl-r":
      return { state: searchFor(state, search, search.query, search.found ?? state.history.length) };
    case "ctrl-g":
    case "ctrl-c":
    case "escape":
      return { state: endSearch(state, search.original) };
    default: {
      // Any other key takes what was found and then does its own work.
      const taken = endSearch(state, found ?? search.original);
      return key.name === "tab" ? { state: taken } : updateEditor(taken, key, options);
    }
  }
}

function searchFor(state: EditorState, search: Search, query: string, before: number): EditorState {
  const found = findBackwards(state.history, query, before) ?? (query === search.query ? search.found : undefined);
  return { ...state, search: { ...search, query, found } };
}

function endSearch({ search: _, ...state }: EditorState, text: string): EditorState {
  return { ...state, buffer: bufferOf(text) };
}
