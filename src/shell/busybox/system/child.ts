// A program that another one starts and waits for: timeout's, time's.

import { duplicateInput, duplicateOutput } from "../../handles.ts";
import type { Child } from "../../process.ts";
import type { Run } from "../applet.ts";

/** Starts a command with the caller's streams; ends the caller with 127 when there is no such program. */
export function startChild(run: Run, argv: readonly string[]): Child {
  const { process } = run;
  const program = process.machine.findProgram(argv[0] ?? "", process.env, process.cwd);
  if (typeof program !== "function") return run.fail(`can't execute '${argv[0]}': No such file or directory`, 127);
  const { env, cwd } = process;
  const streams = {
    stdin: duplicateInput(process.stdin),
    stdout: duplicateOutput(process.stdout),
    stderr: duplicateOutput(process.stderr),
  };
  return process.spawn({ program, argv, env, cwd, ...streams });
}
