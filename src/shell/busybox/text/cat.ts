// Stands for cat, tac, rev and nl: whole files, line by line.

import { type Doing, readAll } from "../../reading.ts";
import { linesOf, type Run } from "../applet.ts";

export function* cat(run: Run): Doing<number> {
  const options = run.options("nuveAtb");
  let status = 0;
  let number = 1;
  for (const operand of options.operands.length === 0 ? ["-"] : options.operands) {
    const input = run.open(operand, operand === "-" ? undefined : (reason) => catWords(operand, reason));
    if (input === undefined) status = 1;
    else if (!options.has("n")) yield* run.copy(input);
    else for (const line of linesOf(yield* readAll(input))) run.print(`${String(number++).padStart(6)}\t${line}\n`);
  }
  return status;
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
