// Goes through a text and knows where it is; errors of the scanner and the parser carry a place.

export interface Mark {
  readonly index: number;
  /** Counted from 0. */
  readonly line: number;
  readonly column: number;
}

/** What is wrong with the text, as the Go library says it. */
export class YamlError extends Error {
  /** `inVersion3`: as the third version of the library says it, which looks for the line elsewhere. */
  constructor(
    message: string,
    readonly inVersion3 = message,
  ) {
    super(message);
  }

  /** @param context where the construct begins that cannot be read. */
  static scanner(problem: string, mark: Mark, context: Mark = mark): YamlError {
    const line = mark.line === 0 ? 0 : mark.line + 1;
    return new YamlError(atLine(line, problem), atLine(context.line === 0 ? line : context.line + 1, problem));
  }

  // The library counts the lines of these errors from 0, and leaves the place out on the first.
  static parser(problem: string, mark: Mark, context?: Mark): YamlError {
    const begin = context?.line ?? 0;
    return new YamlError(atLine(mark.line || begin, problem), atLine(begin || mark.line, problem));
  }
}

function atLine(line: number, problem: string): string {
  return line === 0 ? `yaml: ${problem}` : `yaml: line ${line}: ${problem}`;
}

export class Reader {
  index = 0;
  line = 0;
  column = 0;

  constructor(readonly text: string) {}

  get mark(): Mark {
    return { index: this.index, line: this.line, column: this.column };
  }

  /** The character `offset` places ahead; empty at the end. */
  peek(offset = 0): string {
    return this.text.charAt(this.index + offset);
  }

  get atEnd(): boolean {
    return this.index >= this.text.length;
  }

  isBreak(offset = 0): boolean {
    const char = this.peek(offset);
    return char === "\n" || char === "\r" || char === "\u0085" || char === "\u2028" || char === "\u2029";
  }

  isBlank(offset = 0): boolean {
    const char = this.peek(offset);
    return char === " " || char === "\t";
  }

  isBlankOrEnd(offset = 0): boolean {
    return this.peek(offset) === "" || this.isBreak(offset) || this.isBlank(offset);
  }

  skip(count = 1): void {
    this.index += count;
    this.column += count;
  }

  take(): string {
    const char = this.peek();
    this.skip();
    return char;
  }

  /** Passes a line end; the answer is what it means in a text. */
  takeBreak(): string {
    this.index += this.text.startsWith("\r\n", this.index) ? 2 : 1;
    this.line += 1;
    this.column = 0;
    return "\n";
  }

  /** `---` or `...` at the beginning of a line. */
  atDocumentIndicator(): boolean {
    if (this.column !== 0) return false;
    const three = this.text.slice(this.index, this.index + 3);
    return (three === "---" || three === "...") && this.isBlankOrEnd(3);
  }
}
