// Stands for sed: addresses, s p d q a i c n N = y h H g G x, blocks, branches.

import { FileError } from "../files.ts";
import { type Doing, LineReader, readAll } from "../reading.ts";
import { textInput } from "../streams.ts";
import type { Applet, Run } from "./applet.ts";
import { posixRegExp } from "./regex.ts";

export const sedApplets: Readonly<Record<string, Applet>> = { sed };

type Address =
  | { readonly kind: "line"; readonly line: number }
  | { readonly kind: "step"; readonly first: number; readonly step: number }
  | { readonly kind: "last" }
  | { readonly kind: "pattern"; readonly pattern: RegExp }
  | { readonly kind: "offset"; readonly count: number };

interface SedCommand {
  readonly from: Address | undefined;
  readonly to: Address | undefined;
  readonly negated: boolean;
  readonly name: string;
  readonly text: string;
  readonly substitution: Substitution | undefined;
  /** While within its range: the line at which it ends, if known. */
  active: boolean;
  endLine: number | undefined;
}

interface Substitution {
  readonly pattern: RegExp;
  readonly replacement: string;
  readonly global: boolean;
  readonly print: boolean;
  readonly nth: number;
  readonly file: string | undefined;
}

class SedSyntaxError extends Error {}

class SedParser {
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

function* sed(run: Run): Doing<number> {
  const args = run.args.map((arg) => (/^-i.+/.test(arg) && !/^-i[nrE]+$/.test(arg) ? "-i" : arg));
  const options = run.options(
    "nrEe:f:isz",
    { quiet: "n", expression: "e", "regexp-extended": "E", "in-place": "i" },
    args,
  );
  const scripts = [...options.values("e")];
  for (const file of options.values("f")) scripts.push(run.files.read(run.path(file)));
  const operands = [...options.operands];
  if (scripts.length === 0)
    scripts.push(operands.shift() ?? run.usage("sed [-i[SFX]] [-nrE] [-f FILE]... [-e CMD]... [FILE]..."));
  let commands: SedCommand[];
  try {
    commands = new SedParser(scripts.join("\n"), options.has("r") || options.has("E")).parse();
  } catch (error) {
    if (error instanceof SedSyntaxError) return run.fail(error.message);
    throw error;
  }
  const quiet = options.has("n");
  if (options.has("i")) return yield* editInPlace(run, commands, quiet, operands);
  let status = 0;
  let text = "";
  for (const operand of operands) {
    const input = run.open(operand, (reason) =>
      reason === "Is a directory" ? `read error on '${operand}': ${reason}` : `${operand}: ${reason}`,
    );
    if (input === undefined) status = 1;
    else text += yield* readAll(input);
  }
  const reader = new LineReader(operands.length === 0 ? run.process.stdin : textInput(text));
  const editor = new Editor(run, commands, quiet, (line) => run.print(line));
  return (yield* editor.run(reader)) || status;
}

function* editInPlace(
  run: Run,
  commands: readonly SedCommand[],
  quiet: boolean,
  operands: readonly string[],
): Doing<number> {
  let status = 0;
  for (const operand of operands) {
    const path = run.path(operand);
    try {
      let out = "";
      const editor = new Editor(
        run,
        commands.map((command) => ({ ...command })),
        quiet,
        (line) => {
          out += line;
        },
      );
      yield* editor.run(new LineReader(textInput(run.files.read(path))));
      run.files.write(path, out);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      run.attempt(
        () => {
          throw error;
        },
        (reason) => `${operand}: ${reason}`,
      );
      status = 1;
    }
  }
  return status;
}

class Editor {
  private readonly run_: Run;
  private readonly commands: readonly SedCommand[];
  private readonly quiet: boolean;
  private readonly emit: (text: string) => void;
  private pattern = "";
  private hold = "";
  private lineNumber = 0;
  private ahead: string | undefined;
  private appended: string[] = [];
  private substituted = false;
  private lastEnded = true;

  constructor(run: Run, commands: readonly SedCommand[], quiet: boolean, emit: (text: string) => void) {
    this.run_ = run;
    this.commands = commands;
    this.quiet = quiet;
    this.emit = emit;
  }

  *run(reader: LineReader): Doing<number> {
    this.ahead = yield* reader.next();
    while (this.ahead !== undefined) {
      yield* this.take(reader, false);
      const end = yield* this.cycle(reader);
      if (end?.print !== false && !this.quiet && end?.deleted !== true) this.put(this.pattern, reader);
      this.flushAppended(reader);
      yield* this.run_.work(0.001);
      if (end?.quit !== undefined) return end.quit;
    }
    return 0;
  }

  private *take(reader: LineReader, append: boolean): Doing<void> {
    const line = this.ahead ?? "";
    this.ahead = yield* reader.next();
    this.lastEnded = this.ahead !== undefined || reader.lastLineEnded;
    this.pattern = append ? `${this.pattern}\n${line}` : line;
    this.lineNumber++;
  }

  private put(text: string, _reader: LineReader): void {
    this.emit(this.lastEnded || this.ahead !== undefined ? `${text}\n` : text);
  }

  private flushAppended(_reader: LineReader): void {
    for (const text of this.appended) this.emit(`${text}\n`);
    this.appended = [];
  }

