// Stands for the learner's terminal: the only file here with real streams. Reads keys or, without a tty, plain lines; draws the line editor.

import { ByteDecoder, bytesOfText, isWellFormed } from "../bytes/bytes.ts";
import { decodeKeys, flushKeys, type Key } from "./keys.ts";
import { complete, type EditorState, newEditor, updateEditor } from "./line-editor.ts";
import { type View, viewEditor } from "./line-view.ts";
import { BLANK, erase, leave, redraw } from "./screen.ts";
import type { Styler } from "./style.ts";
import type { InputStream, LineRead, OutputStream, ReadLineOptions, Terminal } from "./terminal.ts";

export type { InputStream, LineRead, OutputStream, ReadLineOptions, Terminal };

const ESCAPE_DELAY_MS = 50;

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

  constructor(
    private readonly input: InputStream,
    private readonly output: OutputStream,
    { styler, history = [], wholeLines = false }: TerminalOptions,
  ) {
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
    try {
      return await use();
    } finally {
      this.open();
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
    clearTimeout(this.timer);
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
    return new Promise((done) => {
      this.reading = { options, done };
      if (this.interactive && this.midLine) this.output.write("\r\n");
      this.midLine = false;
      this.draw();
      const ahead = this.ahead;
      this.ahead = "";
      if (ahead !== "" || this.ended) this.receive(ahead);
    });
  }

  print(lines: readonly string[]): void {
    if (lines.length > 0) this.write(`${lines.join("\n")}\n`);
  }

  write(text: string): void {
    if (text === "") return;
    if (!this.interactive) {
      this.output.write(asBytes(text));
      return;
    }
    const isEditing = this.reading !== undefined;
    const whole = isEditing && !text.endsWith("\n") ? `${text}\n` : text;
    // In raw mode a line feed does not return the carriage.
    this.output.write(asBytes(erase(this.view) + whole.replace(/\r?\n/g, "\r\n")));
    this.view = BLANK;
    this.midLine = !whole.endsWith("\n");
    if (isEditing) this.draw();
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
    if (!this.attended || this.interactive) return () => undefined;
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
    if (this.reading === undefined) return;
    this.output.write(erase(this.view));
    this.view = BLANK;
    this.draw();
  };

  private takeLine(chunk: string): void {
    const text = this.ahead + chunk;
    const end = text.indexOf("\n");
    if (end >= 0) {
      this.ahead = text.slice(end + 1);
      this.settle({ kind: "line", text: text.slice(0, end).replace(/\r$/, "") });
    } else if (this.ended) {
      this.ahead = "";
      this.settle(text === "" ? { kind: "end" } : { kind: "line", text });
    } else this.ahead = text;
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
    for (const [index, key] of keys.entries()) {
      if (this.reading === undefined) {
        this.ahead += keys.slice(index).map(asTyped).join("");
        return;
      }
      this.pressOne(key, this.reading);
    }
    if (this.reading !== undefined) this.draw();
  }

  private pressOne(key: Key, { options }: Reading): void {
    const { state, effect } = updateEditor(this.editor, key, options);
    const before = this.editor;
    this.editor = state;
    switch (effect?.kind) {
      case undefined:
        return;
      case "accept":
        this.endLine(before, { kind: "line", text: effect.line });
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
        void options.complete(line, cursor).then(
          (completions) => {
            this.editor = complete(this.editor, { line, cursor }, completions);
            if (this.reading !== undefined) this.draw();
          },
          // No completions is no harm: the cluster may not answer just now.
          () => undefined,
        );
      }
    }
  }

  /** The line stays on the screen, without menu, and the cursor goes below it. */
  private endLine(before: EditorState, read: LineRead): void {
    const { menu: _, search: __, ...bare } = before;
    const text = read.kind === "line" ? read.text : before.buffer.text;
    this.editorView({ ...bare, buffer: { text, cursor: text.length } });
    this.output.write(leave(this.view));
    this.view = BLANK;
    this.settle(read);
  }

  private settle(read: LineRead): void {
    const reading = this.reading;
    this.reading = undefined;
    reading?.done(read);
  }

  private draw(): void {
    if (this.interactive) this.editorView(this.editor);
    else if (this.reading !== undefined && this.output.isTTY === true) this.output.write(this.reading.options.prompt);
  }

  private editorView(editor: EditorState): void {
    const options = this.reading?.options;
    if (options === undefined) return;
    const { prompt, continuation } = options;
    const view = viewEditor(editor, { prompt, continuation, width: this.width, styler: this.styler });
    this.output.write(redraw(this.view, view));
    this.view = view;
  }
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
