// Stands for kill and killall.

import { killArguments } from "../../builtins/jobs.ts";
import { signalNames, signalNumber } from "../../signals.ts";
import type { Run } from "../applet.ts";
import { isNamed } from "./ps.ts";

export function killall(run: Run): number {
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

export function kill(run: Run): number {
  if (run.args[0] === "-l") return listSignals(run);
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
    const isOthers = machine.processes().some((process) => process.pid === pid);
    run.complain(`can't kill pid ${target}: ${isOthers ? "Operation not permitted" : "No such process"}`);
    status = 1;
  }
  return status;
}

function listSignals(run: Run): number {
  const lines = signalNames.map((name) => `${String(signalNumber(name)).padStart(2)}) ${name.slice(3)}`);
  run.print(`${lines.join("\n")}\n`);
  return 0;
}