  private *cycle(reader: LineReader): Doing<{ quit?: number; deleted?: boolean; print?: boolean } | undefined> {
    for (let at = 0, steps = 0; at < this.commands.length; at++) {
      const command = this.commands[at];
      if (command === undefined) break;
      if (++steps > 100_000) return { quit: 1 };
      if (this.selects(command) === command.negated) {
        if (command.name === "{") at = this.blockEnd(at);
        continue;
      }
      switch (command.name) {
        case "s":
          if (this.substitute(command.substitution)) this.put(this.pattern, reader);
          break;
        case "p":
          this.put(this.pattern, reader);
          break;
        case "P":
          this.emit(`${this.pattern.split("\n")[0]}\n`);
          break;
        case "d":
          return { deleted: true };
        case "D":
          this.pattern = this.pattern.split("\n").slice(1).join("\n");
          return { deleted: true };
        case "q":
          return { quit: Number(command.text || 0) };
        case "Q":
          return { quit: Number(command.text || 0), print: false };
        case "=":
          this.emit(`${this.lineNumber}\n`);
          break;
        case "a":
          this.appended.push(command.text);
          break;
        case "i":
          this.emit(`${command.text}\n`);
          break;
        case "c":
          if (command.to === undefined || !command.active) this.emit(`${command.text}\n`);
          return { deleted: true };
        case "n":
          if (this.ahead === undefined) return { quit: 0 };
          if (!this.quiet) this.put(this.pattern, reader);
          yield* this.take(reader, false);
          break;
        case "N":
          if (this.ahead === undefined) return { quit: 0 };
          yield* this.take(reader, true);
          break;
        case "y":
          this.pattern = transliterate(this.pattern, command.text);
          break;
        case "h":
          this.hold = this.pattern;
          break;
        case "H":
          this.hold += `\n${this.pattern}`;
          break;
        case "g":
          this.pattern = this.hold;
          break;
        case "G":
          this.pattern += `\n${this.hold}`;
          break;
        case "x":
          [this.pattern, this.hold] = [this.hold, this.pattern];
          break;
        case "r":
          if (this.run_.files.exists(this.run_.path(command.text)))
            this.appended.push(this.run_.files.read(this.run_.path(command.text)).replace(/\n$/, ""));
          break;
        case "w":
          this.run_.files.append(this.run_.path(command.text), `${this.pattern}\n`);
          break;
        case "b":
          at = this.label(command.text);
          break;
        case "t":
          if (this.substituted) at = this.label(command.text);
          this.substituted = false;
          break;
        case "T":
          if (!this.substituted) at = this.label(command.text);
          this.substituted = false;
          break;
      }
    }
    return undefined;
  }

  private label(name: string): number {
    if (name === "") return this.commands.length;
    const at = this.commands.findIndex((command) => command.name === ":" && command.text === name);
    if (at < 0) this.run_.fail(`can't find label for jump to '${name}'`);
    return at;
  }

  private blockEnd(start: number): number {
    let depth = 0;
    for (let at = start; at < this.commands.length; at++) {
      if (this.commands[at]?.name === "{") depth++;
      if (this.commands[at]?.name === "}" && --depth === 0) return at;
    }
    return this.run_.fail("unmatched '{'");
  }

  private selects(command: SedCommand): boolean {
    const { from, to } = command;
    if (from === undefined) return true;
    if (to === undefined) return this.matches(from);
    if (command.active) {
      const ends = command.endLine === undefined ? this.matches(to) : this.lineNumber >= command.endLine;
      if (ends) command.active = false;
      return command.endLine === undefined || this.lineNumber <= command.endLine;
    }
    if (!this.matches(from)) return false;
    command.endLine = to.kind === "line" ? to.line : to.kind === "offset" ? this.lineNumber + to.count : undefined;
    command.active =
      command.endLine === undefined
        ? to.kind !== "last" || this.ahead !== undefined
        : command.endLine > this.lineNumber;
    return true;
  }

  private matches(address: Address): boolean {
    switch (address.kind) {
      case "line":
        return address.line === this.lineNumber || (address.line === 0 && this.lineNumber === 1);
      case "step":
        return (
          this.lineNumber >= address.first &&
          (address.step === 0
            ? this.lineNumber === address.first
            : (this.lineNumber - address.first) % address.step === 0)
        );
      case "last":
        return this.ahead === undefined;
      case "pattern":
        return address.pattern.test(this.pattern);
      case "offset":
        return false;
    }
  }

  /** True when the `p` flag asks for the result. */
  private substitute(substitution: Substitution | undefined): boolean {
    if (substitution === undefined) return false;
    let count = 0;
    let changed = false;
    const result = this.pattern.replace(substitution.pattern, (...groups) => {
      count++;
      const [whole] = groups as [string];
      if (count < substitution.nth || (!substitution.global && changed)) return whole;
      changed = true;
      return expandReplacement(substitution.replacement, groups as string[]);
    });
    if (!changed) return false;
    this.pattern = result;
    this.substituted = true;
    if (substitution.file !== undefined) this.run_.files.append(this.run_.path(substitution.file), `${result}\n`);
    return substitution.print;
  }
}

export function expandReplacement(replacement: string, groups: readonly (string | undefined)[]): string {
  return replacement.replace(/\\([\s\S])|&/g, (whole, escaped: string | undefined) => {
    if (whole === "&") return groups[0] ?? "";
    if (escaped !== undefined && /\d/.test(escaped)) return groups[Number(escaped)] ?? "";
    return escaped === "n" ? "\n" : escaped === "t" ? "\t" : (escaped ?? "");
  });
}

function transliterate(text: string, spec: string): string {
  const [from = "", to = ""] = spec.split("\0");
  return [...text].map((char) => (from.includes(char) ? (to[from.indexOf(char)] ?? char) : char)).join("");
}
