// Stands for find: walks the trees it is given.

import type { FileInfo } from "../../files.ts";
import { childOf, nameOf } from "../../paths.ts";
import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";
import { FindParser } from "./parse.ts";

export function* find(run: Run): Doing<number> {
  const starts: string[] = [];
  const words = [...run.args];
  while (words[0] === "-L" || words[0] === "-H" || words[0] === "-P") words.shift();
  while (words.length > 0 && !/^[-(!]/.test(words[0] ?? "")) starts.push(words.shift() ?? "");
  const plan = new FindParser(run, words).plan();
  const follows = plan.follows || run.args[0] === "-L";
  let status = 0;
  const visit = function* (path: string, name: string, depth: number): Doing<void> {
    const full = run.path(path);
    let info: FileInfo | undefined;
    const done = run.attempt(
      () => {
        info = follows && run.files.exists(full) ? run.files.stat(full) : run.files.lstat(full);
      },
      (reason) => `${path}: ${reason}`,
    );
    if (!done || info === undefined) {
      status = 1;
      return;
    }
    if (depth >= plan.minDepth) {
      const answer = plan.test({ path, name, info });
      const matches = typeof answer === "boolean" ? answer : yield* answer;
      if (matches && !plan.acts) run.print(`${path}\n`);
    }
    yield* run.work(0.002);
    if (info.type !== "directory" || depth >= plan.maxDepth) return;
    for (const child of run.files.list(full)) yield* visit(childOf(path, child), child, depth + 1);
  };
  for (const start of starts.length === 0 ? ["."] : starts) yield* visit(start, nameOf(start), 0);
  return status;
}
