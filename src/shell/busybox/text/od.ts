// Stands for od: bytes in octal, or as characters.

import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";

export function* hexdump(run: Run): Doing<number> {
  const options = run.options("ct:A:xbN:v");
  const { text, status } = yield* run.readOperands(options.operands);
  const isChars = options.has("c");
  for (let at = 0; at < text.length; at += 16) {
    const cells = [...text.slice(at, at + 16)].map((char) => formatByte(char, isChars));
    run.print(`${at.toString(8).padStart(7, "0")} ${cells.join("")}\n`);
  }
  run.print(`${text.length.toString(8).padStart(7, "0")}\n`);
  return status;
}

function formatByte(char: string, isChars: boolean): string {
  if (!isChars) return ` ${char.charCodeAt(0).toString(8).padStart(3, "0")}`;
  const named = { "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0" }[char];
  return (named ?? char).padStart(4);
}
