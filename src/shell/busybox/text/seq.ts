// Stands for seq.

import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";

export function* seq(run: Run): Doing<number> {
  const options = run.options(
    "+ws:",
    {},
    run.args
      .flatMap((arg) => (/^-\d/.test(arg) ? ["--", arg] : [arg]))
      .filter((arg, index, all) => arg !== "--" || all.indexOf("--") === index),
  );
  const numbers = options.operands.map(Number);
  if (numbers.length === 0 || numbers.some(Number.isNaN)) run.usage("seq [-w] [-s SEP] [FIRST [INC]] LAST");
  const [first, step, last] =
    numbers.length === 1
      ? [1, 1, numbers[0] ?? 0]
      : numbers.length === 2
        ? [numbers[0] ?? 1, 1, numbers[1] ?? 0]
        : numbers;
  const decimals = Math.max(0, ...options.operands.map((text) => (text.split(".")[1] ?? "").length));
  const separator = options.value("s") ?? "\n";
  const width = options.has("w") ? Math.max(...[first, last].map((n) => (n ?? 0).toFixed(decimals).length)) : 0;
  let isFirst = true;
  for (let at = 0; !run.isBroken; at++) {
    const value = (first ?? 1) + at * (step ?? 1);
    if ((step ?? 1) > 0 ? value > (last ?? 0) : value < (last ?? 0)) break;
    run.print(`${isFirst ? "" : separator}${value.toFixed(decimals).padStart(width, "0")}`);
    isFirst = false;
    yield* run.work(0.001);
  }
  if (!isFirst) run.print("\n");
  return 0;
}
