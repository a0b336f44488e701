// Stands for the learner's terminal: the only file here with real streams. Reads keys or, without a tty, plain lines; draws the line editor.

import { ByteDecoder, bytesOfText, isWellFormed } from "../bytes/bytes.ts";
import { type EditorState, newEditor } from "./editor-state.ts";
import {
  ENTER_SCREEN,
  type Frame,
  type FullScreen,
  frameChange,
  LEAVE_SCREEN,
  NO_FRAME,
  type ScreenUser,
} from "./full-screen.ts";
import { expandHistory } from "./history-expansion.ts";
import { decodeKeys, flushKeys, type Key } from "./keys.ts";
import { complete, remembered, replaceLine, updateEditor } from "./line-editor.ts";
import { type ViewOptions, viewEditor, viewWhole } from "./line-view.ts";
import { BLANK, erase, leave, redraw, reflowed } from "./screen.ts";
import type { Styler } from "./style.ts";
import { suggestNames, wantsSuggestion } from "./suggestion.ts";
import type { InputStream, LineRead, OutputStream, ReadLineOptions, Terminal } from "./terminal.ts";
import { textWidth } from "./text-width.ts";
import type { View } from "./view.ts";

export type { InputStream, LineRead, OutputStream, ReadLineOptions, Terminal };

const ESCAPE_DELAY_MS = 50;
/** Who types on is not asked for names at every letter. */
const SUGGEST_AFTER_MS = 30;
/** What is typed behind Tab waits for what Tab brings, but not for a cluster that does not answer. */
const COMPLETE_MS = 250;
/** A window that is being dragged changes its size all the time; the line is drawn again when it rests. */
const RESIZE_MS = 40;
/** What is pinned waits this long below output that comes line after line, so that it is not drawn again for each. */
const BURST_MS = 60;
/** Room that what is pinned leaves to everything else. */
const FREE_ROWS = 4;

export function openTerminal(input: InputStream, output: OutputStream, options: TerminalOptions): Terminal {
  const terminal = new StreamTerminal(input, output, options);
  terminal.open();
  return terminal;
}

export interface TerminalOptions {
  readonly styler: Styler;
  readonly history?: readonly string[];
  /** For terminals that cannot move their cursor, and for screen readers: the terminal driver's own editing, and no drawing. */
  readonly wholeLines?: boolean;
  /** Ctrl-Z: stops the program, and returns when it goes on. Absent where no shell could let it go on. */
  readonly stop?: () => Promise<void>;
  /** When the window becomes narrower, this terminal breaks all lines but the one with the cursor. */
  readonly cursorLineStays?: boolean;
}

interface Reading {
  readonly options: ReadLineOptions;
  readonly done: (read: LineRead) => void;
}

class StreamTerminal implements Terminal {
  readonly attended: boolean;
  readonly interactive: boolean;
  private readonly styler: Styler;
  private editor: EditorState;
  private view: View = BLANK;
  private pending = "";
  private timer: NodeJS.Timeout | undefined;
  private reading: Reading | undefined;
  private readonly listeners: ((data: string) => void)[] = [];
  /** What came while nobody read: typed ahead, or lines of a pipe. */
  private ahead = "";
  private ended = false;
  private readonly decoder = new ByteDecoder();
  /** What was last written did not end its line. */
  private midLine = false;
  private readonly stop: TerminalOptions["stop"];
  private readonly cursorLineStays: boolean;
  private asking: NodeJS.Timeout | undefined;
  private resizing: NodeJS.Timeout | undefined;
  private completing: NodeJS.Timeout | undefined;
  private behindTab: readonly Key[] = [];
  /** Somebody else has the terminal; what is written waits. */
  private isLent = false;
  /** The line being read is in an editor. */
  private isElsewhere = false;
  private announced: string[] = [];
  private pinned: readonly string[] = [];
  private pinnedWidth = 0;
  private alive: readonly string[] | undefined;
  /** A program at the far end has the screen: nothing is drawn below what it writes. */
  private borrowers = 0;
  private lastWriteMs = 0;
  private burst: NodeJS.Timeout | undefined;
  private screenUser: ScreenUser | undefined;
  private held = "";

