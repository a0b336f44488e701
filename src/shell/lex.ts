// Stands for the shell's lexer: words with their quotes and expansions, operators, here-documents.

import { joinedText, textOfByte } from "../bytes/bytes.ts";
import type { Parameter, ParameterOperator, Redirect, Script, Word, WordPart } from "./ast.ts";

/** A mistake in a script's grammar. `incomplete`: more lines may mend it, so a prompt asks for them. */
export class ShellSyntaxError extends Error {
  readonly incomplete: boolean;
  readonly line: number;

  constructor(message: string, line: number, incomplete = false) {
    super(`syntax error: ${message}`);
    this.line = line;
    this.incomplete = incomplete;
  }
}

export type Token =
  | { readonly type: "word"; readonly word: Word; readonly raw: string; readonly start: number }
  | { readonly type: "operator"; readonly text: string; readonly start: number }
  | {
      readonly type: "redirect";
      readonly text: Redirect["operator"];
      readonly fd: number | undefined;
      readonly start: number;
    }
  | { readonly type: "newline"; readonly start: number }
  | { readonly type: "end"; readonly start: number };

/** Parses the commands of `$( … )` that begin at a position, and says where they end. */
export type ParseNested = (
  text: string,
  position: number,
  line: number,
) => { readonly body: Script; readonly end: number };

type Mode = "word" | "double" | "brace" | "brace in double" | "here-document";

const operators = [";;&", ";;", ";&", "&&", "||", ";", "&", "|", "(", ")"];
const redirects = ["&>>", "&>", "<<<", "<<-", "<<", "<&", "<>", "<", ">>", ">&", ">|", ">"];
const namePattern = /[A-Za-z_][A-Za-z0-9_]*/y;

export class Lexer {
  text: string;
  position: number;
  line: number;
  private readonly parseNested: ParseNested;
  private readonly waitingDocuments: { redirect: Redirect; end: string; quoted: boolean; stripTabs: boolean }[] = [];

  constructor(text: string, parseNested: ParseNested, position = 0, line = 1) {
    this.text = text;
    this.parseNested = parseNested;
    this.position = position;
    this.line = line;
  }

  next(): Token {
    this.skipBlanks();
    const start = this.position;
    const char = this.text[start];
    if (char === undefined) return { type: "end", start };
    if (char === "\n") {
      this.position++;
      this.line++;
      this.readDocuments();
      return { type: "newline", start };
    }
    if (this.text.startsWith("<(", start)) return this.processSubstitution(start);
    const redirect = this.matchRedirect(start);
    if (redirect !== undefined) return redirect;
    const operator = operators.find((candidate) => this.text.startsWith(candidate, start));
    if (operator !== undefined) {
      this.position += operator.length;
      return { type: "operator", text: operator, start };
    }
    const word = this.word("word");
    return { type: "word", word, raw: this.text.slice(start, this.position), start };
  }

  /** The lines that follow belong to this redirect, up to the line `end`. */
  expectDocument(redirect: Redirect, delimiter: Word, stripTabs: boolean): void {
    const quoted = delimiter.parts.some((part) => part.kind !== "text");
    this.waitingDocuments.push({ redirect, end: plainText(delimiter), quoted, stripTabs });
  }

  fail(message: string, incomplete = false): never {
    throw new ShellSyntaxError(message, this.line, incomplete);
  }

  /** Everything up to the `)` that closes `((`; the caller has read both opening ones. */
  arithmeticBody(): Word {
    const end = this.findArithmeticEnd(this.position);
    if (end === undefined) this.fail("missing '))'", true);
    const word = this.wordOf(this.text.slice(this.position, end));
    this.position = end + 2;
    return word;
  }

  /** Text as it stands inside double quotes: what arithmetic and here-documents are made of. */
  wordOf(text: string): Word {
    const inner = new Lexer(text, this.parseNested, 0, this.line);
    return makeWord(inner.parts("here-document"));
  }

  private skipBlanks(): void {
    for (;;) {
      const char = this.text[this.position];
      if (char === " " || char === "\t" || char === "\r") this.position++;
      else if (char === "\\" && this.text[this.position + 1] === "\n") {
        this.position += 2;
        this.line++;
      } else if (char === "#") {
        const newline = this.text.indexOf("\n", this.position);
        this.position = newline < 0 ? this.text.length : newline;
      } else return;
    }
  }

