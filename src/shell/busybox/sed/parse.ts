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
    const common = { from, to, negated, name, active: false, endLine: undefined };
    if (name === "s") return { ...common, text: "", substitution: this.substitution() };
    if (name === "y")
      return {
        ...common,
        text: `${this.delimited(this.text[this.at++] ?? "/")}\0${this.delimited(this.text[this.at - 1] ?? "/")}`,
        substitution: undefined,
      };
    if ("aic".includes(name) && name !== "") return { ...common, text: this.textArgument(), substitution: undefined };
    if (":btTrw".includes(name) && name !== "") return { ...common, text: this.word(), substitution: undefined };
    if (!"pdqQnNDPhHgGxl={}".includes(name) || name === "") throw new SedSyntaxError(`unsupported command ${name}`);
    if (name === "q" || name === "Q")
      return { ...common, text: /^\s*(\d*)/.exec(this.take(/\s*\d*/y))?.[1] ?? "", substitution: undefined };
    return { ...common, text: "", substitution: undefined };
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
    if (number !== "") {
      if (this.text[this.at] !== "~") return { kind: "line", line: Number(number) };
      this.at++;
      return { kind: "step", first: Number(number), step: Number(this.take(/\d+/y)) };
    }
    const char = this.text[this.at];
    if (char === "$") {
      this.at++;
      return { kind: "last" };
    }
    if (char === "+") {
      this.at++;
      return { kind: "offset", count: Number(this.take(/\d+/y)) };
    }
    if (char !== "/" && char !== "\\") return undefined;
    this.at += char === "\\" ? 2 : 1;
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
