// Stands for dd: copies so many blocks, and says how many and how fast.

import { openOutput } from "../../open.ts";
import type { Input, Output } from "../../process.ts";
import { type Doing, readChunk } from "../../reading.ts";
import type { Run } from "../applet.ts";
import { humanSize, parseSize } from "./size.ts";

export function* dd(run: Run): Doing<number> {
  const settings = new Map(run.args.map((arg) => [arg.slice(0, arg.indexOf("=")), arg.slice(arg.indexOf("=") + 1)]));
  const block = parseSize(settings.get("bs") ?? "512");
  const count = settings.has("count") ? parseSize(settings.get("count") ?? "") : Number.POSITIVE_INFINITY;
  if (Number.isNaN(block) || Number.isNaN(count)) run.fail("invalid number");
  const input = run.open(settings.get("if") ?? "-", (reason) => `can't open '${settings.get("if")}': ${reason}`);
  if (input === undefined) return 1;
  const started = run.process.machine.now();
  const target = settings.get("of");
  const output = target === undefined ? run.process.stdout : openTarget(run, target);
  if (output === undefined) return 1;
  const { bytes, failed } = yield* copyUpTo(run, input, output, block * count, target ?? "standard output");
  const seconds = Math.max(run.process.machine.now() - started, 1) / 1000;
  if (settings.get("status") !== "none") report(run, bytes, block, seconds);
  return failed ? 1 : 0;
}

function openTarget(run: Run, target: string): Output | undefined {
  let output: Output | undefined;
  run.attempt(
    () => {
      output = openOutput(run.process, target, { append: false });
    },
    (reason) => `can't open '${target}': ${reason}`,
  );
  return output;
}

function* copyUpTo(
  run: Run,
  input: Input,
  output: Output,
  limit: number,
  name: string,
): Doing<{ bytes: number; failed: boolean }> {
  let bytes = 0;
  let failed = false;
  while (bytes < limit && !failed) {
    const text = yield* readChunk(input);
    if (text === undefined) break;
    const part = text.slice(0, limit - bytes);
    bytes += part.length;
    failed = !run.attempt(
      () => output.write(part),
      (reason) => `error writing '${name}': ${reason}`,
    );
    yield* run.work(part.length / 1_000_000);
  }
  return { bytes, failed };
}

function report(run: Run, bytes: number, block: number, seconds: number): void {
  const blocks = `${Math.floor(bytes / block)}+${bytes % block === 0 ? 0 : 1}`;
  const { stderr } = run.process;
  stderr.write(`${blocks} records in\n${blocks} records out\n`);
  stderr.write(
    `${bytes} bytes (${humanSize(bytes)}B) copied, ${seconds.toFixed(6)} seconds, ${humanSize(bytes / seconds)}B/s\n`,
  );
}
