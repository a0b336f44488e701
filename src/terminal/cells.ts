// A styled line as what stands in each place of the screen, so that two lines can be compared letter by letter.

import { graphemes, graphemeWidth } from "./text-width.ts";

export interface Cell {
  readonly text: string;
  readonly width: number;
  /** The sequences that make it look so; "" for plain text. */
  readonly look: string;
}

/** What ends a look, and which it ends. */
const ENDS: Readonly<Record<string, (code: number) => boolean>> = {
  22: (code) => code === 1 || code === 2,
  23: (code) => code === 3,
  24: (code) => code === 4,
  27: (code) => code === 7,
  29: (code) => code === 9,
  39: (code) => (code >= 30 && code <= 38) || (code >= 90 && code <= 97),
  49: (code) => (code >= 40 && code <= 48) || (code >= 100 && code <= 107),
};

export function cellsOf(line: string): readonly Cell[] {
  const cells: Cell[] = [];
  let codes: readonly string[] = [];
  for (const [, sequence, text = ""] of line.matchAll(/\u001b\[([0-9;]*)m|([^\u001b]+)/g)) {
    if (sequence !== undefined) codes = after(codes, sequence);
    else addText(cells, text, codes.length === 0 ? "" : `\u001b[${codes.join(";")}m`);
  }
  return cells;
}

function addText(cells: Cell[], text: string, look: string): void {
  for (const grapheme of graphemes(text)) {
    const width = graphemeWidth(grapheme);
    const last = cells.at(-1);
    // A mark that stands alone belongs to the letter before it.
    if (width === 0 && last !== undefined) cells[cells.length - 1] = { ...last, text: last.text + grapheme };
    else cells.push({ text: grapheme, width, look });
  }
}

function after(codes: readonly string[], sequence: string): readonly string[] {
  if (sequence === "" || sequence === "0") return [];
  const ends = ENDS[sequence];
  return ends === undefined ? [...codes, sequence] : codes.filter((code) => !ends(Number.parseInt(code, 10)));
}
