// A command that a small program runs to its end.

import { duplicateOutput } from "../../handles.ts";
import type { Doing } from "../../reading.ts";
import { nullInput } from "../../streams.ts";
import type { Run } from "../applet.ts";

/** Runs a command to its end, with the caller's output. 127 and 126 when there is no such program. */
export function* runCommand(run: Run, argv: readonly string[], input = nullInput): Doing<number> {
  yield* run.flush();
  const { process } = run;
  const program = process.machine.findProgram(argv[0] ?? "", process.env, process.cwd);
  if (typeof program !== "function") {
    run.complain(program === "not found" ? `${argv[0]}: No such file or directory` : `${argv[0]}: Permission denied`);
    return program === "not found" ? 127 : 126;
  }
  const { env, cwd } = process;
  const stdout = duplicateOutput(process.stdout);
  const stderr = duplicateOutput(process.stderr);
  const child = process.spawn({ program, argv, env, cwd, stdin: input, stdout, stderr });
  while (child.exitCode === undefined) yield { until: [child.exited] };
  return child.exitCode;
}
