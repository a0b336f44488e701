// Stands for tee.

import { FileError } from "../../files.ts";
import { openOutput } from "../../open.ts";
import { type Doing, readChunk } from "../../reading.ts";
import { strerror } from "../../strerror.ts";
import type { Run } from "../applet.ts";

export function* tee(run: Run): Doing<number> {
  const options = run.options("ai");
  const outputs = options.operands.flatMap((operand) => {
    try {
      return [openOutput(run.process, operand, { append: options.has("a") })];
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      run.complain(`${operand}: ${strerror(error.code)}`);
      return [];
    }
  });
  const { stdin } = run.process;
  for (let text = yield* readChunk(stdin); text !== undefined; text = yield* readChunk(stdin)) {
    for (const output of outputs) output.write(text);
    run.print(text);
    yield* run.flush();
  }
  return outputs.length === options.operands.length ? 0 : 1;
}
