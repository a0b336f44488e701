// Stands for head.

import { sliceBytes, textOfBytes } from "../../../bytes/bytes.ts";
import type { Input } from "../../process.ts";
import { type Doing, LineReader, readAll, readBytes } from "../../reading.ts";
import { linesOf, type Run } from "../applet.ts";
import { parseSize } from "../files/size.ts";

/** `head -3` means `head -n 3`; a number behind an option is that option's own. */
export function countArguments(args: readonly string[]): string[] {
  return args.flatMap((arg, index) => {
    const isValue = /^(-[a-z]*[ncs]|--lines|--bytes)$/.test(args[index - 1] ?? "");
    return /^[-+]\d+$/.test(arg) && !isValue ? ["-n", arg.replace(/^-/, "")] : [arg];
  });
}

export function* head(run: Run): Doing<number> {
  const options = run.options("n:c:qv", { lines: "n", bytes: "c" }, countArguments(run.args));
  const bytes = options.value("c");
  const given = bytes ?? options.value("n") ?? "10";
  const count = parseCount(given);
  if (Number.isNaN(count)) run.fail(`invalid number '${given}'`);
  const operands = options.operands.length === 0 ? ["-"] : options.operands;
  let status = 0;
  for (const [index, operand] of operands.entries()) {
    const input = run.open(operand, (reason) => `${operand}: ${reason}`);
    if (input === undefined) {
      status = 1;
      continue;
    }
    if (operands.length > 1 && !options.has("q")) run.print(`${index > 0 ? "\n" : ""}==> ${operand} <==\n`);
    if (bytes !== undefined) run.print(yield* firstBytes(input, count));
    else if (count < 0) for (const line of linesOf(yield* readAll(input)).slice(0, count)) run.print(`${line}\n`);
    else yield* firstLines(run, new LineReader(input), count);
  }
  return status;
}

/** "20", "1k", or "-5" for all but the last five. */
export function parseCount(text: string): number {
  return text.startsWith("-") ? -parseSize(text.slice(1)) : parseSize(text);
}

function* firstBytes(input: Input, count: number): Doing<string> {
  return count < 0 ? sliceBytes(yield* readAll(input), 0, count) : textOfBytes(yield* readBytes(input, count));
}

function* firstLines(run: Run, reader: LineReader, count: number): Doing<void> {
  for (let left = count; left > 0; left--) {
    const line = yield* reader.next();
    if (line === undefined) return;
    run.print(reader.lastLineEnded ? `${line}\n` : line);
    if (run.process.stdout.isTerminal) yield* run.flush();
  }
}
