// Stands for awk's grammar of expressions, from the weakest operator to the strongest.

import { keywords } from "./lex.ts";
import { AwkSyntaxError, type Expr } from "./syntax.ts";
import type { Tokens } from "./tokens.ts";

const binaryLevels: readonly (readonly string[])[] = [
  ["+", "-"],
  ["*", "/", "%"],
];

export class ExpressionParser {
  private readonly tokens: Tokens;
  /** In `print a > b` the > is no comparison. */
  private noGreater = 0;

  constructor(tokens: Tokens) {
    this.tokens = tokens;
  }

  /** Reads something of a print statement, where > names a file unless it stands in parentheses. */
  withinPrint<T>(read: () => T): T {
    this.noGreater++;
    const result = read();
    this.noGreater--;
    return result;
  }

  list(close: string): Expr[] {
    const items: Expr[] = [];
    this.tokens.skipNewlines();
    while (!this.tokens.take(close)) {
      items.push(this.expression());
      this.tokens.skipNewlines();
      if (!this.tokens.take(",") && !this.tokens.is(close)) this.tokens.fail();
      this.tokens.skipNewlines();
    }
    return items;
  }

  expression(): Expr {
    const left = this.ternary();
    const operator = this.tokens.peek().text;
    if (this.tokens.peek().kind !== "operator" || !/^(?:[-+*/%^]|\*\*)?=$/.test(operator) || !isTarget(left))
      return left;
    this.tokens.advance();
    this.tokens.skipNewlines();
    return { kind: "assign", target: left, operator: operator.slice(0, -1), value: this.expression() };
  }

  private ternary(): Expr {
    const test = this.or();
    if (!this.tokens.take("?")) return test;
    this.tokens.skipNewlines();
    const yes = this.expression();
    this.tokens.skipNewlines();
    this.tokens.expect(":");
    this.tokens.skipNewlines();
    return { kind: "choose", test, yes, no: this.expression() };
  }

  private or(): Expr {
    let left = this.and();
    while (this.tokens.take("||")) {
      this.tokens.skipNewlines();
      left = { kind: "binary", operator: "||", left, right: this.and() };
    }
    return left;
  }

  private and(): Expr {
    let left = this.membership();
    while (this.tokens.take("&&")) {
      this.tokens.skipNewlines();
      left = { kind: "binary", operator: "&&", left, right: this.membership() };
    }
    return left;
  }

  private membership(): Expr {
    let left = this.match();
    while (this.tokens.takeName("in")) left = { kind: "in", keys: [left], name: this.tokens.nextText() ?? "" };
    return left;
  }

  private match(): Expr {
    let left = this.comparison();
    while (this.tokens.is("~") || this.tokens.is("!~")) {
      const operator = this.tokens.nextText() ?? "";
      left = { kind: "binary", operator, left, right: this.comparison() };
    }
    return left;
  }

  private comparison(): Expr {
    const left = this.concatenation();
    const operator = ["<", "<=", "==", "!=", ">=", ">"].find((text) => this.tokens.is(text));
    if (operator === undefined || (operator === ">" && this.noGreater > 0)) return left;
    this.tokens.advance();
    return { kind: "binary", operator, left, right: this.concatenation() };
  }

  concatenation(): Expr {
    let left = this.arithmetic(0);
    while (this.tokens.beginsOperand()) left = { kind: "binary", operator: " ", left, right: this.arithmetic(0) };
    return left;
  }

  private arithmetic(level: number): Expr {
    const operators = binaryLevels[level];
    if (operators === undefined) return this.unary();
    let left = this.arithmetic(level + 1);
    for (;;) {
      const operator = operators.find((text) => this.tokens.is(text));
      if (operator === undefined) return left;
      this.tokens.advance();
      left = { kind: "binary", operator, left, right: this.arithmetic(level + 1) };
    }
  }

  private unary(): Expr {
    for (const operator of ["!", "-", "+"])
      if (this.tokens.take(operator)) return { kind: "unary", operator, operand: this.unary() };
    return this.power();
  }

  private power(): Expr {
    const left = this.postfix();
    if (!this.tokens.take("^") && !this.tokens.take("**")) return left;
    return { kind: "binary", operator: "^", left, right: this.unary() };
  }

  private postfix(): Expr {
    for (const [text, by] of [
      ["++", 1],
      ["--", -1],
    ] as const) {
      if (this.tokens.take(text)) return { kind: "step", target: this.primary(), by, isPrefix: true };
    }
    const value = this.primary();
    if (!isTarget(value)) return value;
    if (this.tokens.take("++")) return { kind: "step", target: value, by: 1, isPrefix: false };
    if (this.tokens.take("--")) return { kind: "step", target: value, by: -1, isPrefix: false };
    return value;
  }

  private primary(): Expr {
    const token = this.tokens.peek();
    this.tokens.advance();
    if (token.kind === "number") return { kind: "number", value: Number(token.text) };
    if (token.kind === "string") return { kind: "string", value: token.text };
    if (token.kind === "regex") return { kind: "regex", source: token.text };
    if (token.kind === "call") {
      this.tokens.expect("(");
      return { kind: "call", name: token.text, args: this.list(")") };
    }
    if (token.kind === "operator" && token.text === "$")
      return { kind: "field", index: this.tokens.is("++") || this.tokens.is("--") ? this.postfix() : this.primary() };
    if (token.kind === "operator" && token.text === "(") return this.grouping();
    if (token.kind === "name" && token.text === "getline")
      throw new AwkSyntaxError("k8s-tutor does not simulate getline");
    if (token.kind !== "name" || keywords.has(token.text)) return this.tokens.fail();
    if (this.tokens.take("[")) return { kind: "element", name: token.text, keys: this.list("]") };
    if (token.text === "length") return { kind: "call", name: "length", args: [] };
    return { kind: "variable", name: token.text };
  }

  private grouping(): Expr {
    const saved = this.noGreater;
    this.noGreater = 0;
    const items = this.list(")");
    this.noGreater = saved;
    const [only] = items;
    if (items.length > 1 && this.tokens.takeName("in"))
      return { kind: "in", keys: items, name: this.tokens.nextText() ?? "" };
    return only === undefined || items.length > 1 ? this.tokens.fail() : only;
  }
}

function isTarget(expression: Expr): boolean {
  return expression.kind === "variable" || expression.kind === "field" || expression.kind === "element";
}
