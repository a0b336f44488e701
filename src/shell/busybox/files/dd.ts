// Stands for dd: copies so many blocks, and says how many and how fast.

import { byteLength, sliceBytes } from "../../../bytes/bytes.ts";
import { extendFile } from "../../files.ts";
import { InputHandle } from "../../handles.ts";
import { openOutput } from "../../open.ts";
import type { Input, Output } from "../../process.ts";
import { type Doing, readChunk } from "../../reading.ts";
import type { Run } from "../applet.ts";
import { humanSize, parseSize } from "./size.ts";

const SMALLEST_PIECE = 65_536;
const LARGEST_PIECE = 16 * 1024 * 1024;
const BYTES_PER_MS = 1_000_000;

export function* dd(run: Run): Doing<number> {
  const settings = new Map(run.args.map((arg) => [arg.slice(0, arg.indexOf("=")), arg.slice(arg.indexOf("=") + 1)]));
  const size = (name: string, fallback: string) => parseSize(settings.get(name) ?? fallback);
  const block = size("bs", "512");
  const count = settings.has("count") ? size("count", "") : Number.POSITIVE_INFINITY;
  const [skip, seek] = [size("skip", "0") * block, size("seek", "0") * block];
  if ([block, count, skip, seek].some(Number.isNaN)) run.fail("invalid number");
  const input = run.open(settings.get("if") ?? "-", (reason) => `can't open '${settings.get("if")}': ${reason}`);
  if (input === undefined) return 1;
  const started = run.process.machine.now();
  const name = settings.get("of") ?? "standard output";
  const isKept = (settings.get("conv") ?? "").split(",").includes("notrunc");
  const target = settings.has("of") ? openTarget(run, name, seek, isKept) : { output: run.process.stdout, rest: "" };
  if (target === undefined) return 1;
  const part = { skip, limit: block * count, name };
  const isZeros = settings.get("if") === "/dev/zero" && settings.has("of") && !run.path(name).startsWith("/dev/");
  const { bytes, failed } = yield* isZeros ? writeZeros(run, part) : copyPart(run, input, target.output, part);
  target.output.write(sliceBytes(target.rest, bytes));
  const seconds = Math.max(run.process.machine.now() - started, 1) / 1000;
  if (settings.get("status") !== "none") report(run, bytes, block, seconds);
  return failed ? 1 : 0;
}

interface Target {
  readonly output: Output;
  /** What the file holds from there on and keeps, where the copy does not overwrite it. */
  readonly rest: string;
}

/** The file, cut where the copy shall begin. */
function openTarget(run: Run, name: string, seek: number, keepsRest: boolean): Target | undefined {
  const path = run.path(name);
  let target: Target | undefined;
  run.attempt(
    () => {
      const before = (seek > 0 || keepsRest) && run.files.exists(path) ? run.files.read(path) : "";
      const output = openOutput(run.process, name, { append: false });
      const kept = sliceBytes(before, 0, seek);
      output.write(kept + "\0".repeat(seek - byteLength(kept)));
      target = { output, rest: keepsRest ? sliceBytes(before, seek) : "" };
    },
    (reason) => `can't open '${name}': ${reason}`,
  );
  return target;
}

interface Part {
  readonly skip: number;
  readonly limit: number;
  /** What the output is called. */
  readonly name: string;
}

function* copyPart(run: Run, input: Input, output: Output, { skip, limit, name }: Part) {
  let toSkip = skip;
  let bytes = 0;
  let failed = false;
  while (bytes < limit && !failed) {
    const text = yield* readChunk(input);
    if (text === undefined) break;
    const rest = toSkip === 0 ? text : sliceBytes(text, toSkip);
    toSkip = Math.max(0, toSkip - byteLength(text));
    const part = upTo(input, rest, limit - bytes);
    const size = byteLength(part);
    bytes += size;
    failed = !run.attempt(
      () => output.write(part),
      (reason) => `error writing '${name}': ${reason}`,
    );
    yield* run.work(size / BYTES_PER_MS);
  }
  return { bytes, failed };
}

/** How disks are filled: large pieces, and it is the disk that takes the time. */
function* writeZeros(run: Run, { limit, name }: Part): Doing<{ bytes: number; failed: boolean }> {
  let bytes = 0;
  let failed = false;
  while (bytes < limit && !failed) {
    const size = Math.min(limit - bytes, Math.max(SMALLEST_PIECE, Math.min(LARGEST_PIECE, bytes)));
    failed = !run.attempt(
      () => extendFile(run.files, run.path(name), size),
      (reason) => `error writing '${name}': ${reason}`,
    );
    if (failed) break;
    bytes += size;
    yield { until: [], forMs: size / BYTES_PER_MS };
  }
  return { bytes, failed };
}

/** What is over the limit is left to the next reader. */
function upTo(input: Input, text: string, limit: number): string {
  if (byteLength(text) <= limit) return text;
  if (input instanceof InputHandle) input.unread(sliceBytes(text, limit));
  return sliceBytes(text, 0, limit);
}

function report(run: Run, bytes: number, block: number, seconds: number): void {
  const blocks = `${Math.floor(bytes / block)}+${bytes % block === 0 ? 0 : 1}`;
  const { stderr } = run.process;
  stderr.write(`${blocks} records in\n${blocks} records out\n`);
  stderr.write(
    `${bytes} bytes (${humanSize(bytes)}B) copied, ${seconds.toFixed(6)} seconds, ${humanSize(bytes / seconds)}B/s\n`,
  );
}
