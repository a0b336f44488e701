// How the mysql client prints the rows of a result.

import type { ResultTable } from "../sql/select.ts";

/** For people: in a frame. */
export function framed({ columns, rows }: ResultTable, showsNames: boolean): string {
  const shown = rows.map((row) => row.map((cell) => cell ?? "NULL"));
  const widths = columns.map(({ name }, index) =>
    Math.max(showsNames ? width(name) : 0, ...shown.map((row) => width(row[index] ?? ""))),
  );
  const rule = `+${widths.map((each) => "-".repeat(each + 2)).join("+")}+\n`;
  const line = (cells: readonly string[], isHead: boolean): string =>
    `|${cells
      .map((cell, index) => {
        const gap = " ".repeat((widths[index] ?? 0) - width(cell));
        return columns[index]?.isNumber === true && !isHead ? ` ${gap}${cell} ` : ` ${cell}${gap} `;
      })
      .join("|")}|\n`;
  const names = columns.map(({ name }) => name);
  return `${rule}${showsNames ? line(names, true) + rule : ""}${shown.map((row) => line(row, false)).join("")}${rule}`;
}

/** For programs: tabs, one row a line. */
export function tabbed({ columns, rows }: ResultTable, showsNames: boolean): string {
  const written = (cell: string | null): string =>
    cell?.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\t", "\\t") ?? "NULL";
  const lines = rows.map((row) => row.map(written).join("\t"));
  if (rows.length === 0) return "";
  return [...(showsNames ? [columns.map(({ name }) => name).join("\t")] : []), ...lines]
    .map((line) => `${line}\n`)
    .join("");
}

/** `\G` */
export function vertical({ columns, rows }: ResultTable): string {
  const label = Math.max(0, ...columns.map(({ name }) => width(name)));
  const stars = "*".repeat(27);
  return rows
    .map((row, number) => {
      const lines = columns.map(
        ({ name }, index) => `${" ".repeat(label - width(name))}${name}: ${row[index] ?? "NULL"}\n`,
      );
      return `${stars} ${number + 1}. row ${stars}\n${lines.join("")}`;
    })
    .join("");
}

function width(text: string): number {
  return [...text].length;
}
