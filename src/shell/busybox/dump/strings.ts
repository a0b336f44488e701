// Stands for strings: the readable stretches of a file of bytes.

import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";

export function* strings(run: Run): Doing<number> {
  const options = run.options("afon:");
  const least = Number(options.value("n") ?? "4");
  if (!Number.isInteger(least) || least < 1) run.fail(`invalid number '${options.value("n")}'`);
  const { text, status } = yield* run.readOperands(options.operands);
  for (const [stretch] of text.matchAll(new RegExp(`[\\t\\x20-\\x7e]{${least},}`, "g"))) run.print(`${stretch}\n`);
  return status;
}
