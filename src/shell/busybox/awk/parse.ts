// Stands for awk's grammar: program text to a syntax tree.

import { keywords } from "./lex.ts";
import { ExpressionParser } from "./parse-expression.ts";
import {
  type AwkFunction,
  type AwkProgram,
  AwkSyntaxError,
  type Expr,
  type LeaveWord,
  type Rule,
  type Statement,
} from "./syntax.ts";
import { Tokens } from "./tokens.ts";

const printEnds: readonly string[] = [";", "}", ">", ">>", "|"];

export class AwkParser {
  private readonly tokens: Tokens;
  private readonly expressions: ExpressionParser;

  constructor(text: string) {
    this.tokens = new Tokens(text);
    this.expressions = new ExpressionParser(this.tokens);
  }

  parse(): AwkProgram {
    const rules: Rule[] = [];
    const functions = new Map<string, AwkFunction>();
    for (this.tokens.skipSeparators(); this.tokens.peek().kind !== "end"; this.tokens.skipSeparators()) {
      if (this.tokens.takeName("function") || this.tokens.takeName("func")) this.functionDefinition(functions);
      else rules.push(this.rule());
    }
    return { rules, functions };
  }

  private functionDefinition(functions: Map<string, AwkFunction>): void {
    const name = this.tokens.nextText() ?? "";
    this.tokens.expect("(");
    const parameters: string[] = [];
    while (!this.tokens.take(")")) {
      parameters.push(this.tokens.nextText() ?? this.tokens.fail());
      this.tokens.take(",");
    }
    this.tokens.skipNewlines();
    functions.set(name, { parameters, body: this.block() });
  }

  private rule(): Rule {
    for (const kind of ["BEGIN", "END"] as const) {
      if (this.tokens.takeName(kind))
        return { kind, from: undefined, to: undefined, body: this.block(), active: false };
    }
    const from = this.tokens.is("{") ? undefined : this.expressions.expression();
    let to: Expr | undefined;
    if (this.tokens.take(",")) to = this.expressions.expression();
    return { kind: "main", from, to, body: this.tokens.is("{") ? this.block() : undefined, active: false };
  }

  private block(): Statement {
    this.tokens.expect("{");
    const body: Statement[] = [];
    for (this.tokens.skipSeparators(); !this.tokens.take("}"); this.tokens.skipSeparators()) {
      if (this.tokens.peek().kind === "end") this.tokens.fail();
      body.push(this.statement());
    }
    return { kind: "block", body };
  }

  private statement(): Statement {
    if (this.tokens.is("{")) return this.block();
    if (this.tokens.take(";")) return { kind: "block", body: [] };
    const token = this.tokens.peek();
    if (token.kind === "name" && keywords.has(token.text)) {
      const special = this.keywordStatement(token.text);
      if (special !== undefined) return special;
    }
    const simple = this.simple();
    this.endSimple();
    return simple;
  }

  private endSimple(): void {
    if (this.tokens.peek().kind === "newline" || this.tokens.is(";")) this.tokens.advance();
    else if (!this.tokens.is("}") && this.tokens.peek().kind !== "end") this.tokens.fail();
  }

  private body(): Statement {
    this.tokens.skipNewlines();
    return this.statement();
  }

  private keywordStatement(name: string): Statement | undefined {
    if (name === "if") return this.ifStatement();
    if (name === "while") return this.whileStatement();
    if (name === "do") return this.doStatement();
    if (name === "for") return this.forStatement();
    return isLeaving(name) ? this.leaveStatement(name) : undefined;
  }

  private whileStatement(): Statement {
    this.tokens.advance();
    const test = this.parenthesised();
    return { kind: "loop", start: undefined, test, step: undefined, body: this.body(), testsLast: false };
  }

  private doStatement(): Statement {
    this.tokens.advance();
    const body = this.body();
    this.tokens.skipSeparators();
    if (!this.tokens.takeName("while")) this.tokens.fail();
    const test = this.parenthesised();
    this.endSimple();
    return { kind: "loop", start: undefined, test, step: undefined, body, testsLast: true };
  }

