// Lines that are edited here: keys go into the line editor, what it answers is done, and its picture is drawn.

import { type EditorState, newEditor } from "../editor-state.ts";
import type { Key } from "../keys.ts";
import { complete, type EditorEffect, replaceLine, updateEditor } from "../line-editor.ts";
import { type ViewOptions, viewEditor, viewWhole } from "../line-view.ts";
import type { Styler } from "../style.ts";
import { suggestNames, wantsSuggestion } from "../suggestion.ts";
import type { LineRead, OutputStream, ReadLineOptions } from "../terminal.ts";
import { asTyped } from "../typed-keys.ts";
import type { Canvas } from "./canvas.ts";
import { CompletionWait } from "./completion-wait.ts";
import { type LineSource, Reading } from "./line-source.ts";
import { SuggestionWait } from "./suggestion-wait.ts";

export interface EditedLineOptions {
  readonly styler: Styler;
  readonly history: readonly string[];
  /** What stays above the line, when the line takes so many rows. */
  readonly above: (rows: number) => readonly string[];
  /** Turns what comes into keys, and calls `press`. */
  readonly readKeys: (chunk: string) => void;
  /** Keys that came behind the end of the line. */
  readonly left: (typed: string) => void;
  readonly suspend: () => void;
  readonly settled: () => void;
}

export class EditedLine implements LineSource {
  isElsewhere = false;
  private editor: EditorState;
  private hasEnded = false;
  private readonly reading = new Reading();
  private readonly completing = new CompletionWait((keys) => this.press(keys));
  private readonly suggesting = new SuggestionWait((text, completions) => {
    if (!this.isReading || this.editor.buffer.text !== text) return;
    this.editor = suggestNames(this.editor, text, completions);
    this.draw();
  });

  constructor(
    private readonly output: OutputStream,
    private readonly canvas: Canvas,
    private readonly options: EditedLineOptions,
  ) {
    this.editor = newEditor(options.history);
  }

  get history(): readonly string[] {
    return this.editor.history;
  }

  forgetHistory(): void {
    this.editor = newEditor([], this.editor.kills);
  }

  get isReading(): boolean {
    return this.reading.options !== undefined;
  }

  begin(options: ReadLineOptions): Promise<LineRead> {
    return this.reading.begin(options);
  }

  receive(chunk: string): void {
    this.options.readKeys(chunk);
    if (this.hasEnded && this.isReading) this.settle({ kind: "end" });
  }

  end(): void {
    this.hasEnded = true;
    if (this.isReading) this.receive("");
  }

  press(keys: readonly Key[]): void {
    for (const [index, key] of keys.entries()) {
      const rest = keys.slice(index);
      if (this.completing.isWaiting) {
        this.completing.hold(rest);
        return;
      }
      const { options } = this.reading;
      if (options === undefined) {
        this.options.left(asTyped(rest));
        return;
      }
      this.pressOne(key, options);
    }
    if (!this.isReading) return;
    this.draw();
    this.suggestLater();
  }

  draw(): void {
    const options = this.viewOptions();
    if (options === undefined) return;
    const { lines, cursor } = viewEditor(this.editor, options);
    const above = this.options.above(lines.length);
    this.canvas.show({ lines: [...above, ...lines], cursor: { ...cursor, row: above.length + cursor.row } });
  }

  settle(read: LineRead): void {
    this.suggesting.forget();
    this.options.settled();
    this.reading.settle(read);
  }

  close(): void {
    this.suggesting.forget();
  }

  /** Where it could not be told apart from what was typed, nothing is suggested. */
  private get suggests(): boolean {
    return this.options.styler.color;
  }

  private suggestLater(): void {
    this.suggesting.forget();
    const suggest = this.reading.options?.suggest;
    if (suggest === undefined || !this.suggests || !wantsSuggestion(this.editor)) return;
    this.suggesting.begin(suggest, () => ({
      text: this.editor.buffer.text,
      isWanted: this.editor.suggestion === "",
    }));
  }

  private pressOne(key: Key, options: ReadLineOptions): void {
    const shortcut = key.kind === "key" ? options.shortcuts?.[key.name] : undefined;
    if (shortcut !== undefined) {
      shortcut();
      return;
    }
    const before = this.editor;
    const { needsMore } = options;
    const { suggests } = this;
    const { state, effect } = updateEditor(before, key, { needsMore, suggests, width: this.canvas.columns });
    this.editor = state;
    if (effect !== undefined) this.perform(effect, before, options);
  }

  private perform(effect: EditorEffect, before: EditorState, options: ReadLineOptions): void {
    switch (effect.kind) {
      case "accept":
        this.endLine(before, { kind: "line", text: effect.line }, effect.typed);
        break;
      case "refuse":
        this.endLine(before, { kind: "interrupt" }, before.buffer.text, effect.message);
        break;
      case "interrupt":
      case "end":
        this.endLine(before, effect);
        break;
      case "suspend":
        this.options.suspend();
        break;
      case "clear-screen":
        this.canvas.clearScreen();
        break;
      case "edit-line":
        this.editElsewhere(effect.line, options);
        break;
      case "complete":
        this.complete(effect, options);
        break;
    }
  }

  private complete(asked: { readonly line: string; readonly cursor: number }, options: ReadLineOptions): void {
    this.completing.begin(options.complete(asked.line, asked.cursor), (completions) => {
      this.editor = complete(this.editor, asked, completions);
      if (this.isReading) this.draw();
    });
  }

  /** Ctrl-X Ctrl-E. */
  private editElsewhere(line: string, { editLine }: ReadLineOptions): void {
    if (editLine === undefined) return;
    this.canvas.hide();
    this.isElsewhere = true;
    const back = (text?: string): void => {
      this.isElsewhere = false;
      if (text !== undefined) this.editor = replaceLine(this.editor, text);
      this.draw();
    };
    // Without an editor the line is where it was; why there is none has been said.
    void editLine(line).then(back, () => back());
  }

  /** The line stays on the screen, without menu, and the cursor goes below it. */
  private endLine(before: EditorState, read: LineRead, typed = before.buffer.text, message?: string): void {
    const options = this.viewOptions();
    if (options !== undefined) {
      const shown = { ...before, buffer: { text: typed, cursor: typed.length } };
      this.canvas.show(viewWhole(shown, options));
    }
    this.canvas.leave();
    // As a shell does: what `!!` and its like were taken for is shown before it runs.
    const expanded = read.kind === "line" && read.text !== typed ? read.text : message;
    if (expanded !== undefined) this.output.write(`${expanded.replace(/\n/g, "\r\n")}\r\n`);
    this.settle(read);
  }

  private viewOptions(): ViewOptions | undefined {
    const { options } = this.reading;
    if (options === undefined) return undefined;
    const { prompt, continuation, paint } = options;
    const { columns: width, rows } = this.canvas;
    const { styler } = this.options;
    return { prompt, continuation, width, rows, styler, ...(paint === undefined ? {} : { paint }) };
  }
}
