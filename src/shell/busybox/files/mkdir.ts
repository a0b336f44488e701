// Stands for mkdir and install: directories and files that are put into place.

import { parentOf } from "../../paths.ts";
import { type Doing, readAll } from "../../reading.ts";
import type { Run } from "../applet.ts";
import { each, isDirectory, targetOf } from "./operands.ts";

export function mkdir(run: Run): number {
  const options = run.options("pm:v", { parents: "p", mode: "m" });
  if (options.operands.length === 0) run.usage("mkdir [-m MODE] [-p] DIRECTORY...");
  const mode = options.value("m") === undefined ? 0o755 : Number.parseInt(options.value("m") ?? "755", 8);
  return each(options.operands, (operand) => {
    const path = run.path(operand);
    const words = (reason: string) => `can't create directory '${operand}': ${reason}`;
    if (!options.has("p")) return run.attempt(() => run.files.makeDirectory(path, mode), words);
    return run.attempt(() => makeParents(run, path, mode), words);
  });
}

function makeParents(run: Run, path: string, mode: number): void {
  if (isDirectory(run, path)) return;
  if (path !== "/") makeParents(run, parentOf(path), 0o755);
  run.files.makeDirectory(path, mode);
}

export function* install(run: Run): Doing<number> {
  const options = run.options("dm:D");
  if (options.has("d"))
    return each(options.operands, (operand) =>
      run.attempt(
        () => makeParents(run, run.path(operand), 0o755),
        (reason) => `${operand}: ${reason}`,
      ),
    );
  const [source = "", target = ""] = options.operands;
  const input = run.open(source);
  if (input === undefined) return 1;
  const text = yield* readAll(input);
  const mode = Number.parseInt(options.value("m") ?? "755", 8);
  return run.attempt(
    () => run.files.write(targetOf(run, source, target), text, mode),
    (reason) => `${target}: ${reason}`,
  )
    ? 0
    : 1;
}
