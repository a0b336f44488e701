// Stands for awk's grammar: program text to a syntax tree.

export type Expr =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "regex"; readonly source: string }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "field"; readonly index: Expr }
  | { readonly kind: "element"; readonly name: string; readonly keys: readonly Expr[] }
  | { readonly kind: "assign"; readonly target: Expr; readonly operator: string; readonly value: Expr }
  | { readonly kind: "step"; readonly target: Expr; readonly by: 1 | -1; readonly isPrefix: boolean }
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Expr }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expr; readonly right: Expr }
  | { readonly kind: "choose"; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly kind: "in"; readonly keys: readonly Expr[]; readonly name: string }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expr[] };

export type Statement =
  | { readonly kind: "block"; readonly body: readonly Statement[] }
  | { readonly kind: "expression"; readonly value: Expr }
  | {
      readonly kind: "print";
      readonly args: readonly Expr[];
      readonly isFormat: boolean;
      readonly target: Expr | undefined;
      readonly append: boolean;
    }
  | { readonly kind: "if"; readonly test: Expr; readonly yes: Statement; readonly no: Statement | undefined }
  | {
      readonly kind: "loop";
      readonly start: Statement | undefined;
      readonly test: Expr | undefined;
      readonly step: Statement | undefined;
      readonly body: Statement;
      readonly testsLast: boolean;
    }
  | { readonly kind: "for in"; readonly variable: string; readonly array: string; readonly body: Statement }
  | { readonly kind: "delete"; readonly name: string; readonly keys: readonly Expr[] | undefined }
  | {
      readonly kind: "leave";
      readonly how: "next" | "break" | "continue" | "exit" | "return";
      readonly value: Expr | undefined;
    };

export interface Rule {
  readonly kind: "BEGIN" | "END" | "main";
  readonly from: Expr | undefined;
  readonly to: Expr | undefined;
  readonly body: Statement | undefined;
  active: boolean;
}

export interface AwkFunction {
  readonly parameters: readonly string[];
  readonly body: Statement;
}

export interface AwkProgram {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, AwkFunction>;
}

export class AwkSyntaxError extends Error {}

interface Token {
  readonly kind: "number" | "string" | "regex" | "name" | "call" | "operator" | "newline" | "end";
  readonly text: string;
}

const tokenPattern =
  /[ \t\r]*(?:\\\r?\n[ \t]*)*(?:(#[^\n]*)|(\n)|(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)|"((?:[^"\\]|\\[\s\S])*)"|([A-Za-z_]\w*)(\()?|(\*\*=|\*\*|[-+*/%^!=<>]=|&&|\|\||\+\+|--|>>|!~|[-+*/%^!<>|?:~$=,;(){}[\]]))/y;
const keywords = new Set([
  "BEGIN",
  "END",
  "function",
  "func",
  "if",
  "else",
  "while",
  "for",
  "do",
  "in",
  "print",
  "printf",
  "next",
  "break",
  "continue",
  "exit",
  "return",
  "delete",
  "getline",
]);
const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  '"': '"',
  "\\": "\\",
  "/": "/",
  a: "\x07",
  b: "\b",
};

export function unescapeString(text: string): string {
  return text.replace(/\\([0-7]{1,3}|[\s\S])/g, (whole, code: string) => {
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8));
    return escapes[code] ?? whole;
  });
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const blank = /[ \t\r]*/y;
    blank.lastIndex = at;
    const skipped = blank.exec(text)?.[0].length ?? 0;
    if (text[at + skipped] === "/" && regexMayBegin(tokens.at(-1))) {
      const end = regexEnd(text, at + skipped + 1);
      tokens.push({ kind: "regex", text: text.slice(at + skipped + 1, end).replaceAll("\\/", "/") });
      at = end + 1;
      continue;
    }
    tokenPattern.lastIndex = at;
    const match = tokenPattern.exec(text);
    if (match === null) {
      if (text.slice(at).trim() === "") break;
      throw new AwkSyntaxError(`Unexpected token`);
    }
    const [whole, comment, newline, number, string, name, paren, operator] = match;
    at += whole.length;
    if (comment !== undefined) continue;
    if (newline !== undefined) tokens.push({ kind: "newline", text: "\n" });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (string !== undefined) tokens.push({ kind: "string", text: unescapeString(string) });
    else if (name !== undefined) {
      const isCall = paren !== undefined && !keywords.has(name);
      tokens.push({ kind: isCall ? "call" : "name", text: name });
      if (paren !== undefined) tokens.push({ kind: "operator", text: "(" });
    } else tokens.push({ kind: "operator", text: operator ?? "" });
  }
  return tokens;
}

