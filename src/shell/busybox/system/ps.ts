// Stands for ps, top, pidof, pgrep and pkill: the processes of the machine.

import { parseSignal } from "../../signals.ts";
import type { Run } from "../applet.ts";

export function ps(run: Run): number {
  run.print("PID   USER     TIME  COMMAND\n");
  for (const { pid, user, argv } of run.process.machine.processes()) {
    run.print(`${String(pid).padStart(5)} ${user.slice(0, 8).padEnd(8)}  0:00 ${argv.join(" ")}\n`);
  }
  return 0;
}

export function top(run: Run): number {
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

export function isNamed(argv: readonly string[], name: string): boolean {
  const own = argv[0] ?? "";
  return own === name || own.slice(own.lastIndexOf("/") + 1) === name;
}

export function pidof(run: Run): number {
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

export function pgrep(run: Run): number {
  const isKill = run.name === "pkill";
  const isSignal = (arg: string) => arg.startsWith("-") && parseSignal(arg.slice(1)) !== undefined;
  const signalArg = isKill ? run.args.find(isSignal) : undefined;
  const rest = run.args.filter((arg) => arg !== signalArg);
  const options = run.options("flxvnoa", {}, rest);
  const pattern = new RegExp(options.operands[0] ?? "");
  const { machine, pid: own } = run.process;
  const textOf = (argv: readonly string[]) => (options.has("f") ? argv.join(" ") : (argv[0] ?? "").replace(/.*\//, ""));
  const found = machine.processes().filter(({ pid, argv }) => pid !== own && pattern.test(textOf(argv)));
  for (const { pid, argv } of found) {
    if (isKill) machine.signal(pid, parseSignal((signalArg ?? "-TERM").slice(1)) ?? "SIGTERM");
    else run.print(options.has("l") || options.has("a") ? `${pid} ${argv.join(" ")}\n` : `${pid}\n`);
  }
  return found.length > 0 ? 0 : 1;
}
