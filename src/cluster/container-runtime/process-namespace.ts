// Stands for the process namespaces that containers live in: one each, or one that all containers of a pod share, whose init is
// the sandbox's own program.

import { Kernel } from "../../shell/kernel.ts";
import { MemoryFiles } from "../../shell/memory-files.ts";
import type { NetworkStack, Program } from "../../shell/process.ts";
import { nullInput, nullOutput } from "../../shell/streams.ts";
import { Condition } from "../../shell/waitable.ts";
import type { Clock } from "../../sim/clock.ts";

/** So many numbers are gone after the program that runc starts: the threads of its helper have them. */
const PIDS_OF_RUNC = 5;
/** What a fork bomb may take before it meets its limit. */
const MOST_PROCESSES = 1024;

export function processNamespace(clock: Clock): Kernel {
  return new Kernel(clock, { maxProcesses: MOST_PROCESSES, pidsPerStart: PIDS_OF_RUNC });
}

/** A namespace whose PID 1 is `/pause`. */
export function sharedProcesses(clock: Clock, hostname: string): Kernel {
  const kernel = processNamespace(clock);
  const files = new MemoryFiles({ now: () => clock.now() });
  files.write("/pause", "", 0o755);
  const machine = kernel.createMachine({
    hostname,
    files,
    network: nowhere,
    user: { uid: 65535, gid: 65535, name: "65535" },
    random: () => 0,
    findProgram: () => "not found",
  });
  const streams = { stdin: nullInput, stdout: nullOutput, stderr: nullOutput };
  kernel.start({ program: pause, argv: ["/pause"], env: {}, cwd: "/", ...streams, machine });
  return kernel;
}

const pause: Program = function* () {
  for (;;) yield { until: [] };
};

const never = new Condition(() => false);

/** The sandbox's program opens no connections. */
const nowhere: NetworkStack = {
  addresses: [],
  listeners: [],
  listen: () => "address in use",
  connect: () => ({ settled: never, socket: undefined, failure: "unreachable", cancel: () => undefined }),
  resolve: () => ({ settled: never, answer: undefined }),
};
