// Looking for words in rows of text: a regular expression where it is one, the words themselves where not.

export interface Search {
  readonly words: string;
  readonly isBackward: boolean;
}

/** Small letters find large ones as well. */
export function patternOf(words: string, flags = ""): RegExp {
  const all = words === words.toLowerCase() ? `i${flags}` : flags;
  try {
    return new RegExp(words, all);
  } catch {
    // An open bracket, say: somebody means it as it stands.
    return new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), all);
  }
}

export function findRow(rows: readonly string[], words: string, from: number, isBackward: boolean): number | undefined {
  const pattern = patternOf(words);
  const step = isBackward ? -1 : 1;
  for (let row = from; row >= 0 && row < rows.length; row += step) {
    if (pattern.test(rows[row] ?? "")) return row;
  }
  return undefined;
}

/** The row with what was found in inverse letters, which every terminal has, with colours or without. */
export function withMatches(row: string, words: string | undefined): string {
  if (words === undefined) return row;
  return row.replace(patternOf(words, "g"), (match) => (match === "" ? "" : `\u001b[7m${match}\u001b[27m`));
}
