// A table of short texts: in columns where they fit, otherwise one `name: value` line each.

import { wrapInline } from "./inline.ts";
import type { Styler } from "./style.ts";
import { padEnd, textWidth } from "./text-width.ts";

const GAP = "  ";

/** @param rows the first is the heading */
export function renderTable(rows: readonly (readonly string[])[], width: number, styler: Styler): readonly string[] {
  const [heading = [], ...body] = rows;
  const styled = rows.map((row) => heading.map((_, column) => wrapInline(row[column] ?? "", 1000, styler)[0] ?? ""));
  const widths = heading.map((_, column) => Math.max(1, ...styled.map((row) => textWidth(row[column] ?? ""))));
  const total = widths.reduce((sum, one) => sum + one, 0) + GAP.length * (widths.length - 1);
  if (total > width) return asRecords(heading, body, width, styler);
  const lines = styled.map((row) =>
    row
      .map((cell, column) => padEnd(cell, widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
  const [first = "", ...rest] = lines;
  const rule = widths.map((one) => (styler.plain ? "-" : "─").repeat(one)).join(GAP);
  return [styler.style("strong", first), styler.style("muted", rule), ...rest];
}

function asRecords(
  heading: readonly string[],
  body: readonly (readonly string[])[],
  width: number,
  styler: Styler,
): readonly string[] {
  return body.flatMap((row, index) => {
    const lines = heading.flatMap((name, column) => wrapInline(`${name}: ${row[column] ?? ""}`, width, styler));
    return index === 0 ? lines : ["", ...lines];
  });
}
