// Stands for basename and dirname.

import { nameOf } from "../../paths.ts";
import type { Run } from "../applet.ts";

export function basename(run: Run): number {
  const [path, suffix] = run.options("+az").operands;
  if (path === undefined) return run.usage("basename FILE [SUFFIX] | -a FILE... | -s SUFFIX FILE...");
  const name = nameOf(path.replace(/(.)\/+$/, "$1")) || "/";
  run.print(
    `${suffix !== undefined && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}\n`,
  );
  return 0;
}

export function dirname(run: Run): number {
  const [path = ""] = run.options("").operands;
  const clean = path.replace(/(.)\/+$/, "$1");
  run.print(`${clean.includes("/") ? clean.slice(0, clean.lastIndexOf("/")) || "/" : "."}\n`);
  return 0;
}
