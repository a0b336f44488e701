// The builtins that print, and `test`.

import { evaluateTest } from "../condition.ts";
import { formatEcho, formatPrintf } from "../print-format.ts";
import type { Process } from "../process.ts";
import type { RunningShell } from "../running-shell.ts";
import { ShellError } from "../shell-state.ts";
import { quote } from "./quote.ts";

export const textBuiltins = {
  echo: (shell: RunningShell, args: readonly string[]) => print(shell, formatEcho(args)),
  printf,
  test: (shell: RunningShell, args: readonly string[]) => ask(shell, args),
  "[": bracket,
  alias,
  unalias,
};

function print(shell: RunningShell, text: string): number {
  return shell.descriptors.output(1).write(text) ? 0 : 1;
}

function printf(shell: RunningShell, args: readonly string[]): number {
  const [format, ...rest] = args[0] === "--" ? args.slice(1) : args;
  if (format === undefined) throw new ShellError("usage: printf FORMAT [ARG]...", 1);
  if (format === "-v" && rest[0] !== undefined) {
    shell.state.set(rest[0], formatPrintf(rest[1] ?? "", rest.slice(2)).text);
    return 0;
  }
  const { text, errors } = formatPrintf(format, rest);
  const status = print(shell, text);
  for (const error of errors) shell.complain(error);
  return errors.length > 0 ? 1 : status;
}

function bracket(shell: RunningShell, args: readonly string[]): number {
  if (args.at(-1) !== "]") {
    shell.complain("missing ]");
    return 2;
  }
  return ask(shell, args.slice(0, -1));
}

function ask(shell: RunningShell, words: readonly string[]): number {
  const { process, descriptors } = shell;
  const asked: Pick<Process, "machine" | "cwd" | "stdin" | "stdout" | "stderr"> = {
    machine: process.machine,
    cwd: process.cwd,
    stdin: descriptors.input(),
    stdout: descriptors.output(1),
    stderr: descriptors.output(2),
  };
  try {
    return evaluateTest(words, asked);
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    shell.currentBuiltin = undefined;
    shell.complain(error.message);
    return error.status;
  }
}

function alias(shell: RunningShell, args: readonly string[]): number {
  const { aliases } = shell.state;
  if (args.length === 0) return print(shell, [...aliases].map(([name, value]) => `${name}=${quote(value)}\n`).join(""));
  let status = 0;
  for (const arg of args) {
    const at = arg.indexOf("=");
    const known = aliases.get(arg);
    if (at > 0) aliases.set(arg.slice(0, at), arg.slice(at + 1));
    else if (known !== undefined) print(shell, `${arg}=${quote(known)}\n`);
    else {
      shell.complain(`${arg} not found`);
      status = 1;
    }
  }
  return status;
}

function unalias(shell: RunningShell, args: readonly string[]): number {
  if (args[0] === "-a") shell.state.aliases.clear();
  for (const name of args) shell.state.aliases.delete(name);
  return 0;
}
