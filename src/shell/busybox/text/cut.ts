// Stands for cut.

import { bytesOfText, textOfBytes } from "../../../bytes/bytes.ts";
import type { Doing } from "../../reading.ts";
import { linesOf, type Run } from "../applet.ts";

export function* cut(run: Run): Doing<number> {
  const options = run.options("d:f:c:b:s", { delimiter: "d", fields: "f", characters: "c", bytes: "b" });
  const list = options.value("f") ?? options.value("c") ?? options.value("b");
  if (list === undefined) run.fail("expected a list of bytes, characters, or fields");
  const isWanted = parseRanges(list);
  const separator = options.value("d") ?? "\t";
  const { text, status } = yield* run.readOperands(options.operands);
  for (const line of linesOf(text)) {
    // Characters count as bytes, as in every locale that a container has.
    if (!options.has("f")) run.print(`${textOfBytes(bytesOfText(line).filter((_, index) => isWanted(index + 1)))}\n`);
    else if (line.includes(separator))
      run.print(
        `${line
          .split(separator)
          .filter((_, index) => isWanted(index + 1))
          .join(separator)}\n`,
      );
    else if (!options.has("s")) run.print(`${line}\n`);
  }
  return status;
}

function parseRanges(list: string): (index: number) => boolean {
  const ranges = list.split(",").map((item) => {
    const [from = "", to] = item.split("-");
    return {
      from: Number(from || 1),
      to: to === undefined ? Number(from) : to === "" ? Number.POSITIVE_INFINITY : Number(to),
    };
  });
  return (index) => ranges.some(({ from, to }) => index >= from && index <= to);
}
