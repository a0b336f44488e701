// The builtins about variables, options and parameters.

import { evaluateArithmetic } from "../arithmetic.ts";
import type { Doing } from "../reading.ts";
import type { RunningShell } from "../running-shell.ts";
import { optionLetters, ShellError, type ShellOption } from "../shell-state.ts";
import { quote } from "./quote.ts";

export const variableBuiltins = {
  export: (shell: RunningShell, args: readonly string[]) => declare(shell, args, "exported", "export"),
  readonly: (shell: RunningShell, args: readonly string[]) => declare(shell, args, "readonly", "readonly"),
  local,
  declare: local,
  typeset: local,
  unset,
  set,
  shift,
  read,
  getopts,
  let: letBuiltin,
};

function declare(shell: RunningShell, args: readonly string[], mark: "exported" | "readonly", word: string): number {
  const names = args.filter((arg) => !/^-[pfn]+$/.test(arg));
  if (names.length === 0) return listMarked(shell, mark, word);
  for (const arg of names) {
    const { name, value } = splitAssignment(arg);
    if (!/^[A-Za-z_]\w*$/.test(name)) throw new ShellError(`${name}: bad variable name`);
    if (value !== undefined) shell.state.set(name, value);
    shell.state.mark(name, { [mark]: !args.includes("-n") });
  }
  return 0;
}

function listMarked(shell: RunningShell, mark: "exported" | "readonly", word: string): number {
  const marked = [...shell.state.variables]
    .filter(([, variable]) => variable[mark])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, { value }] of marked) {
    shell.descriptors.output(1).write(`${word} ${name}${value === undefined ? "" : `=${quote(value)}`}\n`);
  }
  return 0;
}

function splitAssignment(text: string): { name: string; value: string | undefined } {
  const at = text.indexOf("=");
  return at < 0 ? { name: text, value: undefined } : { name: text.slice(0, at), value: text.slice(at + 1) };
}

function local(shell: RunningShell, args: readonly string[]): number {
  for (const arg of args.filter((word) => !word.startsWith("-"))) {
    const { name, value } = splitAssignment(arg);
    if (shell.functionDepth > 0) shell.state.makeLocal(name);
    if (value !== undefined) shell.state.set(name, value);
    if (args.includes("-x")) shell.state.mark(name, { exported: true });
    if (args.includes("-r")) shell.state.mark(name, { readonly: true });
  }
  return 0;
}

function unset(shell: RunningShell, args: readonly string[]): number {
  const onlyFunctions = args[0] === "-f";
  for (const name of args.filter((arg) => !arg.startsWith("-"))) {
    if (!onlyFunctions && shell.state.variables.has(name)) shell.state.unset(name);
    else shell.state.functions.delete(name);
  }
  return 0;
}

function set(shell: RunningShell, args: readonly string[]): number {
  if (args.length === 0) return listVariables(shell);
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (arg === "--" || arg === "-") {
      shell.state.parameters = args.slice(at + 1);
      return 0;
    }
    if (!/^[-+]./.test(arg)) {
      shell.state.parameters = args.slice(at);
      return 0;
    }
    if (arg.slice(1).endsWith("o")) {
      const name = args[++at];
      setLetters(shell, arg.slice(0, -1));
      if (name === undefined) return listOptions(shell);
      setOption(shell, name as ShellOption, arg.startsWith("-"));
    } else setLetters(shell, arg);
  }
  return 0;
}

function setLetters(shell: RunningShell, arg: string): void {
  for (const letter of arg.slice(1)) {
    const option = optionLetters[letter];
    if (option === undefined) throw new ShellError(`illegal option ${arg[0]}${letter}`);
    setOption(shell, option, arg.startsWith("-"));
  }
}

function setOption(shell: RunningShell, name: ShellOption, isOn: boolean): void {
  const known: readonly string[] = [
    ...Object.values(optionLetters),
    "pipefail",
    "emacs",
    "vi",
    "ignoreeof",
    "notify",
    "posix",
  ];
  if (!known.includes(name)) throw new ShellError(`illegal option ${isOn ? "-" : "+"}o ${name}`);
  if (isOn) shell.state.options.add(name);
  else shell.state.options.delete(name);
}

