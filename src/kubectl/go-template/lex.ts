// Cuts a template into texts and actions, and an action into words, each with its place in the template.

import { goQuote } from "../../api/go-values.ts";
import { byteLength } from "../../bytes/bytes.ts";

export class TemplateError extends Error {}

export interface Token {
  readonly kind: "action" | "text";
  readonly text: string;
  /** Where the text begins in the template. */
  readonly at: number;
}

export interface Word {
  readonly text: string;
  readonly at: number;
}

/** Where something stands, as errors say it. */
export interface Where {
  readonly line: number;
  /** In bytes from the beginning of the line. */
  readonly column: number;
  readonly text: string;
}

export function whereIs(template: string, at: number, text: string): Where {
  const before = template.slice(0, at);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: byteLength(before.slice(start)), text };
}

export function parseError(template: string, at: number, message: string): TemplateError {
  return new TemplateError(`${whereIs(template, at, "").line}: ${message}`);
}

export function tokenize(template: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let trimNext = false;
  for (;;) {
    const open = template.indexOf("{{", at);
    let text = open === -1 ? template.slice(at) : template.slice(at, open);
    if (trimNext) text = text.replace(/^\s+/, "");
    const trimBefore = open !== -1 && /^\{\{-\s/.test(template.slice(open, open + 4));
    if (trimBefore) text = text.replace(/\s+$/, "");
    if (text !== "") tokens.push({ kind: "text", text, at });
    if (open === -1) return tokens;
    const start = open + (trimBefore ? 3 : 2);
    const close = endOfAction(template, start);
    let body = template.slice(start, close);
    trimNext = /\s-$/.test(body);
    if (trimNext) body = body.slice(0, -1);
    const isComment = /^\s*\/\*/.test(body);
    const indent = body.length - body.trimStart().length;
    if (!isComment) tokens.push({ kind: "action", text: body.trim(), at: start + indent });
    at = close + 2;
  }
}

function endOfAction(template: string, from: number): number {
  if (/^\s*\/\*/.test(template.slice(from))) {
    const end = template.indexOf("*/", from);
    const close = end === -1 ? -1 : template.indexOf("}}", end);
    if (close === -1) throw parseError(template, from, "unclosed comment");
    return close;
  }
  let quote = "";
  for (let at = from; at < template.length; at++) {
    const char = template.charAt(at);
    if (quote !== "") {
      if (char === "\\" && quote !== "`") at++;
      else if (char === quote) quote = "";
      else if (char === "\n" && quote !== "`") throw parseError(template, at, unterminated(quote));
    } else if (char === '"' || char === "`" || char === "'") quote = char;
    else if (template.startsWith("}}", at)) return at;
  }
  throw parseError(template, from, quote === "" ? "unclosed action" : unterminated(quote));
}

function unterminated(quote: string): string {
  const what = { '"': "quoted string", "`": "raw quoted string", "'": "character constant" }[quote];
  return `unterminated ${what ?? ""}`;
}

const WORD =
  /\s+|"(?:[^"\\]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)+'|:=|[|(),=]|\$[\p{L}\p{N}_]*|\.[\p{L}\p{N}_]+|\.(?![\p{L}\p{N}_])|[-+]?\.?\d[\w.]*|[\p{L}_][\p{L}\p{N}_]*/uy;
const NEEDS_END = /^(?:\$|\.|[\p{L}_])/u;
const ENDS = /^(?:$|[\s.,|:)(=])/;

/** The words of an action; blanks are one word, for they part operands. */
export function lexWords(template: string, text: string, base: number): Word[] {
  const words: Word[] = [];
  let at = 0;
  let opened = 0;
  while (at < text.length) {
    WORD.lastIndex = at;
    const match = WORD.exec(text)?.[0];
    const next = text.charAt(at + (match?.length ?? 0));
    if (match === undefined) throw parseError(template, base + at, `unexpected ${goQuote(text.charAt(at))} in command`);
    if (NEEDS_END.test(match) && !ENDS.test(next))
      throw parseError(template, base + at, `bad character ${unicode(next)}`);
    if (/^[-+]?\.?\d/.test(match) && Number.isNaN(Number(match.replaceAll("_", ""))))
      throw parseError(template, base + at, `bad number syntax: ${goQuote(/^[-+.\d]*\D?/.exec(match)?.[0])}`);
    opened += match === "(" ? 1 : match === ")" ? -1 : 0;
    if (opened < 0) throw parseError(template, base + at, "unexpected right paren");
    if (match.trim() !== "") words.push({ text: match, at: base + at });
    else if (words.length > 0) words.push({ text: " ", at: base + at });
    at += match.length;
  }
  while (words.at(-1)?.text === " ") words.pop();
  return words;
}

function unicode(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")} '${char}'`;
}
