// What a backslash means: one character, or a class of them.

import { complement, named, property, sourceOf } from "./classes.ts";
import type { PatternReader } from "./reader.ts";

const CONTROLS: Readonly<Record<string, number>> = { a: 7, t: 9, n: 10, v: 11, f: 12, r: 13 };
const PERL_CLASSES: Readonly<Record<string, string>> = { d: "digit", s: "perl", w: "word" };

/** The members of a class such as `\d` and `\pL`, as they stand between brackets; undefined where there is another escape. */
export function classEscape(reader: PatternReader, ignoresCase: boolean): string | undefined {
  const letter = reader.peek() === "\\" ? reader.peek(1) : "";
  if (letter === "p" || letter === "P") return propertyEscape(reader, ignoresCase);
  const name = PERL_CLASSES[letter.toLowerCase()];
  if (name === undefined) return undefined;
  reader.at += 2;
  const members = named(name) ?? [];
  return letter === letter.toLowerCase() ? sourceOf(members) : sourceOf(complement(members));
}

function propertyEscape(reader: PatternReader, ignoresCase: boolean): string {
  const start = reader.at;
  const found = reader.match(/^\\([pP])(?:\{(\^?)([^}]*)\}|(?!\{)(.))/su);
  if (found === undefined) return reader.fault("invalid character class range", reader.rest());
  const [, letter, not, long, short = long ?? ""] = found;
  const source = property(short, (letter === "P") !== (not === "^"), ignoresCase);
  return source ?? reader.fault("invalid character class range", reader.since(start));
}

/** The character that an escape stands for, its backslash not taken yet. */
export function characterEscape(reader: PatternReader): number {
  const start = reader.at;
  reader.next();
  if (reader.isAtEnd) return reader.fault("trailing backslash at end of expression", "");
  const character = reader.next();
  const code = escapedCode(reader, character);
  return code ?? reader.fault("invalid escape sequence", reader.since(start));
}

function escapedCode(reader: PatternReader, character: string): number | undefined {
  if (/[0-7]/.test(character)) return octal(reader, character);
  if (character === "x") return hexadecimal(reader);
  if (character < "\u0080" && !/[0-9A-Za-z]/.test(character)) return character.codePointAt(0);
  return CONTROLS[character];
}

// A digit by itself, but for zero, would be a reference to a group, which Go does not have.
function octal(reader: PatternReader, first: string): number | undefined {
  if (first !== "0" && !/[0-7]/.test(reader.peek())) return undefined;
  const [more = ""] = reader.match(/^[0-7]{0,2}/) ?? [];
  return Number.parseInt(first + more, 8);
}

// Takes what Go has looked at when it gives up, for the message shows it.
function hexadecimal(reader: PatternReader): number | undefined {
  if (!reader.take("{")) {
    const digits = reader.next() + reader.next();
    return /^[0-9a-fA-F]{2}$/.test(digits) ? Number.parseInt(digits, 16) : undefined;
  }
  let digits = "";
  while (!reader.isAtEnd) {
    const digit = reader.next();
    if (digit === "}") return digits === "" ? undefined : Number.parseInt(digits, 16);
    digits += digit;
    if (!isHex(digit) || Number.parseInt(digits, 16) > 0x10ffff) return undefined;
  }
  return undefined;
}

function isHex(digit: string): boolean {
  return /^[0-9a-fA-F]$/.test(digit);
}
