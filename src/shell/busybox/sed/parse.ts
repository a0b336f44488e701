// Stands for sed's grammar: the text of a script to its commands.

import { posixRegExp } from "../regex.ts";
import { type Address, type SedCommand, SedSyntaxError, type Substitution } from "./syntax.ts";

export class SedParser {
  private readonly text: string;
  private readonly extended: boolean;
  private at = 0;

  constructor(text: string, extended: boolean) {
    this.text = text;
    this.extended = extended;
  }

  parse(): SedCommand[] {
    const commands: SedCommand[] = [];
    for (;;) {
      while (/[\s;]/.test(this.text[this.at] ?? "-")) this.at++;
      if (this.at >= this.text.length) return commands;
      if (this.text[this.at] === "#") this.line();
      else commands.push(this.command());
    }
  }

  private command(): SedCommand {
    const from = this.address();
    let to: Address | undefined;
    if (from !== undefined && this.text[this.at] === ",") {
      this.at++;
      this.blanks();
      to = this.address();
      if (to === undefined) throw new SedSyntaxError("unexpected ','");
    }
    this.blanks();
    const negated = this.text[this.at] === "!";
    if (negated) this.at++;
    this.blanks();
    const name = this.text[this.at++] ?? "";
    return { from, to, negated, name, ...this.argument(name), active: false, endLine: undefined };
  }

  private argument(name: string): Pick<SedCommand, "text" | "substitution"> {
    if (name === "s") return { text: "", substitution: this.substitution() };
    return { text: this.textOf(name), substitution: undefined };
  }

  private textOf(name: string): string {
    if (name === "y") return this.letters();
    if (isOneOf("aic", name)) return this.textArgument();
    if (isOneOf(":btTrw", name)) return this.word();
    if (!isOneOf("pdqQnNDPhHgGxl={}", name)) throw new SedSyntaxError(`unsupported command ${name}`);
    return isOneOf("qQ", name) ? this.take(/\s*\d*/y).trim() : "";
  }

  /** The two halves of y/…/…/, with a NUL between. */
  private letters(): string {
    const from = this.delimited(this.text[this.at++] ?? "/");
    return `${from}\0${this.delimited(this.text[this.at - 1] ?? "/")}`;
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  private blanks(): void {
    this.take(/[ \t]*/y);
  }

  private line(): string {
    return this.take(/[^\n]*/y);
  }

  private word(): string {
    return this.take(/[^;\n}]*/y).trim();
  }

  private textArgument(): string {
    this.take(/[ \t]*(\\\n)?/y);
    let text = "";
    for (;;) {
      const line = this.line();
      if (!line.endsWith("\\")) return text + line.replace(/^\\(?=\s)/, "");
      text += `${line.slice(0, -1)}\n`;
      this.at++;
    }
  }

  private address(): Address | undefined {
    const number = this.take(/\d+/y);
    if (number !== "") return this.lineAddress(Number(number));
    const char = this.text[this.at];
    if (char === "$") {
      this.at++;
      return { kind: "last" };
    }
    if (char === "+") {
      this.at++;
      return { kind: "offset", count: Number(this.take(/\d+/y)) };
    }
    return char === "/" || char === "\\" ? this.patternAddress(char) : undefined;
  }

  private lineAddress(line: number): Address {
    if (this.text[this.at] !== "~") return { kind: "line", line };
    this.at++;
    return { kind: "step", first: line, step: Number(this.take(/\d+/y)) };
  }

  private patternAddress(opening: string): Address {
    this.at += opening === "\\" ? 2 : 1;
    const source = this.delimited(this.text[this.at - 1] ?? "/");
    const flags = this.take(/I/y) === "" ? "" : "i";
    return { kind: "pattern", pattern: this.regExp(source, flags) };
  }

  private regExp(source: string, flags: string): RegExp {
    try {
      return posixRegExp(source, { extended: this.extended, flags });
    } catch (error) {
      if (error instanceof SyntaxError) throw new SedSyntaxError(`bad regex '${source}'`);
      throw error;
    }
  }

  private delimited(delimiter: string): string {
    let text = "";
    for (; this.at < this.text.length; this.at++) {
      const char = this.text[this.at] ?? "";
      if (char === delimiter) {
        this.at++;
        return text;
      }
      if (char === "\\") {
        const next = this.text[++this.at] ?? "";
        text += next === delimiter && delimiter !== "|" && delimiter !== "&" ? next : `\\${next}`;
        if (next === delimiter && (delimiter === "|" || delimiter === "&")) text = text.slice(0, -2) + next;
      } else if (char === "[" && delimiter !== "[") {
        const set = /^\[\^?\]?(?:\[:\w+:\]|[^\]])*\]/.exec(this.text.slice(this.at))?.[0];
        text += set ?? "[";
        this.at += (set?.length ?? 1) - 1;
      } else text += char;
    }
    throw new SedSyntaxError("unterminated expression");
  }

  private substitution(): Substitution {
    const delimiter = this.text[this.at++] ?? "/";
    const source = this.delimited(delimiter);
    const replacement = this.replacement(delimiter);
    const flags = this.take(/[gpIi0-9e]*/y);
    const file = this.take(/w[^;\n]*/y);
    return {
      pattern: this.regExp(source, /[Ii]/.test(flags) ? "gi" : "g"),
      replacement,
      global: flags.includes("g"),
      print: flags.includes("p"),
      nth: Number(/\d+/.exec(flags)?.[0] ?? "1"),
      file: file === "" ? undefined : file.slice(1).trim(),
    };
  }

  private replacement(delimiter: string): string {
    let text = "";
    for (; this.at < this.text.length; this.at++) {
      const char = this.text[this.at] ?? "";
      if (char === delimiter) {
        this.at++;
        return text;
      }
      if (char !== "\\") text += char;
      else {
        const next = this.text[++this.at] ?? "";
        text += next === delimiter ? next : `\\${next}`;
      }
    }
    throw new SedSyntaxError("unterminated 's' command");
  }
}

function isOneOf(names: string, name: string): boolean {
  return name !== "" && names.includes(name);
}
