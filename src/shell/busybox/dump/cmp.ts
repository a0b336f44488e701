// Stands for cmp: where two files part, byte by byte.

import { bytesOfText } from "../../../bytes/bytes.ts";
import { type Doing, readAll } from "../../reading.ts";
import type { Run } from "../applet.ts";

export function* cmp(run: Run): Doing<number> {
  const options = run.options("lsn:");
  const [first, second = "-"] = options.operands;
  if (first === undefined) return run.usage("cmp [-ls] [-n NUM] FILE1 [FILE2]");
  const sides: Uint8Array[] = [];
  for (const operand of [first, second]) {
    const input = run.open(operand, (reason) => `${operand}: ${reason}`);
    if (input === undefined) return 2;
    const bytes = bytesOfText(yield* readAll(input));
    sides.push(bytes.subarray(0, options.has("n") ? Number(options.value("n")) : undefined));
  }
  const [left = new Uint8Array(), right = new Uint8Array()] = sides;
  let line = 1;
  let isDifferent = false;
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const [a = 0, b = 0] = [left[at], right[at]];
    if (a !== b) {
      isDifferent = true;
      if (options.has("s")) return 1;
      if (!options.has("l")) {
        run.print(`${first} ${second} differ: char ${at + 1}, line ${line}\n`);
        return 1;
      }
      run.print(`${at + 1} ${octal(a)} ${octal(b)}\n`);
    }
    if (a === 10) line++;
  }
  if (left.length === right.length) return isDifferent ? 1 : 0;
  if (!options.has("s")) run.complain(`EOF on ${left.length < right.length ? first : second}`);
  return 1;
}

function octal(byte: number): string {
  return byte.toString(8).padStart(3);
}
