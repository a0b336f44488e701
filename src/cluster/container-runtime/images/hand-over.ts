// Stands for the last line of entrypoint scripts, `exec "$@"`, and for programs that say something and end.

import type { Process, Program, Running, Wait, Wake } from "../../../shell/process.ts";

/** Becomes another program of the image. @param script the path of the script, as it shows in complaints. */
export function* handOver(
  process: Process,
  argv: readonly string[],
  script: string,
  env: Readonly<Record<string, string>> = process.env,
): Running {
  const { cwd, stdin, stdout, stderr, machine } = process;
  const [command = ""] = argv;
  const program = machine.findProgram(command, env, cwd);
  if (typeof program === "string") {
    stderr.write(`${script}: exec: ${command}: ${program}\n`);
    return program === "not found" ? 127 : 126;
  }
  return yield* process.replace({ program, argv, env, cwd, stdin, stdout, stderr });
}

/** A program that never waits. */
export function atOnce(run: (process: Process) => number): Program {
  return function* (process): Generator<Wait, number, Wake> {
    yield* [];
    return run(process);
  };
}
