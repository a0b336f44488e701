// Reads a pattern as Go does, and writes it as JavaScript (with the flag u, and no other) means the same.

import { bracket } from "./bracket.ts";
import { characterSource, folded, sourceOf } from "./classes.ts";
import { characterEscape, classEscape } from "./escape.ts";
import { PatternReader } from "./reader.ts";

const MOST_COPIES = 1000;

/** The letters in force: i, m, s, U. */
type Flags = ReadonlySet<string>;

interface Group {
  /** In force again after the group. */
  readonly flags: Flags;
  /** The most copies that repetitions within make of anything. */
  copies: number;
}

/** @throws GoRegExpFault */
export function translate(pattern: string): string {
  return new Translation(pattern).whole();
}

class Translation {
  private readonly reader: PatternReader;
  private readonly open: Group[] = [];
  private flags: Flags = new Set();
  private copies = 1;
  /** How many copies a repetition of what came last would multiply; undefined where nothing came that could be repeated. */
  private repeatable: number | undefined;

  constructor(pattern: string) {
    this.reader = new PatternReader(pattern);
  }

  whole(): string {
    const { reader } = this;
    let source = "";
    while (!reader.isAtEnd) source += this.next();
    if (this.open.length > 0) reader.fault("missing closing )", reader.pattern);
    return source;
  }

  private next(): string {
    const { reader } = this;
    switch (reader.peek()) {
      case "(":
        return this.opening();
      case ")":
        return this.closing();
      case "|":
        this.repeatable = undefined;
        return reader.next();
      case "*":
      case "+":
      case "?":
        return this.repetitions();
      case "{":
        return /^\{\d+(,\d*)?\}/.test(reader.rest()) ? this.repetitions() : this.atom(characterSource(this.taken()));
      case "[":
        return this.atom(bracket(reader, this.has("i")));
      case "\\":
        return this.escape();
      default:
        return this.plain(reader.next());
    }
  }

  private has(flag: string): boolean {
    return this.flags.has(flag);
  }

  private taken(): number {
    return this.reader.next().codePointAt(0) ?? 0;
  }

  private atom(source: string, copies = 1): string {
    this.repeatable = copies;
    return source;
  }

  /** JavaScript repeats no assertions, so they stand in groups. */
  private assertion(source: string): string {
    return this.atom(`(?:${source})`);
  }

  private plain(character: string): string {
    if (character === "^") return this.assertion(this.has("m") ? "(?<![^\\n])" : "^");
    if (character === "$") return this.assertion(this.has("m") ? "(?![^\\n])" : "$");
    if (character === ".") return this.atom(this.has("s") ? "[^]" : "[^\\n]");
    return this.literal(character.codePointAt(0) ?? 0);
  }

  private literal(code: number): string {
    const cases = this.has("i") ? folded([code, code]) : [];
    return this.atom(cases.length > 1 ? `[${sourceOf(cases)}]` : characterSource(code));
  }

  private escape(): string {
    const { reader } = this;
    if (reader.take("\\A")) return this.assertion("^");
    if (reader.take("\\z")) return this.assertion("$");
    if (reader.take("\\b")) return this.assertion("\\b");
    if (reader.take("\\B")) return this.assertion("\\B");
    if (reader.take("\\Q")) return this.quoted();
    const members = classEscape(reader, this.has("i"));
    return members === undefined ? this.literal(characterEscape(reader)) : this.atom(`[${members}]`);
  }

  private quoted(): string {
    const { reader } = this;
    let source = "";
    while (!reader.isAtEnd && !reader.take("\\E")) source += this.literal(this.taken());
    return source;
  }

  private opening(): string {
    const { reader } = this;
    if (!reader.sees("(?")) {
      reader.next();
      return this.group("(");
    }
    if (/^\(\?(P<.|<.)/su.test(reader.rest())) return this.namedGroup();
    return this.flagged();
  }

  private group(source: string, flags = this.flags): string {
    this.open.push({ flags: this.flags, copies: this.copies });
    this.flags = flags;
    this.copies = 1;
    this.repeatable = undefined;
    return source;
  }

  // Nobody asks for groups by their names, and only Go lets two have the same.
  private namedGroup(): string {
    const { reader } = this;
    const [text, name = ""] = reader.match(/^\(\?P?<([^>]*)>/) ?? [];
    if (text === undefined) return reader.fault("invalid named capture", reader.rest());
    if (!/^\w+$/.test(name)) return reader.fault("invalid named capture", text);
    return this.group("(");
  }

  /** `(?i)`, `(?i-s:`, `(?:`. */
  private flagged(): string {
    const { reader } = this;
    const start = reader.at;
    reader.at += 2;
    const flags = new Set(this.flags);
    let isOn = true;
    let named = 0;
    while (!reader.isAtEnd) {
      const letter = reader.next();
      if ((letter === ")" || letter === ":") && (isOn || named > 0)) {
        if (letter === ":") return this.group("(?:", flags);
        this.flags = flags;
        return "";
      }
      if (letter === "-" && isOn) [isOn, named] = [false, 0];
      else if (!"imsU".includes(letter)) break;
      else {
        named += 1;
        if (isOn) flags.add(letter);
        else flags.delete(letter);
      }
    }
    return reader.fault("invalid or unsupported Perl syntax", reader.since(start));
  }

  private closing(): string {
    const group = this.open.pop();
    if (group === undefined) return this.reader.fault("unexpected )", this.reader.pattern);
    const { copies } = this;
    this.flags = group.flags;
    this.copies = Math.max(group.copies, copies);
    return this.atom(this.reader.next(), copies);
  }

  /** All that follow each other, for Go allows one only and shows two. */
  private repetitions(): string {
    const { reader } = this;
    const start = reader.at;
    const source = this.repetition();
    const second = /^([*+?]|\{\d+(,\d*)?\})\??/.exec(reader.rest());
    if (second === null) return source;
    reader.at += second[0].length;
    return reader.fault("invalid nested repetition operator", reader.since(start));
  }

  private repetition(): string {
    const { reader } = this;
    const start = reader.at;
    const [operator = "", least, , most] = reader.match(/^(?:[*+?]|\{(\d+)(,(\d*))?\})/) ?? [];
    const isLazy = reader.take("?");
    if (this.repeatable === undefined)
      return reader.fault("missing argument to repetition operator", reader.since(start));
    if (least !== undefined)
      this.count(operator, Number(least), most === undefined || most === "" ? undefined : Number(most));
    return `${operator}${isLazy !== this.has("U") ? "?" : ""}`;
  }

  private count(operator: string, least: number, most: number | undefined): void {
    const copies = (this.repeatable ?? 1) * Math.max(most ?? least, 1);
    if (Math.max(least, most ?? 0) > MOST_COPIES || least > (most ?? least) || copies > MOST_COPIES)
      this.reader.fault("invalid repeat count", operator);
    this.repeatable = copies;
    this.copies = Math.max(this.copies, copies);
  }
}
