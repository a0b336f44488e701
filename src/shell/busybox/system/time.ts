// Stands for time: the program of busybox, and the word of bash that looks a little different.

import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";
import { startChild } from "./child.ts";

export function* time(run: Run): Doing<number> {
  const { process } = run;
  const argv = run.args.filter((arg, index) => !(index === 0 && arg === "-p"));
  const started = process.machine.now();
  const child = startChild(run, argv);
  while (child.exitCode === undefined) yield { until: [child.exited] };
  const isBash = process.env.SHELL?.endsWith("/bash") === true;
  const spent = (ms: number) => {
    const minutes = Math.floor(ms / 60_000);
    const seconds = (ms % 60_000) / 1000;
    return isBash ? `${minutes}m${seconds.toFixed(3)}s` : `${minutes}m ${seconds.toFixed(2)}s`;
  };
  const none = spent(0);
  const real = spent(process.machine.now() - started);
  process.stderr.write(`${isBash ? "\n" : ""}real\t${real}\nuser\t${none}\nsys\t${none}\n`);
  return child.exitCode;
}
