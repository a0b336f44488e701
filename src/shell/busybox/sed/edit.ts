// Runs a script of sed over lines.

import type { Doing, LineReader } from "../../reading.ts";
import type { Run } from "../applet.ts";
import { expandReplacement, transliterate } from "./substitute.ts";
import type { Address, SedCommand, Substitution } from "./syntax.ts";

export class Editor {
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
