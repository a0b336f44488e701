// What the programs about files do with the paths they are given.

import type { FileInfo } from "../../files.ts";
import { childOf, nameOf } from "../../paths.ts";
import type { Run } from "../applet.ts";

export function each(operands: readonly string[], action: (operand: string) => boolean): number {
  let status = 0;
  for (const operand of operands) if (!action(operand)) status = 1;
  return status;
}

export function isDirectory(run: Run, path: string): boolean {
  return run.files.exists(path) && run.files.stat(path).type === "directory";
}

export function infoOf(run: Run, path: string): FileInfo | undefined {
  let info: FileInfo | undefined;
  const failed = !quietly(() => {
    info = run.files.lstat(path);
  });
  return failed ? undefined : info;
}

function quietly(action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

export function targetOf(run: Run, source: string, target: string): string {
  const path = run.path(target);
  return isDirectory(run, path) ? childOf(path, nameOf(run.path(source))) : path;
}