function regexMayBegin(last: Token | undefined): boolean {
  if (last === undefined || last.kind === "newline") return true;
  if (last.kind === "operator") return ![")", "]", "$", "++", "--"].includes(last.text);
  return last.kind === "name" && keywords.has(last.text);
}

function regexEnd(text: string, start: number): number {
  let inSet = false;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === "\\") at++;
    else if (char === "[") inSet = true;
    else if (char === "]") inSet = false;
    else if (char === "/" && !inSet) return at;
  }
  throw new AwkSyntaxError("Unterminated regex");
}

const binaryLevels: readonly (readonly string[])[] = [
  ["+", "-"],
  ["*", "/", "%"],
];

export class AwkParser {
  private readonly tokens: readonly Token[];
  private at = 0;
  /** In `print a > b` the > is no comparison; within `for (x in …)` heads, `in` is not an operator. */
  private noGreater = 0;

  constructor(text: string) {
    this.tokens = tokenize(text);
  }

  parse(): AwkProgram {
    const rules: Rule[] = [];
    const functions = new Map<string, AwkFunction>();
    for (this.skip(); this.peek().kind !== "end"; this.skip()) {
      if (this.takeName("function") || this.takeName("func")) this.functionDefinition(functions);
      else rules.push(this.rule());
    }
    return { rules, functions };
  }

  private peek(ahead = 0): Token {
    return this.tokens[this.at + ahead] ?? { kind: "end", text: "end of program" };
  }

  private fail(): never {
    throw new AwkSyntaxError(`Unexpected token`);
  }

  private is(text: string): boolean {
    const token = this.peek();
    return token.kind === "operator" && token.text === text;
  }

  private take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  private expect(text: string): void {
    if (!this.take(text)) this.fail();
  }

  private takeName(name: string): boolean {
    const token = this.peek();
    if (token.kind !== "name" || token.text !== name) return false;
    this.at++;
    return true;
  }

  private skip(): void {
    while (this.peek().kind === "newline" || this.is(";")) this.at++;
  }

  private newlines(): void {
    while (this.peek().kind === "newline") this.at++;
  }

  private functionDefinition(functions: Map<string, AwkFunction>): void {
    const name = this.tokens[this.at++]?.text ?? "";
    this.expect("(");
    const parameters: string[] = [];
    while (!this.take(")")) {
      parameters.push(this.tokens[this.at++]?.text ?? this.fail());
      this.take(",");
    }
    this.newlines();
    functions.set(name, { parameters, body: this.block() });
  }

  private rule(): Rule {
    for (const kind of ["BEGIN", "END"] as const) {
      if (this.takeName(kind)) return { kind, from: undefined, to: undefined, body: this.block(), active: false };
    }
    const from = this.is("{") ? undefined : this.expression();
    let to: Expr | undefined;
    if (this.take(",")) to = this.expression();
    return { kind: "main", from, to, body: this.is("{") ? this.block() : undefined, active: false };
  }

  private block(): Statement {
    this.expect("{");
    const body: Statement[] = [];
    for (this.skip(); !this.take("}"); this.skip()) {
      if (this.peek().kind === "end") this.fail();
      body.push(this.statement());
    }
    return { kind: "block", body };
  }

  private statement(): Statement {
    if (this.is("{")) return this.block();
    if (this.take(";")) return { kind: "block", body: [] };
    const token = this.peek();
    if (token.kind === "name" && keywords.has(token.text)) {
      const special = this.keywordStatement(token.text);
      if (special !== undefined) return special;
    }
    const simple = this.simple();
    this.endSimple();
    return simple;
  }

  private endSimple(): void {
    if (this.peek().kind === "newline" || this.is(";")) this.at++;
    else if (!this.is("}") && this.peek().kind !== "end") this.fail();
  }

  private body(): Statement {
    this.newlines();
    return this.statement();
  }

