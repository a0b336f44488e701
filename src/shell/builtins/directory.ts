// The builtins about places and limits: cd, pwd, type, command, umask, times, ulimit.

import { resolvePath } from "../paths.ts";
import type { Doing } from "../reading.ts";
import type { RunningShell } from "../running-shell.ts";
import { ShellError } from "../shell-state.ts";

export const directoryBuiltins = { cd, pwd, type, command, builtin: command, hash: () => 0, umask, times, ulimit };

function say(shell: RunningShell, text: string): void {
  shell.descriptors.output(1).write(`${text}\n`);
}

function cd(shell: RunningShell, args: readonly string[]): number {
  const { state, process } = shell;
  const [wanted] = args.filter((arg) => !/^-[LP]$/.test(arg));
  const target = wanted === undefined ? state.get("HOME") : wanted === "-" ? state.get("OLDPWD") : wanted;
  if (target === undefined) throw new ShellError(wanted === "-" ? "OLDPWD not set" : "HOME not set", 1);
  const path = resolvePath(process.cwd, target);
  const { files } = process.machine;
  const reason = !files.exists(path)
    ? "No such file or directory"
    : files.stat(path).type !== "directory"
      ? "Not a directory"
      : undefined;
  if (reason !== undefined) throw new ShellError(state.dialect.cannotChangeDirectory(target, reason), 1);
  state.set("OLDPWD", process.cwd);
  process.cwd = path;
  state.set("PWD", path);
  if (wanted === "-") say(shell, path);
  return 0;
}

function pwd(shell: RunningShell): number {
  say(shell, shell.process.cwd);
  return 0;
}

const keywords = "if then else elif fi for while until do done case esac in { } ! [[ function".split(" ");

function pathOf(shell: RunningShell, name: string): string | undefined {
  const { process, state } = shell;
  const found = process.machine.findProgram(name, state.environment(), process.cwd);
  if (typeof found !== "function") return undefined;
  if (name.includes("/")) return name;
  const directories = (state.get("PATH") ?? "/bin").split(":");
  const holder = directories.find((directory) =>
    process.machine.files.exists(resolvePath("/", `${directory}/${name}`)),
  );
  return `${holder ?? "/bin"}/${name}`;
}

function describeCommand(shell: RunningShell, name: string): string | undefined {
  const alias = shell.state.aliases.get(name);
  if (alias !== undefined) return `${name} is an alias for ${alias}`;
  if (keywords.includes(name)) return `${name} is a shell keyword`;
  if (shell.state.functions.has(name)) return `${name} is a function`;
  if (shell.findBuiltin(name) !== undefined) return `${name} is a shell builtin`;
  const path = pathOf(shell, name);
  return path === undefined ? undefined : `${name} is ${path}`;
}

function type(shell: RunningShell, args: readonly string[]): number {
  let status = 0;
  for (const name of args) {
    const text = describeCommand(shell, name);
    if (text === undefined) status = shell.state.dialect.braces ? 1 : 127;
    say(shell, text ?? `${name}: not found`);
  }
  return status;
}

function* command(shell: RunningShell, args: readonly string[]): Doing<number> {
  const [first, ...rest] = args;
  if (first === undefined) return 0;
  if (first === "-v" || first === "-V") return locate(shell, rest, first === "-V");
  const words = first === "-p" || first === "--" ? rest : args;
  const [name = "", ...others] = words;
  shell.currentBuiltin = undefined;
  const builtin = shell.findBuiltin(name);
  if (builtin !== undefined) return yield* shell.callBuiltin(builtin, [name, ...others]);
  return yield* shell.external(words, shell.state.environment(), false);
}

function locate(shell: RunningShell, names: readonly string[], verbose: boolean): number {
  let status = 0;
  for (const name of names) {
    const alias = shell.state.aliases.get(name);
    const isOwn = keywords.includes(name) || shell.state.functions.has(name) || shell.findBuiltin(name) !== undefined;
    const text = verbose
      ? describeCommand(shell, name)
      : alias !== undefined
        ? `alias ${name}='${alias}'`
        : isOwn
          ? name
          : pathOf(shell, name);
    if (text === undefined) status = 127;
    else say(shell, text);
  }
  return status;
}

function umask(shell: RunningShell, [mask]: readonly string[]): number {
  if (mask === undefined) say(shell, shell.state.umask.toString(8).padStart(4, "0"));
  else if (/^[0-7]+$/.test(mask)) shell.state.umask = Number.parseInt(mask, 8) & 0o777;
  else throw new ShellError(`Illegal mode: ${mask}`);
  return 0;
}

function times(shell: RunningShell): number {
  say(shell, "0m0.000s 0m0.000s\n0m0.000s 0m0.000s");
  return 0;
}

// Simplified: limits can be asked for and are never enforced; a container's limits come from its resources.
function ulimit(shell: RunningShell, args: readonly string[]): number {
  const value = args.includes("-n") ? "1048576" : "unlimited";
  if (args.every((arg) => arg.startsWith("-"))) say(shell, value);
  return 0;
}
