// Characters that no text of a lesson may hold: what moves a terminal's cursor, repaints what is above, or hides or turns around what is read.

const NAMES: Readonly<Record<string, string>> = {
  "\u0007": "a bell",
  "\b": "a backspace",
  "\u001b": "an escape",
  "\u007f": "a delete",
  "\u009b": "a control sequence",
};

// Tab, line feed and carriage return are text. A lone surrogate stands for a byte, which could be any of the others.
const UNSEEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/u;
const ALL_UNSEEN = new RegExp(UNSEEN.source, "gu");

/** The first such character, in words; undefined where there is none. */
export function unseenIn(text: string): string | undefined {
  const found = UNSEEN.exec(text)?.[0];
  if (found === undefined) return undefined;
  const code = `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  const name = NAMES[found];
  return name === undefined ? code : `${name} (${code})`;
}

/** The text without them. */
export function withoutUnseen(text: string): string {
  return UNSEEN.test(text) ? text.replace(ALL_UNSEEN, "") : text;
}
