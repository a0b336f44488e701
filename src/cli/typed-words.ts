// What is being typed where the cursor stands: the last command of the line, as words, and the word under way.

export interface TypedWords {
  /** Of the last command, without quotes; the last one is under way. */
  readonly words: readonly string[];
  /** Where the word under way begins in the line, its quote included. */
  readonly start: number;
  /** The quote that is open there, "" for none. */
  readonly quote: string;
  /** True behind `>` or `<`: a file is meant, whatever the command. */
  readonly isRedirection: boolean;
}

/** @param line what stands before the cursor. */
export function typedWords(line: string): TypedWords {
  const found = new Scan(line);
  found.run();
  const { words, word, start, quote, isRedirection } = found;
  return { words: [...words, word], start, quote, isRedirection };
}

class Scan {
  words: string[] = [];
  word = "";
  start = 0;
  quote = "";
  isRedirection = false;
  private hasWord = false;
  private at = 0;

  constructor(private readonly line: string) {}

  run(): void {
    while (this.at < this.line.length) this.step(this.line.charAt(this.at));
    if (!this.hasWord) this.start = this.line.length;
  }

  private step(char: string): void {
    if (this.quote !== "") this.quoted(char);
    else if (char === "'" || char === '"') this.open(char);
    else if (char === "\\") this.take(this.line.charAt(this.at + 1), 2);
    else if (this.line.startsWith("$(", this.at)) this.newCommand(2);
    else if ("|;&(`\n".includes(char)) this.newCommand(1);
    else if (char === ">" || char === "<") this.redirect();
    else if (char === " " || char === "\t") this.endWord();
    else this.take(char, 1);
  }

  private quoted(char: string): void {
    if (char === this.quote) {
      this.quote = "";
      this.at += 1;
    } else if (this.quote === '"' && this.line.startsWith("$(", this.at)) {
      this.quote = "";
      this.newCommand(2);
    } else if (this.quote === '"' && char === "\\") this.take(this.line.charAt(this.at + 1), 2);
    else this.take(char, 1);
  }

  private open(char: string): void {
    this.begin();
    this.quote = char;
    this.at += 1;
  }

  private begin(): void {
    if (!this.hasWord) this.start = this.at;
    this.hasWord = true;
  }

  private take(text: string, length: number): void {
    this.begin();
    this.word += text;
    this.at += length;
  }

  private endWord(): void {
    if (this.hasWord && !this.isRedirection) this.words.push(this.word);
    if (this.hasWord) this.isRedirection = false;
    this.word = "";
    this.hasWord = false;
    this.at += 1;
  }

  private redirect(): void {
    this.endWord();
    this.isRedirection = true;
  }

  private newCommand(length: number): void {
    this.words = [];
    this.word = "";
    this.hasWord = false;
    this.isRedirection = false;
    this.at += length;
  }
}

/** The command itself: without `NAME=value` before it, and with what an alias stands for. */
export function commandWords(words: readonly string[], aliases: ReadonlyMap<string, string>): readonly string[] {
  const from = words.findIndex((word, index) => index === words.length - 1 || !/^\w+=/.test(word));
  const [first = "", ...rest] = words.slice(Math.max(0, from));
  if (rest.length === 0) return [first];
  if (WRAPPERS.has(first)) return commandWords(withoutOwnFlags(rest), aliases);
  const alias = aliases.get(first);
  return alias === undefined ? [first, ...rest] : [...alias.trim().split(/\s+/), ...rest];
}

/** Programs that run another command. */
const WRAPPERS = new Set([
  "watch",
  "time",
  "sudo",
  "nohup",
  "command",
  "exec",
  "xargs",
  "timeout",
  "env",
  "if",
  "while",
  "until",
  "then",
  "do",
  "else",
  "!",
  "{",
]);

function withoutOwnFlags(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word, index) => index === words.length - 1 || /^[A-Za-z_/.]/.test(word));
  return words.slice(Math.max(0, at));
}