  private matchRedirect(start: number): Token | undefined {
    let at = start;
    while (isDigit(this.text[at])) at++;
    const text = redirects.find((candidate) => this.text.startsWith(candidate, at));
    if (text === undefined || (at > start && text.startsWith("&"))) return undefined;
    this.position = at + text.length;
    const fd = at > start ? Number(this.text.slice(start, at)) : undefined;
    return { type: "redirect", text: text as Redirect["operator"], fd, start };
  }

  private word(mode: Mode): Word {
    return makeWord(this.parts(mode));
  }

  private parts(mode: Mode): WordPart[] {
    const parts: WordPart[] = [];
    for (;;) {
      const char = this.text[this.position];
      if (char === undefined) {
        if (mode === "word" || mode === "here-document") return parts;
        this.fail(mode === "double" ? "unterminated quoted string" : "unexpected end of file (expecting '}')", true);
      }
      if (this.endsPart(mode, char)) return parts;
      const part = this.part(mode, char);
      if (part !== undefined) append(parts, part);
    }
  }

  private endsPart(mode: Mode, char: string): boolean {
    if (mode === "word") return " \t\n;&|<>()\r".includes(char);
    if (mode === "double") return char === '"';
    if (mode === "here-document") return false;
    return char === "}";
  }

  private part(mode: Mode, char: string): WordPart | undefined {
    const inDouble = mode !== "word" && mode !== "brace";
    if (char === "\\") return this.backslash(mode, inDouble);
    if (char === "$") return this.dollar(inDouble);
    if (char === "`") return this.backquote(inDouble);
    if (char === "'" && !inDouble) return this.singleQuoted();
    if (char === '"' && mode !== "here-document" && mode !== "double") {
      this.position++;
      const parts = this.parts("double");
      this.position++;
      return { kind: "double", parts };
    }
    this.position++;
    if (char === "\n") this.line++;
    return inDouble ? { kind: "quoted", text: char } : { kind: "text", text: char };
  }

  private backslash(mode: Mode, inDouble: boolean): WordPart | undefined {
    const next = this.text[this.position + 1];
    this.position += 2;
    if (next === undefined) {
      this.position--;
      return { kind: "quoted", text: "\\" };
    }
    if (next === "\n") {
      this.line++;
      return undefined;
    }
    const special = mode === "here-document" ? "$`\\" : mode === "brace in double" ? '$`"\\}' : '$`"\\';
    if (inDouble && !special.includes(next)) return { kind: "quoted", text: `\\${next}` };
    return { kind: "quoted", text: next };
  }

  private singleQuoted(): WordPart {
    const end = this.text.indexOf("'", this.position + 1);
    if (end < 0) this.fail("unterminated quoted string", true);
    const text = this.text.slice(this.position + 1, end);
    this.line += text.split("\n").length - 1;
    this.position = end + 1;
    return { kind: "quoted", text };
  }

  private dollar(inDouble: boolean): WordPart {
    const start = this.position + 1;
    const char = this.text[start];
    if (char === "(") return this.text[start + 1] === "(" ? this.arithmetic() : this.substitution(start + 1);
    if (char === "{") return this.braceParameter(inDouble);
    if (char === "'" && !inDouble) return this.ansiQuoted();
    if (char !== undefined && "?!$#@*-0123456789".includes(char)) {
      this.position = start + 1;
      return { kind: "parameter", name: char };
    }
    const name = matchAt(namePattern, this.text, start);
    this.position = start + (name?.length ?? 0);
    if (name !== undefined) return { kind: "parameter", name };
    return { kind: "quoted", text: "$" };
  }

  private substitution(start: number): WordPart {
    const { body, end } = this.parseNested(this.text, start, this.line);
    this.line += this.text.slice(start, end).split("\n").length - 1;
    this.position = end;
    return { kind: "command", body };
  }

