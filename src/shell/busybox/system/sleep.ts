// Stands for sleep and usleep.

import type { Doing } from "../../reading.ts";
import { parseDuration, type Run, sleepFor } from "../applet.ts";

export function* sleep(run: Run): Doing<number> {
  if (run.args.length === 0) run.usage("sleep [N]...");
  let total = 0;
  for (const arg of run.args) total += parseDuration(arg) ?? run.fail(`invalid number '${arg}'`);
  yield* sleepFor(run.process, total);
  return 0;
}

export function* usleep(run: Run): Doing<number> {
  yield* sleepFor(run.process, Number(run.args[0] ?? 0) / 1000);
  return 0;
}
