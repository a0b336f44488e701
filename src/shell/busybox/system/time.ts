// Stands for time.

import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";
import { startChild } from "./child.ts";

export function* time(run: Run): Doing<number> {
  const { process } = run;
  const argv = run.args.filter((arg, index) => !(index === 0 && arg === "-p"));
  const started = process.machine.now();
  const child = startChild(run, argv);
  while (child.exitCode === undefined) yield { until: [child.exited] };
  const seconds = (process.machine.now() - started) / 1000;
  process.stderr.write(
    `real\t${Math.floor(seconds / 60)}m ${(seconds % 60).toFixed(2)}s\nuser\t0m 0.00s\nsys\t0m 0.00s\n`,
  );
  return child.exitCode;
}