function listOptions(shell: RunningShell): number {
  const names = [...Object.values(optionLetters), "pipefail"] as const;
  const lines = names.map((name) => `${name.padEnd(16)}${shell.state.options.has(name) ? "on" : "off"}\n`);
  shell.descriptors.output(1).write(`Current option settings\n${lines.join("")}`);
  return 0;
}

function listVariables(shell: RunningShell): number {
  const sorted = [...shell.state.variables].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = sorted
    .filter(([, { value }]) => value !== undefined)
    .map(([name, { value }]) => `${name}=${quote(value ?? "")}\n`);
  shell.descriptors.output(1).write(lines.join(""));
  return 0;
}

function shift(shell: RunningShell, [count = "1"]: readonly string[]): number {
  const amount = Number(count);
  if (!Number.isInteger(amount) || amount < 0) throw new ShellError(`Illegal number: ${count}`);
  if (amount > shell.state.parameters.length) return 1;
  shell.state.parameters = shell.state.parameters.slice(amount);
  return 0;
}

function* read(shell: RunningShell, args: readonly string[]): Doing<number> {
  const options = readOptions(args);
  const { terminal } = shell.descriptors.input(options.fd);
  if (terminal === undefined) return yield* readFields(shell, options);
  const { echoes, readsLines } = terminal;
  terminal.echoes = echoes && !options.isSilent;
  terminal.readsLines = readsLines && options.count === undefined;
  try {
    return yield* readFields(shell, options);
  } finally {
    Object.assign(terminal, { echoes, readsLines });
  }
}

function* readFields(shell: RunningShell, options: ReadOptions): Doing<number> {
  const input = shell.descriptors.input(options.fd);
  if (options.prompt !== "" && input.isTerminal) shell.descriptors.output(2).write(options.prompt);
  const deadline = options.timeoutMs === undefined ? undefined : shell.process.machine.now() + options.timeoutMs;
  let line = "";
  let ended = false;
  while (!ended) {
    const text = input.read();
    if (text === undefined) break;
    if (text === "") {
      const left = deadline === undefined ? undefined : deadline - shell.process.machine.now();
      if (left !== undefined && left <= 0) return 1;
      const signalled = yield* shell.waitInterruptibly({
        until: [input.readable],
        ...(left === undefined ? {} : { forMs: left }),
      });
      if (signalled !== undefined) return signalled;
      continue;
    }
    const taken = takeLine(line, text, options);
    line = taken.line;
    ended = taken.ended;
    if (taken.rest !== "") input.unread(taken.rest);
  }
  assignFields(shell, options.raw ? line : line.replace(/\\(.)/g, "$1"), options.names);
  return ended ? 0 : 1;
}

interface ReadOptions {
  readonly raw: boolean;
  readonly isSilent: boolean;
  readonly prompt: string;
  readonly timeoutMs: number | undefined;
  readonly count: number | undefined;
  readonly delimiter: string;
  readonly fd: number;
  readonly names: readonly string[];
}

function readOptions(args: readonly string[]): ReadOptions {
  const values: Record<string, string> = {};
  let raw = false;
  let isSilent = false;
  let at = 0;
  for (; /^-./.test(args[at] ?? ""); at++) {
    const arg = args[at] ?? "";
    if (arg === "--") {
      at++;
      break;
    }
    for (let letter = 1; letter < arg.length; letter++) {
      const name = arg[letter] ?? "";
      if (name === "r") raw = true;
      else if (name === "s") isSilent = true;
      else if ("ptnduN".includes(name)) {
        values[name] = arg.slice(letter + 1) || (args[++at] ?? "");
        break;
      }
    }
  }
  return {
    raw,
    isSilent,
    prompt: values.p ?? "",
    timeoutMs: values.t === undefined ? undefined : Number(values.t) * 1000,
    count: values.n === undefined ? undefined : Number(values.n),
    delimiter: (values.d ?? "\n").slice(0, 1) || "\0",
    fd: Number(values.u ?? 0),
    names: args.slice(at),
  };
}

