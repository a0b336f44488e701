// Stands for du and df.

import { childOf, isWithin } from "../../paths.ts";
import type { MountInfo } from "../../process.ts";
import type { Run } from "../applet.ts";
import { each } from "./operands.ts";
import { humanSize } from "./size.ts";

export function du(run: Run): number {
  const options = run.options("shkamcd:x");
  const divisor = options.has("m") ? 1024 * 1024 : 1024;
  const show = (bytes: number, name: string) =>
    run.print(`${options.has("h") ? humanSize(bytes) : Math.ceil(bytes / divisor)}\t${name}\n`);
  const sum = (operand: string, isTop: boolean): number => {
    const path = run.path(operand);
    const info = run.files.lstat(path);
    let bytes = info.type === "symlink" ? 0 : Math.ceil(info.size / 4096) * 4096;
    if (info.type === "directory") for (const name of run.files.list(path)) bytes += sum(childOf(operand, name), false);
    if (isTop || (!options.has("s") && (info.type === "directory" || options.has("a")))) show(bytes, operand);
    return bytes;
  };
  return each(options.operands.length === 0 ? ["."] : options.operands, (operand) =>
    run.attempt(
      () => sum(operand, true),
      (reason) => `${operand}: ${reason}`,
    ),
  );
}

const GIB = 2 ** 30;
/** Where nobody keeps a mount table. */
const ONE_DISK: readonly MountInfo[] = [
  { device: "overlay", path: "/", type: "overlay", options: "rw", sizeBytes: 100 * GIB, usedBytes: 20 * GIB },
];

export function df(run: Run): number {
  const options = run.options("hkPTmai");
  const divisor = options.has("m") ? 1024 * 1024 : 1024;
  const cell = (bytes: number) =>
    (options.has("h") ? humanSize(bytes) : String(Math.floor(bytes / divisor))).padStart(9);
  const title = options.has("h") ? "     Size" : options.has("m") ? "1M-blocks" : "1K-blocks";
  const kind = options.has("T") ? "Type       " : "";
  run.print(`Filesystem           ${kind}${title}      Used Available Use% Mounted on\n`);
  const all = run.process.machine.mounts?.() ?? ONE_DISK;
  const { mounts, status } = chosenMounts(run, all, options.operands);
  for (const { device, path, type, sizeBytes, usedBytes = 0 } of mounts) {
    if (sizeBytes === undefined) continue;
    const share = `${sizeBytes === 0 ? 0 : Math.ceil((usedBytes * 100) / sizeBytes)}%`.padStart(4);
    // A long name has a line to itself.
    const name = device.length > 20 ? `${device}\n${" ".repeat(20)}` : device.padEnd(20);
    run.print(
      `${name} ${options.has("T") ? type.padEnd(11) : ""}${cell(sizeBytes)} ${cell(usedBytes)} ${cell(Math.max(0, sizeBytes - usedBytes))} ${share} ${path}\n`,
    );
  }
  return status;
}

/** For each operand the file system that it is on; without operands all of them. */
function chosenMounts(run: Run, all: readonly MountInfo[], operands: readonly string[]) {
  if (operands.length === 0) return { mounts: all, status: 0 };
  const innermost = all.toSorted((a, b) => b.path.length - a.path.length);
  let status = 0;
  const mounts = operands.flatMap((operand) => {
    const path = run.path(operand);
    if (run.files.exists(path)) return innermost.find((mount) => isWithin(path, mount.path)) ?? [];
    run.complain(`${operand}: can't find mount point`);
    status = 1;
    return [];
  });
  return { mounts, status };
}
