// Stands for readline: a state, an update by key, and (line-view.ts) a view. Emacs keys, history, search, several lines, completion.

import { bufferOf, deleteTo, insert, rightOf } from "./buffer.ts";
import { applyCompletions, type Completions, narrowMenu, stepMenu } from "./completion.ts";
import { type EditorState, edit, newEditor, OTHER, type Search } from "./editor-state.ts";
import { expandHistory } from "./history-expansion.ts";
import { alike, down, up } from "./history-keys.ts";
import type { Key } from "./keys.ts";
import { kill, yank } from "./kill-ring.ts";
import { CHANGES, GOES_ON, KILLS, MOVES, TAKES } from "./line-keys.ts";
import { menuColumns } from "./menu-view.ts";
import { beginSearch, endSearch, searchFor, searchOn } from "./search.ts";
import { withSuggestion } from "./suggestion.ts";
import { redo, undo, withPast } from "./undo.ts";

export type EditorEffect =
  /** `typed` is what stands on the screen: `!!` and its like are put in before the line runs. */
  | { readonly kind: "accept"; readonly line: string; readonly typed: string }
  /** The line cannot be run, and is dropped. */
  | { readonly kind: "refuse"; readonly message: string }
  /** Ctrl-C: the line is dropped. */
  | { readonly kind: "interrupt" }
  /** Ctrl-D on an empty line. */
  | { readonly kind: "end" }
  | { readonly kind: "clear-screen" }
  /** Ctrl-Z. */
  | { readonly kind: "suspend" }
  /** Ctrl-X Ctrl-E: write the line in an editor, then call `replaceLine`. */
  | { readonly kind: "edit-line"; readonly line: string }
  /** Ask the completer, then call `complete`. */
  | { readonly kind: "complete"; readonly line: string; readonly cursor: number };

export interface EditorUpdate {
  readonly state: EditorState;
  readonly effect?: EditorEffect;
}

export interface EditorOptions {
  /** True when the text is not a whole command yet (an open quote, a here-document): Enter then begins a new line. */
  readonly needsMore: (text: string) => boolean;
  /** Whether grey suggestions can be shown, and thus taken. */
  readonly suggests?: boolean;
  /** How wide the menu is laid out. */
  readonly width?: number;
}

export function updateEditor(before: EditorState, key: Key, options: EditorOptions): EditorUpdate {
  const { state, effect } = press(before, key, options);
  const noted = withPast(before, state);
  const after = options.suggests === true ? withSuggestion(before, noted) : noted;
  return effect === undefined ? { state: after } : { state: after, effect };
}

function press(state: EditorState, key: Key, options: EditorOptions): EditorUpdate {
  if (state.search !== undefined) return pressInSearch(state, state.search, key, options);
  if (key.kind === "text") return { state: typed(state, key.text) };
  const closed = { ...withoutMenu(state), last: OTHER };
  // Pasted tabs would ask for completions; pasted line ends stay line ends until Enter is pressed.
  if (key.kind === "paste") return { state: edit(closed, insert(state.buffer, printable(key.text))) };
  if (key.name === "escape" || (key.name === "ctrl-g" && state.menu !== undefined)) return { state: closed };
  if (key.name === "tab") return tab(state);
  const step = state.menu === undefined ? undefined : menuStep(state, key.name, options.width ?? 80);
  if (step !== undefined) return { state: step };
  return command({ ...closed, last: state.last }, key.name, options);
}

/** Control characters of a pasted text would be commands to the terminal. */
function printable(text: string): string {
  return text.replace(/\t/g, "  ").replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, "");
}

function typed(state: EditorState, text: string): EditorState {
  const { menu, ...rest } = state;
  const after: EditorState = { ...edit(rest, insert(state.buffer, text)), last: { kind: "typing" } };
  const narrowed = menu === undefined ? undefined : narrowMenu(after.buffer, menu);
  return narrowed === undefined ? after : { ...after, menu: narrowed };
}

function withoutMenu({ menu: _, ...state }: EditorState): EditorState {
  return state;
}

/** Keys that go through an open menu; undefined for all others. */
function menuStep(state: EditorState, name: string, width: number): EditorState | undefined {
  const { buffer, menu } = state;
  if (menu === undefined) return undefined;
  const columns = menuColumns(menu, width);
  const steps: Readonly<Record<string, number>> = {
    "shift-tab": -1,
    down: columns,
    "ctrl-n": columns,
    up: -columns,
    "ctrl-p": -columns,
    ...(columns > 1 && menu.selected >= 0 ? { right: 1, left: -1 } : {}),
  };
  const by = steps[name];
  return by === undefined ? undefined : { ...state, last: OTHER, ...stepMenu(buffer, menu, by) };
}

function tab(state: EditorState): EditorUpdate {
  const { buffer, menu } = state;
  if (menu !== undefined) return { state: { ...state, last: OTHER, ...stepMenu(buffer, menu, 1) } };
  return { state, effect: { kind: "complete", line: buffer.text, cursor: buffer.cursor } };
}

