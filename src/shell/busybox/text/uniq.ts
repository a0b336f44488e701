// Stands for uniq.

import type { Doing } from "../../reading.ts";
import { linesOf, type Run } from "../applet.ts";

export function* uniq(run: Run): Doing<number> {
  const options = run.options("cduif:s:w:");
  const { text, status } = yield* run.readOperands(options.operands.slice(0, 1));
  const groups: { line: string; count: number }[] = [];
  const same = (a: string, b: string) => (options.has("i") ? a.toLowerCase() === b.toLowerCase() : a === b);
  for (const line of linesOf(text)) {
    const last = groups.at(-1);
    if (last !== undefined && same(last.line, line)) last.count++;
    else groups.push({ line, count: 1 });
  }
  for (const { line, count } of groups) {
    if ((options.has("d") && count < 2) || (options.has("u") && count > 1)) continue;
    run.print(options.has("c") ? `${String(count).padStart(7)} ${line}\n` : `${line}\n`);
  }
  return status;
}
