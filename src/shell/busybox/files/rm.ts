// Stands for rm and rmdir.

import { childOf } from "../../paths.ts";
import type { Run } from "../applet.ts";
import { each, infoOf } from "./operands.ts";

export function rm(run: Run): number {
  const options = run.options("rRfiv");
  if (options.operands.length === 0 && !options.has("f")) run.usage("rm [-irf] FILE...");
  return each(options.operands, (operand) => {
    const path = run.path(operand);
    if (infoOf(run, path) === undefined) {
      if (options.has("f")) return true;
      return run.attempt(
        () => run.files.lstat(path),
        (reason) => `can't remove '${operand}': ${reason}`,
      );
    }
    return removeTree(run, path, operand, options.has("r") || options.has("R"));
  });
}

export function removeTree(run: Run, path: string, operand: string, recursive: boolean): boolean {
  if (run.files.lstat(path).type === "directory") {
    if (!recursive) {
      run.complain(`'${operand}' is a directory`);
      return false;
    }
    let all = true;
    for (const name of run.files.list(path))
      all = removeTree(run, childOf(path, name), childOf(operand, name), true) && all;
    if (!all) return false;
  }
  return run.attempt(
    () => run.files.remove(path),
    (reason) => `can't remove '${operand}': ${reason}`,
  );
}

export function rmdir(run: Run): number {
  const options = run.options("p", { "ignore-fail-on-non-empty": "p" });
  return each(options.operands, (operand) => {
    const path = run.path(operand);
    const info = infoOf(run, path);
    if (info !== undefined && info.type !== "directory") {
      run.complain(`'${operand}': Not a directory`);
      return false;
    }
    return run.attempt(
      () => run.files.remove(path),
      (reason) => `'${operand}': ${reason}`,
    );
  });
}
