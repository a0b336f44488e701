// A small editor for files at the prompt, for who has set none of their own: what each key does. Pure, from state and key to state.

import type { Key } from "../keys.ts";
import {
  breakLine,
  cutLine,
  documentOf,
  eraseAt,
  eraseBefore,
  find,
  insertTab,
  insertText,
  moveLeft,
  moveRight,
  moveRows,
  moveWord,
  type TextDocument,
  textOf,
  toLineEnd,
  toLineStart,
} from "./document.ts";

/** A question in the line below. */
export type Ask = { readonly kind: "search"; readonly text: string } | { readonly kind: "keep" };

export interface TextEditorState {
  readonly name: string;
  readonly document: TextDocument;
  /** What the file holds. */
  readonly saved: string;
  readonly columns: number;
  readonly rows: number;
  /** The first line in sight. */
  readonly top: number;
  readonly past: readonly TextDocument[];
  readonly future: readonly TextDocument[];
  readonly cut: string;
  /** The last key cut a line: the next one that is cut goes to it. */
  readonly isCutting?: true;
  readonly words: string;
  readonly ask?: Ask;
  readonly message?: string;
}

export interface EditorUpdate {
  readonly state: TextEditorState;
  readonly effect?: "save" | "leave" | "save-and-leave";
}

interface Opening {
  readonly name: string;
  readonly text: string;
  readonly columns: number;
  readonly rows: number;
}

const PAST_STEPS = 500;

export function openText({ name, text, columns, rows }: Opening): TextEditorState {
  const document = documentOf(text);
  return { name, document, saved: text, columns, rows, top: 0, past: [], future: [], cut: "", words: "" };
}

/** Rows for the text: without the title and the two lines below. */
export function textHeight({ rows }: Pick<TextEditorState, "rows">): number {
  return Math.max(1, rows - 3);
}

export function isChanged({ document, saved }: TextEditorState): boolean {
  return textOf(document) !== textOf(documentOf(saved));
}

export function resizeText(state: TextEditorState, columns: number, rows: number): TextEditorState {
  return inSight({ ...state, columns, rows });
}

export function pressText(state: TextEditorState, key: Key): EditorUpdate {
  const { message: _, isCutting, ...quiet } = state;
  if (key.kind === "key" && key.name === "ctrl-k") return cut(quiet, isCutting === true);
  if (quiet.ask !== undefined) return answer(quiet, quiet.ask, key);
  if (key.kind === "paste" || key.kind === "text") return changed(quiet, insertText(quiet.document, key.text));
  const command = COMMANDS[key.name];
  if (command !== undefined) return command(quiet);
  const move = MOVES[key.name];
  if (move !== undefined) return { state: inSight({ ...quiet, document: move(quiet.document, quiet) }) };
  const change = CHANGES[key.name];
  return change === undefined ? { state: quiet } : changed(quiet, change(quiet.document));
}

type Move = (document: TextDocument, state: TextEditorState) => TextDocument;

const MOVES: Readonly<Record<string, Move>> = {
  left: moveLeft,
  "ctrl-b": moveLeft,
  right: moveRight,
  "ctrl-f": moveRight,
  up: (document) => moveRows(document, -1),
  "ctrl-p": (document) => moveRows(document, -1),
  down: (document) => moveRows(document, 1),
  "ctrl-n": (document) => moveRows(document, 1),
  "page-up": (document, state) => moveRows(document, -textHeight(state)),
  "page-down": (document, state) => moveRows(document, textHeight(state)),
  home: toLineStart,
  "ctrl-a": toLineStart,
  end: toLineEnd,
  "ctrl-e": toLineEnd,
  "ctrl-left": (document) => moveWord(document, -1),
  "alt-b": (document) => moveWord(document, -1),
  "ctrl-right": (document) => moveWord(document, 1),
  "alt-f": (document) => moveWord(document, 1),
  "ctrl-home": (document) => ({ ...document, row: 0, column: 0 }),
  "ctrl-end": (document) => toLineEnd({ ...document, row: document.lines.length - 1 }),
};