function command(before: EditorState, name: string, options: EditorOptions): EditorUpdate {
  if (before.last.kind === "ctrl-x") return afterCtrlX({ ...before, last: OTHER }, name);
  const goesOn = GOES_ON[name];
  if (goesOn !== undefined) return { state: goesOn(before) };
  const cut = KILLS[name];
  if (cut !== undefined) return { state: kill(before, cut(before.buffer)) };
  const state = { ...before, last: OTHER };
  const taken = TAKES[name]?.(state);
  if (taken !== undefined) return { state: taken };
  const { buffer } = state;
  const moved = MOVES[name];
  if (moved !== undefined) return { state: edit(state, { ...buffer, cursor: moved(buffer) }) };
  const changed = CHANGES[name];
  if (changed !== undefined) return { state: edit(state, changed(buffer)) };
  return special(state, name, options);
}

function special(state: EditorState, name: string, options: EditorOptions): EditorUpdate {
  const { buffer } = state;
  switch (name) {
    case "enter":
      return options.needsMore(buffer.text)
        ? { state: edit(state, insert(bufferOf(buffer.text), "\n")) }
        : accept(state);
    case "ctrl-c":
      return { state: newEditor(state.history, state.kills), effect: { kind: "interrupt" } };
    case "ctrl-d":
      if (buffer.text === "") return { state, effect: { kind: "end" } };
      return { state: edit(state, deleteTo(buffer, rightOf(buffer)).buffer) };
    case "ctrl-l":
      return { state, effect: { kind: "clear-screen" } };
    case "ctrl-z":
      return { state, effect: { kind: "suspend" } };
    case "ctrl-x":
      return { state: { ...state, last: { kind: "ctrl-x" } } };
    case "ctrl-_":
      return { state: undo(state) };
    case "alt-/":
      return { state: redo(state) };
    case "ctrl-y":
      return { state: yank(state) };
    case "ctrl-r":
    case "ctrl-s":
      return { state: beginSearch(state) };
    case "up":
    case "ctrl-p":
      return { state: up(state) };
    case "down":
    case "ctrl-n":
      return { state: down(state) };
    case "page-up":
      return { state: alike(state, -1) };
    case "page-down":
      return { state: alike(state, 1) };
    default:
      return { state };
  }
}

function afterCtrlX(state: EditorState, name: string): EditorUpdate {
  if (name === "ctrl-e") return { state, effect: { kind: "edit-line", line: state.buffer.text } };
  if (name === "ctrl-u") return { state: undo(state) };
  return { state };
}

function accept(state: EditorState): EditorUpdate {
  const { history, kills } = state;
  const typed = state.buffer.text;
  const expanded = expandHistory(typed, history);
  if (expanded.kind === "problem")
    return { state: newEditor(history, kills), effect: { kind: "refuse", message: expanded.message } };
  const line = expanded.text;
  return { state: newEditor(remembered(history, line), kills), effect: { kind: "accept", line, typed } };
}

/** The history with a line that was run; a repetition is no news. */
export function remembered(history: readonly string[], line: string): readonly string[] {
  return line.trim() === "" || history.at(-1) === line ? history : [...history, line];
}

/** What came back from the editor of Ctrl-X Ctrl-E. */
export function replaceLine(state: EditorState, text: string): EditorState {
  return withPast(state, { ...edit(state, bufferOf(text)), last: OTHER, suggestion: "" });
}

/** What the completer answered; ignored when the line has changed since it was asked. */
export function complete(
  state: EditorState,
  asked: { readonly line: string; readonly cursor: number },
  completions: Completions,
): EditorState {
  if (state.buffer.text !== asked.line || state.buffer.cursor !== asked.cursor) return state;
  const completed = applyCompletions(state.buffer, completions);
  if (completed === undefined) return state;
  return withPast(state, { ...state, ...completed, last: OTHER, suggestion: "" });
}

function pressInSearch(state: EditorState, search: Search, key: Key, options: EditorOptions): EditorUpdate {
  if (key.kind === "text" || key.kind === "paste")
    return { state: searchFor(state, search, search.query + printable(key.text).replace(/\n/g, " ")) };
  const found = search.found === undefined ? undefined : state.history[search.found];
  switch (key.name) {
    case "backspace":
      return { state: searchFor(state, search, [...search.query].slice(0, -1).join("")) };
    case "ctrl-r":
      return { state: searchOn(state, search, "older") };
    case "ctrl-s":
      return { state: searchOn(state, search, "newer") };
    case "ctrl-g":
    case "ctrl-c":
    case "escape":
      return { state: endSearch(state, search.original) };
    default: {
      // Any other key takes what was found and then does its own work.
      const taken = endSearch(state, found ?? search.original);
      return key.name === "tab" ? { state: taken } : press(taken, key, options);
    }
  }
}