  private processSubstitution(start: number): Token {
    const { body, end } = this.parseNested(this.text, start + 2, this.line);
    this.line += this.text.slice(start, end).split("\n").length - 1;
    this.position = end;
    return { type: "word", word: makeWord([{ kind: "process", body }]), raw: this.text.slice(start, end), start };
  }

  private arithmetic(): WordPart {
    const start = this.position + 3;
    const end = this.findArithmeticEnd(start);
    // `$((` may also open a subshell within a command substitution.
    if (end === undefined) return this.substitution(this.position + 2);
    this.position = end + 2;
    return { kind: "arithmetic", expression: this.wordOf(this.text.slice(start, end)) };
  }

  private findArithmeticEnd(start: number): number | undefined {
    let depth = 0;
    for (let at = start; at < this.text.length; at++) {
      const char = this.text[at];
      if (char === "(") depth++;
      if (char !== ")") continue;
      if (depth > 0) depth--;
      else return this.text[at + 1] === ")" ? at : undefined;
    }
    return undefined;
  }

  private backquote(inDouble: boolean): WordPart {
    let inner = "";
    for (let at = this.position + 1; at < this.text.length; at++) {
      const char = this.text[at] ?? "";
      if (char === "`") {
        this.position = at + 1;
        return { kind: "command", body: this.parseNested(`${inner}\n)`, 0, this.line).body };
      }
      const next = this.text[at + 1] ?? "";
      if (char === "\\" && ("`\\$".includes(next) || (inDouble && next === '"')) && next !== "") {
        inner += next;
        at++;
      } else inner += char;
    }
    return this.fail("EOF in backquote substitution", true);
  }

  private ansiQuoted(): WordPart {
    let text = "";
    for (let at = this.position + 2; at < this.text.length; at++) {
      const char = this.text[at] ?? "";
      if (char === "'") {
        this.position = at + 1;
        return { kind: "quoted", text: unescapeAnsi(text) };
      }
      text += char;
      if (char === "\\") text += this.text[++at] ?? "";
    }
    return this.fail("unterminated quoted string", true);
  }

  private braceParameter(inDouble: boolean): Parameter {
    this.position += 2;
    const mode: Mode = inDouble ? "brace in double" : "brace";
    if (this.text[this.position] === "#" && this.text[this.position + 1] !== "}") {
      this.position++;
      return this.closeBrace({ kind: "parameter", name: this.parameterName(), ...this.index(), operator: "length" });
    }
    const name = this.parameterName();
    if (name === "") return this.skipBadParameter();
    const index = this.index();
    if (this.text[this.position] === "}") return this.closeBrace({ kind: "parameter", name, ...index });
    if (index.index !== undefined) return this.skipBadParameter();
    const operator = this.parameterOperator();
    if (operator === undefined) return this.skipBadParameter();
    if (operator.operator.startsWith("/") || operator.operator === ":")
      return this.twoWordParameter(name, operator.operator, mode);
    return this.closeBrace({ kind: "parameter", name, ...operator, word: this.word(mode) });
  }

  private twoWordParameter(name: string, operator: ParameterOperator, mode: Mode): Parameter {
    const separator = operator === ":" ? ":" : "/";
    const parts = this.parts(mode);
    const at = parts.findIndex(
      (part) => (part.kind === "text" || part.kind === "quoted") && part.text.includes(separator),
    );
    const part = parts[at];
    if (part === undefined || !("text" in part)) {
      return this.closeBrace({ kind: "parameter", name, operator, word: makeWord(parts) });
    }
    const cut = part.text.indexOf(separator);
    const before = makeWord([...parts.slice(0, at), { ...part, text: part.text.slice(0, cut) }]);
    const after = makeWord([{ ...part, text: part.text.slice(cut + 1) }, ...parts.slice(at + 1)]);
    return this.closeBrace({ kind: "parameter", name, operator, word: before, second: after });
  }

  private parameterName(): string {
    const char = this.text[this.position] ?? "";
    const name =
      matchAt(namePattern, this.text, this.position) ??
      matchAt(/\d+/y, this.text, this.position) ??
      (char !== "" && "?!$#@*-".includes(char) ? char : "");
    this.position += name.length;
    return name;
  }