  constructor(
    private readonly input: InputStream,
    private readonly output: OutputStream,
    { styler, history = [], wholeLines = false, stop, cursorLineStays = false }: TerminalOptions,
  ) {
    this.stop = stop;
    this.cursorLineStays = cursorLineStays;
    this.styler = styler;
    this.attended = input.isTTY === true && output.isTTY === true;
    this.interactive = this.attended && !wholeLines;
    this.editor = newEditor(history);
  }

  get width(): number {
    return Math.min(200, Math.max(40, this.output.columns ?? 80));
  }

  get rows(): number {
    return this.output.rows ?? 24;
  }

  get history(): readonly string[] {
    return this.editor.history;
  }

  async lend<T>(use: () => Promise<T>): Promise<T> {
    this.close();
    this.isLent = true;
    try {
      return await use();
    } finally {
      this.isLent = false;
      this.open();
      const { held } = this;
      this.held = "";
      this.write(held);
    }
  }

  open(): void {
    this.input.on("data", this.receive);
    this.input.on("end", this.finish);
    if (this.interactive) {
      this.input.setRawMode?.(true);
      this.output.write("\u001b[?2004h");
      this.output.on?.("resize", this.resized);
    }
    this.input.resume();
  }

  close(): void {
    for (const timer of [this.timer, this.burst, this.asking, this.resizing]) clearTimeout(timer);
    if (this.screenUser !== undefined) this.output.write(LEAVE_SCREEN);
    if (this.reading === undefined) this.hide();
    this.input.off("data", this.receive);
    this.input.off("end", this.finish);
    if (this.interactive) {
      this.output.write("\u001b[?2004l");
      this.input.setRawMode?.(false);
      this.output.off?.("resize", this.resized);
    }
    this.input.pause();
  }

  readLine(options: ReadLineOptions): Promise<LineRead> {
    if (this.reading !== undefined) throw new Error("a line is being read already");
    this.giveScreenBack();
    return new Promise((done) => {
      this.reading = { options, done };
      if (this.interactive && this.midLine) this.output.write("\r\n");
      this.midLine = false;
      this.tellAnnounced();
      this.draw();
      const ahead = this.ahead;
      this.ahead = "";
      if (ahead !== "" || this.ended) this.receive(ahead);
    });
  }

  print(lines: readonly string[]): void {
    if (lines.length > 0) this.write(`${lines.join("\n")}\n`);
  }

  announce(lines: readonly string[]): void {
    if (this.reading === undefined && this.midLine) this.announced.push(...lines);
    else this.print(lines);
  }

  write(text: string): void {
    if (text === "") return;
    if (this.screenUser !== undefined || this.isLent) {
      this.held += text;
      return;
    }
    const told = this.withAnnounced(text);
    this.midLine = !endsLine(told);
    if (!this.interactive) {
      this.output.write(asBytes(told));
      return;
    }
    const isEditing = this.reading !== undefined;
    const whole = isEditing && !told.endsWith("\n") ? `${told}\n` : told;
    // In raw mode a line feed does not return the carriage.
    this.output.write(asBytes(this.erased() + whole.replace(/\r?\n/g, "\r\n")));
    this.view = BLANK;
    if (isEditing) this.draw();
    else this.drawFooter();
  }

  pin(lines: readonly string[]): void {
    this.pinned = lines;
    this.pinnedWidth = Math.max(0, ...lines.map(textWidth));
    if (!this.interactive || this.screenUser !== undefined || this.resizing !== undefined) return;
    if (this.reading !== undefined) this.draw();
    else if (this.burst === undefined) this.drawFooterNow();
  }

  live(lines: readonly string[] | undefined): void {
    this.alive = lines;
    if (this.interactive && this.reading === undefined) this.drawFooterNow();
  }

  takeScreen(user: ScreenUser): FullScreen | undefined {
    const isTyping = this.reading !== undefined && !this.isElsewhere;
    if (!this.interactive || this.screenUser !== undefined || isTyping) return undefined;
    const { output } = this;
    this.hide();
    this.screenUser = user;
    output.write(ENTER_SCREEN);
    let shown: Frame = NO_FRAME;
    const rows = () => this.rows;
    return {
      get columns() {
        return output.columns ?? 80;
      },
      get rows() {
        return rows();
      },
      show: (frame) => {
        output.write(frameChange(shown, frame, rows()));
        shown = frame;
      },
      close: () => this.giveScreenBack(),
    };
  }

