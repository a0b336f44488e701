// Stands for awk: the language without pipes, getline and system().

import type { Doing } from "../../reading.ts";
import type { Applet, Run } from "../applet.ts";
import { AwkRun } from "./interpret.ts";
import { unescapeString } from "./lex.ts";
import { AwkParser } from "./parse.ts";
import { type AwkProgram, AwkSyntaxError } from "./syntax.ts";
import { InputText } from "./value.ts";

export const awkApplets: Readonly<Record<string, Applet>> = { awk };

function* awk(run: Run): Doing<number> {
  const options = run.options("+F:v:f:", {});
  const operands = [...options.operands];
  const text = options.has("f")
    ? options
        .values("f")
        .map((file) => run.files.read(run.path(file)))
        .join("\n")
    : (operands.shift() ?? run.usage("awk [-F SEP] [-v VAR=VAL] [-f PROGFILE | PROGRAM] [FILE]..."));
  let program: AwkProgram;
  try {
    program = new AwkParser(text).parse();
  } catch (error) {
    if (error instanceof AwkSyntaxError) return run.fail(`cmd. line:1: ${error.message}`);
    throw error;
  }
  const awkRun = new AwkRun(run, program);
  const separator = options.value("F");
  if (separator !== undefined) awkRun.setVariable("FS", separator === "t" ? "\t" : unescapeString(separator));
  for (const assignment of options.values("v")) {
    const at = assignment.indexOf("=");
    awkRun.setVariable(assignment.slice(0, at), new InputText(unescapeString(assignment.slice(at + 1))));
  }
  return yield* awkRun.run(operands);
}
