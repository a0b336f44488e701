// What the programs that show bytes read: all operands as one, from an offset on, and no more than was asked for.

import { bytesOfText } from "../../../bytes/bytes.ts";
import { type Doing, readBytes } from "../../reading.ts";
import type { Run } from "../applet.ts";
import { parseSize } from "../files/size.ts";

export interface Part {
  readonly skip: number;
  /** Infinity for all that follows. */
  readonly limit: number;
}

export function* readPart(
  run: Run,
  operands: readonly string[],
  { skip, limit }: Part,
): Doing<{
  readonly bytes: Uint8Array;
  readonly status: number;
}> {
  if (limit === Number.POSITIVE_INFINITY) {
    const { text, status } = yield* run.readOperands(operands);
    return { bytes: bytesOfText(text).subarray(skip), status };
  }
  const all: number[] = [];
  let status = 0;
  for (const operand of operands.length === 0 ? ["-"] : operands) {
    const input = run.open(operand, (reason) => `${operand}: ${reason}`);
    if (input === undefined) status = 1;
    // A device never ends, so only so much is read of it.
    else for (const byte of yield* readBytes(input, skip + limit - all.length)) all.push(byte);
  }
  return { bytes: Uint8Array.from(all.slice(skip)), status };
}

/** "16", "1k", "0x10"; undefined means `fallback`. */
export function parseOffset(run: Run, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const value = /^0[xX][0-9a-fA-F]+$/.test(text) ? Number(text) : parseSize(text);
  return Number.isNaN(value) ? run.fail(`invalid number '${text}'`) : value;
}

/** The rows of a dump. A row that equals the one before shows as `*`, once, unless all are wanted. */
export function* rowsOf(
  bytes: Uint8Array,
  width: number,
  showsAll: boolean,
): Generator<{
  readonly at: number;
  readonly row: Uint8Array;
  readonly isRepeated: boolean;
}> {
  let before: string | undefined;
  let isStarred = false;
  for (let at = 0; at < bytes.length; at += width) {
    const row = bytes.subarray(at, at + width);
    const key = row.join();
    const isRepeated = !showsAll && key === before && row.length === width;
    if (!isRepeated || !isStarred) yield { at, row, isRepeated };
    isStarred = isRepeated;
    before = key;
  }
}

export function hex(value: number | bigint, width: number): string {
  return value.toString(16).padStart(width, "0");
}

/** As `|…|` shows it. */
export function printable(row: Uint8Array): string {
  return Array.from(row, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
}

/** The number that so many bytes are, the lowest first; what is missing counts as 0. */
export function littleEndian(row: Uint8Array, at: number, size: number): bigint {
  let value = 0n;
  for (let next = size - 1; next >= 0; next--) value = (value << 8n) | BigInt(row[at + next] ?? 0);
  return value;
}

const escapes: Readonly<Record<number, string>> = {
  0: "\\0",
  7: "\\a",
  8: "\\b",
  9: "\\t",
  10: "\\n",
  11: "\\v",
  12: "\\f",
  13: "\\r",
};

/** As -c shows a byte. */
export function character(byte: number): string {
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return escapes[byte] ?? byte.toString(8).padStart(3, "0");
}
