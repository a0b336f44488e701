// Stands for mv: a rename, and a copy where the file systems differ.

import type { Run } from "../applet.ts";
import { copyTree } from "./cp.ts";
import { each, infoOf, isDirectory, targetOf } from "./operands.ts";
import { removeTree } from "./rm.ts";

export function mv(run: Run): number {
  const options = run.options("finTv");
  const sources = options.operands.slice(0, -1);
  const target = options.operands.at(-1);
  if (target === undefined || sources.length === 0) return run.usage("mv [-finT] SOURCE... DEST");
  if (sources.length > 1 && !isDirectory(run, run.path(target))) run.fail(`target '${target}' is not a directory`);
  return each(sources, (source) => {
    const from = run.path(source);
    const to = targetOf(run, source, target);
    if (options.has("n") && run.files.exists(to)) return true;
    const words = (reason: string) => `can't rename '${source}': ${reason}`;
    if (infoOf(run, from) === undefined) return run.attempt(() => run.files.lstat(from), words);
    return run.attempt(() => moveTree(run, from, to), words);
  });
}

function moveTree(run: Run, from: string, to: string): void {
  try {
    run.files.rename(from, to);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "EXDEV") throw error;
    copyTree(run, from, to, true);
    removeTree(run, from, from, true);
  }
}
