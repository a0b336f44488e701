// Stands for host and getent (extra programs: the busybox image has neither).

import { resolveHost } from "../../connect.ts";
import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";

export function* hostApplet(run: Run): Doing<number> {
  const [name = ""] = run.options("t:").operands;
  const resolution = yield* resolveHost(run.process, name);
  if (resolution.kind === "found") {
    run.print(resolution.addresses.map((address) => `${resolution.name} has address ${address}\n`).join(""));
    return 0;
  }
  run.print(
    resolution.kind === "no answer"
      ? ";; connection timed out; no servers could be reached\n"
      : `Host ${name} not found: 3(NXDOMAIN)\n`,
  );
  return 1;
}

export function* getent(run: Run): Doing<number> {
  const [database, name = ""] = run.args;
  if (database === "passwd" || database === "group") {
    const path = `/etc/${database}`;
    const lines = run.files.exists(path)
      ? run.files
          .read(path)
          .split("\n")
          .filter((line) => line !== "" && (name === "" || line.split(":")[0] === name || line.split(":")[2] === name))
      : [];
    run.print(lines.map((line) => `${line}\n`).join(""));
    return lines.length > 0 ? 0 : 2;
  }
  if (database !== "hosts" && database !== "ahosts" && database !== "ahostsv4")
    return run.fail(`Unknown database: ${database ?? ""}`);
  const resolution = yield* resolveHost(run.process, name);
  if (resolution.kind !== "found") return 2;
  for (const address of resolution.addresses)
    run.print(
      database === "hosts"
        ? `${address.padEnd(15)} ${resolution.name}\n`
        : `${address.padEnd(15)} STREAM ${resolution.name}\n`,
    );
  return 0;
}