  get isTaken(): boolean {
    return this.screenUser !== undefined;
  }

  private giveScreenBack(): void {
    if (this.screenUser === undefined) return;
    this.screenUser = undefined;
    this.output.write(LEAVE_SCREEN);
    const { held } = this;
    this.held = "";
    if (held === "") this.drawFooter();
    else this.write(held);
  }

  /** What was announced comes behind the end of the line that was half written. */
  private withAnnounced(text: string): string {
    if (this.announced.length === 0) return text;
    const end = text.indexOf("\n") + 1;
    if (end === 0) return text;
    const told = `${this.announced.join("\n")}\n`;
    this.announced = [];
    return text.slice(0, end) + told + text.slice(end);
  }

  private tellAnnounced(): void {
    const told = this.announced;
    this.announced = [];
    if (told.length > 0) this.output.write(`${told.join("\n")}\n`.replace(/\n/g, this.interactive ? "\r\n" : "\n"));
  }

  /** Below what a command prints, when its line has ended; what comes in one go is waited for. */
  private drawFooter(): void {
    if ((this.alive ?? this.pinned).length === 0 || this.midLine) return;
    const now = performance.now();
    const isBurst = now - this.lastWriteMs < BURST_MS;
    this.lastWriteMs = now;
    if (!isBurst && this.burst === undefined) {
      this.drawFooterNow();
      return;
    }
    this.burst ??= setTimeout(() => {
      this.burst = undefined;
      if (this.reading === undefined) this.drawFooterNow();
    }, BURST_MS);
  }

  private drawFooterNow(): void {
    if (this.midLine || this.borrowers > 0 || this.screenUser !== undefined) return;
    const lines = this.alive?.slice(0, this.rows - 1) ?? this.fitting(0);
    this.show({ lines, cursor: { row: 0, column: 0 } });
  }

  /** What is pinned, where the window has room for it; it may have been made for a larger one. */
  private fitting(rows: number): readonly string[] {
    const isLow = this.pinned.length + Math.max(rows, FREE_ROWS) > this.rows;
    return isLow || this.pinnedWidth > this.columns ? [] : this.pinned;
  }

  /** Takes away what is drawn, wherever a change of the window's size has put it. */
  private erased(): string {
    return erase(reflowed(this.view, this.columns, this.cursorLineStays));
  }

  private hide(): void {
    const gone = this.erased();
    if (gone !== "") this.output.write(gone);
    this.view = BLANK;
  }

  private show(view: View): void {
    if (this.isLent || this.screenUser !== undefined) return;
    const change = redraw(this.view, view, this.columns);
    if (change !== "" && (view.lines.length > 0 || this.view.lines.length > 0)) this.output.write(change);
    this.view = view;
  }

  onInput(listener: (data: string) => void): () => void {
    this.listeners.push(listener);
    const { ahead } = this;
    this.ahead = "";
    if (ahead !== "") listener(ahead);
    return () => {
      const index = this.listeners.indexOf(listener);
      if (index >= 0) this.listeners.splice(index, 1);
    };
  }

  takeKeys(): () => void {
    if (this.interactive) {
      this.borrowers++;
      this.hide();
      return () => {
        this.borrowers--;
        this.drawFooter();
      };
    }
    if (!this.attended) return () => undefined;
    this.input.setRawMode?.(true);
    return () => void this.input.setRawMode?.(false);
  }

  interrupt(): void {
    this.ahead = "";
    if (this.reading === undefined) {
      this.listeners.at(-1)?.("\u0003");
      return;
    }
    this.output.write("\n");
    this.settle({ kind: "interrupt" });
  }

  typeAhead(text: string): void {
    this.ahead = text + this.ahead;
  }

  private readonly receive = (data: string | Uint8Array): void => {
    const chunk = typeof data === "string" ? data : this.decoder.decode(data);
    if (this.screenUser !== undefined) {
      this.typeIn(chunk);
      return;
    }
    if (this.reading === undefined) {
      const listener = this.listeners.at(-1);
      if (listener === undefined) this.ahead += chunk;
      else listener(chunk);
      return;
    }
    if (this.interactive) this.typeIn(chunk);
    else this.takeLine(chunk);
  };

