// Stands for tail, which may follow files as they grow.

import { sliceBytes } from "../../../bytes/bytes.ts";
import { type Doing, readAll } from "../../reading.ts";
import { type Run, sleepFor } from "../applet.ts";
import { parseSize } from "../files/size.ts";
import { countArguments } from "./head.ts";

export function* tail(run: Run): Doing<number> {
  const options = run.options("n:c:fFqs:v", { lines: "n", bytes: "c", follow: "f" }, countArguments(run.args));
  const operands = options.operands.length === 0 ? ["-"] : options.operands;
  const spec = options.value("c") ?? options.value("n") ?? "10";
  const isBytes = options.has("c");
  if (Number.isNaN(parseSize(spec.replace(/^[-+]/, "")))) run.fail(`invalid number '${spec}'`);
  let status = 0;
  for (const [index, operand] of operands.entries()) {
    const input = run.open(operand, (reason) => `can't open '${operand}': ${reason}`);
    if (input === undefined) {
      status = 1;
      continue;
    }
    if (operands.length > 1 && !options.has("q")) run.print(`${index > 0 ? "\n" : ""}==> ${operand} <==\n`);
    run.print(lastPart(yield* readAll(input), spec, isBytes));
  }
  const follows = options.has("f") || options.has("F");
  const followed = operands.filter((operand) => operand !== "-");
  if (status !== 0 && !options.has("F")) run.complain("no files");
  if (!follows || (status !== 0 && !options.has("F") && followed.length < 2)) return status;
  yield* run.flush();
  return yield* follow(run, followed);
}

function lastPart(text: string, spec: string, isBytes: boolean): string {
  const count = parseSize(spec.replace(/^[-+]/, ""));
  if (isBytes && spec.startsWith("+")) return sliceBytes(text, Math.max(0, count - 1));
  if (isBytes) return count === 0 ? "" : sliceBytes(text, -count);
  const lines = text.split("\n");
  const ended = lines.at(-1) === "";
  if (ended) lines.pop();
  const kept = spec.startsWith("+")
    ? lines.slice(Math.max(0, count - 1))
    : lines.slice(Math.max(0, lines.length - count));
  return kept.length === 0 ? "" : kept.join("\n") + (ended ? "\n" : "");
}

function* follow(run: Run, operands: readonly string[]): Doing<number> {
  const seen = new Map(operands.map((operand) => [operand, sizeOf(run, operand)]));
  while (!run.isBroken) {
    yield* sleepFor(run.process, 1000);
    for (const operand of operands) {
      const path = run.path(operand);
      if (!run.files.exists(path)) continue;
      const text = run.files.read(path);
      const before = seen.get(operand) ?? 0;
      run.print(text.slice(text.length < before ? 0 : before));
      seen.set(operand, text.length);
    }
    yield* run.flush();
  }
  return 0;
}

function sizeOf(run: Run, operand: string): number {
  const path = run.path(operand);
  return run.files.exists(path) ? run.files.read(path).length : 0;
}
