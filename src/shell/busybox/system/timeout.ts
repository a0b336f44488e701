// Stands for timeout: a program that must end in time.

import type { Child } from "../../process.ts";
import type { Doing } from "../../reading.ts";
import { parseSignal } from "../../signals.ts";
import { type Applet, parseDuration, type Run } from "../applet.ts";
import type { Options } from "../options.ts";
import { startChild } from "./child.ts";

/** As GNU's timeout, which has an exit code of its own for a command that took too long. */
export const gnuTimeout: Applet = (run) => timeout(run, 124);

/** `expired` is the exit code for a command that took too long. */
export function* timeout(run: Run, expired: number): Doing<number> {
  const options = run.options("+s:k:t:fp", { signal: "s", "kill-after": "k", foreground: "f", "preserve-status": "p" });
  const [limit, ...argv] = options.operands;
  const ms = parseDuration(limit ?? "");
  if (ms === undefined || argv.length === 0) return run.usage("timeout [-s SIG] [-k KILL_SECS] SECS PROG ARGS");
  const { process } = run;
  const child = startChild(run, argv);
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.onSignal(signal, () => process.machine.signal(child.pid, signal));
  yield* waitUntil(run, child, ms > 0 ? process.machine.now() + ms : Number.POSITIVE_INFINITY);
  return child.exitCode ?? (yield* end(run, child, options, expired));
}

function* waitUntil(run: Run, child: Child, deadline: number): Doing<void> {
  const now = () => run.process.machine.now();
  while (child.exitCode === undefined && now() < deadline) {
    const isEndless = deadline === Number.POSITIVE_INFINITY;
    yield isEndless ? { until: [child.exited] } : { until: [child.exited], forMs: deadline - now() };
  }
}

function* end(run: Run, child: Child, options: Options, expired: number): Doing<number> {
  const { machine } = run.process;
  const signal = parseSignal(options.value("s") ?? "TERM") ?? run.fail("bad signal");
  machine.signal(child.pid, signal);
  const killAfter = parseDuration(options.value("k") ?? "");
  if (killAfter !== undefined && child.exitCode === undefined) {
    yield { until: [child.exited], forMs: killAfter };
    if (child.exitCode === undefined) machine.signal(child.pid, "SIGKILL");
  }
  while (child.exitCode === undefined) yield { until: [child.exited] };
  return signal === "SIGKILL" ? 137 : expired;
}
