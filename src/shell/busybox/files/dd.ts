// Stands for dd: copies so many blocks, and says how many and how fast.

import { openOutput } from "../../open.ts";
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
  const failed: string[] = [];
  const output = target === undefined ? run.process.stdout : undefined;
  let file = output;
  if (
    target !== undefined &&
    !run.attempt(
      () => {
        file = openOutput(run.process, target, { append: false });
      },
      (reason) => `can't open '${target}': ${reason}`,
    )
  )
    return 1;
  const limit = block * count;
  let bytes = 0;
  while (bytes < limit && failed.length === 0) {
    const text = yield* readChunk(input);
    if (text === undefined) break;
    const part = text.slice(0, limit - bytes);
    bytes += part.length;
    if (
      !run.attempt(
        () => {
          file?.write(part);
        },
        (reason) => `error writing '${target ?? "standard output"}': ${reason}`,
      )
    )
      failed.push(part);
    yield* run.work(part.length / 1_000_000);
  }
  const blocks = `${Math.floor(bytes / block)}+${bytes % block === 0 ? 0 : 1}`;
  const seconds = Math.max(run.process.machine.now() - started, 1) / 1000;
  if (settings.get("status") !== "none") {
    run.process.stderr.write(`${blocks} records in\n${blocks} records out\n`);
    run.process.stderr.write(
      `${bytes} bytes (${humanSize(bytes)}B) copied, ${seconds.toFixed(6)} seconds, ${humanSize(bytes / seconds)}B/s\n`,
    );
  }
  return failed.length > 0 ? 1 : 0;
}
