// The tutor's own editor on the learner's screen, for who has none of their own.

import type { FullScreen } from "../terminal/full-screen.ts";
import type { Key } from "../terminal/keys.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { textOf } from "../terminal/text-editor/document.ts";
import {
  type EditorUpdate,
  openText,
  pressText,
  resizeText,
  type TextEditorState,
} from "../terminal/text-editor/text-editor.ts";
import { viewText } from "../terminal/text-editor/text-editor-view.ts";

export interface EditedFile {
  readonly name: string;
  readonly text: string;
  /** @returns what is wrong, when it cannot be written. */
  save(text: string): string | undefined;
}

/** Resolves when the learner has left it, at once where nothing can be drawn. */
export function editText(terminal: Terminal, file: EditedFile): Promise<void> {
  return new Promise((resolve) => {
    let state: TextEditorState | undefined;
    const screen = terminal.takeScreen({
      keys: (keys) => press(keys),
      resized: () => {
        if (screen !== undefined && state !== undefined) draw(resizeText(state, screen.columns, screen.rows), screen);
      },
    });
    if (screen === undefined) {
      resolve();
      return;
    }
    function draw(next: TextEditorState, on: FullScreen): void {
      state = next;
      on.show(viewText(next));
    }
    function press(keys: readonly Key[]): void {
      for (const key of keys) {
        if (state === undefined || screen === undefined) return;
        const update = carryOut(pressText(state, key), file);
        state = update.state;
        if (update.effect === "leave") {
          state = undefined;
          screen.close();
          resolve();
          return;
        }
      }
      if (state !== undefined && screen !== undefined) draw(state, screen);
    }
    draw(openText({ name: file.name, text: file.text, columns: screen.columns, rows: screen.rows }), screen);
  });
}

function carryOut({ state, effect }: EditorUpdate, file: EditedFile): EditorUpdate {
  if (effect === undefined || effect === "leave") return effect === undefined ? { state } : { state, effect };
  const text = textOf(state.document);
  const wrong = file.save(text);
  if (wrong !== undefined) return { state: { ...state, message: wrong } };
  const count = state.document.lines.length;
  const saved = { ...state, saved: text, message: `Saved, ${count} ${count === 1 ? "line" : "lines"}.` };
  return effect === "save" ? { state: saved } : { state: saved, effect: "leave" };
}
