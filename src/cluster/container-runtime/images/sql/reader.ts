// A statement's tokens, read from left to right.

import { fail } from "./fault.ts";
import { type Flavor, lex, type Token } from "./lex.ts";

export class Reader {
  readonly tokens: readonly Token[];
  private position = 0;

  constructor(
    readonly text: string,
    readonly flavor: Flavor,
  ) {
    this.tokens = lex(text, flavor);
  }

  get token(): Token {
    const token = this.tokens[Math.min(this.position, this.tokens.length - 1)];
    if (token === undefined) throw new Error("a statement always has its end");
    return token;
  }

  get isAtEnd(): boolean {
    return this.token.kind === "end";
  }

  /** Whether the next words are these, in upper case here. */
  looksAt(...words: readonly string[]): boolean {
    return words.every((word, index) => {
      const token = this.tokens[this.position + index];
      const isWord = token?.kind === "word" || token?.kind === "symbol";
      return isWord && token?.text.toUpperCase() === word;
    });
  }

  /** Takes them if they come next. */
  take(...words: readonly string[]): boolean {
    if (!this.looksAt(...words)) return false;
    this.position += words.length;
    return true;
  }

  expect(...words: readonly string[]): void {
    for (const word of words) if (!this.take(word)) this.unexpected();
  }

  next(): Token {
    const { token } = this;
    this.position++;
    return token;
  }

  /** A name; postgres folds what is not quoted to lower case. */
  name(): string {
    const token = this.token;
    if (token.kind !== "word" && token.kind !== "name") this.unexpected();
    this.position++;
    return token.kind === "word" && this.flavor === "postgres" ? token.text.toLowerCase() : token.text;
  }

  string(): string {
    if (this.token.kind !== "string") this.unexpected();
    return this.next().text;
  }

  /** `(item, item)` */
  listed<T>(item: () => T): readonly T[] {
    this.expect("(");
    const items = [item()];
    while (this.take(",")) items.push(item());
    this.expect(")");
    return items;
  }

  end(): void {
    if (!this.isAtEnd) this.unexpected();
  }

  unexpected(): never {
    const { token, text } = this;
    const isWhole = this.flavor === "mysql";
    fail({ kind: "syntax", near: isWhole ? text.slice(token.at) : text.slice(token.at, token.until), at: token.at });
  }

  refuse(what: string): never {
    fail({ kind: "unsupported", what });
  }
}
