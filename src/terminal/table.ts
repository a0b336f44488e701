// A table of short texts: in columns where they fit, with broken cells where they nearly do, otherwise one `name: value` line each.

import { wrapInline } from "./inline.ts";
import type { Styler } from "./style.ts";
import { padEnd, textWidth } from "./text-width.ts";

const GAP = "  ";
/** A column that is broken into less than this cannot be read. */
const NARROWEST = 14;

type Rows = readonly (readonly string[])[];

/** @param rows the first is the heading */
export function renderTable(rows: Rows, width: number, styler: Styler): readonly string[] {
  const [heading = [], ...body] = rows;
  const wanted = heading.map((_, column) => Math.max(1, ...rows.map((row) => widthOf(row[column] ?? "", styler))));
  const widths = styler.records === true ? undefined : fitted(wanted, width - GAP.length * (heading.length - 1));
  if (widths === undefined) return asRecords(heading, body, width, styler);
  const lines = rows.map((row) => rowLines(row, widths, styler));
  const [first = [], ...rest] = lines;
  const rule = widths.map((one) => (styler.plain ? "-" : "─").repeat(one)).join(GAP);
  return [...first.map((line) => styler.style("strong", line)), styler.style("muted", rule), ...rest.flat()];
}

function widthOf(cell: string, styler: Styler): number {
  return textWidth(wrapInline(cell, 1000, styler)[0] ?? "");
}

/** The widths that the columns get: the widest give way, as far as they can still be read. */
function fitted(wanted: readonly number[], room: number): readonly number[] | undefined {
  const widths = [...wanted];
  for (let over = sumOf(widths) - room; over > 0; over--) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= NARROWEST) return undefined;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}

function rowLines(row: readonly string[], widths: readonly number[], styler: Styler): readonly string[] {
  const cells = widths.map((width, column) => wrapInline(row[column] ?? "", width, styler));
  const height = Math.max(1, ...cells.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((cell, column) => padEnd(cell[line] ?? "", widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

function asRecords(heading: readonly string[], body: Rows, width: number, styler: Styler): readonly string[] {
  return body.flatMap((row, index) => {
    const lines = heading.flatMap((name, column) => wrapInline(`${name}: ${row[column] ?? ""}`, width, styler));
    return index === 0 ? lines : ["", ...lines];
  });
}
