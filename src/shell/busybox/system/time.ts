// Stands for time.

import { duplicateInput, duplicateOutput } from "../../handles.ts";
import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";
import { env } from "./env.ts";

export function* time(run: Run): Doing<number> {
  const { process } = run;
  const argv = run.args.filter((arg, index) => !(index === 0 && arg === "-p"));
  const started = process.machine.now();
  const program = process.machine.findProgram(argv[0] ?? "", process.env, process.cwd);
  if (typeof program !== "function") return run.fail(`can't execute '${argv[0]}': No such file or directory`, 127);
  const { env: variables, cwd } = process;
  const streams = {
    stdin: duplicateInput(process.stdin),
    stdout: duplicateOutput(process.stdout),
    stderr: duplicateOutput(process.stderr),
  };
  const child = process.spawn({ program, argv, env: variables, cwd, ...streams });
  while (child.exitCode === undefined) yield { until: [child.exited] };
  const seconds = (process.machine.now() - started) / 1000;
  process.stderr.write(
    `real\t${Math.floor(seconds / 60)}m ${(seconds % 60).toFixed(2)}s\nuser\t0m 0.00s\nsys\t0m 0.00s\n`,
  );
  return child.exitCode;
}