  private readonly finish = (): void => {
    this.ended = true;
    const rest = this.decoder.end();
    if (rest !== "" || this.reading !== undefined) this.receive(rest);
  };

  private readonly resized = (): void => {
    if (this.screenUser !== undefined) {
      this.screenUser.resized();
      return;
    }
    // What is drawn in between would be broken anew, at a place that nobody knows.
    clearTimeout(this.resizing);
    this.resizing = setTimeout(() => this.drawAnew(), RESIZE_MS);
  };

  private drawAnew(): void {
    this.resizing = undefined;
    this.output.write(this.erased());
    this.view = BLANK;
    if (this.reading === undefined) this.drawFooterNow();
    else this.draw();
  }

  /** Ctrl-Z. */
  suspend(): void {
    const { stop } = this;
    if (stop === undefined || this.isLent) return;
    this.hide();
    void this.lend(stop).then(() => (this.reading === undefined ? this.drawFooter() : this.draw()));
  }

  private takeLine(chunk: string): void {
    const text = this.ahead + chunk;
    const end = text.indexOf("\n");
    if (end >= 0) {
      this.ahead = text.slice(end + 1);
      this.settleWhole(text.slice(0, end).replace(/\r$/, ""));
    } else if (this.ended) {
      this.ahead = "";
      this.settle(text === "" ? { kind: "end" } : { kind: "line", text });
    } else this.ahead = text;
  }

  /** A line from a terminal that edits by itself; `!!` is a person's, not a file's. */
  private settleWhole(typed: string): void {
    const { history } = this.editor;
    const expanded = this.attended ? expandHistory(typed, history) : { kind: "line" as const, text: typed };
    if (expanded.kind === "problem") {
      this.output.write(`${expanded.message}\n`);
      this.settle({ kind: "interrupt" });
      return;
    }
    if (expanded.text !== typed) this.output.write(`${expanded.text}\n`);
    if (this.attended) this.editor = newEditor(remembered(history, expanded.text));
    this.settle({ kind: "line", text: expanded.text });
  }

  private typeIn(chunk: string): void {
    clearTimeout(this.timer);
    const { keys, pending } = decodeKeys(this.pending, chunk);
    this.pending = pending;
    if (pending === "\u001b") this.timer = setTimeout(() => this.flush(), ESCAPE_DELAY_MS);
    this.press(keys);
    if (this.ended && this.reading !== undefined) this.settle({ kind: "end" });
  }

  private flush(): void {
    const keys = flushKeys(this.pending);
    this.pending = "";
    this.press(keys);
  }

  private press(keys: readonly Key[]): void {
    if (this.screenUser !== undefined) {
      if (keys.length > 0) this.screenUser.keys(keys);
      return;
    }
    for (const [index, key] of keys.entries()) {
      if (this.completing !== undefined) {
        this.behindTab = [...this.behindTab, ...keys.slice(index)];
        return;
      }
      if (this.reading === undefined) {
        this.ahead += keys.slice(index).map(asTyped).join("");
        return;
      }
      this.pressOne(key, this.reading);
    }
    if (this.reading === undefined) return;
    this.draw();
    this.askLater(this.reading.options);
  }

  /** What the cluster knows of names comes behind what was typed, when the typing rests. */
  private askLater({ suggest }: ReadLineOptions): void {
    clearTimeout(this.asking);
    if (suggest === undefined || !this.suggests || !wantsSuggestion(this.editor)) return;
    this.asking = setTimeout(() => this.ask(suggest), SUGGEST_AFTER_MS);
  }

  private ask(suggest: NonNullable<ReadLineOptions["suggest"]>): void {
    const { text } = this.editor.buffer;
    void suggest(text, this.editor.suggestion === "").then(
      (completions) => {
        if (this.reading === undefined || this.editor.buffer.text !== text) return;
        this.editor = suggestNames(this.editor, text, completions);
        this.draw();
      },
      // A cluster that does not answer just now suggests nothing.
      () => undefined,
    );
  }

  /** Where it could not be told apart from what was typed, nothing is suggested. */
  private get suggests(): boolean {
    return this.interactive && this.styler.color;
  }

  private get columns(): number {
    return Math.max(10, this.output.columns ?? 80);
  }

