// Writes warnings as kubectl does: on stderr, the word in yellow on a terminal.

import type { KubectlIo } from "./io.ts";

export function writeWarning(io: KubectlIo, text: string): void {
  const coloured = io.stderr.isTerminal && io.env.NO_COLOR === undefined && io.env.TERM !== "dumb";
  io.stderr.write(`${coloured ? "\u001b[33;1mWarning:\u001b[0m" : "Warning:"} ${text}\n`);
}
