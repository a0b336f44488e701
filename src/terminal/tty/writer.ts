// Stands for what is printed for good: it goes above the lines that are drawn at the bottom, and waits while somebody else has the terminal.

import { bytesOfText, isWellFormed } from "../../bytes/bytes.ts";
import type { OutputStream } from "../terminal.ts";
import { Announcements } from "./announcements.ts";

export interface WriterOptions {
  /** Nothing is drawn where the terminal cannot; its driver then returns the carriage. */
  readonly draws: boolean;
  /** Somebody else has the terminal, or its screen. */
  readonly isAway: () => boolean;
  readonly isEditing: () => boolean;
  /** What takes away the lines at the bottom, and what draws them again. */
  readonly erasing: () => string;
  readonly redraw: () => void;
}

export class Writer {
  private readonly announcements = new Announcements();
  private held = "";
  private midLine = false;

  constructor(
    private readonly output: OutputStream,
    private readonly options: WriterOptions,
  ) {}

  /** What was last written did not end its line. */
  get isMidLine(): boolean {
    return this.midLine;
  }

  write(text: string): void {
    const { draws, isAway, isEditing, erasing, redraw } = this.options;
    if (text === "") return;
    if (isAway()) {
      this.held += text;
      return;
    }
    const told = this.announcements.within(text);
    this.midLine = !endsLine(told);
    if (!draws) {
      this.output.write(asBytes(told));
      return;
    }
    const whole = isEditing() && !told.endsWith("\n") ? `${told}\n` : told;
    this.output.write(asBytes(erasing() + carriagesReturned(whole)));
    redraw();
  }

  announce(lines: readonly string[]): void {
    if (lines.length === 0) return;
    if (!this.options.isEditing() && this.midLine) this.announcements.add(lines);
    else this.write(`${lines.join("\n")}\n`);
  }

  /** Writes what waited; false when nothing did. */
  release(): boolean {
    const { held } = this;
    this.held = "";
    this.write(held);
    return held !== "";
  }

  /** A line is going to be read: it begins on a row of its own, behind all that was to be told. */
  beginLine(): void {
    const told = this.announcements.take();
    const { draws } = this.options;
    if (draws && this.midLine) this.output.write("\r\n");
    this.midLine = false;
    if (told !== "") this.output.write(draws ? carriagesReturned(told) : told);
  }
}

/** In raw mode a line feed does not return the carriage. */
function carriagesReturned(text: string): string {
  return text.replace(/\r?\n/g, "\r\n");
}

/** A line break ends a line, and so does an empty screen. */
function endsLine(text: string): boolean {
  return /(?:\n|\u001b\[[0-3]?J|\u001b\[(?:1;1)?H)$/.test(text);
}

/** Bytes that are no text go out as they are. */
function asBytes(text: string): string | Uint8Array {
  return isWellFormed(text) ? text : bytesOfText(text);
}
