// Stands for the shell's word expansion: parameters, command substitution, arithmetic, splitting, wildcards.

import { ArithmeticError, evaluateArithmetic } from "./arithmetic.ts";
import type { Parameter, Script, Word, WordPart } from "./ast.ts";
import { type Field, Fields } from "./fields.ts";
import { makeWord } from "./lex.ts";
import { checkMemory } from "./limits.ts";
import { expandPath, hasWildcard, patternSource } from "./pattern.ts";
import type { Process } from "./process.ts";
import type { Doing } from "./reading.ts";
import { ShellError, type ShellState } from "./shell-state.ts";

export interface ExpansionContext {
  readonly state: ShellState;
  readonly process: Process;
  substitute(body: Script): Doing<string>;
  /** The path of a file with what the commands print; it is there until the command that names it has ended. */
  substituteFile(body: Script): Doing<string>;
}

/** Command arguments: split into fields, wildcards replaced by paths. */
export function* expandWords(context: ExpansionContext, words: readonly Word[]): Doing<string[]> {
  const result: string[] = [];
  for (const word of words) {
    if (word.literal !== undefined) result.push(word.literal);
    else if (context.state.dialect.braces) {
      for (const variant of expandBraces(word)) yield* expandFields(context, variant, result);
    } else yield* expandFields(context, word, result);
  }
  return result;
}

/** One text: no splitting, no wildcards. */
export function* expandText(context: ExpansionContext, word: Word): Doing<string> {
  if (word.literal !== undefined) return word.literal;
  return (yield* expandSingle(context, word)).text;
}

/** A pattern in which quoted parts stand for themselves. */
export function* expandPattern(context: ExpansionContext, word: Word): Doing<string> {
  return (yield* expandSingle(context, word)).pattern;
}

export function* evaluate(context: ExpansionContext, expression: Word): Doing<bigint> {
  const text = yield* expandText(context, expression);
  try {
    const { state } = context;
    return evaluateArithmetic(text, {
      get: (name) => state.get(name),
      set: (name, value) => state.set(name, value),
    });
  } catch (error) {
    if (error instanceof ArithmeticError) throw new ShellError(error.message);
    throw error;
  }
}

function* expandFields(context: ExpansionContext, word: Word, result: string[]): Doing<void> {
  const { state, process } = context;
  const fields = new Fields(state.get("IFS") ?? " \t\n", true);
  yield* new Expansion(context, fields).parts(word.parts, false);
  fields.next();
  for (const field of fields.done) {
    const isPattern = !state.options.has("noglob") && hasWildcard(field.pattern);
    const paths = isPattern ? expandPath(field.pattern, process.machine.files, process.cwd) : [];
    if (paths.length === 0) result.push(field.text);
    else result.push(...paths);
  }
}

function* expandSingle(context: ExpansionContext, word: Word): Doing<Field> {
  const fields = new Fields("", false);
  yield* new Expansion(context, fields).parts(word.parts, false);
  fields.next();
  const text = fields.done.map((field) => field.text).join(" ");
  checkMemory(text.length);
  return { text, pattern: fields.done.map((field) => field.pattern).join(" ") };
}

class Expansion {
  private readonly context: ExpansionContext;
  private readonly state: ShellState;
  private readonly fields: Fields;

  constructor(context: ExpansionContext, fields: Fields) {
    this.context = context;
    this.state = context.state;
    this.fields = fields;
  }

  *parts(parts: readonly WordPart[], isQuoted: boolean): Doing<void> {
    for (const [index, part] of parts.entries()) {
      if (part.kind === "text") this.fields.add(index === 0 && !isQuoted ? this.tilde(part.text) : part.text, isQuoted);
      else if (part.kind === "quoted") this.fields.add(part.text, true);
      else if (part.kind === "double") yield* this.double(part.parts);
      else if (part.kind === "parameter") yield* this.parameter(part, isQuoted);
      else if (part.kind === "command") this.add(yield* this.context.substitute(part.body), isQuoted);
      else if (part.kind === "process") this.fields.add(yield* this.context.substituteFile(part.body), true);
      else this.add(String(yield* evaluate(this.context, part.expression)), isQuoted);
    }
  }

  private *double(parts: readonly WordPart[]): Doing<void> {
    const isOnlyNothing = this.state.parameters.length === 0 && parts.length > 0 && parts.every(isAllParameters);
    if (!isOnlyNothing) this.fields.add("", true);
    yield* this.parts(parts, true);
  }

