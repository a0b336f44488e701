// The keys of the line that need nothing but the line: where each goes, what it changes, and what it cuts.

import {
  type Buffer,
  blankLeftOf,
  capitalized,
  changeWord,
  deleteTo,
  insert,
  leftOf,
  lineEndOf,
  lineStartOf,
  rightOf,
  transpose,
  wordLeftOf,
  wordRightOf,
} from "./buffer.ts";
import type { EditorState } from "./editor-state.ts";
import { lastArgument } from "./history-keys.ts";
import { yankOlder } from "./kill-ring.ts";
import { takeSuggestedWord, takeSuggestion } from "./suggestion.ts";

type Target = (buffer: Buffer) => number;

export const MOVES: Readonly<Record<string, Target>> = {
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
  "ctrl-home": () => 0,
  "alt->": ({ text }) => text.length,
  "ctrl-end": ({ text }) => text.length,
};

export const CHANGES: Readonly<Record<string, (buffer: Buffer) => Buffer>> = {
  backspace: (buffer) => deleteTo(buffer, leftOf(buffer)).buffer,
  delete: (buffer) => deleteTo(buffer, rightOf(buffer)).buffer,
  "ctrl-t": transpose,
  "alt-enter": (buffer) => insert(buffer, "\n"),
  "alt-u": (buffer) => changeWord(buffer, (word) => word.toUpperCase()),
  "alt-l": (buffer) => changeWord(buffer, (word) => word.toLowerCase()),
  "alt-c": (buffer) => changeWord(buffer, capitalized),
};

export const KILLS: Readonly<Record<string, Target>> = {
  "ctrl-k": lineEndOf,
  "ctrl-u": lineStartOf,
  "ctrl-w": blankLeftOf,
  "alt-backspace": wordLeftOf,
  "ctrl-backspace": wordLeftOf,
  "alt-d": wordRightOf,
  "ctrl-delete": wordRightOf,
};

/** Keys that take what is suggested in grey, where there is something. */
export const TAKES: Readonly<Record<string, (state: EditorState) => EditorState | undefined>> = {
  right: takeSuggestion,
  "ctrl-f": takeSuggestion,
  end: takeSuggestion,
  "ctrl-e": takeSuggestion,
  "alt-f": takeSuggestedWord,
  "ctrl-right": takeSuggestedWord,
  "alt-right": takeSuggestedWord,
};

/** Keys that go on with what the same key did before. */
export const GOES_ON: Readonly<Record<string, (state: EditorState) => EditorState>> = {
  "alt-y": yankOlder,
  "alt-.": lastArgument,
  "alt-_": lastArgument,
};
