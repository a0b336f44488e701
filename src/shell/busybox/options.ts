// Stands for getopt: the options of a small program, and its operands.

/** Options as getopt finds them: letters that were given, and the values of those that take one. */
export interface Options {
  has(letter: string): boolean;
  value(letter: string): string | undefined;
  values(letter: string): readonly string[];
  readonly operands: readonly string[];
}

export interface OptionSyntax {
  /** As for getopt: `n:` takes a value; a leading `+` ends the options at the first operand. */
  readonly letters: string;
  /** Long names to letters. */
  readonly long: Readonly<Record<string, string>>;
  refuse(message: string): never;
}

export function parseOptions(args: readonly string[], syntax: OptionSyntax): Options {
  const reader = new OptionReader(args, syntax);
  reader.readAll();
  const { values, operands } = reader;
  return {
    has: (letter) => values.has(letter),
    value: (letter) => values.get(letter)?.at(-1),
    values: (letter) => values.get(letter) ?? [],
    operands,
  };
}

class OptionReader {
  readonly values = new Map<string, string[]>();
  readonly operands: string[] = [];
  private readonly args: readonly string[];
  private readonly syntax: OptionSyntax;
  private at = 0;

  constructor(args: readonly string[], syntax: OptionSyntax) {
    this.args = args;
    this.syntax = syntax;
  }

  readAll(): void {
    const stopsEarly = this.syntax.letters.startsWith("+");
    while (this.at < this.args.length) {
      const arg = this.args[this.at++] ?? "";
      if (arg === "--") this.takeRest(this.at);
      else if (arg.startsWith("--")) this.readLong(arg);
      else if (/^-./.test(arg)) this.readLetters(arg);
      else if (stopsEarly) this.takeRest(this.at - 1);
      else this.operands.push(arg);
    }
  }

  private takeRest(from: number): void {
    this.operands.push(...this.args.slice(from));
    this.at = this.args.length;
  }

  private readLong(arg: string): void {
    const [name = "", inline] = splitOnce(arg.slice(2), "=");
    const letter = this.syntax.long[name] ?? this.refuseOption(arg);
    this.add(letter, this.takesValue(letter) ? (inline ?? this.nextValue(letter)) : "");
  }

  /** `-xvf FILE`: letters together, the last of which may take a value, in the same word or the next. */
  private readLetters(arg: string): void {
    for (let index = 1; index < arg.length; index++) {
      const letter = arg[index] ?? "";
      if (letter === ":" || letter === "+" || !this.syntax.letters.includes(letter)) this.refuseOption(letter);
      if (this.takesValue(letter)) {
        this.add(letter, arg.slice(index + 1) || this.nextValue(letter));
        return;
      }
      this.add(letter, "");
    }
  }

  private takesValue(letter: string): boolean {
    return this.syntax.letters.includes(`${letter}:`);
  }

  private nextValue(letter: string): string {
    return this.args[this.at++] ?? this.syntax.refuse(`option requires an argument: ${letter}`);
  }

  private refuseOption(option: string): never {
    return this.syntax.refuse(`unrecognized option: ${option.replace(/^--/, "")}`);
  }

  private add(letter: string, value: string): void {
    this.values.set(letter, [...(this.values.get(letter) ?? []), value]);
  }
}

export function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}
