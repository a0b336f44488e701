// From text to the tokens of SQL, and from a script to its statements.

import { fail } from "./fault.ts";

export type Flavor = "postgres" | "mysql";

export interface Token {
  readonly kind: "word" | "name" | "string" | "number" | "symbol" | "end";
  /** A word as it was written, a name or string without its quotes. */
  readonly text: string;
  readonly at: number;
  readonly until: number;
}

const SYMBOL = /^(::|<=|>=|<>|!=|\|\||[-+*/%=<>(),.;@:[\]~!&|^?$])/;

/** The token at `from`, or undefined where it is not complete yet. */
function tokenAt(text: string, from: number, flavor: Flavor): Token | undefined {
  const rest = text.slice(from);
  const made = (kind: Token["kind"], length: number, inner = rest.slice(0, length)): Token => ({
    kind,
    text: inner,
    at: from,
    until: from + length,
  });
  if (rest === "") return made("end", 0);
  const [first = ""] = rest;
  if (first === "'" || (first === '"' && flavor === "mysql")) return quoted(rest, first, "string", made, flavor);
  if (first === '"' || (first === "`" && flavor === "mysql")) return quoted(rest, first, "name", made, flavor);
  const dollar = flavor === "postgres" ? /^\$(\w*)\$/.exec(rest) : null;
  if (dollar !== null) {
    const end = rest.indexOf(dollar[0], dollar[0].length);
    return end < 0 ? undefined : made("string", end + dollar[0].length, rest.slice(dollar[0].length, end));
  }
  const number = /^(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?/.exec(rest);
  if (number !== null) return made("number", number[0].length);
  const word = /^[\p{L}_][\p{L}\p{N}_$]*/u.exec(rest);
  if (word !== null) return made("word", word[0].length);
  const symbol = SYMBOL.exec(rest);
  if (symbol !== null) return made("symbol", symbol[0].length);
  return made("symbol", 1);
}

function quoted(
  rest: string,
  quote: string,
  kind: Token["kind"],
  made: (kind: Token["kind"], length: number, inner: string) => Token,
  flavor: Flavor,
): Token | undefined {
  let inner = "";
  for (let at = 1; at < rest.length; at++) {
    const char = rest[at] ?? "";
    if (char === "\\" && flavor === "mysql" && kind === "string") {
      const next = rest[++at] ?? "";
      inner += { n: "\n", t: "\t", r: "\r", "0": "\0" }[next] ?? next;
    } else if (char !== quote) inner += char;
    else if (rest[at + 1] === quote) {
      inner += quote;
      at++;
    } else return made(kind, at + 1, inner);
  }
  return undefined;
}

/** Where what is neither space nor comment begins; undefined inside a comment without an end. */
function skipSpace(text: string, from: number, flavor: Flavor): number | undefined {
  let at = from;
  for (;;) {
    const rest = text.slice(at);
    const space = /^(\s+|--[^\n]*)/.exec(rest) ?? (flavor === "mysql" ? /^#[^\n]*/.exec(rest) : null);
    if (space !== null) at += space[0].length;
    else if (rest.startsWith("/*")) {
      const end = rest.indexOf("*/");
      if (end < 0) return undefined;
      at += end + 2;
    } else return at;
  }
}

/** All tokens of one statement; the last one is its end. */
export function lex(text: string, flavor: Flavor): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; ; ) {
    const start = skipSpace(text, at, flavor);
    const token = start === undefined ? undefined : tokenAt(text, start, flavor);
    if (token === undefined) fail({ kind: "syntax", near: text.slice(start ?? at), at: start ?? at });
    tokens.push(token);
    if (token.kind === "end") return tokens;
    at = token.until;
  }
}

export interface Split {
  /** The first statement without its semicolon; undefined while it is not complete. */
  readonly statement: string | undefined;
  /** What follows it, or all there is. */
  readonly rest: string;
  /** What is still open, as prompts show it: a quote, a parenthesis, a comment, or just a statement. */
  readonly open: "" | "-" | "'" | '"' | "`" | "(" | "*";
}

/** Takes the first statement off a script. */
export function splitStatement(text: string, flavor: Flavor): Split {
  let depth = 0;
  for (let at = 0; ; ) {
    const start = skipSpace(text, at, flavor);
    if (start === undefined) return { statement: undefined, rest: text, open: "*" };
    const token = tokenAt(text, start, flavor);
    if (token === undefined) {
      const [quote] = text.slice(start);
      return { statement: undefined, rest: text, open: quote === '"' || quote === "`" ? quote : "'" };
    }
    if (token.kind === "end") {
      const isEmpty = text.slice(0, start).trim() === "" || skipSpace(text, 0, flavor) === start;
      return { statement: undefined, rest: isEmpty ? "" : text, open: isEmpty ? "" : depth > 0 ? "(" : "-" };
    }
    if (token.kind === "symbol") {
      if (token.text === "(") depth++;
      if (token.text === ")") depth--;
      if (token.text === ";" && depth <= 0) {
        const begin = skipSpace(text, 0, flavor) ?? 0;
        return { statement: text.slice(Math.min(begin, token.at), token.at), rest: text.slice(token.until), open: "" };
      }
    }
    at = token.until;
  }
}
