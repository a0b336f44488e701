// Stands for the program `sh`: from an argument, a file, or what comes in on standard input.

import { reportFinishedJobs } from "./builtins/jobs.ts";
import { ash, type Dialect } from "./dialect.ts";
import { FileError } from "./files.ts";
import { Interpreter } from "./interpret.ts";
import { isIncomplete, parseScript, parseStatements } from "./parse.ts";
import { resolvePath } from "./paths.ts";
import type { Process, Program, Running } from "./process.ts";
import { type Doing, readLine } from "./reading.ts";
import { ShellExit } from "./running-shell.ts";
import { runTyped } from "./session.ts";
import { optionLetters, ShellState } from "./shell-state.ts";
import { strerror } from "./strerror.ts";

export interface ShellInvocation {
  readonly options: readonly string[];
  readonly command: string | undefined;
  readonly isInteractive: boolean;
  readonly operands: readonly string[];
  readonly badOption: string | undefined;
}

/** A program `sh` (or `bash`) that speaks `dialect`. */
export function shellProgram(dialect: Dialect = ash): Program {
  return (process) => runShell(process, dialect, process.argv.slice(1));
}

/** The program that an executable file with a `#!/bin/sh` line is: `text` is its content. */
export function scriptProgram(text: string, path: string, dialect: Dialect = ash): Program {
  return (process) => {
    const [typed = ""] = process.argv;
    const name = typed.includes("/") ? typed : path;
    const state = startState(process, dialect, name);
    state.parameters = process.argv.slice(1);
    state.scriptFile = name;
    return new Interpreter(process, state).runToEnd((shell) => shell.runScript(parseScript(text), false));
  };
}

function startState(process: Process, dialect: Dialect, name: string): ShellState {
  const state = new ShellState(dialect, name);
  state.importEnvironment(process.env);
  state.shellPid = process.pid;
  state.set("PWD", process.cwd);
  if (!state.variables.has("PATH")) state.set("PATH", "/sbin:/usr/sbin:/bin:/usr/bin");
  return state;
}

export function parseInvocation(args: readonly string[]): ShellInvocation {
  const options: string[] = [];
  let wantsCommand = false;
  let isInteractive = false;
  let badOption: string | undefined;
  let at = 0;
  for (; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (arg === "--") {
      at++;
      break;
    }
    if (!/^[-+]./.test(arg)) break;
    if (arg === "-o" || arg === "+o") options.push(arg, args[++at] ?? "");
    else if (arg.startsWith("--")) continue;
    else {
      for (const letter of arg.slice(1)) {
        if (letter === "c") wantsCommand = true;
        else if (letter === "i") isInteractive = true;
        else if (letter === "o") options.push("-o", args[++at] ?? "");
        else if (optionLetters[letter] !== undefined) options.push(`${arg[0]}${letter}`);
        else if (letter !== "s" && letter !== "l") badOption = `${arg[0]}${letter}`;
      }
      if (arg.includes("s")) {
        return { options, command: undefined, isInteractive, operands: ["", ...args.slice(at + 1)], badOption };
      }
    }
  }
  const command = wantsCommand ? args[at] : undefined;
  if (wantsCommand && command === undefined) badOption ??= "-c requires an argument";
  return { options, command, isInteractive, operands: args.slice(wantsCommand ? at + 1 : at), badOption };
}

function* runShell(process: Process, dialect: Dialect, args: readonly string[]): Running {
  const invocation = parseInvocation(args);
  const { operands } = invocation;
  const own = process.argv[0] ?? dialect.name;
  if (invocation.badOption !== undefined) {
    process.stderr.write(`${own}: illegal option ${invocation.badOption}\n`);
    return 2;
  }
  const [first, ...rest] = operands;
  const name = first === undefined || first === "" ? own.replace(/^-/, "") : first;
  const state = startState(process, dialect, name);
  state.parameters = rest;
  for (let at = 0; at < invocation.options.length; at++) {
    const option = invocation.options[at] ?? "";
    const long = option.endsWith("o") ? invocation.options[++at] : undefined;
    const found = long ?? optionLetters[option.slice(1)];
    if (found !== undefined && option.startsWith("-")) state.options.add(found as "errexit");
  }
  const shell = new Interpreter(process, state);
  const { command } = invocation;
  if (command !== undefined) return yield* shell.runToEnd(() => shell.runScript(parseScript(command), true));
  if (first !== undefined && first !== "") return yield* runFile(shell, first);
  if (process.stdin.isTerminal || invocation.isInteractive) {
    state.isInteractive = true;
    state.tellsOfJobs = true;
    shell.handleInterrupts();
    process.onSignal("SIGTERM", "ignore");
    return yield* shell.runToEnd(() => converse(shell));
  }
  return yield* shell.runToEnd(() => runInput(shell));
}

