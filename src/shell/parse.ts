// Stands for the shell's grammar: text in, syntax tree out, and the complaints of busybox ash for what is no script.

import type { Assignment, CaseItem, Command, Compound, Redirect, Script, Statement, Word } from "./ast.ts";
import { Lexer, makeWord, ShellSyntaxError, type Token } from "./lex.ts";

const maxNesting = 200;
const cacheSize = 256;
const cache = new Map<string, Script>();

/** Throws a ShellSyntaxError. Scripts are remembered by their text: a thousand containers run the same one. */
export function parseScript(text: string): Script {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const script = new Parser(text).script();
  if (cache.size >= cacheSize) cache.clear();
  cache.set(text, script);
  return script;
}

export type Aliases = ReadonlyMap<string, string>;

/** Parses one complete line (or compound command) at a time, so that what it does can change how the next is read. */
export function* parseStatements(text: string, aliases?: Aliases): Generator<Script, void> {
  const parser = new Parser(text, 0, 1, 0, aliases);
  for (let line = parser.line(); line !== undefined; line = parser.line()) yield line;
}

/** True when more lines could complete `text`: a prompt shows PS2. */
export function isIncomplete(text: string): boolean {
  if (/(^|[^\\])(\\\\)*\\\n?$/.test(text) && !/^\s*#/.test(text)) return true;
  try {
    const parser = new Parser(text.endsWith("\n") ? text : `${text}\n`);
    parser.script();
    return parser.wantsDocument;
  } catch (error) {
    if (error instanceof ShellSyntaxError) return error.incomplete;
    throw error;
  }
}

const opening = new Set(["if", "for", "while", "until", "case", "{", "[[", "function", "!"]);
const reserved = new Set([...opening, "then", "else", "elif", "fi", "do", "done", "esac", "}", "in"]);
const assignmentPattern = /^([A-Za-z_][A-Za-z0-9_]*)(\+?)=/;

class Parser {
  private readonly lexer: Lexer;
  private readonly depth: number;
  private readonly aliases: Aliases | undefined;
  private token: Token;
  private nesting = 0;

  constructor(text: string, position = 0, line = 1, depth = 0, aliases?: Aliases) {
    this.depth = depth;
    this.aliases = aliases;
    this.lexer = new Lexer(text, (inner, at, from) => this.nested(inner, at, from), position, line);
    this.token = this.lexer.next();
  }

  get wantsDocument(): boolean {
    return this.lexer.wantsDocument;
  }

  script(): Script {
    const statements = this.statements();
    if (this.token.type !== "end") this.unexpected();
    return statements;
  }

  line(): Script | undefined {
    this.skipNewlines();
    if (this.isAt("end")) return undefined;
    const statements: Statement[] = [];
    while (!this.isAt("newline") && !this.isAt("end")) statements.push(this.statement());
    // The next token is only read when it is wanted: an alias or the like may change by then.
    return statements;
  }

  private nested(text: string, position: number, line: number): { body: Script; end: number } {
    if (this.depth > maxNesting / 4) this.lexer.fail("too deeply nested");
    const parser = new Parser(text, position, line, this.depth + 1, this.aliases);
    const body = parser.statements();
    if (!parser.isOperator(")")) parser.unexpected('")"');
    return { body, end: parser.token.start + 1 };
  }

  private advance(): Token {
    const token = this.token;
    this.token = this.lexer.next();
    return token;
  }

  private isOperator(text: string): boolean {
    return this.token.type === "operator" && this.token.text === text;
  }

  private isKeyword(text: string): boolean {
    return this.token.type === "word" && this.token.raw === text;
  }

  private expectKeyword(text: string): void {
    if (!this.isKeyword(text)) this.unexpected(`"${text}"`);
    this.advance();
  }

  private expectOperator(text: string): void {
    if (!this.isOperator(text)) this.unexpected(`"${text}"`);
    this.advance();
  }

  private unexpected(expecting?: string): never {
    const suffix = expecting === undefined ? "" : ` (expecting ${expecting})`;
    const { token } = this;
    return this.lexer.fail(`unexpected ${nameOfToken(token)}${suffix}`, token.type === "end");
  }

  private isAt(type: Token["type"]): boolean {
    return this.token.type === type;
  }

  private skipNewlines(): void {
    while (this.isAt("newline")) this.advance();
  }

  private statements(): Script {
    const statements: Statement[] = [];
    for (;;) {
      this.skipNewlines();
      if (this.endsList()) return statements;
      statements.push(this.statement());
    }
  }

  private endsList(): boolean {
    const { token } = this;
    if (token.type === "end") return true;
    if (token.type === "operator") return token.text === ")" || token.text.startsWith(";;") || token.text === ";&";
    return token.type === "word" && reserved.has(token.raw) && !opening.has(token.raw) && token.raw !== "in";
  }

  private statement(): Statement {
    const { start } = this.token;
    const command = this.andOr();
    const text = this.lexer.text.slice(start, this.token.start).trim();
    const isBackground = this.isOperator("&");
    if (isBackground || this.isOperator(";")) this.advance();
    else if (this.token.type !== "newline" && !this.endsList()) this.unexpected();
    return { command, isBackground, text };
  }

  private andOr(): Command {
    let left = this.pipeline();
    while (this.isOperator("&&") || this.isOperator("||")) {
      const kind = this.isOperator("&&") ? "and" : "or";
      this.advance();
      this.skipNewlines();
      left = { kind, left, right: this.pipeline() };
    }
    return left;
  }

  private pipeline(): Command {
    let negated = false;
    while (this.isKeyword("!")) {
      negated = !negated;
      this.advance();
    }
    const commands = [this.command()];
    while (this.isOperator("|")) {
      this.advance();
      this.skipNewlines();
      commands.push(this.command());
    }
    const [only] = commands;
    if (commands.length === 1 && !negated && only !== undefined) return only;
    return { kind: "pipeline", commands, negated };
  }

  private command(): Command {
    if (++this.nesting > maxNesting) this.lexer.fail("too deeply nested");
    this.expandAlias();
    const command = this.compoundCommand() ?? this.simpleCommand();
    this.nesting--;
    return command;
  }

  private compoundCommand(): Command | undefined {
    const { line } = this.lexer;
    const compound = this.compound();
    if (compound === undefined) return this.isKeyword("function") ? this.functionKeyword() : undefined;
    return { kind: "compound", compound, redirects: this.redirects(), line };
  }

  private compound(): Compound | undefined {
    if (this.isOperator("(")) return this.parenthesis();
    if (this.token.type !== "word") return undefined;
    switch (this.token.raw) {
      case "{":
        return this.group();
      case "if":
        return this.ifCommand();
      case "for":
        return this.forCommand();
      case "while":
        return this.loop(false);
      case "until":
        return this.loop(true);
      case "case":
        return this.caseCommand();
      case "[[":
        return this.condition();
      default:
        return undefined;
    }
  }

  private parenthesis(): Compound {
    if (this.lexer.text.startsWith("((", this.token.start)) {
      const saved = { position: this.lexer.position, line: this.lexer.line };
      this.lexer.position = this.token.start + 2;
      try {
        const expression = this.lexer.arithmeticBody();
        this.advance();
        return { kind: "arithmetic command", expression };
      } catch (error) {
        if (!(error instanceof ShellSyntaxError)) throw error;
        this.lexer.position = saved.position;
        this.lexer.line = saved.line;
      }
    }
    this.advance();
    const body = this.statements();
    if (body.length === 0) this.unexpected();
    this.expectOperator(")");
    return { kind: "subshell", body };
  }

  private group(): Compound {
    this.advance();
    const body = this.body();
    this.expectKeyword("}");
    return { kind: "group", body };
  }

  /** A list with at least one command in it. */
  private body(): Script {
    const body = this.statements();
    if (body.length === 0) this.unexpected();
    return body;
  }

  private ifCommand(): Compound {
    const branches: { condition: Script; body: Script }[] = [];
    do {
      this.advance();
      const condition = this.body();
      this.expectKeyword("then");
      branches.push({ condition, body: this.body() });
    } while (this.isKeyword("elif"));
    let otherwise: Script | undefined;
    if (this.isKeyword("else")) {
      this.advance();
      otherwise = this.body();
    }
    this.expectKeyword("fi");
    return { kind: "if", branches, otherwise };
  }

  private loop(until: boolean): Compound {
    this.advance();
    const condition = this.body();
    return { kind: "loop", until, condition, body: this.doBody() };
  }

  private doBody(): Script {
    this.expectKeyword("do");
    const body = this.body();
    this.expectKeyword("done");
    return body;
  }

  private forCommand(): Compound {
    this.advance();
    if (this.isOperator("(") && this.lexer.text.startsWith("((", this.token.start)) return this.forArithmetic();
    const variable = this.token;
    if (variable.type !== "word" || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable.raw))
      return this.lexer.fail("bad for loop variable");
    const name = variable.raw;
    this.advance();
    this.skipNewlines();
    let words: Word[] | undefined;
    if (this.isKeyword("in")) {
      this.advance();
      words = [];
      while (this.isAt("word")) words.push(this.takeWord());
      if (!this.isOperator(";") && !this.isAt("newline")) this.unexpected();
    }
    if (this.isOperator(";")) this.advance();
    this.skipNewlines();
    return { kind: "for", name, words, body: this.doBody() };
  }

  private forArithmetic(): Compound {
    this.lexer.position = this.token.start + 2;
    const end = this.lexer.text.indexOf("))", this.lexer.position);
    const parts = this.lexer.text.slice(this.lexer.position, end < 0 ? undefined : end).split(";");
    this.lexer.arithmeticBody();
    this.advance();
    const [start = "", test = "", step = ""] = parts;
    if (parts.length !== 3) this.lexer.fail("bad for loop");
    if (this.isOperator(";")) this.advance();
    this.skipNewlines();
    return {
      kind: "for arithmetic",
      start: this.lexer.wordOf(start),
      test: this.lexer.wordOf(test),
      step: this.lexer.wordOf(step),
      body: this.doBody(),
    };
  }

  private caseCommand(): Compound {
    this.advance();
    const word = this.takeWord();
    this.skipNewlines();
    this.expectKeyword("in");
    const items: CaseItem[] = [];
    for (this.skipNewlines(); !this.isKeyword("esac"); this.skipNewlines()) items.push(this.caseItem());
    this.advance();
    return { kind: "case", word, items };
  }

  private caseItem(): CaseItem {
    if (this.isOperator("(")) this.advance();
    const patterns = [this.takeWord()];
    while (this.isOperator("|")) {
      this.advance();
      patterns.push(this.takeWord());
    }
    this.expectOperator(")");
    const body = this.statements();
    const fallsThrough = this.isOperator(";&");
    if (fallsThrough || this.isOperator(";;")) this.advance();
    else if (!this.isKeyword("esac")) this.unexpected('";;"');
    return { patterns, body, fallsThrough };
  }

  private condition(): Compound {
    this.advance();
    const words: Word[] = [];
    while (!this.isKeyword("]]")) {
      const token = this.token;
      if (token.type === "end") this.unexpected('"]]"');
      if (token.type === "word") words.push(token.word);
      else if (token.type !== "newline") words.push(makeWord([{ kind: "text", text: token.text }]));
      this.advance();
    }
    this.advance();
    return { kind: "condition", words };
  }

  private takeWord(): Word {
    if (this.token.type !== "word") return this.unexpected("word");
    const { word } = this.token;
    this.advance();
    return word;
  }

  private functionKeyword(): Command {
    this.advance();
    if (this.token.type !== "word") this.lexer.fail("bad function name");
    const name = this.token.raw;
    this.advance();
    if (this.isOperator("(")) {
      this.advance();
      this.expectOperator(")");
    }
    return this.functionBody(name);
  }

  private functionBody(name: string): Command {
    if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name)) this.lexer.fail("bad function name");
    this.skipNewlines();
    return { kind: "function", name, body: this.command() };
  }

  private redirects(): Redirect[] {
    const redirects: Redirect[] = [];
    while (this.token.type === "redirect") redirects.push(this.redirect());
    return redirects;
  }

  private redirect(): Redirect {
    const token = this.advance();
    if (token.type !== "redirect") return this.unexpected();
    if (this.token.type !== "word") return this.unexpected();
    const stripTabs = (token.text as string) === "<<-";
    const isDocument = token.text === "<<" || stripTabs;
    const redirect: Redirect = { operator: isDocument ? "<<" : token.text, fd: token.fd, target: this.token.word };
    // Before the next token is read: it may be the newline after which the document begins.
    if (isDocument) this.lexer.expectDocument(redirect, this.token.word, stripTabs);
    this.advance();
    return redirect;
  }

  private simpleCommand(): Command {
    const { line } = this.lexer;
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    const first = this.token;
    for (;;) {
      const { token } = this;
      if (token.type === "redirect") redirects.push(this.redirect());
      else if (token.type === "word") {
        if (words.length === 0 && token === first && reserved.has(token.raw) && token.raw !== "in") this.unexpected();
        const assignment = words.length === 0 ? assignmentOf(token.word) : undefined;
        if (assignment !== undefined) assignments.push(assignment);
        else words.push(token.word);
        this.advance();
        if (assignment !== undefined) this.expandAlias();
      } else if (this.isOperator("(") && words.length === 1 && redirects.length === 0 && assignments.length === 0) {
        return this.functionDefinition(words[0]?.literal ?? "");
      } else break;
    }
    if (words.length + assignments.length + redirects.length === 0) this.unexpected();
    return { kind: "simple", line, assignments, words, redirects };
  }

  private functionDefinition(name: string): Command {
    this.advance();
    if (!this.isOperator(")")) this.unexpected('")"');
    this.advance();
    return this.functionBody(name);
  }

  private expandAlias(): void {
    const seen = new Set<string>();
    for (;;) {
      const { token } = this;
      if (token.type !== "word" || this.aliases === undefined || seen.has(token.raw)) return;
      const value = this.aliases.get(token.raw);
      if (value === undefined) return;
      seen.add(token.raw);
      this.spliceAlias(token.start, token.raw.length, value);
    }
  }

  private spliceAlias(start: number, length: number, value: string): void {
    const text = this.lexer.text;
    this.lexer.text = `${text.slice(0, start)}${value} ${text.slice(start + length)}`;
    this.lexer.position = start;
    this.token = this.lexer.next();
  }
}

function assignmentOf(word: Word): Assignment | undefined {
  const [first, ...rest] = word.parts;
  if (first?.kind !== "text") return undefined;
  const match = assignmentPattern.exec(first.text);
  if (match === null) return undefined;
  const [whole, name = "", plus] = match;
  const value = makeWord([{ kind: "text", text: first.text.slice(whole.length) }, ...rest]);
  return { name, value, append: plus === "+" };
}

function nameOfToken(token: Token): string {
  if (token.type === "end") return "end of file";
  if (token.type === "newline") return "newline";
  if (token.type === "redirect") return "redirection";
  if (token.type === "operator") return `"${token.text}"`;
  return reserved.has(token.raw) ? `"${token.raw}"` : "word";
}