  private keywordStatement(name: string): Statement | undefined {
    if (name === "if") return this.ifStatement();
    if (name === "while") {
      this.at++;
      const test = this.parenthesised();
      return { kind: "loop", start: undefined, test, step: undefined, body: this.body(), testsLast: false };
    }
    if (name === "do") {
      this.at++;
      const body = this.body();
      this.skip();
      if (!this.takeName("while")) this.fail();
      const test = this.parenthesised();
      this.endSimple();
      return { kind: "loop", start: undefined, test, step: undefined, body, testsLast: true };
    }
    if (name === "for") return this.forStatement();
    if (["next", "break", "continue", "exit", "return"].includes(name)) {
      this.at++;
      const isBare = this.peek().kind === "newline" || this.is(";") || this.is("}") || this.peek().kind === "end";
      const value = isBare ? undefined : this.expression();
      this.endSimple();
      return { kind: "leave", how: name as "next", value };
    }
    return undefined;
  }

  private parenthesised(): Expr {
    this.expect("(");
    const value = this.expression();
    this.expect(")");
    return value;
  }

  private ifStatement(): Statement {
    this.at++;
    const test = this.parenthesised();
    const yes = this.body();
    const before = this.at;
    this.skip();
    if (this.takeName("else")) return { kind: "if", test, yes, no: this.body() };
    this.at = before;
    return { kind: "if", test, yes, no: undefined };
  }

  private forStatement(): Statement {
    this.at++;
    this.expect("(");
    const [variable, word, array, close] = [this.peek(), this.peek(1), this.peek(2), this.peek(3)];
    if (variable.kind === "name" && word.text === "in" && array.kind === "name" && close.text === ")") {
      this.at += 4;
      return { kind: "for in", variable: variable.text, array: array.text, body: this.body() };
    }
    const start = this.is(";") ? undefined : this.simple();
    this.expect(";");
    const test = this.is(";") ? undefined : this.expression();
    this.expect(";");
    const step = this.is(")") ? undefined : this.simple();
    this.expect(")");
    return { kind: "loop", start, test, step, body: this.body(), testsLast: false };
  }

  private simple(): Statement {
    if (this.takeName("print")) return this.print(false);
    if (this.takeName("printf")) return this.print(true);
    if (this.takeName("delete")) {
      const name = this.tokens[this.at++]?.text ?? this.fail();
      if (!this.take("[")) return { kind: "delete", name, keys: undefined };
      const keys = this.list("]");
      return { kind: "delete", name, keys };
    }
    return { kind: "expression", value: this.expression() };
  }

  private print(isFormat: boolean): Statement {
    const args: Expr[] = [];
    this.noGreater++;
    const starts = this.at;
    if (this.take("(")) {
      this.noGreater--;
      args.push(...this.list(")"));
      this.noGreater++;
      const follows = this.peek();
      const isWhole =
        follows.kind === "newline" || follows.kind === "end" || [";", "}", ">", ">>", "|"].includes(follows.text);
      if (!isWhole) {
        this.at = starts;
        args.length = 0;
      }
    }
    if (args.length === 0) {
      while (
        this.peek().kind !== "newline" &&
        this.peek().kind !== "end" &&
        ![";", "}", ">", ">>", "|"].some((text) => this.is(text))
      ) {
        args.push(this.expression());
        if (!this.take(",")) break;
        this.newlines();
      }
    }
    const append = this.is(">>");
    const target = this.take(">") || this.take(">>") ? this.concatenation() : undefined;
    this.noGreater--;
    if (this.is("|")) throw new AwkSyntaxError("k8s-tutor does not simulate pipes within awk");
    return { kind: "print", args, isFormat, target, append };
  }

  private list(close: string): Expr[] {
    const items: Expr[] = [];
    this.newlines();
    while (!this.take(close)) {
      items.push(this.expression());
      this.newlines();
      if (!this.take(",") && !this.is(close)) this.fail();
      this.newlines();
    }
    return items;
  }

  private expression(): Expr {
    const left = this.ternary();
    const operator = this.peek().text;
    if (this.peek().kind !== "operator" || !/^(?:[-+*/%^]|\*\*)?=$/.test(operator) || !isTarget(left)) return left;
    this.at++;
    this.newlines();
    return { kind: "assign", target: left, operator: operator.slice(0, -1), value: this.expression() };
  }

  private ternary(): Expr {
    const test = this.or();
    if (!this.take("?")) return test;
    this.newlines();
    const yes = this.expression();
    this.newlines();
    this.expect(":");
    this.newlines();
    return { kind: "choose", test, yes, no: this.expression() };
  }

  private or(): Expr {
    let left = this.and();
    while (this.take("||")) {
      this.newlines();
      left = { kind: "binary", operator: "||", left, right: this.and() };
    }
    return left;
  }

