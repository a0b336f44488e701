// Stands for netstat and ss: who listens where.

import type { Machine } from "../../process.ts";
import type { Run } from "../applet.ts";

export function netstat(run: Run): number {
  const { listeners } = run.process.machine.network;
  if (run.name === "ss") {
    run.print("State      Recv-Q Send-Q Local Address:Port   Peer Address:Port\n");
    for (const { port } of listeners)
      run.print(
        `${"LISTEN".padEnd(10)} ${"0".padEnd(6)} ${"511".padEnd(6)} ${`0.0.0.0:${port}`.padEnd(20)} 0.0.0.0:*\n`,
      );
    return 0;
  }
  const showsProgram = run.args.some((arg) => /^-\w*p/.test(arg));
  run.print("Active Internet connections (only servers)\n");
  run.print(
    `Proto Recv-Q Send-Q Local Address           Foreign Address         State       ${showsProgram ? "PID/Program name    " : ""}\n`,
  );
  for (const { port, program } of listeners) {
    run.print(
      `tcp        0      0 ${`0.0.0.0:${port}`.padEnd(23)} ${"0.0.0.0:*".padEnd(23)} LISTEN      ${showsProgram ? ownerOf(run.process.machine, program) : ""}\n`,
    );
  }
  return 0;
}

/** The process behind a port, or a dash: only root is told, and only of processes that share its namespace. */
function ownerOf({ user, processes }: Machine, program: string): string {
  const owner = user.uid === 0 ? processes().find(({ argv }) => argv[0] === program) : undefined;
  return owner === undefined ? "-" : `${owner.pid}/${program.replace(/^.*\//, "").slice(0, 19)}`;
}
