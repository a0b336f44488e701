// How many columns a text takes on a terminal: combining marks none, East Asian wide letters and emoji two.

const ANSI = /\u001b\[[0-9;?]*[A-Za-z]|\u001b\]8;[^\u0007\u001b]*(?:\u0007|\u001b\\)/g;

export function stripAnsi(text: string): string {
  return text.replace(ANSI, "");
}

let segmenter: Intl.Segmenter | undefined;

/** What a person sees as one letter each. */
export function graphemes(text: string): readonly string[] {
  if (/^[\u0020-\u007e]*$/.test(text)) return [...text];
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}

/** Columns of a text without line breaks; colours count nothing. */
export function textWidth(text: string): number {
  return graphemes(stripAnsi(text)).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0);
}

export function graphemeWidth(grapheme: string): number {
  const code = grapheme.codePointAt(0) ?? 0;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return 0;
  if (code < 0x300) return 1;
  if (/^\p{M}|^\u200b|^\u200d/u.test(grapheme)) return 0;
  if (grapheme.includes("\ufe0f") || /^\p{Emoji_Presentation}/u.test(grapheme)) return 2;
  return isWide(code) ? 2 : 1;
}

const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x3fffd],
];

function isWide(code: number): boolean {
  return WIDE.some(([from, to]) => code >= from && code <= to);
}

/** The text, filled with spaces to `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

/** The longest beginning that fits into `width` columns. */
export function takeWidth(text: string, width: number): string {
  let out = "";
  let used = 0;
  for (const grapheme of graphemes(text)) {
    used += graphemeWidth(grapheme);
    if (used > width) break;
    out += grapheme;
  }
  return out;
}