  private add(text: string, isQuoted: boolean): void {
    if (isQuoted) this.fields.add(text, true);
    else this.fields.addExpanded(text);
  }

  private tilde(text: string): string {
    const match = /^~(?=\/|$)/.exec(text);
    return match === null ? text : (this.state.get("HOME") ?? "~") + text.slice(1);
  }

  private *parameter(part: Parameter, isQuoted: boolean): Doing<void> {
    if (part.operator === "bad") throw new ShellError("syntax error: bad substitution");
    if (part.index !== undefined) {
      this.add(yield* this.element(part, part.index), isQuoted);
      return;
    }
    if ((part.name === "@" || part.name === "*") && part.operator === undefined) {
      this.allParameters(part.name, isQuoted);
      return;
    }
    const value = this.lookup(part.name);
    const isUnset = value === undefined || (part.emptyIsUnset === true && value === "");
    switch (part.operator) {
      case "-":
      case "+":
        if (isUnset === (part.operator === "-")) yield* this.alternative(part, isQuoted);
        else if (part.operator === "-") this.present(part, value ?? "", isQuoted);
        return;
      case "=":
        if (isUnset) this.state.set(part.name, yield* this.operand(part));
        this.add(this.lookup(part.name) ?? "", isQuoted);
        return;
      case "?":
        if (isUnset) yield* this.missing(part);
        this.add(value ?? "", isQuoted);
        return;
      default:
        if (value === undefined && this.state.options.has("nounset"))
          throw new ShellError(`${part.name}: parameter not set`);
        this.add(yield* this.modify(part, value ?? ""), isQuoted);
    }
  }

  // The only list is PIPESTATUS; any other variable is, as in bash, a list of one.
  private *element(part: Parameter, index: Word): Doing<string> {
    const own = this.lookup(part.name);
    const values = part.name === "PIPESTATUS" ? this.state.pipeStatus.map(String) : own === undefined ? [] : [own];
    const isAll = index.literal === "@" || /^[@*]$/.test(yield* expandText(this.context, index));
    if (part.operator === "length")
      return String(isAll ? values.length : (values[Number(yield* evaluate(this.context, index))] ?? "").length);
    return isAll ? values.join(" ") : (values[Number(yield* evaluate(this.context, index))] ?? "");
  }

  private present(part: Parameter, value: string, isQuoted: boolean): void {
    if (part.name === "@" || part.name === "*") this.allParameters(part.name, isQuoted);
    else this.add(value, isQuoted);
  }

  private *alternative(part: Parameter, isQuoted: boolean): Doing<void> {
    if (part.word === undefined) return;
    // Unquoted text of the alternative is split like any expansion; what is quoted in it stays whole.
    for (const piece of part.word.parts) {
      if (piece.kind === "text" && !isQuoted) this.fields.addExpanded(this.tilde(piece.text));
      else yield* this.parts([piece], isQuoted);
    }
  }

  private *missing(part: Parameter): Doing<never> {
    const text = part.word === undefined ? "" : yield* expandText(this.context, part.word);
    throw new ShellError(`${part.name}: ${text === "" ? "parameter not set or null" : text}`);
  }

  private allParameters(name: "@" | "*", isQuoted: boolean): void {
    const { parameters } = this.state;
    if (isQuoted && name === "*") {
      this.fields.add(parameters.join(this.state.get("IFS")?.slice(0, 1) ?? " "), true);
      return;
    }
    for (const [index, text] of parameters.entries()) {
      if (index > 0) this.fields.next();
      this.add(text, isQuoted);
    }
  }

  private lookup(name: string): string | undefined {
    const { state } = this;
    switch (name) {
      case "?":
        return String(state.status);
      case "$":
        return String(state.shellPid);
      case "#":
        return String(state.parameters.length);
      case "!":
        return state.lastBackgroundPid === undefined ? undefined : String(state.lastBackgroundPid);
      case "@":
      case "*":
        return state.parameters.length === 0 ? undefined : state.parameters.join(" ");
      case "0":
        return state.name;
      case "-":
        return optionString(state);
      case "PPID":
        return state.get("PPID") ?? "0";
      case "RANDOM":
        return state.get("RANDOM") ?? String(Math.floor(this.context.process.machine.random() * 32768));
      case "HOSTNAME":
        return state.get("HOSTNAME") ?? (state.dialect.braces ? this.context.process.machine.hostname : undefined);
      default:
        return /^\d+$/.test(name) ? state.parameters[Number(name) - 1] : state.get(name);
    }
  }

