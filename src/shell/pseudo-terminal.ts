// Stands for a pseudo-terminal, as a container runtime makes one for `exec -it`: between somebody who types, far away, and programs that
// read lines. It echoes, corrects, turns Ctrl-C into a signal, and knows how large the window is.
// Simplified: arrow keys and a history of lines work at the terminal itself, wherever a shell waits for a command; the real shells bring their own.

import type { Input, Output, SignalName, TerminalModes } from "./process.ts";
import { firstKey, TerminalLine } from "./terminal-line.ts";
import { alwaysReady, Condition } from "./waitable.ts";

export interface TerminalEvents {
  /** To be seen by whoever looks at the terminal. */
  show(text: string): void;
  /** For the program in the foreground. */
  signal(name: SignalName): void;
}

const SIGNALS: Readonly<Record<string, SignalName>> = { "\u0003": "SIGINT", "\u001c": "SIGQUIT" };
const KEPT_LINES = 500;

export class PseudoTerminal implements TerminalModes {
  columns = 80;
  rows = 24;
  echoes = true;
  readsLines = true;
  isEditing = false;
  readonly input: Input;
  readonly output: Output;
  /** Lines for programs to read; "" is an end of input. */
  private readonly ready: string[] = [];
  private readonly line = new TerminalLine();
  private readonly history: string[] = [];
  /** Where the arrow keys are in the history, and the line that was being typed before. */
  private place = 0;
  private draft = "";
  private partialKey = "";
  private hasHungUp = false;
  private readonly readable = new Condition(() => this.ready.length > 0 || this.hasHungUp);

  constructor(private readonly events: TerminalEvents) {
    this.input = {
      isTerminal: true,
      terminal: this,
      readable: this.readable,
      read: () => this.read(),
      close: () => undefined,
    };
    this.output = {
      isTerminal: true,
      terminal: this,
      writable: alwaysReady,
      write: (text) => {
        this.print(text);
        return true;
      },
      close: () => undefined,
    };
  }

  /** Keys, as they come. */
  type(data: string): void {
    let rest = this.partialKey + data;
    this.partialKey = "";
    while (rest !== "") {
      const key = firstKey(rest);
      if (key === undefined) {
        this.partialKey = rest;
        return;
      }
      rest = rest.slice(key.length);
      this.press(key);
    }
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
  }

  /** Nobody types any more. */
  hangUp(): void {
    this.hasHungUp = true;
    this.readable.notify();
  }

  private read(): string | undefined {
    const next = this.ready.shift();
    if (next === undefined) return this.hasHungUp ? undefined : "";
    return next === "" ? undefined : next;
  }

  private print(text: string): void {
    this.events.show(text.replaceAll("\n", "\r\n"));
  }

  private echo(text: string): void {
    if (this.echoes && text !== "") this.print(text);
  }

  private deliver(text: string): void {
    this.ready.push(text);
    this.readable.notify();
  }

  private press(key: string): void {
    const signal = this.readsLines ? SIGNALS[key] : undefined;
    if (signal !== undefined) this.interrupt(key, signal);
    else if (!this.readsLines) {
      this.deliver(key);
      this.echo(key);
    } else if (key === "\r" || key === "\n") this.enter();
    else if (key === "\u0004") this.endOfInput();
    else this.echo(this.edit(key));
  }

  /** What was typed is for nobody any more. */
  private interrupt(key: string, signal: SignalName): void {
    this.ready.length = 0;
    this.line.take();
    this.place = this.history.length;
    this.echo(key === "\u0003" ? "^C" : "^\\");
    this.events.signal(signal);
  }

  private enter(): void {
    this.echo("\n");
    const text = this.line.take();
    if (this.isEditing && text.trim() !== "" && text !== this.history.at(-1)) this.history.push(text);
    if (this.history.length > KEPT_LINES) this.history.shift();
    this.place = this.history.length;
    this.deliver(`${text}\n`);
  }

  /** Ctrl-D hands out what there is; with nothing there, that is the end of the input. */
  private endOfInput(): void {
    if (this.isEditing && !this.line.isEmpty) return;
    this.deliver(this.line.take());
  }

  private edit(key: string): string {
    const { line } = this;
    switch (key) {
      case "\u007f":
      case "\b":
        return line.eraseBefore();
      case "\u0015":
        return line.eraseAllBefore();
      case "\u0017":
        return line.eraseWordBefore();
      default:
        if (this.isEditing) return this.editFreely(key);
        return key.startsWith("\u001b") ? "" : line.insert(key);
    }
  }

  private editFreely(key: string): string {
    const { line } = this;
    switch (key) {
      case "\u001b[D":
      case "\u0002":
        return line.move(-1);
      case "\u001b[C":
      case "\u0006":
        return line.move(1);
      case "\u001b[H":
      case "\u001bOH":
      case "\u001b[1~":
      case "\u0001":
        return line.toStart();
      case "\u001b[F":
      case "\u001bOF":
      case "\u001b[4~":
      case "\u0005":
        return line.toEnd();
      case "\u001b[3~":
        return line.eraseAt();
      case "\u000b":
        return line.eraseToEnd();
      case "\u001b[A":
      case "\u001bOA":
      case "\u0010":
        return this.recall(this.place - 1);
      case "\u001b[B":
      case "\u001bOB":
      case "\u000e":
        return this.recall(this.place + 1);
      default:
        // Completion and the like are the real shells' own.
        return key < " " ? "" : line.insert(key);
    }
  }

  private recall(place: number): string {
    if (place < 0 || place > this.history.length) return "";
    if (this.place === this.history.length) this.draft = this.line.text;
    this.place = place;
    return this.line.replace(this.history[place] ?? this.draft);
  }
}
