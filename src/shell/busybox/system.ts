// The small programs about the machine, its users, its processes and its time.

import { killArguments } from "../builtins/jobs.ts";
import { evaluateTest } from "../condition.ts";
import { duplicateInput, duplicateOutput } from "../handles.ts";
import type { Doing } from "../reading.ts";
import { ShellError } from "../shell-state.ts";
import { parseSignal, signalNames, signalNumber } from "../signals.ts";
import { type Applet, parseDuration, type Run, sleepFor } from "./applet.ts";
import { formatDate, parseTime } from "./dates.ts";
import { nameOfId } from "./ls.ts";

export const systemApplets: Readonly<Record<string, Applet>> = {
  true: () => 0,
  false: () => 1,
  sleep,
  usleep,
  date,
  env,
  printenv,
  hostname,
  whoami,
  id,
  uname,
  ps,
  pidof,
  pgrep,
  pkill: pgrep,
  killall,
  kill,
  timeout: (run) => timeout(run, 143),
  time,
  nohup: timeLess,
  nice: timeLess,
  which,
  test,
  "[": test,
  pwd,
  tty,
  stty: () => 0,
  nproc,
  uptime,
  free,
  top,
  mount,
  logger: () => 0,
  arch,
  groups,
  expr,
  reset: () => 0,
  sysctl,
};

function* sleep(run: Run): Doing<number> {
  if (run.args.length === 0) run.usage("sleep [N]...");
  let total = 0;
  for (const arg of run.args) total += parseDuration(arg) ?? run.fail(`invalid number '${arg}'`);
  yield* sleepFor(run.process, total);
  return 0;
}

function* usleep(run: Run): Doing<number> {
  yield* sleepFor(run.process, Number(run.args[0] ?? 0) / 1000);
  return 0;
}

function date(run: Run): number {
  const options = run.options(
    "ud:s:R:I:r:D:",
    { utc: "u", date: "d", "iso-8601": "I", reference: "r" },
    run.args.map((arg) =>
      arg === "-R" ? "-Rx" : /^-I$/.test(arg) ? "-Idate" : arg === "-Iseconds" ? "-Iseconds" : arg,
    ),
  );
  const given = options.value("d");
  const reference = options.value("r");
  const now = run.process.machine.now();
  const at =
    given !== undefined
      ? (parseTime(given, now) ?? run.fail(`invalid date '${given}'`))
      : reference !== undefined
        ? run.files.stat(run.path(reference)).modifiedAt
        : now;
  if (options.has("s")) run.fail("can't set date: Operation not permitted");
  const format = options.operands.find((operand) => operand.startsWith("+"))?.slice(1);
  if (format === undefined && options.operands.length > 0) run.fail(`invalid date '${options.operands[0]}'`);
  const iso = options.value("I");
  const standard = options.has("R")
    ? "%a, %d %b %Y %H:%M:%S +0000"
    : iso !== undefined
      ? iso.startsWith("s")
        ? "%Y-%m-%dT%H:%M:%S+00:00"
        : "%Y-%m-%d"
      : "%a %b %e %H:%M:%S UTC %Y";
  run.print(`${formatDate(at, format ?? standard)}\n`);
  return 0;
}

function* env(run: Run): Doing<number> {
  const options = run.options("+iu:0", { "ignore-environment": "i" });
  const words = [...options.operands];
  const variables: Record<string, string> = options.has("i") || words[0] === "-" ? {} : { ...run.process.env };
  if (words[0] === "-") words.shift();
  for (const name of options.values("u")) delete variables[name];
  while (/^[^=]+=/.test(words[0] ?? "")) {
    const word = words.shift() ?? "";
    variables[word.slice(0, word.indexOf("="))] = word.slice(word.indexOf("=") + 1);
  }
  const [name] = words;
  if (name === undefined) {
    for (const [key, value] of Object.entries(variables)) run.print(`${key}=${value}\n`);
    return 0;
  }
  return yield* become(run, words, variables);
}