  private and(): Expr {
    let left = this.membership();
    while (this.take("&&")) {
      this.newlines();
      left = { kind: "binary", operator: "&&", left, right: this.membership() };
    }
    return left;
  }

  private membership(): Expr {
    let left = this.match();
    while (this.takeName("in")) left = { kind: "in", keys: [left], name: this.tokens[this.at++]?.text ?? "" };
    return left;
  }

  private match(): Expr {
    let left = this.comparison();
    while (this.is("~") || this.is("!~")) {
      const operator = this.tokens[this.at++]?.text ?? "";
      left = { kind: "binary", operator, left, right: this.comparison() };
    }
    return left;
  }

  private comparison(): Expr {
    const left = this.concatenation();
    const operator = ["<", "<=", "==", "!=", ">=", ">"].find((text) => this.is(text));
    if (operator === undefined || (operator === ">" && this.noGreater > 0)) return left;
    this.at++;
    return { kind: "binary", operator, left, right: this.concatenation() };
  }

  private concatenation(): Expr {
    let left = this.arithmetic(0);
    while (this.beginsOperand()) left = { kind: "binary", operator: " ", left, right: this.arithmetic(0) };
    return left;
  }

  private beginsOperand(): boolean {
    const token = this.peek();
    if (token.kind === "operator") return ["$", "!", "(", "-", "+", "++", "--"].includes(token.text);
    if (token.kind === "name") return !keywords.has(token.text);
    return token.kind === "number" || token.kind === "string" || token.kind === "call" || token.kind === "regex";
  }

  private arithmetic(level: number): Expr {
    const operators = binaryLevels[level];
    if (operators === undefined) return this.unary();
    let left = this.arithmetic(level + 1);
    for (;;) {
      const operator = operators.find((text) => this.is(text));
      if (operator === undefined) return left;
      this.at++;
      left = { kind: "binary", operator, left, right: this.arithmetic(level + 1) };
    }
  }

  private unary(): Expr {
    for (const operator of ["!", "-", "+"])
      if (this.take(operator)) return { kind: "unary", operator, operand: this.unary() };
    return this.power();
  }

  private power(): Expr {
    const left = this.postfix();
    if (!this.take("^") && !this.take("**")) return left;
    return { kind: "binary", operator: "^", left, right: this.unary() };
  }

  private postfix(): Expr {
    for (const [text, by] of [
      ["++", 1],
      ["--", -1],
    ] as const) {
      if (this.take(text)) return { kind: "step", target: this.primary(), by, isPrefix: true };
    }
    const value = this.primary();
    if (!isTarget(value)) return value;
    if (this.take("++")) return { kind: "step", target: value, by: 1, isPrefix: false };
    if (this.take("--")) return { kind: "step", target: value, by: -1, isPrefix: false };
    return value;
  }

  private primary(): Expr {
    const token = this.peek();
    this.at++;
    if (token.kind === "number") return { kind: "number", value: Number(token.text) };
    if (token.kind === "string") return { kind: "string", value: token.text };
    if (token.kind === "regex") return { kind: "regex", source: token.text };
    if (token.kind === "call") {
      this.expect("(");
      return { kind: "call", name: token.text, args: this.list(")") };
    }
    if (token.kind === "operator" && token.text === "$")
      return { kind: "field", index: this.is("++") || this.is("--") ? this.postfix() : this.primary() };
    if (token.kind === "operator" && token.text === "(") return this.grouping();
    if (token.kind === "name" && token.text === "getline")
      throw new AwkSyntaxError("k8s-tutor does not simulate getline");
    if (token.kind !== "name" || keywords.has(token.text)) return this.fail();
    if (this.take("[")) return { kind: "element", name: token.text, keys: this.list("]") };
    if (token.text === "length") return { kind: "call", name: "length", args: [] };
    return { kind: "variable", name: token.text };
  }

  private grouping(): Expr {
    const saved = this.noGreater;
    this.noGreater = 0;
    const items = this.list(")");
    this.noGreater = saved;
    const [only] = items;
    if (items.length > 1 && this.takeName("in"))
      return { kind: "in", keys: items, name: this.tokens[this.at++]?.text ?? "" };
    return only === undefined || items.length > 1 ? this.fail() : only;
  }
}

function isTarget(expression: Expr): boolean {
  return expression.kind === "variable" || expression.kind === "field" || expression.kind === "element";
}
