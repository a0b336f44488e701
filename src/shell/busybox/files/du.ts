// Stands for du and df.

import { childOf } from "../../paths.ts";
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

// Simplified: one file system of a fixed size; a container's mounts do not report how full they are.
export function df(run: Run): number {
  const options = run.options("hkPTmai");
  const total = 102_400 * 1024 * 1024;
  const used = 20_480 * 1024 * 1024;
  const cell = (bytes: number) => (options.has("h") ? humanSize(bytes) : String(bytes / 1024)).padStart(9);
  run.print(
    `Filesystem           ${options.has("h") ? "     Size" : "1K-blocks"}      Used Available Use% Mounted on\n`,
  );
  run.print(`${"overlay".padEnd(20)} ${cell(total)} ${cell(used)} ${cell(total - used)}  20% /\n`);
  return 0;
}
