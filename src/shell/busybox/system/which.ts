// Stands for which, test, pwd and tty: what a script asks of its surroundings.

import { evaluateTest } from "../../condition.ts";
import { ShellError } from "../../shell-state.ts";
import type { Run } from "../applet.ts";

export function which(run: Run): number {
  const { process } = run;
  let status = 0;
  for (const name of run.options("a").operands) {
    const directories = name.includes("/") ? [""] : (process.env.PATH ?? "/bin").split(":");
    const found = directories
      .map((directory) => (directory === "" ? name : `${directory}/${name}`))
      .find((path) => typeof process.machine.findProgram(path, {}, process.cwd) === "function");
    if (found === undefined) status = 1;
    else run.print(`${found}\n`);
  }
  return status;
}

export function test(run: Run): number {
  const isBracket = run.name === "[";
  if (isBracket && run.args.at(-1) !== "]") return run.fail("missing ]", 2);
  try {
    return evaluateTest(isBracket ? run.args.slice(0, -1) : run.args, run.process);
  } catch (error) {
    if (error instanceof ShellError) return run.fail(error.message, 2);
    throw error;
  }
}

export function pwd(run: Run): number {
  run.print(`${run.process.cwd}\n`);
  return 0;
}

export function tty(run: Run): number {
  run.print(run.process.stdin.isTerminal ? "/dev/pts/0\n" : "not a tty\n");
  return run.process.stdin.isTerminal ? 0 : 1;
}
