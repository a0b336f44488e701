// Stands for chmod: octal modes, and clauses such as u+x,go-w.

import type { FileInfo } from "../../files.ts";
import { childOf } from "../../paths.ts";
import type { Run } from "../applet.ts";
import { each, isDirectory } from "./operands.ts";

export function chmod(run: Run): number {
  const [flag, ...rest] = run.args;
  const recursive = flag === "-R";
  const [mode, ...operands] = recursive ? rest : run.args;
  if (mode === undefined || operands.length === 0) return run.usage("chmod [-R] MODE[,MODE]... FILE...");
  return each(operands, (operand) =>
    changeTree(run, operand, recursive, (path, info) => {
      const wanted = newMode(mode, info) ?? run.fail(`invalid mode '${mode}'`);
      run.files.setMode(path, wanted);
    }),
  );
}

export function changeTree(
  run: Run,
  operand: string,
  recursive: boolean,
  change: (path: string, info: FileInfo) => void,
): boolean {
  const path = run.path(operand);
  const done = run.attempt(
    () => change(path, run.files.stat(path)),
    (reason) => `${operand}: ${reason}`,
  );
  if (!done || !recursive || !isDirectory(run, path)) return done;
  return run.files.list(path).every((name) => changeTree(run, childOf(operand, name), true, change));
}

export function newMode(spec: string, info: FileInfo): number | undefined {
  if (/^[0-7]+$/.test(spec)) return Number.parseInt(spec, 8);
  let mode = info.mode;
  for (const clause of spec.split(",")) {
    const match = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause);
    if (match === null) return undefined;
    const [, who = "", operator, what = ""] = match;
    const classes = who === "" || who.includes("a") ? "ugo" : who;
    let bits = 0;
    let cleared = 0;
    for (const letter of classes) {
      const shift = { u: 6, g: 3, o: 0 }[letter] ?? 0;
      cleared |= 7 << shift;
      for (const right of what)
        bits |=
          ({ r: 4, w: 2, x: 1, X: info.type === "directory" || (info.mode & 0o111) !== 0 ? 1 : 0 }[right] ?? 0) <<
          shift;
      if (what.includes("s")) bits |= letter === "u" ? 0o4000 : letter === "g" ? 0o2000 : 0;
    }
    if (what.includes("t")) bits |= 0o1000;
    mode = operator === "+" ? mode | bits : operator === "-" ? mode & ~bits : (mode & ~cleared) | bits;
  }
  return mode;
}
