// Reads the scalars of YAML: plain, quoted, and blocks after `|` or `>`.

import { type Reader, YamlError } from "./reader.ts";

export interface ScannedScalar {
  readonly value: string;
  /** True when a line end was passed, after which a key may begin. */
  readonly newLine: boolean;
}

export function scanPlain(reader: Reader, indent: number, inFlow: boolean): ScannedScalar {
  let value = "";
  let blanks = "";
  let breaks = "";
  let newLine = false;
  const start = reader.mark;
  for (;;) {
    if (reader.atDocumentIndicator() || reader.peek() === "#") break;
    while (!reader.isBlankOrEnd()) {
      const char = reader.peek();
      if (char === ":" && (reader.isBlankOrEnd(1) || (inFlow && ",?[]{}".includes(reader.peek(1))))) break;
      if (inFlow && ",?[]{}".includes(char) && !(char === "?" && !reader.isBlankOrEnd(1))) break;
      value += joined(breaks, blanks);
      breaks = "";
      blanks = "";
      newLine = false;
      value += reader.take();
    }
    if (!reader.isBlank() && !reader.isBreak()) break;
    while (reader.isBlank() || reader.isBreak()) {
      if (reader.isBlank()) {
        if (newLine && reader.column < indent + 1 && reader.peek() === "\t") {
          throw YamlError.scanner("found a tab character that violates indentation", reader.mark, start);
        }
        if (newLine) reader.skip();
        else blanks += reader.take();
      } else {
        blanks = "";
        breaks += reader.takeBreak();
        newLine = true;
      }
    }
    if (!inFlow && reader.column < indent + 1) break;
  }
  return { value, newLine };
}

// One line end is a space, more are one less than they are.
function joined(breaks: string, blanks: string): string {
  if (breaks === "") return blanks;
  return breaks.length === 1 ? " " : breaks.slice(1);
}

const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\u0007",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\u001b",
  " ": " ",
  '"': '"',
  "'": "'",
  "\\": "\\",
  "/": "/",
  N: "\u0085",
  _: "\u00a0",
  L: "\u2028",
  P: "\u2029",
};

export function scanQuoted(reader: Reader, single: boolean): string {
  const quote = single ? "'" : '"';
  const start = reader.mark;
  reader.skip();
  let value = "";
  for (;;) {
    if (reader.atDocumentIndicator())
      throw YamlError.scanner("found unexpected document indicator", reader.mark, start);
    if (reader.atEnd) throw YamlError.scanner("found unexpected end of stream", reader.mark, start);
    let escapedBreak = false;
    while (!reader.isBlankOrEnd()) {
      if (single && reader.peek() === "'" && reader.peek(1) === "'") {
        value += "'";
        reader.skip(2);
      } else if (reader.peek() === quote) break;
      else if (!single && reader.peek() === "\\" && reader.isBreak(1)) {
        reader.skip();
        reader.takeBreak();
        escapedBreak = true;
        break;
      } else if (!single && reader.peek() === "\\") value += scanEscape(reader);
      else value += reader.take();
    }
    if (reader.peek() === quote) break;
    value += scanGap(reader, escapedBreak);
  }
  reader.skip();
  return value;
}

function scanEscape(reader: Reader): string {
  const letter = reader.peek(1);
  const digits = { x: 2, u: 4, U: 8 }[letter];
  if (digits === undefined) {
    const meaning = ESCAPES[letter];
    if (meaning === undefined) throw YamlError.scanner("found unknown escape character", reader.mark);
    reader.skip(2);
    return meaning;
  }
  const hex = reader.text.slice(reader.index + 2, reader.index + 2 + digits);
  if (!new RegExp(`^[0-9a-fA-F]{${digits}}$`).test(hex))
    throw YamlError.scanner("did not find expected hexdecimal number", reader.mark);
  reader.skip(2 + digits);
  return String.fromCodePoint(Number.parseInt(hex, 16));
}

function scanGap(reader: Reader, escapedBreak: boolean): string {
  let blanks = "";
  let breaks = "";
  let folding = escapedBreak;
  while (reader.isBlank() || reader.isBreak()) {
    if (reader.isBlank()) {
      if (folding) reader.skip();
      else blanks += reader.take();
    } else {
      blanks = "";
      breaks += reader.takeBreak();
      folding = true;
    }
  }
  if (escapedBreak) return breaks;
  return folding ? joined(breaks, blanks) : blanks;
}

export function scanBlock(reader: Reader, literal: boolean, parentIndent: number): string {
  reader.skip();
  const { chomp, increment } = scanBlockHeader(reader);
  let indent = increment === 0 ? 0 : Math.max(0, parentIndent) + increment;
  const lead = scanBlockBreaks(reader, indent, parentIndent);
  indent = lead.indent;
  let trailing = lead.breaks;
  let value = "";
  let lineBreak = "";
  let leadingBlank = false;
  while (reader.column === indent && !reader.atEnd) {
    const trailingBlank = reader.isBlank();
    if (!literal && lineBreak !== "" && !leadingBlank && !trailingBlank) {
      if (trailing === "") value += " ";
    } else value += lineBreak;
    lineBreak = "";
    value += trailing;
    leadingBlank = reader.isBlank();
    while (!reader.isBreak() && !reader.atEnd) value += reader.take();
    if (!reader.atEnd) lineBreak = reader.takeBreak();
    trailing = scanBlockBreaks(reader, indent, parentIndent).breaks;
  }
  if (chomp !== "-") value += lineBreak;
  if (chomp === "+") value += trailing;
  return value;
}

function scanBlockHeader(reader: Reader): { chomp: string; increment: number } {
  let chomp = "";
  let increment = 0;
  for (let part = 0; part < 2; part++) {
    const char = reader.peek();
    if (chomp === "" && (char === "+" || char === "-")) chomp = reader.take();
    else if (increment === 0 && /\d/.test(char)) {
      if (char === "0") throw YamlError.scanner("found an indentation indicator equal to 0", reader.mark);
      increment = Number(reader.take());
    }
  }
  while (reader.isBlank()) reader.skip();
  if (reader.peek() === "#") while (!reader.isBreak() && !reader.atEnd) reader.skip();
  if (!reader.isBreak() && !reader.atEnd)
    throw YamlError.scanner("did not find expected comment or line break", reader.mark);
  if (reader.isBreak()) reader.takeBreak();
  return { chomp, increment };
}

function scanBlockBreaks(reader: Reader, known: number, parentIndent: number): { indent: number; breaks: string } {
  let breaks = "";
  let widest = 0;
  for (;;) {
    while ((known === 0 || reader.column < known) && reader.peek() === " ") reader.skip();
    widest = Math.max(widest, reader.column);
    if ((known === 0 || reader.column < known) && reader.peek() === "\t") {
      throw YamlError.scanner("found a tab character where an indentation space is expected", reader.mark);
    }
    if (!reader.isBreak()) break;
    breaks += reader.takeBreak();
  }
  return { indent: known === 0 ? Math.max(widest, parentIndent + 1, 1) : known, breaks };
}
