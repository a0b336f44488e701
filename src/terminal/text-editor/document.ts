// A text in lines with a cursor: what insertions, deletions and moves make of it. Pure.

import { leftOf, rightOf, wordLeftOf, wordRightOf } from "../buffer.ts";
import { textWidth } from "../text-width.ts";

export interface TextDocument {
  readonly lines: readonly string[];
  readonly row: number;
  /** An index into the line, between two graphemes. */
  readonly column: number;
}

const INDENT = 2;

export function documentOf(text: string): TextDocument {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  return { lines, row: 0, column: 0 };
}

/** A file of text ends with a line break; an empty one has none. */
export function textOf({ lines }: TextDocument): string {
  const text = lines.join("\n");
  return text === "" ? "" : `${text}\n`;
}

export function lineAt({ lines, row }: TextDocument): string {
  return lines[row] ?? "";
}

export function insertText(document: TextDocument, text: string): TextDocument {
  const { lines, row, column } = document;
  const line = lineAt(document);
  const added = text.replace(/\r\n?/g, "\n").split("\n");
  const last = added.at(-1) ?? "";
  const made = added.map((one, index) => (index === 0 ? line.slice(0, column) + one : one));
  made[made.length - 1] = `${made.at(-1) ?? ""}${line.slice(column)}`;
  return {
    lines: [...lines.slice(0, row), ...made, ...lines.slice(row + 1)],
    row: row + added.length - 1,
    column: added.length === 1 ? column + last.length : last.length,
  };
}

/** A new line begins where the one before begins, for that is what YAML is about. */
export function breakLine(document: TextDocument): TextDocument {
  const before = lineAt(document).slice(0, document.column);
  const indent = /^ */.exec(before)?.[0] ?? "";
  return insertText(document, `\n${indent}`);
}

/** To the next stop; YAML takes blanks only. */
export function insertTab(document: TextDocument): TextDocument {
  const column = textWidth(lineAt(document).slice(0, document.column));
  return insertText(document, " ".repeat(INDENT - (column % INDENT)));
}

export function eraseBefore(document: TextDocument): TextDocument {
  const { lines, row, column } = document;
  const line = lineAt(document);
  if (column === 0) {
    if (row === 0) return document;
    const above = lines[row - 1] ?? "";
    const joined = [...lines.slice(0, row - 1), above + line, ...lines.slice(row + 1)];
    return { lines: joined, row: row - 1, column: above.length };
  }
  // In the blanks before a line one step of indentation goes at once.
  const isIndent = /^ +$/.test(line.slice(0, column));
  const to = isIndent ? column - (((column - 1) % INDENT) + 1) : leftOf({ text: line, cursor: column });
  return withLine({ ...document, column: to }, line.slice(0, to) + line.slice(column));
}

export function eraseAt(document: TextDocument): TextDocument {
  const line = lineAt(document);
  const { row, column, lines } = document;
  if (column < line.length)
    return withLine(document, line.slice(0, column) + line.slice(rightOf({ text: line, cursor: column })));
  if (row === lines.length - 1) return document;
  return { ...document, lines: [...lines.slice(0, row), line + (lines[row + 1] ?? ""), ...lines.slice(row + 2)] };
}

export function cutLine(document: TextDocument): { readonly document: TextDocument; readonly cut: string } {
  const { lines, row } = document;
  const rest = lines.filter((_, index) => index !== row);
  const kept = rest.length === 0 ? [""] : rest;
  return { document: { lines: kept, row: Math.min(row, kept.length - 1), column: 0 }, cut: `${lineAt(document)}\n` };
}

export function moveLeft(document: TextDocument): TextDocument {
  const { row, column, lines } = document;
  if (column > 0) return { ...document, column: leftOf({ text: lineAt(document), cursor: column }) };
  return row === 0 ? document : { ...document, row: row - 1, column: (lines[row - 1] ?? "").length };
}

export function moveRight(document: TextDocument): TextDocument {
  const { row, column, lines } = document;
  const line = lineAt(document);
  if (column < line.length) return { ...document, column: rightOf({ text: line, cursor: column }) };
  return row === lines.length - 1 ? document : { ...document, row: row + 1, column: 0 };
}

export function moveWord(document: TextDocument, by: -1 | 1): TextDocument {
  const buffer = { text: lineAt(document), cursor: document.column };
  const column = by === -1 ? wordLeftOf(buffer) : wordRightOf(buffer);
  if (column !== document.column) return { ...document, column };
  return by === -1 ? moveLeft(document) : moveRight(document);
}

export function moveRows(document: TextDocument, by: number): TextDocument {
  const row = Math.max(0, Math.min(document.lines.length - 1, document.row + by));
  if (row === document.row) return { ...document, column: by < 0 ? 0 : lineAt(document).length };
  const width = textWidth(lineAt(document).slice(0, document.column));
  return { ...document, row, column: indexAt(document.lines[row] ?? "", width) };
}

/** To the first letter of the line; from there to its very beginning. */
export function toLineStart(document: TextDocument): TextDocument {
  const indent = /^\s*/.exec(lineAt(document))?.[0].length ?? 0;
  return { ...document, column: document.column === indent ? 0 : indent };
}

export function toLineEnd(document: TextDocument): TextDocument {
  return { ...document, column: lineAt(document).length };
}

/** The next place with these words behind the cursor, from the start again when there is none. */
export function find(document: TextDocument, words: string): TextDocument | undefined {
  const needle = words.toLowerCase();
  const { lines, row, column } = document;
  for (let step = 0; step <= lines.length; step++) {
    const at = (row + step) % lines.length;
    const line = (lines[at] ?? "").toLowerCase();
    const found = line.indexOf(needle, step === 0 ? column + 1 : 0);
    if (found >= 0) return { ...document, row: at, column: found };
  }
  return undefined;
}

function withLine(document: TextDocument, line: string): TextDocument {
  return { ...document, lines: document.lines.map((one, index) => (index === document.row ? line : one)) };
}

/** The index at which the text is that wide. */
function indexAt(line: string, width: number): number {
  let index = 0;
  while (index < line.length) {
    const next = rightOf({ text: line, cursor: index });
    if (textWidth(line.slice(0, next)) > width) break;
    index = next;
  }
  return index;
}
