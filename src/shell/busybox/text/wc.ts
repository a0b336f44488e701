// Stands for wc.

import { byteLength } from "../../../bytes/bytes.ts";
import { type Doing, readAll } from "../../reading.ts";
import type { Run } from "../applet.ts";

export function* wc(run: Run): Doing<number> {
  const options = run.options("lwcmL");
  const operands = options.operands.length === 0 ? ["-"] : options.operands;
  const columns = ["l", "w", "c"].filter((letter) => options.has(letter) || (letter === "c" && options.has("m")));
  const shown = columns.length === 0 ? ["l", "w", "c"] : columns;
  const totals = [0, 0, 0];
  let status = 0;
  const show = (counts: readonly number[], name: string) => {
    const cells = shown.map((letter) => counts["lwc".indexOf(letter)] ?? 0);
    const text =
      cells.length === 1 && name === ""
        ? String(cells[0])
        : cells.map((cell) => String(cell).padStart(cells.length === 1 ? 0 : 9)).join(" ");
    run.print(`${text}${name === "" ? "" : ` ${name}`}\n`);
  };
  for (const operand of operands) {
    const input = run.open(operand, (reason) => `${operand}: ${reason}`);
    if (input === undefined) {
      status = 1;
      continue;
    }
    const text = yield* readAll(input);
    const counts = [
      text.split("\n").length - 1,
      text.split(/\s+/).filter((word) => word !== "").length,
      byteLength(text),
    ];
    for (const [index, count] of counts.entries()) totals[index] = (totals[index] ?? 0) + count;
    show(counts, operand === "-" ? "" : operand);
  }
  if (operands.length > 1) show(totals, "total");
  return status;
}
