// Stands for awk's tokens: program text to words, numbers, strings, patterns and operators.

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
  return text.replace(/\\([0-7]{1,3}|[\s\S])/g, (whole, code: string) => {
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8));
    return escapes[code] ?? whole;
  });
}

export function tokenize(text: string): Token[] {
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
