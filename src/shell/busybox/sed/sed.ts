// Stands for sed: its options, and where its text comes from and goes to.

import { FileError } from "../../files.ts";
import { type Doing, LineReader, readAll } from "../../reading.ts";
import { textInput } from "../../streams.ts";
import { strerror } from "../../strerror.ts";
import type { Applet, Run } from "../applet.ts";
import { Editor } from "./edit.ts";
import { SedParser } from "./parse.ts";
import { type SedCommand, SedSyntaxError } from "./syntax.ts";

export const sedApplets: Readonly<Record<string, Applet>> = { sed };

const longNames = { quiet: "n", expression: "e", "regexp-extended": "E", "in-place": "i" };

function* sed(run: Run): Doing<number> {
  const args = run.args.map((arg) => (/^-i.+/.test(arg) && !/^-i[nrE]+$/.test(arg) ? "-i" : arg));
  const options = run.options("nrEe:f:isz", longNames, args);
  const scripts = [...options.values("e")];
  for (const file of options.values("f")) scripts.push(run.files.read(run.path(file)));
  const operands = [...options.operands];
  if (scripts.length === 0)
    scripts.push(operands.shift() ?? run.usage("sed [-i[SFX]] [-nrE] [-f FILE]... [-e CMD]... [FILE]..."));
  const commands = parseScript(run, scripts.join("\n"), options.has("r") || options.has("E"));
  if (options.has("i")) return yield* editInPlace(run, commands, options.has("n"), operands);
  return yield* editToOutput(run, commands, options.has("n"), operands);
}

function parseScript(run: Run, text: string, extended: boolean): SedCommand[] {
  try {
    return new SedParser(text, extended).parse();
  } catch (error) {
    if (error instanceof SedSyntaxError) return run.fail(error.message);
    throw error;
  }
}

function* editToOutput(
  run: Run,
  commands: readonly SedCommand[],
  quiet: boolean,
  operands: readonly string[],
): Doing<number> {
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
      const text = run.files.read(path);
      run.files.write(path, yield* edited(run, commands, quiet, text));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      run.complain(`${operand}: ${strerror(error.code)}`);
      status = 1;
    }
  }
  return status;
}

/** The commands are copied, since a range that one file leaves open does not go on in the next. */
function* edited(run: Run, commands: readonly SedCommand[], quiet: boolean, text: string): Doing<string> {
  let out = "";
  const copies = commands.map((command) => ({ ...command }));
  const editor = new Editor(run, copies, quiet, (line) => {
    out += line;
  });
  yield* editor.run(new LineReader(textInput(text)));
  return out;
}