function* runFile(shell: Interpreter, path: string): Running {
  const { process, state } = shell;
  let text: string;
  try {
    text = process.machine.files.read(resolvePath(process.cwd, path));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const reason = strerror(error.code);
    const own = process.argv[0] ?? state.dialect.name;
    process.stderr.write(
      state.dialect.braces ? `${own}: ${path}: ${reason}\n` : `${own}: can't open '${path}': ${reason}\n`,
    );
    return state.dialect.braces ? 127 : 2;
  }
  state.scriptFile = path;
  return yield* shell.runToEnd(() => runLines(shell, text));
}

function* runLines(shell: Interpreter, text: string): Doing<number> {
  // Lines before a mistake do run, as a shell that reads on would have it.
  for (const line of parseStatements(text, shell.state.aliases)) {
    yield* shell.runScript(line, false);
    if (shell.flow !== undefined) break;
  }
  return shell.state.status;
}

/** A script on standard input, read as far as each command goes, so that the commands can read what follows. */
function* runInput(shell: Interpreter): Doing<number> {
  let pending = "";
  for (;;) {
    const line = yield* readLine(shell.descriptors.input());
    if (line === undefined) break;
    pending += `${line.text}\n`;
    if (isIncomplete(pending)) continue;
    const text = pending;
    pending = "";
    yield* shell.runText(text, shell.state.aliases);
    if (shell.flow !== undefined) return shell.state.status;
  }
  if (pending !== "") yield* shell.runText(pending);
  return shell.state.status;
}

/** Prompt, line, answer, until `exit` or the end of input. */
function* converse(shell: Interpreter): Doing<number> {
  const input = shell.descriptors.input();
  let pending = "";
  for (;;) {
    reportFinishedJobs(shell);
    shell.descriptors.output(2).write(pending === "" ? prompt(shell) : (shell.state.get("PS2") ?? "> "));
    const line = yield* readTypedLine(shell);
    if (line === "interrupted") {
      pending = "";
      shell.descriptors.output(2).write("\n");
      continue;
    }
    if (line === undefined) {
      if (input.isTerminal) shell.descriptors.output(2).write("\n");
      return shell.state.status;
    }
    pending += `${line.text}\n`;
    if (isIncomplete(pending)) continue;
    const text = pending;
    pending = "";
    const result = yield* runTyped(shell, text);
    if (result.isExit) throw new ShellExit(result.code);
    // Below the ^C that the terminal shows.
    if (result.isInterrupted) shell.descriptors.output(2).write("\n");
  }
}

function* readTypedLine(shell: Interpreter): Doing<{ readonly text: string } | "interrupted" | undefined> {
  const input = shell.descriptors.input();
  const { terminal } = input;
  if (terminal !== undefined) terminal.isEditing = true;
  try {
    while (!input.readable.ready) {
      yield { until: [input.readable] };
      if (shell.takeInterrupt()) return "interrupted";
    }
  } finally {
    if (terminal !== undefined) terminal.isEditing = false;
  }
  return yield* readLine(input);
}

function prompt(shell: Interpreter): string {
  const { state, process } = shell;
  const { user, hostname } = process.machine;
  const home = state.get("HOME");
  const { cwd } = process;
  const place =
    home !== undefined && home !== "/" && (cwd === home || cwd.startsWith(`${home}/`))
      ? `~${cwd.slice(home.length)}`
      : cwd;
  const template = state.get("PS1") ?? state.dialect.prompt(user);
  return template.replace(/\\([whu$W\\]|\[|\])/g, (_, letter: string) => {
    if (letter === "w") return place;
    if (letter === "W") return place === "/" ? "/" : place.slice(place.lastIndexOf("/") + 1);
    if (letter === "h") return hostname.split(".")[0] ?? hostname;
    if (letter === "u") return user.name;
    if (letter === "$") return user.uid === 0 ? "#" : "$";
    return letter === "\\" ? "\\" : "";
  });
}
