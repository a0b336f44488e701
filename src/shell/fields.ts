// Stands for field splitting: pieces of expanded text become words, and quoted pieces are never split or matched.

import { escapePattern } from "./pattern.ts";

export interface Field {
  readonly text: string;
  /** The same, as a pattern in which what was quoted stands for itself. */
  readonly pattern: string;
}

export class Fields {
  readonly done: Field[] = [];
  private text = "";
  private pattern = "";
  private isStarted = false;
  private readonly ifs: string;
  private readonly splits: boolean;
  private isAfterBlank = false;

  constructor(ifs: string, splits: boolean) {
    this.ifs = ifs;
    this.splits = splits;
  }

  add(text: string, isQuoted: boolean): void {
    this.text += text;
    this.pattern += isQuoted ? escapePattern(text) : text;
    if (isQuoted || text !== "") this.isStarted = true;
  }

  /** The result of an unquoted expansion. */
  addExpanded(text: string): void {
    if (!this.splits) {
      this.addPlain(text);
      return;
    }
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const char = text[at] ?? "";
      if (!this.ifs.includes(char)) continue;
      if (at > from) this.addPlain(text.slice(from, at));
      from = at + 1;
      this.delimit(char);
    }
    if (from < text.length) this.addPlain(text.slice(from));
  }

  next(): void {
    if (!this.isStarted) return;
    this.done.push({ text: this.text, pattern: this.pattern });
    this.text = "";
    this.pattern = "";
    this.isStarted = false;
  }

  private addPlain(text: string): void {
    if (text === "") return;
    this.text += text;
    this.pattern += text.includes("\\") ? text.replaceAll("\\", "\\\\") : text;
    this.isStarted = true;
    this.isAfterBlank = false;
  }

  private delimit(char: string): void {
    const isBlank = char === " " || char === "\t" || char === "\n";
    if (this.isStarted) this.next();
    else if (!isBlank && !this.isAfterBlank) {
      this.isStarted = true;
      this.next();
    }
    this.isAfterBlank = isBlank;
  }
}