  private pressOne(key: Key, { options }: Reading): void {
    const shortcut = key.kind === "key" ? options.shortcuts?.[key.name] : undefined;
    if (shortcut !== undefined) {
      shortcut();
      return;
    }
    const { needsMore } = options;
    const { state, effect } = updateEditor(this.editor, key, {
      needsMore,
      suggests: this.suggests,
      width: this.columns,
    });
    const before = this.editor;
    this.editor = state;
    switch (effect?.kind) {
      case undefined:
        return;
      case "accept":
        this.endLine(before, { kind: "line", text: effect.line }, effect.typed);
        return;
      case "refuse":
        this.endLine(before, { kind: "interrupt" }, before.buffer.text, effect.message);
        return;
      case "suspend":
        this.suspend();
        return;
      case "edit-line":
        this.editElsewhere(effect.line, options);
        return;
      case "interrupt":
        this.endLine(before, { kind: "interrupt" });
        return;
      case "end":
        this.endLine(before, { kind: "end" });
        return;
      case "clear-screen":
        this.output.write("\u001b[2J\u001b[H");
        this.view = BLANK;
        return;
      case "complete": {
        const { line, cursor } = effect;
        this.completing = setTimeout(() => this.goOn(), COMPLETE_MS);
        void options.complete(line, cursor).then(
          (completions) => {
            this.editor = complete(this.editor, { line, cursor }, completions);
            if (this.reading !== undefined) this.draw();
            this.goOn();
          },
          // No completions is no harm: the cluster may not answer just now.
          () => this.goOn(),
        );
      }
    }
  }

  /** Takes the keys that came behind Tab. */
  private goOn(): void {
    clearTimeout(this.completing);
    this.completing = undefined;
    const keys = this.behindTab;
    this.behindTab = [];
    this.press(keys);
  }

  /** Ctrl-X Ctrl-E. */
  private editElsewhere(line: string, { editLine }: ReadLineOptions): void {
    if (editLine === undefined) return;
    this.hide();
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
      this.show(viewWhole(shown, options));
    }
    this.output.write(leave(this.view));
    this.view = BLANK;
    // As a shell does: what `!!` and its like were taken for is shown before it runs.
    const expanded = read.kind === "line" && read.text !== typed ? read.text : message;
    if (expanded !== undefined) this.output.write(`${expanded.replace(/\n/g, "\r\n")}\r\n`);
    this.settle(read);
  }

  private settle(read: LineRead): void {
    const reading = this.reading;
    clearTimeout(this.asking);
    clearTimeout(this.resizing);
    this.reading = undefined;
    reading?.done(read);
  }

  private draw(): void {
    if (this.interactive) this.editorView(this.editor);
    else if (this.reading !== undefined && this.output.isTTY === true) this.output.write(this.reading.options.prompt);
  }

  private editorView(editor: EditorState): void {
    const options = this.viewOptions();
    if (options === undefined) return;
    const whole = viewEditor(editor, options);
    const above = this.fitting(whole.lines.length);
    const { row, column } = whole.cursor;
    this.show({ lines: [...above, ...whole.lines], cursor: { row: above.length + row, column } });
  }

  private viewOptions(): ViewOptions | undefined {
    const options = this.reading?.options;
    if (options === undefined) return undefined;
    const { prompt, continuation, paint } = options;
    const { columns: width, rows, styler } = this;
    return { prompt, continuation, width, rows, styler, ...(paint === undefined ? {} : { paint }) };
  }
}

/** A line break ends a line, and so does an empty screen. */
function endsLine(text: string): boolean {
  return /(?:\n|\u001b\[[0-3]?J|\u001b\[(?:1;1)?H)$/.test(text);
}

/** Bytes that are no text go out as they are. */
function asBytes(text: string): string | Uint8Array {
  return isWellFormed(text) ? text : bytesOfText(text);
}

function asTyped(key: Key): string {
  if (key.kind === "text") return key.text;
  if (key.kind === "paste") return `\u001b[200~${key.text}\u001b[201~`;
  return TYPED[key.name] ?? "";
}

// The keys that people type ahead.
const TYPED: Readonly<Record<string, string>> = {
  enter: "\r",
  tab: "\t",
  backspace: "\u007f",
  "ctrl-c": "\u0003",
  "ctrl-d": "\u0004",
  up: "\u001b[A",
  down: "\u001b[B",
};
