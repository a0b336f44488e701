// The builtins about other processes: wait, jobs, fg, bg, kill.

import type { Doing } from "../reading.ts";
import type { RunningShell } from "../running-shell.ts";
import { type Job, ShellError } from "../shell-state.ts";
import { parseSignal, signalNames, signalNumber } from "../signals.ts";

export const jobBuiltins = { wait, jobs, fg, bg, kill, disown };

function* wait(shell: RunningShell, args: readonly string[]): Doing<number> {
  const ids = args.filter((arg) => !arg.startsWith("-"));
  if (args.includes("-n")) return yield* waitNext(shell);
  if (ids.length === 0) return yield* waitAll(shell);
  let status = 0;
  for (const id of ids) status = yield* waitOne(shell, id);
  return status;
}

function* waitAll(shell: RunningShell): Doing<number> {
  for (const job of shell.state.jobs) {
    const signalled = yield* waitForJob(shell, job);
    if (signalled !== undefined) return signalled;
  }
  shell.state.jobs = [];
  return 0;
}

function* waitNext(shell: RunningShell): Doing<number> {
  const { jobs: waiting } = shell.state;
  if (waiting.length === 0) return 127;
  const until = waiting.flatMap((job) => job.children.slice(-1).map((child) => child.exited));
  while (!until.some((exited) => exited.ready)) {
    const signalled = yield* shell.waitInterruptibly({ until });
    if (signalled !== undefined) return signalled;
  }
  const done = waiting.find((job) => statusOf(job) !== undefined);
  shell.state.jobs = waiting.filter((job) => job !== done);
  return (done === undefined ? undefined : statusOf(done)) ?? 0;
}

function* waitOne(shell: RunningShell, id: string): Doing<number> {
  const job = findJob(shell, id);
  if (job === undefined) return 127;
  const signalled = yield* waitForJob(shell, job);
  if (signalled !== undefined) return signalled;
  shell.state.jobs = shell.state.jobs.filter((other) => other !== job);
  return statusOf(job) ?? 0;
}

function* waitForJob(shell: RunningShell, job: Job): Doing<number | undefined> {
  for (const child of job.children) {
    while (child.exitCode === undefined) {
      const signalled = yield* shell.waitInterruptibly({ until: [child.exited] });
      if (signalled !== undefined) return signalled;
    }
  }
  return undefined;
}

function statusOf(job: Job): number | undefined {
  return job.children.at(-1)?.exitCode;
}

function findJob(shell: RunningShell, id: string): Job | undefined {
  const { jobs: known } = shell.state;
  if (id === "%" || id === "%%" || id === "%+") return known.at(-1);
  if (id.startsWith("%"))
    return known.find((job) => String(job.number) === id.slice(1) || job.text.startsWith(id.slice(1)));
  return known.find((job) => job.children.some((child) => String(child.pid) === id));
}

/** Tells of background jobs that have ended since the last time, as a prompt does before it appears again. */
export function reportFinishedJobs(shell: RunningShell): void {
  const finished = shell.state.jobs.filter((job) => statusOf(job) !== undefined);
  for (const job of finished) shell.descriptors.output(2).write(`${formatJob(shell, job)}\n`);
  shell.state.jobs = shell.state.jobs.filter((job) => !finished.includes(job));
}

function formatJob(shell: RunningShell, job: Job): string {
  const status = statusOf(job);
  const state = job.isStopped
    ? "Stopped"
    : status === undefined
      ? "Running"
      : status === 0
        ? "Done"
        : `Done(${status})`;
  const mark = job === shell.state.jobs.at(-1) ? "+" : job === shell.state.jobs.at(-2) ? "-" : " ";
  const text = state === "Running" && shell.state.dialect.braces ? `${job.text} &` : job.text;
  return `[${job.number}]${mark}  ${state.padEnd(26)} ${text}`.trimEnd();
}

