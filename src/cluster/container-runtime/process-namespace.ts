// Stands for the process namespaces that containers live in: one each, or one that all containers of a pod share, whose init is
// the sandbox's own program; or that of the node, from where those of all containers are seen.
// Simplified: the node's own daemons are there to be seen; whoever kills one takes it off the list, and nothing else happens.

import { Kernel, type MachineParts } from "../../shell/kernel.ts";
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
  startIdle(kernel, [["/pause"]], { hostname, files, user: { uid: 65535, gid: 65535, name: "65535" } });
  return kernel;
}

/** The namespace of the node itself, which sees the processes of all containers. */
export function nodeProcesses(clock: Clock, hostname: string, inner: () => Iterable<Kernel>): Kernel {
  const kernel = new Kernel(clock, { maxProcesses: MOST_PROCESSES, inner });
  const files = new MemoryFiles({ now: () => clock.now() });
  startIdle(kernel, DAEMONS, { hostname, files, user: { uid: 0, gid: 0, name: "root" } });
  return kernel;
}

const DAEMONS: readonly (readonly string[])[] = [
  ["/sbin/init"],
  ["/usr/bin/containerd"],
  ["/usr/bin/kubelet", "--config=/var/lib/kubelet/config.yaml"],
];

function startIdle(
  kernel: Kernel,
  commands: readonly (readonly string[])[],
  place: Pick<MachineParts, "hostname" | "files" | "user">,
): void {
  const machine = kernel.createMachine({
    ...place,
    network: nowhere,
    random: () => 0,
    findProgram: () => "not found",
  });
  const streams = { stdin: nullInput, stdout: nullOutput, stderr: nullOutput };
  for (const argv of commands) kernel.start({ program: pause, argv, env: {}, cwd: "/", ...streams, machine });
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
