// Texts and bytes as an expression writes them.

import { bytesOfText } from "../../../bytes/bytes.ts";
import { ParseFault } from "./parse-fault.ts";

/** @param prefix `r` for a text without escapes, `b` for bytes. */
export function textValue(prefix: string, quoted: string, start: number): unknown {
  const width = /^("""|''')/.test(quoted) ? 3 : 1;
  const inner = quoted.slice(width, -width);
  const isBytes = /b/i.test(prefix);
  if (/r/i.test(prefix)) return isBytes ? bytesOfText(inner) : inner;
  return isBytes ? byteValue(inner, start) : inner.replace(ESCAPE, (sequence) => unescaped(sequence, start));
}

const ESCAPE = /\\(?:x[0-9a-fA-F]{2}|X[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2}|.)/gs;
const LETTERS: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

function unescaped(sequence: string, start: number): string {
  const [, kind = ""] = sequence;
  const code = codeOf(sequence);
  if (code !== undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : refuse(sequence, start);
  if (LETTERS[kind] !== undefined) return LETTERS[kind];
  return "\\\"'`?".includes(kind) ? kind : refuse(sequence, start);
}

/** The number that a sequence gives. */
function codeOf(sequence: string): number | undefined {
  if (/^\\[xXuU]./.test(sequence) && sequence.length > 2) return Number.parseInt(sequence.slice(2), 16);
  return /^\\[0-3]../.test(sequence) ? Number.parseInt(sequence.slice(1), 8) : undefined;
}

function refuse(sequence: string, start: number): never {
  throw new ParseFault(start, `Syntax error: token recognition error at: '${sequence}'`);
}

/** In bytes a sequence by number is one byte, and all else is UTF-8. */
function byteValue(inner: string, start: number): Uint8Array {
  const parts = inner.split(/(\\(?:[xX][0-9a-fA-F]{2}|[0-3][0-7]{2}))/);
  const bytes = parts.flatMap((part, index) => {
    const code = index % 2 === 1 ? codeOf(part) : undefined;
    return code === undefined
      ? [...bytesOfText(part.replace(ESCAPE, (sequence) => unescaped(sequence, start)))]
      : [code];
  });
  return Uint8Array.from(bytes);
}
