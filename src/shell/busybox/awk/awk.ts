// Stands for awk: the language without pipes, getline and system().

import type { Doing } from "../../reading.ts";
import type { Applet, Run } from "../applet.ts";
import type { Options } from "../options.ts";
import { AwkRun } from "./interpret.ts";
import { unescapeString } from "./lex.ts";
import { AwkParser } from "./parse.ts";
import { type AwkProgram, AwkSyntaxError } from "./syntax.ts";
import { InputText } from "./value.ts";

export const awkApplets: Readonly<Record<string, Applet>> = { awk };

function* awk(run: Run): Doing<number> {
  const options = run.options("+F:v:f:", {});
  const operands = [...options.operands];
  const awkRun = new AwkRun(run, parseProgram(run, options, operands));
  const separator = options.value("F");
  if (separator !== undefined) awkRun.setVariable("FS", separator === "t" ? "\t" : unescapeString(separator));
  for (const assignment of options.values("v")) {
    const at = assignment.indexOf("=");
    awkRun.setVariable(assignment.slice(0, at), new InputText(unescapeString(assignment.slice(at + 1))));
  }
  return yield* awkRun.run(operands);
}

/** The program of -f, or the first operand, which it takes away. */
function parseProgram(run: Run, options: Options, operands: string[]): AwkProgram {
  const files = options.values("f").map((file) => run.files.read(run.path(file)));
  const text =
    files.length > 0
      ? files.join("\n")
      : (operands.shift() ?? run.usage("awk [-F SEP] [-v VAR=VAL] [-f PROGFILE | PROGRAM] [FILE]..."));
  try {
    return new AwkParser(text).parse();
  } catch (error) {
    if (error instanceof AwkSyntaxError) return run.fail(`cmd. line:1: ${error.message}`);
    throw error;
  }
}
