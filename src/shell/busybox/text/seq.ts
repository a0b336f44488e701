// Stands for seq.

import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";

export function* seq(run: Run): Doing<number> {
  const options = run.options("+ws:", {}, withoutNegativeOptions(run.args));
  const numbers = options.operands.map(Number);
  if (numbers.length === 0 || numbers.some(Number.isNaN)) run.usage("seq [-w] [-s SEP] [FIRST [INC]] LAST");
  const [first, step, last] = rangeOf(numbers);
  const decimals = Math.max(0, ...options.operands.map((text) => (text.split(".")[1] ?? "").length));
  const separator = options.value("s") ?? "\n";
  const width = options.has("w") ? Math.max(...[first, last].map((n) => n.toFixed(decimals).length)) : 0;
  let isFirst = true;
  for (let at = 0; !run.isBroken; at++) {
    const value = first + at * step;
    if (step > 0 ? value > last : value < last) break;
    run.print(`${isFirst ? "" : separator}${value.toFixed(decimals).padStart(width, "0")}`);
    isFirst = false;
    yield* run.work(0.001);
  }
  if (!isFirst) run.print("\n");
  return 0;
}

/** -1 is a number, not an option. */
function withoutNegativeOptions(args: readonly string[]): string[] {
  return args
    .flatMap((arg) => (/^-\d/.test(arg) ? ["--", arg] : [arg]))
    .filter((arg, index, all) => arg !== "--" || all.indexOf("--") === index);
}

function rangeOf(numbers: readonly number[]): readonly [first: number, step: number, last: number] {
  const [a = 1, b = 0, c = 0] = numbers;
  if (numbers.length === 1) return [1, 1, a];
  return numbers.length === 2 ? [a, 1, b] : [a, b, c];
}
