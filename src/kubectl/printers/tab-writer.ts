// Stands for Go's tabwriter as kubectl sets it up: columns at least 6 wide, 3 spaces apart, the last cell of a line not padded.

const MIN_WIDTH = 6;
const PADDING = 3;

/** Aligns lines whose cells are separated by tabs; widths are remembered from one call to the next. */
export class TabWriter {
  private widths: number[] = [];

  forget(): void {
    this.widths = [];
  }

  /** The aligned text of rows that are printed together; a line break within a cell begins new columns. */
  format(rows: readonly (readonly string[])[]): string {
    const broken = rows.findIndex((row) => row.some((cell) => cell.includes("\n")));
    if (broken !== -1 && broken < rows.length - 1) {
      const before = this.format(rows.slice(0, broken + 1));
      this.forget();
      return before + this.format(rows.slice(broken + 1));
    }
    for (const row of rows) {
      row.slice(0, -1).forEach((cell, column) => {
        this.widths[column] = Math.max(this.widths[column] ?? MIN_WIDTH, displayWidth(cell) + PADDING);
      });
    }
    return rows.map((row) => `${this.line(row)}\n`).join("");
  }

  private line(row: readonly string[]): string {
    return row.map((cell, column) => (column === row.length - 1 ? cell : pad(cell, this.widths[column] ?? 0))).join("");
  }
}

function displayWidth(cell: string): number {
  return [...cell].length;
}

function pad(cell: string, width: number): string {
  return cell + " ".repeat(Math.max(0, width - displayWidth(cell)));
}
