// The commands that a shell does itself.

import type { Builtin } from "../running-shell.ts";
import { controlBuiltins } from "./control.ts";
import { directoryBuiltins } from "./directory.ts";
import { jobBuiltins } from "./jobs.ts";
import { textBuiltins } from "./text.ts";
import { variableBuiltins } from "./variables.ts";

const families: readonly Readonly<Record<string, Builtin>>[] = [
  controlBuiltins,
  variableBuiltins,
  textBuiltins,
  directoryBuiltins,
  jobBuiltins,
];

export function findBuiltin(name: string): Builtin | undefined {
  for (const family of families) if (Object.hasOwn(family, name)) return family[name];
  return undefined;
}

export function builtinNames(): readonly string[] {
  return families.flatMap((family) => Object.keys(family));
}
