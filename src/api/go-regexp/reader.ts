// A pattern, read character by character, and the faults that are found on the way.

/** The message is what Go says after `error parsing regexp: `. */
export class GoRegExpFault extends Error {}

export class PatternReader {
  private readonly characters: readonly string[];
  at = 0;

  constructor(readonly pattern: string) {
    this.characters = [...pattern];
  }

  get isAtEnd(): boolean {
    return this.at >= this.characters.length;
  }

  /** The characters from here on, without taking them. */
  sees(text: string): boolean {
    return [...text].every((character, index) => this.characters[this.at + index] === character);
  }

  peek(offset = 0): string {
    return this.characters[this.at + offset] ?? "";
  }

  /** The next character; empty at the end. */
  next(): string {
    return this.characters[this.at++] ?? "";
  }

  take(text: string): boolean {
    if (!this.sees(text)) return false;
    this.at += [...text].length;
    return true;
  }

  /** Takes what the expression, which begins with `^`, finds here. */
  match(expression: RegExp): RegExpExecArray | undefined {
    const found = expression.exec(this.rest()) ?? undefined;
    if (found !== undefined) this.at += [...found[0]].length;
    return found;
  }

  rest(): string {
    return this.characters.slice(this.at).join("");
  }

  /** What was taken since a place. */
  since(start: number): string {
    return this.characters.slice(start, this.at).join("");
  }

  from(start: number): string {
    return this.characters.slice(start).join("");
  }

  fault(problem: string, text: string): never {
    throw new GoRegExpFault(`${problem}: \`${text}\``);
  }
}
