// Stands for hexdump: bytes in hexadecimal, with -C beside their characters.

import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";
import { character, hex, littleEndian, parseOffset, printable, readPart, rowsOf } from "./read.ts";

type Line = (address: number, row: Uint8Array) => string;

export function* hexdump(run: Run): Doing<number> {
  const options = run.options(`${run.name === "hd" ? "" : "C"}bcdoxvn:s:e:f:`);
  if (options.has("e") || options.has("f")) run.fail("k8s-tutor does not simulate formats of hexdump");
  const skip = parseOffset(run, options.value("s"), 0);
  const limit = parseOffset(run, options.value("n"), Number.POSITIVE_INFINITY);
  const { bytes, status } = yield* readPart(run, options.operands, { skip, limit });
  const isCanonical = run.name === "hd" || options.has("C");
  const letter = ["b", "c", "d", "o", "x"].find((candidate) => options.has(candidate));
  const line = isCanonical ? canonical : (lines[letter ?? ""] ?? words);
  for (const { at, row, isRepeated } of rowsOf(bytes, 16, options.has("v")))
    run.print(isRepeated ? "*\n" : `${line(skip + at, row)}\n`);
  if (bytes.length > 0) run.print(`${hex(skip + bytes.length, isCanonical ? 8 : 7)}\n`);
  return status;
}

const canonical: Line = (address, row) => {
  const cells = Array.from(row, (byte, at) => `${at === 8 ? " " : ""}${hex(byte, 2)} `).join("");
  return `${hex(address, 8)}  ${cells.padEnd(49)} |${printable(row)}|`;
};

const words: Line = table(2, 4, (value) => hex(value, 4));

const lines: Readonly<Record<string, Line>> = {
  b: table(1, 3, (value) => value.toString(8).padStart(3, "0")),
  c: table(1, 3, (value) => character(Number(value)).padStart(3)),
  d: table(2, 7, (value) => value.toString().padStart(5, "0").padStart(7)),
  o: table(2, 7, (value) => value.toString(8).padStart(6, "0").padStart(7)),
  x: table(2, 7, (value) => hex(value, 4).padStart(7)),
};

/** A row that is not full is as wide as the others. */
function table(size: number, width: number, cell: (value: bigint) => string): Line {
  return (address, row) => {
    const count = Math.ceil(row.length / size);
    const cells = Array.from({ length: count }, (_, at) => ` ${cell(littleEndian(row, at * size, size))}`);
    return `${hex(address, 7)}${cells.join("").padEnd((16 / size) * (width + 1))}`;
  };
}
