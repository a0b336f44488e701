// `[a-z]`: a set of characters between brackets.

import { complement, folded, named, type Range, sourceOf } from "./classes.ts";
import { characterEscape, classEscape } from "./escape.ts";
import type { PatternReader } from "./reader.ts";

export function bracket(reader: PatternReader, ignoresCase: boolean): string {
  const start = reader.at;
  reader.next();
  const isNegated = reader.take("^");
  const write = (ranges: readonly Range[]) => sourceOf(ignoresCase ? ranges.flatMap(folded) : ranges);
  let members = "";
  // A bracket that comes first is a member.
  for (let isFirst = true; isFirst || !reader.sees("]"); isFirst = false)
    members += namedClass(reader, write) ?? classEscape(reader, ignoresCase) ?? write([range(reader, start)]);
  reader.next();
  return `[${isNegated ? "^" : ""}${members}]`;
}

function namedClass(reader: PatternReader, write: (ranges: readonly Range[]) => string): string | undefined {
  const [text, not, name = ""] = reader.match(/^\[:(\^?)([^\]]*?):\]/) ?? [];
  if (text === undefined) return undefined;
  const ranges = name === "perl" ? undefined : named(name);
  if (ranges === undefined) return reader.fault("invalid character class range", text);
  return write(not === "^" ? complement(ranges) : ranges);
}

function range(reader: PatternReader, start: number): Range {
  const from = reader.at;
  const first = member(reader, start);
  // A hyphen before the end is a member.
  if (!reader.sees("-") || reader.peek(1) === "]" || reader.peek(1) === "") return [first, first];
  reader.next();
  const last = member(reader, start);
  if (last < first) reader.fault("invalid character class range", reader.since(from));
  return [first, last];
}

function member(reader: PatternReader, start: number): number {
  if (reader.isAtEnd) reader.fault("missing closing ]", reader.from(start));
  return reader.sees("\\") ? characterEscape(reader) : (reader.next().codePointAt(0) ?? 0);
}
