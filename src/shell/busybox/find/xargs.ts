// Stands for xargs.

import { type Doing, readAll } from "../../reading.ts";
import type { Run } from "../applet.ts";
import { runCommand } from "./run-command.ts";

export function* xargs(run: Run): Doing<number> {
  const options = run.options("+n:I:0rtpL:d:P:a:", { null: "0" });
  const text = yield* readAll(run.process.stdin);
  const items = options.has("0")
    ? text.split("\0").filter((item) => item !== "")
    : options.has("I")
      ? text
          .split("\n")
          .filter((line) => line.trim() !== "")
          .map((line) => line.trim())
      : splitQuoted(text);
  const command = options.operands.length === 0 ? ["echo"] : [...options.operands];
  const placeholder = options.value("I");
  const size = Number(options.value("n") ?? options.value("L") ?? (items.length || 1));
  const batches: string[][] = [];
  if (placeholder !== undefined)
    for (const item of items) batches.push(command.map((word) => word.replaceAll(placeholder, item)));
  else {
    for (let at = 0; at < items.length; at += size) batches.push([...command, ...items.slice(at, at + size)]);
    if (items.length === 0 && !options.has("r")) batches.push(command);
  }
  let status = 0;
  for (const argv of batches) {
    if (options.has("t")) run.process.stderr.write(`${argv.join(" ")}\n`);
    const code = yield* runCommand(run, argv);
    if (code === 127 || code === 126) return code;
    if (code === 255) return 124;
    if (code !== 0) status = 123;
  }
  return status;
}

function splitQuoted(text: string): string[] {
  const words = text.match(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [];
  return words.map((word) =>
    word.replace(/"([^"]*)"|'([^']*)'|\\(.)/g, (_, double, single, escaped) => double ?? single ?? escaped ?? ""),
  );
}
