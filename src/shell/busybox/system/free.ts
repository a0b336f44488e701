// Stands for free, uptime, mount and sysctl: the state of the machine.

import type { Run } from "../applet.ts";
import { formatDate } from "../dates.ts";

export function uptime(run: Run): number {
  const { machine } = run.process;
  const started = Math.min(...machine.processes().map((process) => process.startedAt));
  const minutes = Math.floor((machine.now() - started) / 60_000);
  const up = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  run.print(` ${formatDate(machine.now(), "%H:%M:%S")} up ${up},  load average: 0.00, 0.00, 0.00\n`);
  return 0;
}

// Simplified: a fixed amount of memory; what a container uses is the business of its limits and of `kubectl top`.
export function free(run: Run): number {
  const divisor = run.args.includes("-m") ? 1024 : run.args.includes("-g") ? 1024 * 1024 : 1;
  const row = (cells: readonly number[]) =>
    cells.map((cell) => String(Math.floor(cell / divisor)).padStart(12)).join("");
  run.print(`${" ".repeat(14)}total        used        free      shared  buff/cache   available\n`);
  run.print(`Mem:   ${row([8_152_840, 1_204_612, 4_981_204, 10_240, 1_967_024, 6_690_112])}\n`);
  run.print(`Swap:  ${row([0, 0, 0])}\n`);
  return 0;
}

export function mount(run: Run): number {
  if (run.args.length > 0) run.fail("permission denied (are you root?)");
  for (const { device, path, type, options } of run.process.machine.mounts?.() ?? [])
    run.print(`${device} on ${path} type ${type} (${options})\n`);
  return 0;
}

export function sysctl(run: Run): number {
  return run.fail("k8s-tutor does not simulate kernel parameters");
}
