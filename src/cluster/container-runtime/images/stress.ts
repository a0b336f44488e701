// Stands for images that are made to use resources: stress, stress-ng, and the one of Kubernetes' own task about CPU limits.

import type { Process, Program, Running, Wait } from "../../../shell/process.ts";
import { flag } from "./daemon.ts";
import { type Image, versions } from "./image.ts";
import { namedPrograms } from "./userland.ts";

const UNITS: Readonly<Record<string, number>> = { "": 1, b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** `150M`, `1g`, as these programs read amounts. */
function bytesOf(text: string): number {
  const [, number = "0", unit = ""] = /^(\d+)\s*([bkmg]?)/i.exec(text) ?? [];
  return Number(number) * (UNITS[unit.toLowerCase()] ?? 1);
}

/** `60`, `60s`, `5m`; undefined for no end. */
function secondsOf(text: string | undefined): number | undefined {
  const [, number, unit = ""] = /^(\d+)([smhd]?)$/.exec(text ?? "") ?? [];
  const factor = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 }[unit] ?? 1;
  return number === undefined || Number(number) === 0 ? undefined : Number(number) * factor;
}

interface Load {
  /** Processes that only compute. */
  readonly burning: number;
  readonly heldBytes: number;
  readonly seconds: number | undefined;
}

// Nothing happens while it computes, so one wait stands for all of it.
function burner(seconds: number | undefined): Program {
  return function* () {
    const wait: Wait = { until: [], forMs: (seconds ?? Number.POSITIVE_INFINITY) * 1000, busy: true };
    yield wait;
    return 0;
  };
}

/** Starts the workers, and waits for their time or a signal; the answer says whether it was told to stop. */
function* bear(process: Process, load: Load): Generator<Wait, boolean> {
  let isStopped = false;
  for (const name of ["SIGTERM", "SIGINT"] as const) process.onSignal(name, () => (isStopped = true));
  const { argv, env, cwd, stdin, stdout, stderr } = process;
  for (let worker = 0; worker < load.burning; worker++) {
    process.spawn({ program: burner(load.seconds), argv, env, cwd, stdin, stdout, stderr });
  }
  process.hold(load.heldBytes);
  const endMs = process.machine.now() + (load.seconds ?? Number.POSITIVE_INFINITY) * 1000;
  while (!isStopped && process.machine.now() < endMs) yield { until: [], forMs: endMs - process.machine.now() };
  return isStopped;
}