  private *operand(part: Parameter): Doing<string> {
    return part.word === undefined ? "" : yield* expandText(this.context, part.word);
  }

  private *modify(part: Parameter, value: string): Doing<string> {
    if (part.operator === undefined) return value;
    if (part.operator === "length")
      return part.name === "@" || part.name === "*" ? (this.lookup("#") ?? "0") : String([...value].length);
    if (part.operator === ":") return yield* this.slice(part, value);
    const pattern = part.word === undefined ? "" : yield* expandPattern(this.context, part.word);
    if (part.operator.startsWith("/")) {
      const replacement = part.second === undefined ? "" : yield* expandText(this.context, part.second);
      return replacePattern(value, pattern, replacement, part.operator);
    }
    return removePattern(value, pattern, part.operator);
  }

  private *slice(part: Parameter, value: string): Doing<string> {
    const offset = Number(part.word === undefined ? 0n : yield* evaluate(this.context, part.word));
    const characters = [...value];
    const start = offset < 0 ? Math.max(0, characters.length + offset) : offset;
    if (part.second === undefined) return characters.slice(start).join("");
    const length = Number(yield* evaluate(this.context, part.second));
    return characters.slice(start, length < 0 ? characters.length + length : start + length).join("");
  }
}

function isAllParameters(part: WordPart): boolean {
  return part.kind === "parameter" && part.name === "@" && part.operator === undefined;
}

function optionString(state: ShellState): string {
  const letters = { errexit: "e", nounset: "u", xtrace: "x", noglob: "f", allexport: "a", verbose: "v", monitor: "m" };
  const set = Object.entries(letters).filter(([name]) => [...state.options].some((option) => option === name));
  return (state.isInteractive ? "i" : "") + set.map(([, letter]) => letter).join("");
}

function removePattern(value: string, pattern: string, operator: string): string {
  const source = patternSource(pattern, operator === "#");
  if (operator.startsWith("#")) return value.replace(new RegExp(`^(?:${source})`, "su"), "");
  if (operator === "%%") return value.replace(new RegExp(`(?:${source})$`, "su"), "");
  return new RegExp(`^(.*)(?:${source})$`, "su").exec(value)?.[1] ?? value;
}

function replacePattern(value: string, pattern: string, replacement: string, operator: string): string {
  if (pattern === "") return value;
  const source = patternSource(pattern);
  const anchored = operator === "/#" ? `^(?:${source})` : operator === "/%" ? `(?:${source})$` : source;
  return value.replace(new RegExp(anchored, operator === "//" ? "gsu" : "su"), () => replacement);
}

/** {a,b} and {1..3} in the unquoted parts of a word: one word for each choice. */
export function expandBraces(word: Word): Word[] {
  for (const [index, part] of word.parts.entries()) {
    if (part.kind !== "text") continue;
    const choices = braceChoices(part.text);
    if (choices === undefined) continue;
    return choices.flatMap((text) =>
      expandBraces(makeWord([...word.parts.slice(0, index), { kind: "text", text }, ...word.parts.slice(index + 1)])),
    );
  }
  return [word];
}

function braceChoices(text: string): string[] | undefined {
  const match = /^(.*?)\{([^{}]*(?:,[^{}]*)+|-?\d+\.\.-?\d+|[A-Za-z]\.\.[A-Za-z])\}(.*)$/s.exec(text);
  if (match === null) return undefined;
  const [, before = "", inner = "", after = ""] = match;
  const choices = inner.includes(",") ? inner.split(",") : range(inner);
  return choices.map((choice) => before + choice + after);
}

function range(text: string): string[] {
  const [first = "", last = ""] = text.split("..");
  const isNumber = /\d/.test(first);
  const from = isNumber ? Number(first) : first.charCodeAt(0);
  const to = isNumber ? Number(last) : last.charCodeAt(0);
  const count = Math.min(Math.abs(to - from), 100_000) + 1;
  const values = Array.from({ length: count }, (_, index) => (to >= from ? from + index : from - index));
  return values.map((value) => (isNumber ? String(value) : String.fromCharCode(value)));
}
