// Stands for timeout: a program that must end in time.

import { duplicateInput, duplicateOutput } from "../../handles.ts";
import type { Doing } from "../../reading.ts";
import { parseSignal } from "../../signals.ts";
import { type Applet, parseDuration, type Run } from "../applet.ts";
import { env } from "./env.ts";

/** As GNU's timeout, which has an exit code of its own for a command that took too long. */
export const gnuTimeout: Applet = (run) => timeout(run, 124);

export function* timeout(run: Run, expired: number): Doing<number> {
  const options = run.options("+s:k:t:fp", { signal: "s", "kill-after": "k", foreground: "f", "preserve-status": "p" });
  const [limit, ...argv] = options.operands;
  const ms = parseDuration(limit ?? "");
  if (ms === undefined || argv.length === 0) return run.usage("timeout [-s SIG] [-k KILL_SECS] SECS PROG ARGS");
  const { process } = run;
  const program = process.machine.findProgram(argv[0] ?? "", process.env, process.cwd);
  if (typeof program !== "function") return run.fail(`can't execute '${argv[0]}': No such file or directory`, 127);
  const { env: variables, cwd } = process;
  const streams = {
    stdin: duplicateInput(process.stdin),
    stdout: duplicateOutput(process.stdout),
    stderr: duplicateOutput(process.stderr),
  };
  const child = process.spawn({ program, argv, env: variables, cwd, ...streams });
  process.onSignal("SIGTERM", () => process.machine.signal(child.pid, "SIGTERM"));
  process.onSignal("SIGINT", () => process.machine.signal(child.pid, "SIGINT"));
  const deadline = process.machine.now() + ms;
  const isOver = () => ms > 0 && process.machine.now() >= deadline;
  while (child.exitCode === undefined && !isOver()) {
    yield ms > 0 ? { until: [child.exited], forMs: deadline - process.machine.now() } : { until: [child.exited] };
  }
  if (child.exitCode !== undefined) return child.exitCode;
  const signal = parseSignal(options.value("s") ?? "TERM") ?? run.fail("bad signal");
  process.machine.signal(child.pid, signal);
  const killAfter = parseDuration(options.value("k") ?? "");
  if (killAfter !== undefined && child.exitCode === undefined) {
    yield { until: [child.exited], forMs: killAfter };
    if (child.exitCode === undefined) process.machine.signal(child.pid, "SIGKILL");
  }
  while (child.exitCode === undefined) yield { until: [child.exited] };
  return signal === "SIGKILL" ? 137 : expired;
}