  private leaveStatement(how: LeaveWord): Statement {
    this.tokens.advance();
    const isBare = this.tokens.isAtEnd() || this.tokens.is("}");
    const value = isBare ? undefined : this.expressions.expression();
    this.endSimple();
    return { kind: "leave", how, value };
  }

  private parenthesised(): Expr {
    this.tokens.expect("(");
    const value = this.expressions.expression();
    this.tokens.expect(")");
    return value;
  }

  private ifStatement(): Statement {
    this.tokens.advance();
    const test = this.parenthesised();
    const yes = this.body();
    const before = this.tokens.position;
    this.tokens.skipSeparators();
    if (this.tokens.takeName("else")) return { kind: "if", test, yes, no: this.body() };
    this.tokens.rewind(before);
    return { kind: "if", test, yes, no: undefined };
  }

  private forStatement(): Statement {
    this.tokens.advance();
    this.tokens.expect("(");
    const [variable, word, array, close] = [
      this.tokens.peek(),
      this.tokens.peek(1),
      this.tokens.peek(2),
      this.tokens.peek(3),
    ];
    if (variable.kind === "name" && word.text === "in" && array.kind === "name" && close.text === ")") {
      this.tokens.advance(4);
      return { kind: "for in", variable: variable.text, array: array.text, body: this.body() };
    }
    const start = this.tokens.is(";") ? undefined : this.simple();
    this.tokens.expect(";");
    const test = this.tokens.is(";") ? undefined : this.expressions.expression();
    this.tokens.expect(";");
    const step = this.tokens.is(")") ? undefined : this.simple();
    this.tokens.expect(")");
    return { kind: "loop", start, test, step, body: this.body(), testsLast: false };
  }

  private simple(): Statement {
    if (this.tokens.takeName("print")) return this.print(false);
    if (this.tokens.takeName("printf")) return this.print(true);
    if (this.tokens.takeName("delete")) {
      const name = this.tokens.nextText() ?? this.tokens.fail();
      if (!this.tokens.take("[")) return { kind: "delete", name, keys: undefined };
      const keys = this.expressions.list("]");
      return { kind: "delete", name, keys };
    }
    return { kind: "expression", value: this.expressions.expression() };
  }

  private print(isFormat: boolean): Statement {
    const listed = this.wholeList();
    const args = listed.length > 0 ? listed : this.expressions.withinPrint(() => this.printArguments());
    const append = this.tokens.is(">>");
    const hasTarget = this.tokens.take(">") || this.tokens.take(">>");
    const target = hasTarget ? this.expressions.withinPrint(() => this.expressions.concatenation()) : undefined;
    if (this.tokens.is("|")) throw new AwkSyntaxError("k8s-tutor does not simulate pipes within awk");
    return { kind: "print", args, isFormat, target, append };
  }

  /** The arguments of `print (a, b)`; none when the parentheses are but the beginning, as in `print (a)(b)`. */
  private wholeList(): Expr[] {
    const starts = this.tokens.position;
    if (!this.tokens.take("(")) return [];
    const args = this.expressions.list(")");
    const follows = this.tokens.peek();
    if (follows.kind === "newline" || follows.kind === "end" || printEnds.includes(follows.text)) return args;
    this.tokens.rewind(starts);
    return [];
  }

  private printArguments(): Expr[] {
    const args: Expr[] = [];
    const isOver = () => this.tokens.isAtEnd() || printEnds.some((text) => this.tokens.is(text));
    while (!isOver()) {
      args.push(this.expressions.expression());
      if (!this.tokens.take(",")) break;
      this.tokens.skipNewlines();
    }
    return args;
  }
}

function isLeaving(name: string): name is LeaveWord {
  return ["next", "break", "continue", "exit", "return"].includes(name);
}
