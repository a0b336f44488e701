// Stands for head.

import { type Doing, LineReader, readAll, readChunk } from "../../reading.ts";
import { linesOf, type Run } from "../applet.ts";

/** `head -3` means `head -n 3`. */
export function countArguments(args: readonly string[]): string[] {
  return args.flatMap((arg) => (/^[-+]\d+$/.test(arg) ? ["-n", arg.replace(/^-/, "")] : [arg]));
}

export function* head(run: Run): Doing<number> {
  const options = run.options("n:c:qv", { lines: "n", bytes: "c" }, countArguments(run.args));
  const bytes = options.value("c");
  const count = Number(bytes ?? options.value("n") ?? "10");
  if (Number.isNaN(count)) run.fail(`invalid number '${options.value("n") ?? bytes}'`);
  const operands = options.operands.length === 0 ? ["-"] : options.operands;
  let status = 0;
  for (const [index, operand] of operands.entries()) {
    const input = run.open(operand, (reason) => `${operand}: ${reason}`);
    if (input === undefined) {
      status = 1;
      continue;
    }
    if (operands.length > 1 && !options.has("q")) run.print(`${index > 0 ? "\n" : ""}==> ${operand} <==\n`);
    if (count < 0) for (const line of linesOf(yield* readAll(input)).slice(0, count)) run.print(`${line}\n`);
    else if (bytes !== undefined) run.print(yield* firstBytes(input, count));
    else yield* firstLines(run, new LineReader(input), count);
  }
  return status;
}

function* firstBytes(input: Parameters<typeof readChunk>[0], count: number): Doing<string> {
  let text = "";
  while (text.length < count) {
    const more = yield* readChunk(input);
    if (more === undefined) break;
    text += more;
  }
  return text.slice(0, count);
}

function* firstLines(run: Run, reader: LineReader, count: number): Doing<void> {
  for (let left = count; left > 0; left--) {
    const line = yield* reader.next();
    if (line === undefined) return;
    run.print(reader.lastLineEnded ? `${line}\n` : line);
    if (run.process.stdout.isTerminal) yield* run.flush();
  }
}
