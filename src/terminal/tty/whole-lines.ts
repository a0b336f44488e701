// Lines as they come from a pipe, or from a terminal that lets them be edited by its driver (`TERM=dumb`, screen readers).

import { newEditor } from "../editor-state.ts";
import { expandHistory } from "../history-expansion.ts";
import { remembered } from "../line-editor.ts";
import type { LineRead, OutputStream, ReadLineOptions } from "../terminal.ts";
import { type LineSource, Reading } from "./line-source.ts";
import type { TypedAhead } from "./typed-ahead.ts";

export interface WholeLinesOptions {
  readonly history: readonly string[];
  /** Somebody sits at it: `!!` is a person's, not a file's. */
  readonly attended: boolean;
}

export class WholeLines implements LineSource {
  history: readonly string[];
  readonly isElsewhere = false;
  private readonly attended: boolean;
  private readonly reading = new Reading();
  private hasEnded = false;

  constructor(
    private readonly output: OutputStream,
    private readonly ahead: TypedAhead,
    { history, attended }: WholeLinesOptions,
  ) {
    this.history = newEditor(history).history;
    this.attended = attended;
  }

  get isReading(): boolean {
    return this.reading.options !== undefined;
  }

  forgetHistory(): void {
    this.history = [];
  }

  begin(options: ReadLineOptions): Promise<LineRead> {
    return this.reading.begin(options);
  }

  receive(chunk: string): void {
    const text = this.ahead.take() + chunk;
    const end = text.indexOf("\n");
    if (end >= 0) {
      this.ahead.giveBack(text.slice(end + 1));
      this.accept(text.slice(0, end).replace(/\r$/, ""));
    } else if (this.hasEnded) this.settle(text === "" ? { kind: "end" } : { kind: "line", text });
    else this.ahead.giveBack(text);
  }

  end(): void {
    this.hasEnded = true;
    if (this.isReading) this.receive("");
  }

  draw(): void {
    const { options } = this.reading;
    if (options !== undefined && this.output.isTTY === true) this.output.write(options.prompt);
  }

  settle(read: LineRead): void {
    this.reading.settle(read);
  }

  /** Nothing of it is drawn, and nothing is waited for. */
  readonly close = (): void => undefined;

  private accept(typed: string): void {
    const { attended, history } = this;
    const expanded = attended ? expandHistory(typed, history) : { kind: "line" as const, text: typed };
    if (expanded.kind === "problem") {
      this.output.write(`${expanded.message}\n`);
      this.settle({ kind: "interrupt" });
      return;
    }
    if (expanded.text !== typed) this.output.write(`${expanded.text}\n`);
    if (attended) this.history = remembered(history, expanded.text);
    this.settle({ kind: "line", text: expanded.text });
  }
}
