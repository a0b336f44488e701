// A terminal of a given size that understands the control sequences we send, so that tests compare what a person would see.

import { graphemeWidth } from "../../src/terminal/text-width.ts";
import type { InputStream, OutputStream } from "../../src/terminal/tty.ts";

export class FakeScreen implements OutputStream {
  readonly isTTY: boolean;
  rows = 40;
  private readonly cells: string[][] = [[]];
  row = 0;
  column = 0;
  written = 0;

  constructor(
    public columns: number,
    isTTY = true,
  ) {
    this.isTTY = isTTY;
  }

  write(text: string): boolean {
    this.written += text.length;
    for (const [token] of text.matchAll(/\u001b\[[0-9;?]*[A-Za-z]|[\s\S]/gu)) this.put(token);
    return true;
  }

  /** What is on the screen, without blanks at line ends. */
  get text(): string {
    return this.cells
      .map((row) => row.join("").trimEnd())
      .join("\n")
      .trimEnd();
  }

  /** The text with `▮` where the cursor stands. */
  get withCursor(): string {
    const rows = this.cells.map((row) => [...row]);
    const row = rows[this.row] ?? [];
    while (row.length < this.column) row.push(" ");
    row.splice(this.column, 0, "▮");
    rows[this.row] = row;
    return rows
      .map((one) => one.join("").trimEnd())
      .join("\n")
      .trimEnd();
  }

  private put(token: string): void {
    const control = /^\u001b\[([0-9;?]*)([A-Za-z])$/.exec(token);
    if (control !== null) this.control(control[2] ?? "", control[1] ?? "");
    else if (token === "\r") this.column = 0;
    else if (token === "\n") this.goTo(this.row + 1);
    else if (token === "\b") this.column = Math.max(0, this.column - 1);
    else {
      const width = graphemeWidth(token);
      // Like a real terminal: a full row stays until the next letter comes.
      if (width > 0 && this.column >= this.columns) {
        this.goTo(this.row + 1);
        this.column = 0;
      }
      const row = this.cells[this.row] ?? [];
      while (row.length < this.column) row.push(" ");
      // A mark joins the letter before it; a wide letter leaves nothing in its second cell.
      if (width === 0) row[this.column - 1] += token;
      else row.splice(this.column, width, token, ...(width === 2 ? [""] : []));
      this.column += width;
    }
  }

  private control(final: string, parameters: string): void {
    const amount = Number(parameters || "1");
    if (final === "A") this.row = Math.max(0, this.row - amount);
    if (final === "B") this.goTo(this.row + amount);
    if (final === "C") this.column += amount;
    if (final === "D") this.column = Math.max(0, this.column - amount);
    if (final === "H") {
      this.row = 0;
      this.column = 0;
    }
    if (final === "K") this.cells[this.row]?.splice(this.column);
    if (final !== "J") return;
    if (parameters === "2") this.cells.splice(0, this.cells.length, []);
    else {
      this.cells.splice(this.row + 1);
      this.cells[this.row]?.splice(this.column);
    }
  }

  private goTo(row: number): void {
    while (this.cells.length <= row) this.cells.push([]);
    this.row = row;
  }
}

type Listener = (chunk: string) => void;

export class FakeKeyboard implements InputStream {
  raw = false;
  private readonly data = new Set<Listener>();
  private readonly ends = new Set<() => void>();

  constructor(readonly isTTY = true) {}

  setRawMode(raw: boolean): void {
    this.raw = raw;
  }
  setEncoding(): void {
    this.raw = this.raw && true;
  }
  on(event: "data" | "end", listener: Listener & (() => void)): void {
    if (event === "data") this.data.add(listener);
    else this.ends.add(listener);
  }
  off(event: "data" | "end", listener: Listener & (() => void)): void {
    if (event === "data") this.data.delete(listener);
    else this.ends.delete(listener);
  }
  resume(): void {
    this.raw = this.raw && true;
  }
  pause(): void {
    this.raw = this.raw && true;
  }

  type(text: string): void {
    for (const listener of this.data) listener(text);
  }
  end(): void {
    for (const listener of this.ends) listener();
  }
}
