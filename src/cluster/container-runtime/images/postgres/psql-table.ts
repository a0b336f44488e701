// How psql prints the rows of a result.

import type { ResultTable } from "../sql/select.ts";

export interface TableStyle {
  readonly isAligned: boolean;
  readonly tuplesOnly: boolean;
  readonly isExpanded: boolean;
  readonly separator: string;
  readonly title?: string;
  /** Lines instead of the number of rows. */
  readonly footer?: readonly string[];
}

export interface PsqlStyle extends TableStyle {
  readonly isQuiet: boolean;
  readonly stopsOnError: boolean;
}

export function formatTable(table: ResultTable, style: TableStyle): string {
  const rows = table.rows.map((row) => row.map((cell) => cell ?? ""));
  const names = table.columns.map(({ name }) => name);
  if (style.isExpanded) return expanded(names, rows, style);
  const count = style.footer ?? [`(${rows.length} ${rows.length === 1 ? "row" : "rows"})`];
  if (!style.isAligned) {
    const lines = [...(style.tuplesOnly ? [] : [names]), ...rows].map((row) => row.join(style.separator));
    return [
      ...(style.title === undefined || style.tuplesOnly ? [] : [style.title]),
      ...lines,
      ...(style.tuplesOnly ? [] : count),
    ]
      .map((line) => `${line}\n`)
      .join("");
  }
  return aligned(table, names, rows, style, count);
}

function aligned(
  table: ResultTable,
  names: readonly string[],
  rows: readonly (readonly string[])[],
  style: TableStyle,
  count: readonly string[],
): string {
  const widths = names.map((name, index) =>
    Math.max(
      style.tuplesOnly ? 0 : width(name),
      ...rows.map((row) => Math.max(...(row[index] ?? "").split("\n").map(width))),
    ),
  );
  const total = widths.reduce((sum, each) => sum + each + 3, -1);
  const lines: string[] = [];
  if (!style.tuplesOnly) {
    if (style.title !== undefined)
      lines.push(`${" ".repeat(Math.max(0, Math.floor((total - width(style.title)) / 2)))}${style.title}`);
    lines.push(names.map((name, index) => ` ${centred(name, widths[index] ?? 0)} `).join("|"));
    lines.push(widths.map((each) => "-".repeat(each + 2)).join("+"));
  }
  for (const row of rows) lines.push(...rowLines(table, row, widths));
  if (!style.tuplesOnly) lines.push(...count);
  return `${lines.join("\n")}\n\n`.replace(/^\n\n$/, "\n");
}

/** A cell of several lines makes a row of several lines, marked with `+`. */
function rowLines(table: ResultTable, row: readonly string[], widths: readonly number[]): readonly string[] {
  const cells = row.map((cell) => cell.split("\n"));
  const height = Math.max(1, ...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, line) => {
    const parts = cells.map((cell, index) => {
      const text = cell[line] ?? "";
      const isLast = index === cells.length - 1;
      const hasMore = line < cell.length - 1;
      const gap = " ".repeat(Math.max(0, (widths[index] ?? 0) - width(text)));
      const padded = table.columns[index]?.isNumber === true ? gap + text : isLast && !hasMore ? text : text + gap;
      return ` ${padded}${hasMore ? "+" : isLast ? "" : " "}`;
    });
    return parts.join("|");
  });
}

function expanded(names: readonly string[], rows: readonly (readonly string[])[], style: TableStyle): string {
  if (rows.length === 0) return style.tuplesOnly ? "" : "(0 rows)\n\n".slice(0, style.isAligned ? 9 : 9);
  const labelWidth = Math.max(...names.map(width));
  const valueWidth = Math.max(...rows.flat().map(width), 0);
  const blocks = rows.map((row, number) => {
    const rule = `${"-".repeat(labelWidth + 1)}+${"-".repeat(valueWidth + 1)}`;
    const head = `-[ RECORD ${number + 1} ]`;
    const lines = names.map((name, index) =>
      style.isAligned
        ? `${name}${" ".repeat(labelWidth - width(name))} | ${row[index] ?? ""}`
        : `${name}${style.separator}${row[index] ?? ""}`,
    );
    const first = style.tuplesOnly || !style.isAligned ? [] : [head + rule.slice(head.length)];
    return [...first, ...lines].join("\n");
  });
  return `${blocks.join(style.isAligned ? "\n" : "\n\n")}\n${style.isAligned ? "\n" : ""}`;
}

function width(text: string): number {
  return [...text].length;
}

function centred(text: string, to: number): string {
  const left = Math.floor((to - width(text)) / 2);
  return " ".repeat(left) + text + " ".repeat(to - width(text) - left);
}
