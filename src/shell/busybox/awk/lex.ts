// Stands for awk's tokens: program text to words, numbers, strings, patterns and operators.

import { joinedText, textOfByte } from "../../../bytes/bytes.ts";
import { AwkSyntaxError } from "./syntax.ts";

export interface Token {
  readonly kind: "number" | "string" | "regex" | "name" | "call" | "operator" | "newline" | "end";
  readonly text: string;
}

const tokenPattern =
  /[ \t\r]*(?:\\\r?\n[ \t]*)*(?:(#[^\n]*)|(\n)|(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)|"((?:[^"\\]|\\[\s\S])*)"|([A-Za-z_]\w*)(\()?|(\*\*=|\*\*|[-+*/%^!=<>]=|&&|\|\||\+\+|--|>>|!~|[-+*/%^!<>|?:~$=,;(){}[\]]))/y;

export const keywords = new Set([
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
  const out = text.replace(/\\([0-7]{1,3}|[\s\S])/g, (whole, code: string) => {
    if (/^[0-7]/.test(code)) return textOfByte(Number.parseInt(code, 8) & 255);
    return escapes[code] ?? whole;
  });
  return joinedText(out);
}

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const start = at + blanksAt(text, at);
    const isRegex = text[start] === "/" && regexMayBegin(tokens.at(-1));
    const end = isRegex ? takeRegex(text, start, tokens) : takeToken(text, at, tokens);
    if (end === undefined) break;
    at = end;
  }
  return tokens;
}

function blanksAt(text: string, at: number): number {
  const blank = /[ \t\r]*/y;
  blank.lastIndex = at;
  return blank.exec(text)?.[0].length ?? 0;
}

function takeRegex(text: string, start: number, tokens: Token[]): number {
  const end = regexEnd(text, start + 1);
  tokens.push({ kind: "regex", text: text.slice(start + 1, end).replaceAll("\\/", "/") });
  return end + 1;
}

/** Where the token ends; undefined when nothing is left but blanks. */
function takeToken(text: string, at: number, tokens: Token[]): number | undefined {
  tokenPattern.lastIndex = at;
  const match = tokenPattern.exec(text);
  if (match === null) {
    if (text.slice(at).trim() === "") return undefined;
    throw new AwkSyntaxError(`Unexpected token`);
  }
  const [whole, comment, newline, number, string, name, paren, operator] = match;
  if (newline !== undefined) tokens.push({ kind: "newline", text: "\n" });
  else if (number !== undefined) tokens.push({ kind: "number", text: number });
  else if (string !== undefined) tokens.push({ kind: "string", text: unescapeString(string) });
  else if (name !== undefined) {
    const isCall = paren !== undefined && !keywords.has(name);
    tokens.push({ kind: isCall ? "call" : "name", text: name });
    if (paren !== undefined) tokens.push({ kind: "operator", text: "(" });
  } else if (comment === undefined) tokens.push({ kind: "operator", text: operator ?? "" });
  return at + whole.length;
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
