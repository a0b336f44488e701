// A machine for tests: busybox, files in memory, no network unless one is given.

import { busyboxProgram } from "../../src/shell/busybox/index.ts";
import { Kernel, type KernelOptions, type MachineParts } from "../../src/shell/kernel.ts";
import { MemoryFiles } from "../../src/shell/memory-files.ts";
import type { Input, Machine, NetworkStack, Program } from "../../src/shell/process.ts";
import { programFinder } from "../../src/shell/program-finder.ts";
import { collect, nullInput } from "../../src/shell/streams.ts";
import { VirtualClock } from "../../src/sim/clock.ts";

export const startMs = 1_700_000_000_000;

const noNetwork: NetworkStack = {
  addresses: ["10.244.1.5"],
  listeners: [],
  listen: () => "address in use",
  connect: () => ({
    settled: { ready: true, subscribe: () => () => undefined },
    socket: undefined,
    failure: "refused",
    cancel: () => undefined,
  }),
  resolve: () => ({ settled: { ready: false, subscribe: () => () => undefined }, answer: undefined }),
};

export interface TestMachine {
  readonly clock: VirtualClock;
  readonly kernel: Kernel;
  readonly machine: Machine;
  readonly files: MemoryFiles;
}

export function testMachine(
  options: { network?: NetworkStack; kernel?: KernelOptions; parts?: Partial<MachineParts> } = {},
): TestMachine {
  const clock = new VirtualClock(startMs);
  const kernel = new Kernel(clock, options.kernel);
  const files = new MemoryFiles({ now: () => clock.now() });
  for (const directory of ["/bin", "/tmp", "/etc", "/root", "/work"]) files.makeDirectory(directory);
  const machine = kernel.createMachine({
    hostname: "box",
    files,
    network: options.network ?? noNetwork,
    user: { uid: 0, gid: 0, name: "root" },
    random: () => 0.5,
    findProgram: programFinder({ files, programs: (path) => busyboxProgram(path.replace(/^\/(usr\/)?s?bin\//, "")) }),
    ...options.parts,
  });
  return { clock, kernel, machine, files };
}

export interface RunOptions {
  readonly stdin?: Input;
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  readonly forMs?: number;
}

/** Runs argv to its end, or for so many virtual milliseconds. */
export function run(box: TestMachine, argv: readonly string[], options: RunOptions = {}) {
  const stdout = collect();
  const stderr = collect();
  const env = { PATH: "/bin:/usr/bin", HOME: "/root", ...options.env };
  const found = box.machine.findProgram(argv[0] ?? "", env, "/");
  const program: Program =
    typeof found === "function"
      ? found
      : () => {
          throw new Error(`no program ${argv[0]}`);
        };
  const begin = box.clock.now();
  const child = box.kernel.start({
    program,
    argv,
    env,
    machine: box.machine,
    cwd: options.cwd ?? "/work",
    stdin: options.stdin ?? nullInput,
    stdout,
    stderr,
  });
  const limit = begin + (options.forMs ?? 3_600_000);
  for (
    let due = box.clock.nextDue();
    child.exitCode === undefined && due !== undefined && due <= limit;
    due = box.clock.nextDue()
  ) {
    box.clock.advanceTo(due);
  }
  if (child.exitCode === undefined) box.clock.advanceTo(limit);
  return {
    stdout: stdout.text,
    stderr: stderr.text,
    code: child.exitCode,
    pid: child.pid,
    tookMs: box.clock.now() - begin,
  };
}

export function sh(script: string, options: RunOptions & { box?: TestMachine } = {}) {
  return run(options.box ?? testMachine({ kernel: { firstPid: 100 } }), ["sh", "-c", script], options);
}
