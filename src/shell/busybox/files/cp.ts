// Stands for cp.

import { childOf } from "../../paths.ts";
import type { Run } from "../applet.ts";
import { each, infoOf, isDirectory, targetOf } from "./operands.ts";

export function cp(run: Run): number {
  const options = run.options("arRpfLPdiv", { recursive: "r", archive: "a" });
  const sources = options.operands.slice(0, -1);
  const target = options.operands.at(-1);
  if (target === undefined || sources.length === 0) return run.usage("cp [-arPLHpfinlsTu] SOURCE DEST");
  if (sources.length > 1 && !isDirectory(run, run.path(target))) run.fail(`target '${target}' is not a directory`);
  const recursive = options.has("r") || options.has("R") || options.has("a");
  const keepsLinks = options.has("a") || options.has("P") || options.has("d");
  return each(sources, (source) => {
    const from = run.path(source);
    if (!run.files.exists(from) && infoOf(run, from)?.type !== "symlink") {
      return run.attempt(
        () => run.files.stat(from),
        (reason) => `can't stat '${source}': ${reason}`,
      );
    }
    if (isDirectory(run, from) && !recursive) {
      run.complain(`omitting directory '${source}'`);
      return false;
    }
    const to = targetOf(run, source, target);
    return run.attempt(
      () => copyTree(run, from, to, keepsLinks),
      (reason) => `can't create '${target}': ${reason}`,
    );
  });
}

export function copyTree(run: Run, from: string, to: string, keepsLinks: boolean): void {
  const info = keepsLinks ? run.files.lstat(from) : run.files.stat(from);
  if (info.type === "symlink") run.files.link(info.target ?? "", to);
  else if (info.type === "file") run.files.write(to, run.files.read(from), info.mode);
  else {
    if (!isDirectory(run, to)) run.files.makeDirectory(to, info.mode);
    for (const name of run.files.list(from)) copyTree(run, childOf(from, name), childOf(to, name), keepsLinks);
  }
}
