// Stands for sed: its options, and where its text comes from and goes to.

import { FileError } from "../../files.ts";
import { type Doing, LineReader, readAll } from "../../reading.ts";
import { textInput } from "../../streams.ts";
import type { Applet, Run } from "../applet.ts";
import { Editor } from "./edit.ts";
import { SedParser } from "./parse.ts";
import { type SedCommand, SedSyntaxError } from "./syntax.ts";

export const sedApplets: Readonly<Record<string, Applet>> = { sed };

function* sed(run: Run): Doing<number> {
  const args = run.args.map((arg) => (/^-i.+/.test(arg) && !/^-i[nrE]+$/.test(arg) ? "-i" : arg));
  const options = run.options(
    "nrEe:f:isz",
    { quiet: "n", expression: "e", "regexp-extended": "E", "in-place": "i" },
    args,
  );
  const scripts = [...options.values("e")];
  for (const file of options.values("f")) scripts.push(run.files.read(run.path(file)));
  const operands = [...options.operands];
  if (scripts.length === 0)
    scripts.push(operands.shift() ?? run.usage("sed [-i[SFX]] [-nrE] [-f FILE]... [-e CMD]... [FILE]..."));
  let commands: SedCommand[];
  try {
    commands = new SedParser(scripts.join("\n"), options.has("r") || options.has("E")).parse();
  } catch (error) {
    if (error instanceof SedSyntaxError) return run.fail(error.message);
    throw error;
  }
  const quiet = options.has("n");
  if (options.has("i")) return yield* editInPlace(run, commands, quiet, operands);
  let status = 0;
  let text = "";
  for (const operand of operands) {
    const input = run.open(operand, (reason) =>
      reason === "Is a directory" ? `read error on '${operand}': ${reason}` : `${operand}: ${reason}`,
    );
    if (input === undefined) status = 1;
    else text += yield* readAll(input);
  }
  const reader = new LineReader(operands.length === 0 ? run.process.stdin : textInput(text));
  const editor = new Editor(run, commands, quiet, (line) => run.print(line));
  return (yield* editor.run(reader)) || status;
}

function* editInPlace(
  run: Run,
  commands: readonly SedCommand[],
  quiet: boolean,
  operands: readonly string[],
): Doing<number> {
  let status = 0;
  for (const operand of operands) {
    const path = run.path(operand);
    try {
      let out = "";
      const editor = new Editor(
        run,
        commands.map((command) => ({ ...command })),
        quiet,
        (line) => {
          out += line;
        },
      );
      yield* editor.run(new LineReader(textInput(run.files.read(path))));
      run.files.write(path, out);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      run.attempt(
        () => {
          throw error;
        },
        (reason) => `${operand}: ${reason}`,
      );
      status = 1;
    }
  }
  return status;
}
