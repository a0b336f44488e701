// Stands for cat, tac, rev and nl: whole files, line by line.

import { bytesOfText } from "../../../bytes/bytes.ts";
import { type Doing, readAll } from "../../reading.ts";
import { linesOf, type Run } from "../applet.ts";
import type { Options } from "../options.ts";

export function* cat(run: Run): Doing<number> {
  const options = run.options("nuveAtb");
  const isVisible = ["v", "e", "A", "t"].some((letter) => options.has(letter));
  let status = 0;
  let number = 1;
  for (const operand of options.operands.length === 0 ? ["-"] : options.operands) {
    const input = run.open(operand, operand === "-" ? undefined : (reason) => catWords(operand, reason));
    if (input === undefined) status = 1;
    else if (isVisible) run.print(visible(yield* readAll(input), options));
    else if (!options.has("n")) yield* run.copy(input);
    else for (const line of linesOf(yield* readAll(input))) run.print(`${String(number++).padStart(6)}\t${line}\n`);
  }
  return status;
}

/** What cannot be seen as ^X and M-X; with -e the ends of lines as $, with -t tabs too. */
function visible(text: string, options: Options): string {
  const [showsEnds, showsTabs] = ["e", "t"].map((letter) => options.has(letter) || options.has("A"));
  const show = (byte: number): string => {
    if (byte >= 128) return `M-${show(byte - 128)}`;
    return byte === 127 ? "^?" : byte < 32 ? `^${String.fromCharCode(byte + 64)}` : String.fromCharCode(byte);
  };
  return Array.from(bytesOfText(text), (byte) => {
    if (byte === 10) return showsEnds ? "$\n" : "\n";
    return byte === 9 && showsTabs !== true ? "\t" : show(byte);
  }).join("");
}

function catWords(operand: string, reason: string): string {
  return reason === "Is a directory" ? `read error: ${reason}` : `can't open '${operand}': ${reason}`;
}

export function* tac(run: Run): Doing<number> {
  const { text, status } = yield* run.readOperands(run.options("").operands);
  for (const line of linesOf(text).reverse()) run.print(`${line}\n`);
  return status;
}

export function* rev(run: Run): Doing<number> {
  const { text, status } = yield* run.readOperands(run.options("").operands);
  for (const line of linesOf(text)) run.print(`${[...line].reverse().join("")}\n`);
  return status;
}

export function* nl(run: Run): Doing<number> {
  const { text, status } = yield* run.readOperands(run.options("b:").operands);
  let number = 1;
  for (const line of linesOf(text)) run.print(line === "" ? "       \n" : `${String(number++).padStart(6)}\t${line}\n`);
  return status;
}
