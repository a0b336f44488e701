// Sets of characters: the named ones, and how a set is written between JavaScript's brackets.

/** From one code point to another, both included. */
export type Range = readonly [number, number];

const LAST = 0x10ffff;

// Pairs of first and last characters.
const NAMED: Readonly<Record<string, string>> = {
  alnum: "09AZaz",
  alpha: "AZaz",
  ascii: "\u0000\u007f",
  blank: "\t\t  ",
  cntrl: "\u0000\u001f\u007f\u007f",
  digit: "09",
  graph: "!~",
  lower: "az",
  // What \s means, which leaves out the vertical tab.
  perl: "\t\n\f\r  ",
  print: " ~",
  punct: "!/:@[`{~",
  space: "\t\r  ",
  upper: "AZ",
  word: "09AZ__az",
  xdigit: "09AFaf",
};

/** The characters of `[:alpha:]` and the like, in order. */
export function named(name: string): readonly Range[] | undefined {
  const pairs = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  return pairs?.match(/../gs)?.map((pair) => [pair.charCodeAt(0), pair.charCodeAt(1)]);
}

/** All characters but those of ranges that come in order. */
export function complement(ranges: readonly Range[]): Range[] {
  const starts = [0, ...ranges.map(([, last]) => last + 1)];
  const ends = [...ranges.map(([first]) => first - 1), LAST];
  return starts.map((start, index): Range => [start, ends[index] ?? LAST]).filter(([first, last]) => first <= last);
}

/** As they stand between brackets. */
export function sourceOf(ranges: readonly Range[]): string {
  return ranges
    .map(([first, last]) =>
      first === last ? characterSource(first) : `${characterSource(first)}-${characterSource(last)}`,
    )
    .join("");
}

/** A character as itself wherever that means nothing else. */
export function characterSource(code: number): string {
  const character = String.fromCodePoint(code);
  return /[0-9A-Za-z_]/.test(character) ? character : `\\u{${code.toString(16)}}`;
}

// The scripts with capitals end far below; what comes later is a class of its own whatever the case.
const LAST_CASED = 0x24ff;

/** The same characters and their other cases. */
export function folded([first, last]: Range): Range[] {
  const ranges: Range[] = [[first, last]];
  for (let code = first; code <= Math.min(last, LAST_CASED); code++) {
    const character = String.fromCodePoint(code);
    for (const other of [character.toLowerCase(), character.toUpperCase()]) {
      const otherCode = other.codePointAt(0) ?? code;
      const isOne = String.fromCodePoint(otherCode) === other;
      if (isOne && (otherCode < first || otherCode > last)) ranges.push([otherCode, otherCode]);
    }
  }
  return ranges;
}

/** `\pL`, `\p{Greek}`: a category or a script of Unicode; undefined where there is none of that name. */
export function property(name: string, isNegated: boolean, ignoresCase: boolean): string | undefined {
  const isCategory = name === "Any" || /^[A-Z][a-z]?$/.test(name);
  const cased = ignoresCase && /^L[ult]$/.test(name) ? "Cased_Letter" : name;
  const source = `\\${isNegated ? "P" : "p"}{${isCategory ? cased : `Script=${name}`}}`;
  return isProperty(source) ? source : undefined;
}

function isProperty(source: string): boolean {
  try {
    return new RegExp(source, "u").source !== "";
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
