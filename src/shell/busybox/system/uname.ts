// Stands for uname, arch, hostname and nproc: what machine this is.

import type { Run } from "../applet.ts";

export function hostname(run: Run): number {
  const options = run.options("isfd");
  const { machine } = run.process;
  if (options.operands.length > 0) run.fail("sethostname: Operation not permitted");
  if (options.has("i")) run.print(`${machine.network.addresses.join(" ")}\n`);
  else if (options.has("f")) run.print(`${fullName(run)}\n`);
  else if (options.has("d")) run.print(`${fullName(run).split(".").slice(1).join(".")}\n`);
  else run.print(`${options.has("s") ? machine.hostname.split(".")[0] : machine.hostname}\n`);
  return 0;
}

/** The first name that /etc/hosts gives to the host's own. */
function fullName({ files, process: { machine } }: Run): string {
  const hosts = files.exists("/etc/hosts") ? files.read("/etc/hosts") : "";
  for (const line of hosts.split("\n")) {
    const [address = "", ...names] = line.replace(/#.*/, "").trim().split(/\s+/);
    if (address !== "" && names.includes(machine.hostname)) return names[0] ?? machine.hostname;
  }
  return machine.hostname;
}

export function uname(run: Run): number {
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

export function arch(run: Run): number {
  run.print("x86_64\n");
  return 0;
}

export function nproc(run: Run): number {
  run.print("4\n");
  return 0;
}