function* become(run: Run, argv: readonly string[], variables: Readonly<Record<string, string>>): Doing<number> {
  const { process } = run;
  const program = process.machine.findProgram(argv[0] ?? "", variables, process.cwd);
  if (program === "not found") run.fail(`can't execute '${argv[0]}': No such file or directory`, 127);
  if (program === "permission denied") run.fail(`can't execute '${argv[0]}': Permission denied`, 126);
  const { cwd, stdin, stdout, stderr } = process;
  return yield* process.replace({ program, argv, env: variables, cwd, stdin, stdout, stderr });
}

function* timeLess(run: Run): Doing<number> {
  const words = run.args[0] === "-n" ? run.args.slice(2) : run.args;
  if (run.name === "nohup") run.process.onSignal("SIGHUP", "ignore");
  return yield* become(run, words, run.process.env);
}

function printenv(run: Run): number {
  const { env: variables } = run.process;
  if (run.args.length === 0) for (const [name, value] of Object.entries(variables)) run.print(`${name}=${value}\n`);
  let status = 0;
  for (const name of run.args) {
    const value = variables[name];
    if (value === undefined) status = 1;
    else run.print(`${value}\n`);
  }
  return status;
}

function hostname(run: Run): number {
  const options = run.options("isfd");
  const { machine } = run.process;
  if (options.operands.length > 0) run.fail("sethostname: Operation not permitted");
  if (options.has("i")) run.print(`${machine.network.addresses.join(" ")}\n`);
  else run.print(`${options.has("s") ? machine.hostname.split(".")[0] : machine.hostname}\n`);
  return 0;
}

function whoami(run: Run): number {
  const { user } = run.process.machine;
  const name = nameOfId(run, "/etc/passwd", user.uid);
  if (name === String(user.uid)) run.fail(`unknown uid ${user.uid}`);
  run.print(`${name}\n`);
  return 0;
}

function id(run: Run): number {
  const options = run.options("ugnGr");
  const { user } = run.process.machine;
  const groups = [...new Set([user.gid, ...(user.groups ?? [])])].sort((a, b) => a - b);
  const userName = nameOfId(run, "/etc/passwd", user.uid);
  const groupName = (gid: number) => nameOfId(run, "/etc/group", gid);
  const show = (number: number, name: string) => (name === String(number) ? String(number) : `${number}(${name})`);
  if (options.has("u")) run.print(`${options.has("n") ? userName : user.uid}\n`);
  else if (options.has("G")) run.print(`${groups.map((gid) => (options.has("n") ? groupName(gid) : gid)).join(" ")}\n`);
  else if (options.has("g")) run.print(`${options.has("n") ? groupName(user.gid) : user.gid}\n`);
  else {
    const list = groups.map((gid) => show(gid, groupName(gid))).join(",");
    run.print(`uid=${show(user.uid, userName)} gid=${show(user.gid, groupName(user.gid))} groups=${list}\n`);
  }
  return 0;
}

function groups(run: Run): number {
  const { user } = run.process.machine;
  run.print(`${[user.gid, ...(user.groups ?? [])].map((gid) => nameOfId(run, "/etc/group", gid)).join(" ")}\n`);
  return 0;
}

function uname(run: Run): number {
  const options = run.options("asnrvmpio");
  const parts: [string, string][] = [
    ["s", "Linux"],
    ["n", run.process.machine.hostname],
    ["r", "6.8.0"],
    ["v", "#1 SMP PREEMPT_DYNAMIC"],
    ["m", "x86_64"],
    ["o", "GNU/Linux"],
  ];
  const wanted = parts.filter(([letter]) => options.has(letter) || options.has("a"));
  run.print(`${(wanted.length === 0 ? parts.slice(0, 1) : wanted).map(([, value]) => value).join(" ")}\n`);
  return 0;
}

function arch(run: Run): number {
  run.print("x86_64\n");
  return 0;
}

