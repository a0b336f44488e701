// The grammar of the Common Expression Language, read from left to right.

import { type Token, tokensOf } from "./lexer.ts";
import { ParseFault } from "./parse-fault.ts";

interface Placed {
  /** Where cel-go marks it: at its operator, its dot or its bracket. */
  readonly at: number;
}

/** An expression as it is written, with macros still looking like calls. */
export type Node = Placed &
  (
    | { readonly op: "value"; readonly value: unknown }
    | { readonly op: "name"; readonly name: string }
    | { readonly op: "select"; readonly operand: Node; readonly field: string; readonly isOptional: boolean }
    | { readonly op: "list"; readonly items: readonly Node[] }
    | { readonly op: "map"; readonly entries: readonly (readonly [Node, Node])[] }
    | { readonly op: "call"; readonly name: string; readonly args: readonly Node[] }
    | { readonly op: "method"; readonly name: string; readonly receiver: Node; readonly args: readonly Node[] }
    /** By its name in cel-go, as `_+_`. */
    | { readonly op: "operator"; readonly name: string; readonly args: readonly Node[] }
  );

/** @throws ParseFault where the source is no expression. */
export function parseSource(source: string): Node {
  const parser = new Parser(tokensOf(source));
  const node = parser.expression();
  parser.expectEnd();
  return node;
}

/** From the loosest to the tightest; each from left to right. */
const LEVELS: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["<", "<=", ">=", ">", "==", "!=", "in"],
  ["+", "-"],
  ["*", "/", "%"],
];

const RESERVED: readonly string[] =
  "as break const continue else for function if import let loop package namespace return var void while".split(" ");
const MAX_DEPTH = 250;

class Parser {
  private position = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  expression(): Node {
    if (++this.depth > MAX_DEPTH) throw new ParseFault(this.next.start, "expression recursion limit exceeded: 250");
    const condition = this.binary(0);
    const mark = this.take("?");
    if (mark === undefined) return this.left(condition);
    const yes = this.binary(0);
    this.expect(":");
    const no = this.expression();
    return this.left({ op: "operator", at: mark.start, name: "_?_:_", args: [condition, yes, no] });
  }

  expectEnd(): void {
    if (this.next.kind !== "end") throw new ParseFault(this.next.start);
  }

  private left(node: Node): Node {
    this.depth--;
    return node;
  }

  private get next(): Token {
    const token = this.tokens[this.position] ?? this.tokens.at(-1);
    if (token === undefined) throw new Error("there is always the token of the end");
    return token;
  }

  private take(...symbols: readonly string[]): Token | undefined {
    const { next } = this;
    if (next.kind !== "symbol" || !symbols.includes(next.text)) return undefined;
    this.position++;
    return next;
  }

  private expect(symbol: string): Token {
    const taken = this.take(symbol);
    if (taken === undefined) throw new ParseFault(this.next.start);
    return taken;
  }

  private takeName(): string {
    const { next } = this;
    if (next.kind !== "name") throw new ParseFault(next.start);
    this.position++;
    return next.text;
  }

  private binary(level: number): Node {
    const operators = LEVELS[level];
    if (operators === undefined) return this.unary();
    let node = this.binary(level + 1);
    for (;;) {
      const operator = this.take(...operators);
      if (operator?.kind !== "symbol") return node;
      const name = operator.text === "in" ? "@in" : `_${operator.text}_`;
      node = { op: "operator", at: operator.start, name, args: [node, this.binary(level + 1)] };
    }
  }

  private unary(): Node {
    const sign = this.take("!", "-");
    if (sign?.kind !== "symbol") return this.member();
    return { op: "operator", at: sign.start, name: `${sign.text}_`, args: [this.unary()] };
  }

  private member(): Node {
    let node = this.primary();
    for (;;) {
      const dot = this.take(".");
      const bracket = dot === undefined ? this.take("[") : undefined;
      if (dot !== undefined) node = this.selection(node, dot.start);
      else if (bracket !== undefined) node = this.index(node, bracket.start);
      else return node;
    }
  }

  private selection(operand: Node, at: number): Node {
    if (this.take("?") !== undefined) return { op: "select", at, operand, field: this.takeName(), isOptional: true };
    const name = this.takeName();
    const open = this.take("(");
    if (open === undefined) return { op: "select", at, operand, field: name, isOptional: false };
    return { op: "method", at: open.start, name, receiver: operand, args: this.listTo(")") };
  }

  private index(operand: Node, at: number): Node {
    const name = this.take("?") === undefined ? "_[_]" : "_[?_]";
    const key = this.expression();
    this.expect("]");
    return { op: "operator", at, name, args: [operand, key] };
  }

  private primary(): Node {
    const { next } = this;
    if (next.kind === "literal") {
      this.position++;
      return { op: "value", at: next.start, value: next.value };
    }
    if (this.take("(") !== undefined) {
      const inner = this.expression();
      this.expect(")");
      return inner;
    }
    if (this.take("[") !== undefined) return { op: "list", at: next.start, items: this.listTo("]") };
    if (this.take("{") !== undefined) return { op: "map", at: next.start, entries: this.entries() };
    this.take(".");
    const at = this.next.start;
    const name = this.takeName();
    const open = this.take("(");
    if (open !== undefined) return { op: "call", at: open.start, name, args: this.listTo(")") };
    if (RESERVED.includes(name)) throw new ParseFault(at, `reserved identifier: ${name}`);
    return { op: "name", at, name };
  }

  /** Expressions with commas between them; after the last of a list one more comma may stand. */
  private listTo(closing: ")" | "]"): Node[] {
    const items: Node[] = [];
    while (this.take(closing) === undefined) {
      items.push(this.expression());
      const comma = this.take(",");
      if (comma === undefined) {
        this.expect(closing);
        break;
      }
      if (closing === ")" && this.next.kind === "symbol" && this.next.text === ")")
        throw new ParseFault(this.next.start);
    }
    return items;
  }

  private entries(): [Node, Node][] {
    const entries: [Node, Node][] = [];
    while (this.take("}") === undefined) {
      const key = this.expression();
      this.expect(":");
      entries.push([key, this.expression()]);
      if (this.take(",") !== undefined) continue;
      this.expect("}");
      break;
    }
    return entries;
  }
}
