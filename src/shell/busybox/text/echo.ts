// Stands for echo, printf and yes.

import { formatEcho, formatPrintf } from "../../print-format.ts";
import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";

export function echo(run: Run): number {
  run.print(formatEcho(run.args));
  return 0;
}

export function printf(run: Run): number {
  const [format, ...rest] = run.args;
  if (format === undefined) run.usage("printf FORMAT [ARG]...");
  const { text, errors } = formatPrintf(format, rest);
  run.print(text);
  for (const error of errors) run.complain(error);
  return errors.length === 0 ? 0 : 1;
}

export function* yes(run: Run): Doing<number> {
  const line = `${run.args.length === 0 ? "y" : run.args.join(" ")}\n`;
  const block = line.repeat(Math.max(1, Math.floor(16_384 / line.length)));
  while (!run.isBroken) {
    run.print(block);
    yield* run.flush();
    yield* run.work(0.1);
  }
  return 1;
}
