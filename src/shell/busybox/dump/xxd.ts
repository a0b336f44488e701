// Stands for xxd: a hexadecimal dump, and back again.

import { textOfBytes } from "../../../bytes/bytes.ts";
import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";
import { hex, parseOffset, printable, readPart } from "./read.ts";

export function* xxd(run: Run): Doing<number> {
  const options = run.options(
    "prul:s:c:g:",
    {},
    run.args.map((arg) => (arg === "-ps" ? "-p" : arg)),
  );
  const isPlain = options.has("p");
  const part = {
    skip: parseOffset(run, options.value("s"), 0),
    limit: parseOffset(run, options.value("l"), Number.POSITIVE_INFINITY),
  };
  const { bytes, status } = yield* readPart(run, options.operands.slice(0, 1), part);
  if (options.has("r")) {
    const text = textOfBytes(bytes);
    run.print(textOfBytes(isPlain ? bytesOfHex(text) : bytesOfDump(text)));
    return status;
  }
  const columns = parseOffset(run, options.value("c"), isPlain ? 30 : 16) || bytes.length || 1;
  const group = parseOffset(run, options.value("g"), 2) || columns;
  const digits = (row: Uint8Array) => Array.from(row, (byte) => hex(byte, 2));
  const cased = (text: string) => (options.has("u") ? text.toUpperCase() : text);
  for (let at = 0; at < bytes.length; at += columns) {
    const row = bytes.subarray(at, at + columns);
    const cells = digits(row);
    if (isPlain) run.print(`${cased(cells.join(""))}\n`);
    else {
      const grouped = cells.map((cell, index) => cell + ((index + 1) % group === 0 ? " " : "")).join("");
      const width = columns * 2 + Math.ceil(columns / group);
      run.print(`${hex(part.skip + at, 8)}: ${cased(grouped).padEnd(width)} ${printable(row)}\n`);
    }
  }
  return status;
}

function bytesOfHex(text: string): Uint8Array {
  const pairs = text.replace(/[^0-9a-fA-F]/g, "").match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}

/** What stands between the address and the two blanks before the characters; a gap between addresses is filled with zeros. */
function bytesOfDump(text: string): Uint8Array {
  const rows = text.split("\n").flatMap((line) => {
    const match = /^\s*([0-9a-fA-F]+):\s((?:[0-9a-fA-F]{2,}\s?)*)/.exec(line);
    return match === null ? [] : [{ at: Number.parseInt(match[1] ?? "0", 16), row: bytesOfHex(match[2] ?? "") }];
  });
  const end = Math.max(0, ...rows.map(({ at, row }) => at + row.length));
  const bytes = new Uint8Array(end);
  for (const { at, row } of rows) bytes.set(row, at);
  return bytes;
}
