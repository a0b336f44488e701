// The words of an expression: names, literals, operators. What begins no word is told with its place.

import { ParseFault } from "./parse-fault.ts";
import { textValue } from "./text-literal.ts";
import { Unsigned } from "./values.ts";

export type Token =
  | { readonly kind: "literal"; readonly start: number; readonly end: number; readonly value: unknown }
  | { readonly kind: "name" | "symbol" | "end"; readonly start: number; readonly end: number; readonly text: string };

const BLANK = /(?:[ \t\r\n\f]|\/\/[^\n]*)*/y;
const NAME = /[A-Za-z_]\w*/y;
const NUMBER = /0x([0-9a-fA-F]+)(u?)|(\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?)|(\d+)(u?)/iy;
const TEXT = /(b?)("""(?:\\.|[^\\])*?"""|'''(?:\\.|[^\\])*?'''|"(?:\\[^\n]|[^"\\\n])*"|'(?:\\[^\n]|[^'\\\n])*')/isy;
const RAW_TEXT = /(rb?|br)(""".*?"""|'''.*?'''|"[^"\n]*"|'[^'\n]*')/isy;
const SYMBOL = /&&|\|\||[=!<>]=|[-+*/%<>!?:.,()[\]{}]/y;

export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = matchAt(BLANK, source, 0)?.[0].length ?? 0;
  while (at < source.length) {
    const token = tokenAt(source, at);
    tokens.push(token);
    at = token.end + (matchAt(BLANK, source, token.end)?.[0].length ?? 0);
  }
  return [...tokens, { kind: "end", start: source.length, end: source.length, text: "" }];
}

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source) ?? undefined;
}

function tokenAt(source: string, start: number): Token {
  const text = matchAt(RAW_TEXT, source, start) ?? matchAt(TEXT, source, start);
  if (text !== undefined)
    return {
      kind: "literal",
      start,
      end: start + text[0].length,
      value: textValue(text[1] ?? "", text[2] ?? "", start),
    };
  const number = matchAt(NUMBER, source, start);
  if (number !== undefined)
    return { kind: "literal", start, end: start + number[0].length, value: numberValue(number) };
  const name = matchAt(NAME, source, start)?.[0];
  if (name !== undefined) return wordToken(name, start);
  const symbol = matchAt(SYMBOL, source, start)?.[0];
  if (symbol === undefined) throw new ParseFault(start);
  return { kind: "symbol", start, end: start + symbol.length, text: symbol };
}

function wordToken(text: string, start: number): Token {
  const end = start + text.length;
  switch (text) {
    case "true":
    case "false":
      return { kind: "literal", start, end, value: text === "true" };
    case "null":
      return { kind: "literal", start, end, value: null };
    case "in":
      return { kind: "symbol", start, end, text };
    default:
      return { kind: "name", start, end, text };
  }
}

function numberValue([, hex, hexUnsigned, decimal, whole = "0", unsigned]: RegExpExecArray): unknown {
  if (decimal !== undefined) return Number(decimal);
  const value = BigInt(hex === undefined ? whole : `0x${hex}`);
  return (hex === undefined ? unsigned : hexUnsigned) ? new Unsigned(value) : value;
}
