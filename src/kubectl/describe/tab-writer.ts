// Aligns cells as Go's text/tabwriter does with a padding of two blanks: a column lasts as long as consecutive lines have it.

const PADDING = 2;

interface Block {
  readonly first: number;
  readonly end: number;
  readonly widths: readonly number[];
}

/** Text with tab-terminated cells in, aligned text out. What follows the last tab of a line belongs to no column. */
export function alignCells(text: string): string {
  const lines = text.split("\n").map((line) => line.split("\t"));
  const out: string[] = [];
  alignBlock(lines, { first: 0, end: lines.length, widths: [] }, out);
  return out.join("\n");
}

function alignBlock(lines: readonly (readonly string[])[], block: Block, out: string[]): void {
  const column = block.widths.length;
  const hasCell = (index: number) => column < (lines[index]?.length ?? 0) - 1;
  let index = block.first;
  while (index < block.end) {
    if (!hasCell(index)) {
      out.push(paddedLine(lines[index] ?? [], block.widths));
      index += 1;
      continue;
    }
    let end = index;
    let width = PADDING;
    for (; end < block.end && hasCell(end); end += 1) {
      width = Math.max(width, charactersIn(lines[end]?.[column] ?? "") + PADDING);
    }
    alignBlock(lines, { first: index, end, widths: [...block.widths, width] }, out);
    index = end;
  }
}

function paddedLine(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - charactersIn(cell))))
    .join("");
}

function charactersIn(text: string): number {
  return [...text].length;
}