  private index(): { index?: Word } {
    const text = matchAt(/\[[^\]]*\]/y, this.text, this.position);
    if (text === undefined) return {};
    this.position += text.length;
    return { index: this.wordOf(text.slice(1, -1)) };
  }

  private parameterOperator(): { operator: ParameterOperator; emptyIsUnset: boolean } | undefined {
    const found = matchAt(/:?[-=+?]|%%|##|\/\/|\/#|\/%|[%#/:]/y, this.text, this.position);
    if (found === undefined) return undefined;
    this.position += found.length;
    const emptyIsUnset = found.length === 2 && found.startsWith(":");
    return { operator: (emptyIsUnset ? found.slice(1) : found) as ParameterOperator, emptyIsUnset };
  }

  private closeBrace(parameter: Parameter): Parameter {
    if (this.text[this.position] === undefined) this.fail("unexpected end of file (expecting '}')", true);
    if (this.text[this.position] !== "}") return this.skipBadParameter();
    this.position++;
    return parameter;
  }

  private skipBadParameter(): Parameter {
    this.parts("brace");
    this.position++;
    return { kind: "parameter", name: "", operator: "bad" };
  }

  private readDocuments(): void {
    for (const document of this.waitingDocuments.splice(0)) this.finishDocument(document, this.documentLines(document));
  }

  private documentLines(document: { readonly end: string; readonly stripTabs: boolean }): string[] {
    const lines: string[] = [];
    while (this.position < this.text.length) {
      const newline = this.text.indexOf("\n", this.position);
      const end = newline < 0 ? this.text.length : newline;
      const raw = this.text.slice(this.position, end);
      const line = document.stripTabs ? raw.replace(/^\t+/, "") : raw;
      this.position = Math.min(end + 1, this.text.length);
      this.line++;
      if (line === document.end) return lines;
      lines.push(line);
    }
    this.isDocumentOpen = true;
    return lines;
  }

  /** True when the text ended inside a here-document, or before it. */
  get wantsDocument(): boolean {
    return this.isDocumentOpen || this.waitingDocuments.length > 0;
  }

  private isDocumentOpen = false;

  private finishDocument(document: { redirect: Redirect; quoted: boolean }, lines: readonly string[]): void {
    const text = lines.map((line) => `${line}\n`).join("");
    document.redirect.target = document.quoted
      ? { parts: [{ kind: "quoted", text }], literal: text }
      : this.wordOf(text);
  }
}

export function makeWord(parts: readonly WordPart[]): Word {
  const literal = literalOf(parts);
  return literal === undefined ? { parts } : { parts, literal };
}

function literalOf(parts: readonly WordPart[]): string | undefined {
  let text = "";
  for (const part of parts) {
    if (part.kind === "quoted") text += part.text;
    else if (part.kind === "double") {
      const inner = literalOf(part.parts);
      if (inner === undefined) return undefined;
      text += inner;
    } else if (part.kind === "text" && !/[*?[~{]/.test(part.text)) text += part.text;
    else return undefined;
  }
  return text;
}

function plainText(word: Word): string {
  return word.parts
    .map((part) => ("text" in part ? part.text : part.kind === "double" ? plainText(makeWord(part.parts)) : ""))
    .join("");
}

function append(parts: WordPart[], part: WordPart): void {
  const last = parts.at(-1);
  if (last !== undefined && (part.kind === "text" || part.kind === "quoted") && last.kind === part.kind) {
    parts[parts.length - 1] = { kind: part.kind, text: last.text + part.text };
  } else parts.push(part);
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= "0" && char <= "9";
}

function matchAt(pattern: RegExp, text: string, position: number): string | undefined {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0];
}

const ansiEscapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\x07",
  b: "\b",
  e: "\x1b",
  f: "\f",
  v: "\v",
};

/** The escapes of $'…'. */
export function unescapeAnsi(text: string): string {
  const out = text.replace(/\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|[\s\S])/g, (_, code: string) => {
    if (code.startsWith("x") && code.length > 1) return textOfByte(Number.parseInt(code.slice(1), 16));
    if (/^[0-7]/.test(code)) return textOfByte(Number.parseInt(code, 8) & 255);
    return ansiEscapes[code] ?? code;
  });
  return joinedText(out);
}
