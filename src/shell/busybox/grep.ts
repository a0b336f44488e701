// Stands for grep, egrep and fgrep.

import { FileError } from "../files.ts";
import { childOf } from "../paths.ts";
import { type Doing, LineReader } from "../reading.ts";
import type { Applet, Run } from "./applet.ts";
import type { Options } from "./options.ts";
import { escapeRegExp, posixRegExp } from "./regex.ts";

export const grepApplets: Readonly<Record<string, Applet>> = {
  grep: (run) => grep(run, "basic"),
  egrep: (run) => grep(run, "extended"),
  fgrep: (run) => grep(run, "fixed"),
};

interface Search {
  readonly run: Run;
  readonly options: Options;
  readonly pattern: RegExp;
  readonly showsNames: boolean;
  readonly before: number;
  readonly after: number;
}

function* grep(run: Run, kind: "basic" | "extended" | "fixed"): Doing<number> {
  const options = run.options("EFGivcnqohHlLwxrRsazA:B:C:e:f:m:P", {
    color: "z",
    colour: "z",
    "ignore-case": "i",
    "invert-match": "v",
    count: "c",
    quiet: "q",
    "only-matching": "o",
    include: "z",
  });
  const given = options.values("e").length > 0 || options.has("f");
  const patterns = given
    ? [...options.values("e")]
    : [
        options.operands[0] ??
          run.usage("grep [-HhnlLoqvsrRiwFE] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... | -f FILE... } [FILE]...", 2),
      ];
  for (const file of options.values("f"))
    patterns.push(
      ...run.files
        .read(run.path(file))
        .split("\n")
        .filter((line) => line !== ""),
    );
  const recursive = options.has("r") || options.has("R");
  const operands = options.operands.slice(given ? 0 : 1);
  const targets = operands.length > 0 ? operands : recursive ? ["."] : ["-"];
  const context = Number(options.value("C") ?? 0);
  const search: Search = {
    run,
    options,
    pattern: compile(
      run,
      patterns,
      options.has("F") ? "fixed" : options.has("E") || options.has("P") ? "extended" : kind,
      options,
    ),
    showsNames: !options.has("h") && (options.has("H") || targets.length > 1 || recursive),
    before: Number(options.value("B") ?? context),
    after: Number(options.value("A") ?? context),
  };
  let found = false;
  let failed = false;
  for (const target of targets) {
    for (const file of recursive ? filesBelow(run, target) : [target]) {
      const answer = yield* searchFile(search, file);
      if (answer === undefined) failed = true;
      else found ||= answer;
      if (found && options.has("q")) return 0;
    }
  }
  return failed ? 2 : found ? 0 : 1;
}

function compile(
  run: Run,
  patterns: readonly string[],
  kind: "basic" | "extended" | "fixed",
  options: Options,
): RegExp {
  const sources = patterns
    .flatMap((pattern) => pattern.split("\n"))
    .map((pattern) => {
      try {
        return kind === "fixed"
          ? escapeRegExp(pattern)
          : posixRegExp(pattern, { extended: kind === "extended" }).source;
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        return run.fail(`bad regex '${pattern}': Invalid regexp`, 2);
      }
    });
  let source = sources.map((one) => (one === "(?:)" ? "" : one)).join("|");
  if (options.has("w")) source = `(?<!\\w)(?:${source})(?!\\w)`;
  if (options.has("x")) source = `^(?:${source})$`;
  return new RegExp(source, options.has("i") ? "gi" : "g");
}

function filesBelow(run: Run, operand: string): string[] {
  try {
    if (run.files.stat(run.path(operand)).type !== "directory") return [operand];
    return run.files.list(run.path(operand)).flatMap((name) => filesBelow(run, childOf(operand, name)));
  } catch (error) {
    if (error instanceof FileError) return [operand];
    throw error;
  }
}

function* searchFile(search: Search, file: string): Doing<boolean | undefined> {
  const { run, options, pattern, before, after } = search;
  const input = run.open(file, (reason) => `${file}: ${reason}`);
  if (input === undefined) return undefined;
  const name = file === "-" ? "(standard input)" : file;
  const reader = new LineReader(input);
  const limit = Number(options.value("m") ?? Number.POSITIVE_INFINITY);
  const isQuiet = options.has("q") || options.has("c") || options.has("l") || options.has("L");
  const earlier: string[] = [];
  let count = 0;
  let number = 0;
  let following = 0;
  let lastShown = 0;
  const show = (line: string, at: number, mark: string) => {
    if ((before > 0 || after > 0) && lastShown > 0 && at > lastShown + 1) run.print("--\n");
    lastShown = at;
    run.print(`${search.showsNames ? name + mark : ""}${options.has("n") ? at + mark : ""}${line}\n`);
  };
  for (let line = yield* reader.next(); line !== undefined && count < limit; line = yield* reader.next()) {
    number++;
    pattern.lastIndex = 0;
    if (pattern.test(line) !== options.has("v")) {
      count++;
      if (options.has("q")) return true;
      if (!isQuiet) {
        for (const [index, text] of earlier.entries()) show(text, number - earlier.length + index, "-");
        if (!options.has("o")) show(line, number, ":");
        else for (const match of line.match(pattern) ?? []) if (match !== "") show(match, number, ":");
      }
      earlier.length = 0;
      following = after;
    } else if (following > 0 && !isQuiet) {
      following--;
      show(line, number, "-");
    } else if (before > 0) {
      earlier.push(line);
      if (earlier.length > before) earlier.shift();
    }
    // What a reader downstream is waiting for must not sit in a buffer.
    if (!input.readable.ready) yield* run.flush();
    yield* run.work(0.0005);
  }
  if (options.has("c")) run.print(`${search.showsNames ? `${name}:` : ""}${count}\n`);
  if ((options.has("l") && count > 0) || (options.has("L") && count === 0)) run.print(`${name}\n`);
  return count > 0;
}
