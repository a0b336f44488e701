// Writes rows as a table; whoever listens instead of looking may have them one by one, each value behind the name of its column.

import type { KubectlOutput } from "../io.ts";
import { TabWriter } from "./tab-writer.ts";

export class TableWriter {
  private readonly columns = new TabWriter();
  private titles: readonly string[] | undefined;

  /** @param hasTitles whether the first row that is written names the columns. */
  constructor(
    private readonly out: KubectlOutput,
    hasTitles: boolean,
  ) {
    if (!hasTitles) this.titles = [];
  }

  /** False when nobody reads the output any more. */
  write(rows: readonly (readonly string[])[]): boolean {
    const { titles = rows[0] ?? [] } = this;
    const values = this.titles === undefined ? rows.slice(1) : rows;
    if (rows.length > 0) this.titles = titles;
    return this.out.write(this.columns.format(rows), () => values.map((row) => recordOf(titles, row)).join(""));
  }
}

function recordOf(titles: readonly string[], row: readonly string[]): string {
  const values = row.flatMap((cell, column) => {
    const value = cell.trim();
    const title = titles[column]?.trim() ?? "";
    if (value === "") return [];
    return [title === "" ? value : `${title}: ${value}`];
  });
  return `${values.join(", ")}\n`;
}
