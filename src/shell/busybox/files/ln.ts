// Stands for ln, readlink and realpath.

import { childOf, nameOf, parentOf, resolvePath } from "../../paths.ts";
import type { Run } from "../applet.ts";
import { each, infoOf, isDirectory } from "./operands.ts";

export function ln(run: Run): number {
  const options = run.options("sfnvT", { symbolic: "s", force: "f" });
  const [target, name = "."] = options.operands;
  if (target === undefined) return run.usage("ln [-sfnbtv] [-S SUF] TARGET... LINK|DIR");
  const path = run.path(name);
  const place = isDirectory(run, path) && !options.has("n") ? childOf(path, nameOf(target)) : path;
  return run.attempt(
    () => {
      if (options.has("f") && infoOf(run, place) !== undefined) run.files.remove(place);
      // Simplified: a hard link is a copy, since a tree of files has no shared inodes; the contents are the same at that moment.
      if (options.has("s")) run.files.link(target, place);
      else if (run.files.exists(place)) run.files.makeDirectory(place);
      else run.files.write(place, run.files.read(run.path(target)));
    },
    (reason) => `${name}: ${reason}`,
  )
    ? 0
    : 1;
}

export function readlink(run: Run): number {
  const options = run.options("fnv");
  const [operand = ""] = options.operands;
  const path = run.path(operand);
  if (!options.has("f")) {
    const info = infoOf(run, path);
    if (info?.target === undefined) return 1;
    run.print(`${info.target}\n`);
    return 0;
  }
  run.print(`${realPath(run, path)}\n`);
  return 0;
}

export function realpath(run: Run): number {
  return each(run.options("").operands, (operand) => {
    const path = realPath(run, run.path(operand));
    const isThere = run.attempt(
      () => run.files.lstat(parentOf(path)),
      (reason) => `${operand}: ${reason}`,
    );
    if (isThere) run.print(`${path}\n`);
    return isThere;
  });
}

/** As lstat sees it, but for links, which are followed; more than 40 of them are a circle. */
function realPath(run: Run, path: string): string {
  let done = "/";
  let rest = partsOf(path);
  for (let links = 0; rest.length > 0 && links < 40; ) {
    const [name = "", ...others] = rest;
    const next = childOf(done, name);
    const target = infoOf(run, next)?.target;
    if (target === undefined) {
      done = next;
      rest = others;
    } else {
      links++;
      rest = [...partsOf(resolvePath(done, target)), ...others];
      done = "/";
    }
  }
  return done;
}

function partsOf(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}
