// The builtins that change what runs next.

import { FileError } from "../files.ts";
import { parseScript } from "../parse.ts";
import { resolvePath } from "../paths.ts";
import type { SignalName } from "../process.ts";
import type { Doing } from "../reading.ts";
import { type RunningShell, ShellExit } from "../running-shell.ts";
import { ShellError } from "../shell-state.ts";
import { parseSignal, signalNames } from "../signals.ts";
import { strerror } from "../strerror.ts";
import { quote } from "./quote.ts";

export const controlBuiltins = {
  ":": () => 0,
  true: () => 0,
  false: () => 1,
  exit,
  return: returnBuiltin,
  break: (shell: RunningShell, args: readonly string[]) => leave(shell, "break", args),
  continue: (shell: RunningShell, args: readonly string[]) => leave(shell, "continue", args),
  eval: evalBuiltin,
  ".": source,
  source,
  trap,
};

function statusOf(text: string): number {
  if (!/^\d+$/.test(text)) throw new ShellError(`Illegal number: ${text}`);
  return Number(text) & 255;
}

function exit(shell: RunningShell, [code]: readonly string[]): never {
  const status = code === undefined ? shell.state.status : statusOf(code);
  shell.state.status = status;
  // The EXIT trap runs on the way out, in `runToEnd`.
  throw new ShellExit(status);
}

function returnBuiltin(shell: RunningShell, [code]: readonly string[]): number {
  const status = code === undefined ? shell.state.status : statusOf(code);
  shell.state.status = status;
  shell.flow = { kind: "return" };
  return status;
}

function leave(shell: RunningShell, kind: "break" | "continue", [count]: readonly string[]): number {
  const levels = count === undefined ? 1 : statusOf(count);
  if (shell.loopDepth > 0) shell.flow = { kind, levels: Math.min(Math.max(levels, 1), shell.loopDepth) };
  return 0;
}

function* evalBuiltin(shell: RunningShell, args: readonly string[]): Doing<number> {
  const { currentBuiltin } = shell;
  shell.currentBuiltin = undefined;
  const text = args.join(" ");
  shell.state.status = 0;
  const status = text.trim() === "" ? 0 : yield* shell.runText(text, shell.state.aliases);
  shell.currentBuiltin = currentBuiltin;
  return status;
}

function* source(shell: RunningShell, [path, ...args]: readonly string[]): Doing<number> {
  if (path === undefined) throw new ShellError("filename argument required");
  const text = readScript(shell, path);
  const { parameters, scriptFile } = shell.state;
  const { currentBuiltin } = shell;
  shell.currentBuiltin = undefined;
  if (args.length > 0) shell.state.parameters = args;
  shell.state.status = 0;
  try {
    yield* shell.runScript(parseScript(text), false);
    if (shell.flow?.kind === "return" && shell.functionDepth === 0) shell.flow = undefined;
    return shell.state.status;
  } finally {
    shell.state.parameters = parameters;
    shell.state.scriptFile = scriptFile;
    shell.currentBuiltin = currentBuiltin;
  }
}

function readScript(shell: RunningShell, path: string): string {
  const { process } = shell;
  const directories = path.includes("/") ? [""] : [...(shell.state.get("PATH") ?? "").split(":"), "."];
  for (const directory of directories) {
    const full = resolvePath(process.cwd, directory === "" ? path : `${directory}/${path}`);
    if (!process.machine.files.exists(full)) continue;
    try {
      return process.machine.files.read(full);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new ShellError(`can't open '${path}': ${strerror(error.code)}`);
    }
  }
  throw new ShellError(path.includes("/") ? `can't open '${path}': No such file or directory` : `${path}: not found`);
}

function trap(shell: RunningShell, args: readonly string[]): number {
  const words = args[0] === "--" ? args.slice(1) : args;
  const [action, ...names] = words;
  if (action === undefined || action === "-p") return listTraps(shell);
  if (action === "-l") return listSignals(shell);
  // `trap TERM` with a single word resets that signal.
  const signals = names.length === 0 ? [action] : names;
  const given = names.length === 0 || action === "-" ? undefined : action;
  for (const name of signals) setTrap(shell, name, given);
  return 0;
}

function setTrap(shell: RunningShell, name: string, action: string | undefined): void {
  const signal = trapName(name);
  if (signal === undefined) throw new ShellError(`${name}: invalid signal specification`, 1);
  if (action === undefined) shell.state.traps.delete(signal);
  else shell.state.traps.set(signal, action);
  if (signal !== "EXIT") shell.installTrap(signal, action);
}

function trapName(name: string): SignalName | "EXIT" | undefined {
  return name === "0" || name.toUpperCase() === "EXIT" ? "EXIT" : parseSignal(name);
}

function listTraps(shell: RunningShell): number {
  for (const [signal, action] of shell.state.traps) {
    shell.descriptors.output(1).write(`trap -- ${quote(action)} ${signal.replace("SIG", "")}\n`);
  }
  return 0;
}

function listSignals(shell: RunningShell): number {
  shell.descriptors.output(1).write(`${signalNames.map((name) => name.slice(3)).join("\n")}\n`);
  return 0;
}
