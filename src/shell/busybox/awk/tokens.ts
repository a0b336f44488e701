// Reads the tokens of a program one after the other.

import { keywords, type Token, tokenize } from "./lex.ts";
import { AwkSyntaxError } from "./syntax.ts";

export class Tokens {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(text: string) {
    this.tokens = tokenize(text);
  }

  peek(ahead = 0): Token {
    return this.tokens[this.at + ahead] ?? { kind: "end", text: "end of program" };
  }

  advance(count = 1): void {
    this.at += count;
  }

  /** The text of the next token, whatever it is; undefined at the end. */
  nextText(): string | undefined {
    return this.tokens[this.at++]?.text;
  }

  /** A place to come back to. */
  get position(): number {
    return this.at;
  }

  rewind(position: number): void {
    this.at = position;
  }

  fail(): never {
    throw new AwkSyntaxError(`Unexpected token`);
  }

  is(text: string): boolean {
    const token = this.peek();
    return token.kind === "operator" && token.text === text;
  }

  take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  expect(text: string): void {
    if (!this.take(text)) this.fail();
  }

  takeName(name: string): boolean {
    const token = this.peek();
    if (token.kind !== "name" || token.text !== name) return false;
    this.at++;
    return true;
  }

  /** True where a statement may end: a newline, a semicolon, or the end of the program. */
  isAtEnd(): boolean {
    return this.peek().kind === "newline" || this.is(";") || this.peek().kind === "end";
  }

  skipSeparators(): void {
    while (this.peek().kind === "newline" || this.is(";")) this.at++;
  }

  skipNewlines(): void {
    while (this.peek().kind === "newline") this.at++;
  }

  /** True where another operand stands right beside the last one, which awk reads as joining the two. */
  beginsOperand(): boolean {
    const token = this.peek();
    if (token.kind === "operator") return ["$", "!", "(", "-", "+", "++", "--"].includes(token.text);
    if (token.kind === "name") return !keywords.has(token.text);
    return token.kind === "number" || token.kind === "string" || token.kind === "call" || token.kind === "regex";
  }
}