function takeLine(line: string, text: string, options: ReadOptions): { line: string; rest: string; ended: boolean } {
  const all = line + text;
  if (options.count !== undefined && all.length >= options.count) {
    return { line: all.slice(0, options.count), rest: all.slice(options.count), ended: true };
  }
  const from = line.length;
  for (;;) {
    const at = all.indexOf(options.delimiter, from);
    if (at < 0) return { line: all, rest: "", ended: false };
    const isContinued = !options.raw && /(^|[^\\])(\\\\)*\\$/.test(all.slice(0, at));
    if (!isContinued) return { line: all.slice(0, at), rest: all.slice(at + 1), ended: true };
    return takeLine(all.slice(0, at - 1), all.slice(at + 1), options);
  }
}

function assignFields(shell: RunningShell, line: string, names: readonly string[]): void {
  if (names.length === 0) {
    shell.state.set("REPLY", line);
    return;
  }
  const ifs = shell.state.get("IFS") ?? " \t\n";
  const blanks = [...ifs].filter((char) => /\s/.test(char)).join("");
  const isIn = (set: string, at: number, text: string) => at < text.length && set.includes(text[at] ?? "");
  let rest = line;
  for (const [index, name] of names.entries()) {
    let start = 0;
    while (isIn(blanks, start, rest)) start++;
    rest = rest.slice(start);
    if (index === names.length - 1) {
      let end = rest.length;
      while (end > 0 && blanks.includes(rest[end - 1] ?? "-")) end--;
      shell.state.set(name, rest.slice(0, end));
      return;
    }
    let end = 0;
    while (end < rest.length && !isIn(ifs, end, rest)) end++;
    shell.state.set(name, rest.slice(0, end));
    while (isIn(blanks, end, rest)) end++;
    if (isIn(ifs, end, rest) && !blanks.includes(rest[end] ?? "")) end++;
    rest = rest.slice(end);
  }
}

function getopts(shell: RunningShell, [spec = "", name = "", ...given]: readonly string[]): number {
  const { state } = shell;
  const args = given.length > 0 ? given : state.parameters;
  const index = Number(state.get("OPTIND") ?? "1");
  const offset = Number(state.get("_OPTOFS") ?? "1");
  const arg = args[index - 1];
  if (arg === undefined || !/^-./.test(arg) || arg === "--") {
    state.set("OPTIND", String(arg === "--" ? index + 1 : index));
    state.set(name, "?");
    return 1;
  }
  const letter = arg[offset] ?? "";
  const place = letter === ":" ? -1 : spec.indexOf(letter);
  const advance = (by: number, next: number) => {
    state.set("OPTIND", String(index + by));
    state.set("_OPTOFS", String(next));
  };
  if (place < 0) {
    advance(offset + 1 < arg.length ? 0 : 1, offset + 1 < arg.length ? offset + 1 : 1);
    state.set(name, "?");
    if (spec.startsWith(":")) state.set("OPTARG", letter);
    else shell.complain(`Illegal option -${letter}`);
    return 0;
  }
  if (spec[place + 1] !== ":") {
    advance(offset + 1 < arg.length ? 0 : 1, offset + 1 < arg.length ? offset + 1 : 1);
    state.unset("OPTARG");
    state.set(name, letter);
    return 0;
  }
  const inline = arg.slice(offset + 1);
  const value = inline !== "" ? inline : args[index];
  advance(inline !== "" ? 1 : 2, 1);
  state.set(name, value === undefined ? (spec.startsWith(":") ? ":" : "?") : letter);
  if (value !== undefined) state.set("OPTARG", value);
  else if (!spec.startsWith(":")) shell.complain(`No arg for -${letter} option`);
  return 0;
}

function letBuiltin(shell: RunningShell, args: readonly string[]): number {
  const value = evaluateArithmetic(args.join(","), {
    get: (name) => shell.state.get(name),
    set: (name, text) => shell.state.set(name, text),
  });
  return value === 0n ? 1 : 0;
}