const CHANGES: Readonly<Record<string, (document: TextDocument) => TextDocument>> = {
  enter: breakLine,
  tab: insertTab,
  backspace: eraseBefore,
  delete: eraseAt,
  "ctrl-d": eraseAt,
};

const COMMANDS: Readonly<Record<string, (state: TextEditorState) => EditorUpdate>> = {
  "ctrl-s": (state) => ({ state, effect: "save" }),
  "ctrl-o": (state) => ({ state, effect: "save" }),
  "ctrl-x": leave,
  "ctrl-q": leave,
  "ctrl-c": (state) => told(state, "Ctrl-X leaves the editor, Ctrl-S saves."),
  "ctrl-w": (state) => ({ state: { ...state, ask: { kind: "search", text: "" } } }),
  "ctrl-r": (state) => ({ state: { ...state, ask: { kind: "search", text: "" } } }),
  "ctrl-u": (state) => changed(state, insertText({ ...state.document, column: 0 }, state.cut)),
  "ctrl-z": undo,
  "alt-u": undo,
  "ctrl-y": redo,
  "alt-e": redo,
};

function cut(state: TextEditorState, isMore: boolean): EditorUpdate {
  const { document, cut: line } = cutLine(state.document);
  return changed({ ...state, cut: isMore ? state.cut + line : line, isCutting: true }, document);
}

function leave(state: TextEditorState): EditorUpdate {
  return isChanged(state) ? { state: { ...state, ask: { kind: "keep" } } } : { state, effect: "leave" };
}

function told(state: TextEditorState, message: string): EditorUpdate {
  return { state: { ...state, message } };
}

function changed(state: TextEditorState, document: TextDocument): EditorUpdate {
  if (document === state.document) return { state };
  const past = [...state.past, state.document].slice(-PAST_STEPS);
  return { state: inSight({ ...state, document, past, future: [] }) };
}

function undo(state: TextEditorState): EditorUpdate {
  const document = state.past.at(-1);
  if (document === undefined) return told(state, "Nothing to take back.");
  return {
    state: inSight({ ...state, document, past: state.past.slice(0, -1), future: [...state.future, state.document] }),
  };
}

function redo(state: TextEditorState): EditorUpdate {
  const document = state.future.at(-1);
  if (document === undefined) return told(state, "Nothing to do again.");
  return {
    state: inSight({ ...state, document, future: state.future.slice(0, -1), past: [...state.past, state.document] }),
  };
}

function answer(state: TextEditorState, ask: Ask, key: Key): EditorUpdate {
  const { ask: _, ...rest } = state;
  if (key.kind === "key" && ["escape", "ctrl-c", "ctrl-g"].includes(key.name)) return { state: rest };
  if (ask.kind === "search") return typeSearch(rest, ask.text, key);
  const said = key.kind === "text" ? key.text.toLowerCase() : "";
  if (said === "y") return { state: rest, effect: "save-and-leave" };
  return said === "n" ? { state: rest, effect: "leave" } : { state };
}

function typeSearch(state: TextEditorState, text: string, key: Key): EditorUpdate {
  const typed = (more: string): EditorUpdate => ({ state: { ...state, ask: { kind: "search", text: more } } });
  if (key.kind !== "key") return typed(text + key.text);
  if (key.name === "backspace") return typed([...text].slice(0, -1).join(""));
  if (key.name !== "enter") return typed(text);
  const words = text === "" ? state.words : text;
  if (words === "") return { state };
  const found = find(state.document, words);
  if (found === undefined) return told({ ...state, words }, `"${words}" is not in the text.`);
  return { state: inSight({ ...state, words, document: found }) };
}

/** The cursor is never off the screen. */
function inSight(state: TextEditorState): TextEditorState {
  const height = textHeight(state);
  const { row } = state.document;
  return { ...state, top: Math.max(row - height + 1, Math.min(state.top, row)) };
}