function valueOfFlag(argv: readonly string[], ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = flag(argv, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** stress(1). */
function* stress(process: Process): Running {
  const { argv, stdout } = process;
  const count = (...names: string[]): number => Number(valueOfFlag(argv, ...names) ?? 0);
  const [cpu, io, vm, hdd] = [count("cpu", "c"), count("io", "i"), count("vm", "m"), count("hdd", "d")];
  if (cpu + io + vm + hdd === 0) {
    stdout.write(
      "`stress' imposes certain types of compute stress on your system\n\nUsage: stress [OPTION [ARG]] ...\n",
    );
    return 0;
  }
  stdout.write(`stress: info: [${process.pid}] dispatching hogs: ${cpu} cpu, ${io} io, ${vm} vm, ${hdd} hdd\n`);
  const seconds = secondsOf(valueOfFlag(argv, "timeout", "t"));
  const hangs = valueOfFlag(argv, "vm-hang") !== undefined || argv.includes("--vm-keep");
  const each = bytesOf(valueOfFlag(argv, "vm-bytes") ?? "256M");
  const isStopped = yield* bear(process, { burning: cpu + (hangs ? 0 : vm), heldBytes: vm * each, seconds });
  if (isStopped) return 1;
  stdout.write(`stress: info: [${process.pid}] successful run completed in ${seconds ?? 0}s\n`);
  return 0;
}

/** stress-ng(1), as far as processors and memory go. */
function* stressNg(process: Process): Running {
  const { argv, stderr } = process;
  const say = (text: string): unknown => stderr.write(`stress-ng: info:  [${process.pid}] ${text}\n`);
  const [cpu, vm] = [Number(valueOfFlag(argv, "cpu", "c") ?? 0), Number(valueOfFlag(argv, "vm", "m") ?? 0)];
  if (argv.includes("--help")) {
    process.stdout.write("stress-ng, version 0.18\n\nUsage: stress-ng [OPTION [ARG]]\n");
    return 0;
  }
  if (cpu + vm === 0) {
    stderr.write(`stress-ng: error: [${process.pid}] no stressors specified\n`);
    return 1;
  }
  const seconds = secondsOf(valueOfFlag(argv, "timeout", "t") ?? "86400");
  say(
    seconds === 86_400
      ? "defaulting to a 1 day run per stressor"
      : `setting to a ${seconds ?? 0} secs run per stressor`,
  );
  const hogs = [cpu > 0 ? [`${cpu} cpu`] : [], vm > 0 ? [`${vm} vm`] : []].flat().join(", ");
  say(`dispatching hogs: ${hogs}`);
  const heldBytes = bytesOf(valueOfFlag(argv, "vm-bytes") ?? "256M") * Math.min(1, vm);
  yield* bear(process, { burning: cpu + vm, heldBytes, seconds });
  say(`passed: ${cpu + vm}: ${hogs.replaceAll(/(\d+) (\w+)/g, "$2 ($1)")}`);
  say("successful run completed");
  return 0;
}

/** `-cpus 2 -mem-total 100Mi`, which the tasks about limits use. */
function* goStress(process: Process): Running {
  const { argv, machine, stderr } = process;
  const log = (line: number, text: string): void => {
    const [date = "", time = ""] = new Date(machine.now()).toISOString().split("T");
    stderr.write(`I${date.slice(5).replace("-", "")} ${time.slice(0, 12)}000       1 main.go:${line}] ${text}\n`);
  };
  const total = flag(argv, "mem-total") ?? "0";
  const burning = Number(flag(argv, "cpus") ?? 0);
  const [chunk, pause] = [flag(argv, "mem-alloc-size") ?? "4Ki", flag(argv, "mem-alloc-sleep") ?? "1ms"];
  log(26, `Allocating "${total}" memory, in "${chunk}" chunks, with a ${pause} sleep between allocations`);
  for (let thread = 0; thread < burning; thread++) log(39, "Spawning a thread to consume CPU");
  log(29, `Allocated "${total}" memory`);
  yield* bear(process, { burning, heldBytes: bytesOf(total), seconds: undefined });
  return 2;
}

interface Start {
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
}

function image(repository: string, sizeBytes: number, path: string, program: Program, start: Start): Image {
  return {
    repository,
    sizeBytes,
    hasTag: (tag) => tag === "latest" || versions(/^\d+(\.\d+)*$/)(tag),
    config: () => ({
      ...start,
      userland: "alpine",
      programs: { [path]: program, ...namedPrograms(["bash"], "/bin") },
    }),
  };
}

const help = { cmd: ["--help"] };

export const stressImages: readonly Image[] = [
  image("docker.io/polinux/stress", 4_016_000, "/usr/local/bin/stress", stress, { cmd: ["/bin/bash"] }),
  image("docker.io/progrium/stress", 103_000_000, "/usr/bin/stress", stress, { entrypoint: ["/usr/bin/stress"] }),
  image("docker.io/polinux/stress-ng", 5_200_000, "/usr/bin/stress-ng", stressNg, {
    entrypoint: ["/usr/bin/stress-ng"],
    ...help,
  }),
  image("docker.io/alexeiled/stress-ng", 2_900_000, "/stress-ng", stressNg, { entrypoint: ["/stress-ng"], ...help }),
  image("docker.io/colinianking/stress-ng", 6_100_000, "/usr/bin/stress-ng", stressNg, {
    entrypoint: ["/usr/bin/stress-ng"],
    ...help,
  }),
  image("docker.io/vish/stress", 1_558_000, "/stress", goStress, { entrypoint: ["/stress"] }),
];