function ps(run: Run): number {
  run.print("PID   USER     TIME  COMMAND\n");
  for (const { pid, user, argv } of run.process.machine.processes()) {
    run.print(`${String(pid).padStart(5)} ${user.slice(0, 8).padEnd(8)}  0:00 ${argv.join(" ")}\n`);
  }
  return 0;
}

function isNamed(argv: readonly string[], name: string): boolean {
  const own = argv[0] ?? "";
  return own === name || own.slice(own.lastIndexOf("/") + 1) === name;
}

function pidof(run: Run): number {
  const found = run.process.machine.processes().filter(({ argv }) => run.args.some((name) => isNamed(argv, name)));
  if (found.length === 0) return 1;
  run.print(
    `${found
      .map(({ pid }) => pid)
      .reverse()
      .join(" ")}\n`,
  );
  return 0;
}

function pgrep(run: Run): number {
  const signalArg =
    run.name === "pkill"
      ? run.args.find((arg) => parseSignal(arg.slice(1)) !== undefined && arg.startsWith("-"))
      : undefined;
  const options = run.options(
    "flxvnoa",
    {},
    run.args.filter((arg) => arg !== signalArg),
  );
  const pattern = new RegExp(options.operands[0] ?? "");
  const { machine, pid: own } = run.process;
  const found = machine
    .processes()
    .filter(
      ({ pid, argv }) =>
        pid !== own && pattern.test(options.has("f") ? argv.join(" ") : (argv[0] ?? "").replace(/.*\//, "")),
    );
  for (const { pid, argv } of found) {
    if (run.name === "pkill") machine.signal(pid, parseSignal((signalArg ?? "-TERM").slice(1)) ?? "SIGTERM");
    else run.print(options.has("l") || options.has("a") ? `${pid} ${argv.join(" ")}\n` : `${pid}\n`);
  }
  return found.length > 0 ? 0 : 1;
}

function killall(run: Run): number {
  const { signal, targets } = killArguments(run.args.filter((arg) => arg !== "-q"));
  let status = 0;
  for (const name of targets) {
    const found = run.process.machine
      .processes()
      .filter(({ argv, pid }) => isNamed(argv, name) && pid !== run.process.pid);
    for (const { pid } of found) if (signal !== undefined && signal !== "0") run.process.machine.signal(pid, signal);
    if (found.length > 0) continue;
    run.complain(`${name}: no process killed`);
    status = 1;
  }
  return status;
}

function kill(run: Run): number {
  if (run.args[0] === "-l") {
    run.print(
      `${signalNames.map((name) => `${String(signalNumber(name)).padStart(2)}) ${name.slice(3)}`).join("\n")}\n`,
    );
    return 0;
  }
  const { signal, targets } = killArguments(run.args);
  if (signal === undefined) run.fail(`bad signal name '${(run.args[0] ?? "").slice(1)}'`);
  if (targets.length === 0) run.fail("you need to specify whom to kill");
  let status = 0;
  for (const target of targets) {
    const pid = Number(target);
    if (Number.isNaN(pid)) run.fail(`invalid number '${target}'`);
    const { machine } = run.process;
    const isThere =
      signal === "0" ? machine.processes().some((process) => process.pid === pid) : machine.signal(pid, signal);
    if (isThere) continue;
    run.complain(`can't kill pid ${target}: No such process`);
    status = 1;
  }
  return status;
}

/** As GNU's timeout, which has an exit code of its own for a command that took too long. */
export const gnuTimeout: Applet = (run) => timeout(run, 124);

function* timeout(run: Run, expired: number): Doing<number> {
  const options = run.options("+s:k:t:fp", { signal: "s", "kill-after": "k", foreground: "f", "preserve-status": "p" });
  const [limit, ...argv] = options.operands;
  const ms = parseDuration(limit ?? "");
  if (ms === undefined || argv.length === 0) return run.usage("timeout [-s SIG] [-k KILL_SECS] SECS PROG ARGS");
  const { process } = run;
  const program = process.machine.findProgram(argv[0] ?? "", process.env, process.cwd);
  if (typeof program !== "function") return run.fail(`can't execute '${argv[0]}': No such file or directory`, 127);
  const { env: variables, cwd } = process;
  const streams = {
    stdin: duplicateInput(process.stdin),
    stdout: duplicateOutput(process.stdout),
    stderr: duplicateOutput(process.stderr),
  };
  const child = process.spawn({ program, argv, env: variables, cwd, ...streams });
  process.onSignal("SIGTERM", () => process.machine.signal(child.pid, "SIGTERM"));
  process.onSignal("SIGINT", () => process.machine.signal(child.pid, "SIGINT"));
  const deadline = process.machine.now() + ms;
  const isOver = () => ms > 0 && process.machine.now() >= deadline;
  while (child.exitCode === undefined && !isOver()) {
    yield ms > 0 ? { until: [child.exited], forMs: deadline - process.machine.now() } : { until: [child.exited] };
  }
  if (child.exitCode !== undefined) return child.exitCode;
  const signal = parseSignal(options.value("s") ?? "TERM") ?? run.fail("bad signal");
  process.machine.signal(child.pid, signal);
  const killAfter = parseDuration(options.value("k") ?? "");
  if (killAfter !== undefined && child.exitCode === undefined) {
    yield { until: [child.exited], forMs: killAfter };
    if (child.exitCode === undefined) process.machine.signal(child.pid, "SIGKILL");
  }
  while (child.exitCode === undefined) yield { until: [child.exited] };
  return signal === "SIGKILL" ? 137 : expired;
}

function* time(run: Run): Doing<number> {
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

function which(run: Run): number {
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

function test(run: Run): number {
  const isBracket = run.name === "[";
  if (isBracket && run.args.at(-1) !== "]") return run.fail("missing ]", 2);
  try {
    return evaluateTest(isBracket ? run.args.slice(0, -1) : run.args, run.process);
  } catch (error) {
    if (error instanceof ShellError) return run.fail(error.message, 2);
    throw error;
  }
}

function pwd(run: Run): number {
  run.print(`${run.process.cwd}\n`);
  return 0;
}

function tty(run: Run): number {
  run.print(run.process.stdin.isTerminal ? "/dev/pts/0\n" : "not a tty\n");
  return run.process.stdin.isTerminal ? 0 : 1;
}

function nproc(run: Run): number {
  run.print("4\n");
  return 0;
}

function uptime(run: Run): number {
  const { machine } = run.process;
  const started = Math.min(...machine.processes().map((process) => process.startedAt));
  const minutes = Math.floor((machine.now() - started) / 60_000);
  const up = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  run.print(` ${formatDate(machine.now(), "%H:%M:%S")} up ${up},  load average: 0.00, 0.00, 0.00\n`);
  return 0;
}

// Simplified: a fixed amount of memory; what a container uses is the business of its limits and of `kubectl top`.
function free(run: Run): number {
  const divisor = run.args.includes("-m") ? 1024 : run.args.includes("-g") ? 1024 * 1024 : 1;
  const row = (cells: readonly number[]) =>
    cells.map((cell) => String(Math.floor(cell / divisor)).padStart(12)).join("");
  run.print(`${" ".repeat(14)}total        used        free      shared  buff/cache   available\n`);
  run.print(`Mem:   ${row([8_152_840, 1_204_612, 4_981_204, 10_240, 1_967_024, 6_690_112])}\n`);
  run.print(`Swap:  ${row([0, 0, 0])}\n`);
  return 0;
}

function top(run: Run): number {
  run.print(
    "Mem: 3171636K used, 4981204K free, 10240K shrd, 84112K buff, 1882912K cached\nCPU:   0% usr   0% sys   0% nic 100% idle   0% io   0% irq   0% sirq\n",
  );
  run.print("Load average: 0.00 0.00 0.00 1/100 1\n  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND\n");
  for (const { pid, parentPid, user, argv } of run.process.machine.processes()) {
    run.print(
      `${String(pid).padStart(5)} ${String(parentPid).padStart(5)} ${user.padEnd(8)} S     4400   0%   0   0% ${argv.join(" ")}\n`,
    );
  }
  return 0;
}

function mount(run: Run): number {
  if (run.args.length > 0) run.fail("permission denied (are you root?)");
  run.print(
    "overlay on / type overlay (rw,relatime)\nproc on /proc type proc (rw,nosuid,nodev,noexec,relatime)\ntmpfs on /dev type tmpfs (rw,nosuid,size=65536k,mode=755)\n",
  );
  return 0;
}

function sysctl(run: Run): number {
  return run.fail("k8s-tutor does not simulate kernel parameters");
}

function expr(run: Run): number {
  const words = [...run.args];
  if (words.length === 0) run.usage("expr EXPRESSION", 2);
  const value = new Expression(run, words).value();
  run.print(`${value}\n`);
  return value === "" || value === "0" ? 1 : 0;
}

class Expression {
  private readonly run: Run;
  private readonly words: string[];

  constructor(run: Run, words: string[]) {
    this.run = run;
    this.words = words;
  }

  value(): string {
    const result = this.level(0);
    if (this.words.length > 0) this.run.fail("syntax error", 2);
    return result;
  }

  private level(index: number): string {
    const operators = [["|"], ["&"], ["<", "<=", "=", "==", "!=", ">=", ">"], ["+", "-"], ["*", "/", "%"], [":"]][
      index
    ];
    if (operators === undefined) return this.primary();
    let left = this.level(index + 1);
    while (operators.includes(this.words[0] ?? "")) {
      const operator = this.words.shift() ?? "";
      left = this.apply(left, operator, this.level(index + 1));
    }
    return left;
  }

  private primary(): string {
    const word = this.words.shift() ?? this.run.fail("syntax error", 2);
    if (word === "length") return String((this.words.shift() ?? "").length);
    if (word === "substr") {
      const [text = "", from = "1", length = "0"] = this.words.splice(0, 3);
      return text.slice(Number(from) - 1, Number(from) - 1 + Number(length));
    }
    if (word !== "(") return word;
    const inner = this.level(0);
    if (this.words.shift() !== ")") this.run.fail("syntax error", 2);
    return inner;
  }

  private apply(left: string, operator: string, right: string): string {
    if (operator === "|") return left !== "" && left !== "0" ? left : right;
    if (operator === "&") return left !== "" && left !== "0" && right !== "" && right !== "0" ? left : "0";
    if (operator === ":") {
      const match = new RegExp(`^${right.replace(/\\([()])/g, "$1")}`).exec(left);
      return right.includes("\\(") ? (match?.[1] ?? "") : String(match?.[0].length ?? 0);
    }
    if (/^[<>=!]/.test(operator)) return this.compare(left, operator, right);
    if (!/^-?\d+$/.test(left) || !/^-?\d+$/.test(right)) return this.run.fail("non-numeric argument", 2);
    const [a, b] = [BigInt(left), BigInt(right)];
    if ((operator === "/" || operator === "%") && b === 0n) return this.run.fail("division by zero", 2);
    if (operator === "+") return String(a + b);
    if (operator === "-") return String(a - b);
    if (operator === "*") return String(a * b);
    return String(operator === "/" ? a / b : a % b);
  }

  private compare(left: string, operator: string, right: string): string {
    const isNumeric = /^-?\d+$/.test(left) && /^-?\d+$/.test(right);
    const order = isNumeric ? Number(left) - Number(right) : left < right ? -1 : left > right ? 1 : 0;
    const answer = {
      "<": order < 0,
      "<=": order <= 0,
      "=": order === 0,
      "==": order === 0,
      "!=": order !== 0,
      ">=": order >= 0,
      ">": order > 0,
    }[operator];
    return answer === true ? "1" : "0";
  }
}