function jobs(shell: RunningShell, args: readonly string[]): number {
  for (const job of shell.state.jobs) {
    const line = args.includes("-p") ? String(job.children[0]?.pid ?? "") : formatJob(shell, job);
    shell.descriptors.output(1).write(`${line}\n`);
  }
  shell.state.jobs = shell.state.jobs.filter((job) => statusOf(job) === undefined);
  return 0;
}

function* fg(shell: RunningShell, [id = "%%"]: readonly string[]): Doing<number> {
  const job = findJob(shell, id);
  if (job === undefined) throw new ShellError(`${id === "%%" ? "current" : id}: no such job`, 1);
  shell.descriptors.output(1).write(`${job.text}\n`);
  for (const child of job.children) shell.process.machine.signal(child.pid, "SIGCONT");
  shell.state.jobs = shell.state.jobs.filter((other) => other !== job);
  return yield* shell.waitForeground(job.children);
}

function bg(shell: RunningShell, [id = "%%"]: readonly string[]): number {
  const job = findJob(shell, id);
  if (job === undefined) throw new ShellError(`${id === "%%" ? "current" : id}: no such job`, 1);
  for (const child of job.children) shell.process.machine.signal(child.pid, "SIGCONT");
  job.isStopped = false;
  shell.descriptors.output(1).write(`[${job.number}] ${job.text}\n`);
  return 0;
}

function disown(shell: RunningShell, [id = "%%"]: readonly string[]): number {
  const job = findJob(shell, id);
  shell.state.jobs = shell.state.jobs.filter((other) => other !== job);
  return 0;
}

function kill(shell: RunningShell, args: readonly string[]): number {
  if (args[0] === "-l") {
    shell.descriptors
      .output(1)
      .write(`${signalNames.map((name) => `${signalNumber(name)}) ${name.slice(3)}`).join("\n")}\n`);
    return 0;
  }
  const { signal, targets } = killArguments(args);
  if (signal === undefined) throw new ShellError(`bad signal name '${(args[0] ?? "").replace(/^-/, "")}'`, 1);
  let status = 0;
  // busybox's kill speaks for itself, without the line of the script.
  shell.currentBuiltin = undefined;
  for (const target of targets) {
    const pids = target.startsWith("%")
      ? (findJob(shell, target)?.children.map((child) => child.pid) ?? [])
      : [Number(target)];
    for (const pid of pids) if (!sendTo(shell, pid, target, signal)) status = 1;
  }
  if (targets.length === 0) throw new ShellError("you need to specify whom to kill", 1);
  return status;
}

function sendTo(
  shell: RunningShell,
  pid: number,
  target: string,
  signal: NonNullable<ReturnType<typeof parseSignal>> | "0",
): boolean {
  const { machine } = shell.process;
  if (Number.isNaN(pid)) {
    shell.complain(`invalid number '${target}'`);
    return false;
  }
  const isThere =
    signal === "0" ? machine.processes().some((process) => process.pid === pid) : machine.signal(pid, signal);
  if (!isThere) {
    const isOthers = machine.processes().some((process) => process.pid === pid);
    shell.complain(`can't kill pid ${target}: ${isOthers ? "Operation not permitted" : "No such process"}`);
  }
  return isThere;
}

/** `-9`, `-TERM`, `-s TERM`; signal 0 only asks whether the process is there. */
export function killArguments(args: readonly string[]): {
  signal: ReturnType<typeof parseSignal> | "0";
  targets: readonly string[];
} {
  const [first = "", second = ""] = args;
  const parse = (text: string) => (text === "0" ? "0" : parseSignal(text));
  if (first === "-s" || first === "-n") return { signal: parse(second), targets: args.slice(2) };
  if (first === "--") return { signal: "SIGTERM", targets: args.slice(1) };
  if (first.startsWith("-")) return { signal: parse(first.slice(1)), targets: args.slice(1) };
  return { signal: "SIGTERM", targets: args };
}
