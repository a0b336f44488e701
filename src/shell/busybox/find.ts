// Stands for find and xargs.

import type { FileInfo } from "../files.ts";
import { duplicateOutput } from "../handles.ts";
import { childOf, nameOf } from "../paths.ts";
import { matchPattern } from "../pattern.ts";
import { type Doing, readAll } from "../reading.ts";
import { nullInput } from "../streams.ts";
import type { Applet, Run } from "./applet.ts";

export const findApplets: Readonly<Record<string, Applet>> = { find, xargs };

interface Found {
  readonly path: string;
  readonly name: string;
  readonly info: FileInfo;
}

type Test = (found: Found) => boolean | Doing<boolean>;

interface Plan {
  readonly test: Test;
  readonly acts: boolean;
  readonly maxDepth: number;
  readonly minDepth: number;
  readonly follows: boolean;
}

function* find(run: Run): Doing<number> {
  const starts: string[] = [];
  const words = [...run.args];
  while (words[0] === "-L" || words[0] === "-H" || words[0] === "-P") words.shift();
  while (words.length > 0 && !/^[-(!]/.test(words[0] ?? "")) starts.push(words.shift() ?? "");
  const plan = new FindParser(run, words).plan();
  const follows = plan.follows || run.args[0] === "-L";
  let status = 0;
  const visit = function* (path: string, name: string, depth: number): Doing<void> {
    const full = run.path(path);
    let info: FileInfo | undefined;
    const done = run.attempt(
      () => {
        info = follows && run.files.exists(full) ? run.files.stat(full) : run.files.lstat(full);
      },
      (reason) => `${path}: ${reason}`,
    );
    if (!done || info === undefined) {
      status = 1;
      return;
    }
    if (depth >= plan.minDepth) {
      const answer = plan.test({ path, name, info });
      const matches = typeof answer === "boolean" ? answer : yield* answer;
      if (matches && !plan.acts) run.print(`${path}\n`);
    }
    yield* run.work(0.002);
    if (info.type !== "directory" || depth >= plan.maxDepth) return;
    for (const child of run.files.list(full)) yield* visit(childOf(path, child), child, depth + 1);
  };
  for (const start of starts.length === 0 ? ["."] : starts) yield* visit(start, nameOf(start), 0);
  return status;
}

class FindParser {
  private readonly run: Run;
  private readonly words: readonly string[];
  private at = 0;
  private acts = false;
  private follows = false;
  private maxDepth = Number.POSITIVE_INFINITY;
  private minDepth = 0;

  constructor(run: Run, words: readonly string[]) {
    this.run = run;
    this.words = words;
  }

  plan(): Plan {
    const test = this.words.length === 0 ? () => true : this.or();
    if (this.at < this.words.length) this.run.fail(`unrecognized: ${this.words[this.at]}`);
    const { acts, maxDepth, minDepth, follows } = this;
    return { test, acts, maxDepth, minDepth, follows };
  }

  private take(...names: string[]): boolean {
    if (!names.includes(this.words[this.at] ?? "")) return false;
    this.at++;
    return true;
  }

  private value(): string {
    return this.words[this.at++] ?? this.run.fail(`${this.words[this.at - 2]}: option requires an argument`);
  }

  private or(): Test {
    let left = this.and();
    while (this.take("-o", "-or")) {
      const [first, second] = [left, this.and()];
      left = function* (found) {
        return (yield* ask(first, found)) || (yield* ask(second, found));
      };
    }
    return left;
  }

  private and(): Test {
    let left = this.not();
    while (this.at < this.words.length && !["-o", "-or", ")"].includes(this.words[this.at] ?? "")) {
      this.take("-a", "-and");
      const [first, second] = [left, this.not()];
      left = function* (found) {
        return (yield* ask(first, found)) && (yield* ask(second, found));
      };
    }
    return left;
  }

  private not(): Test {
    if (!this.take("!", "-not")) return this.primary();
    const inner = this.not();
    return function* (found) {
      return !(yield* ask(inner, found));
    };
  }

  private primary(): Test {
    if (this.take("(")) {
      const inner = this.or();
      this.take(")");
      return inner;
    }
    const name = this.words[this.at++] ?? "";
    const { run } = this;
    switch (name) {
      case "-name":
        return this.matching((found) => found.name, false);
      case "-iname":
        return this.matching((found) => found.name.toLowerCase(), true);
      case "-path":
        return this.matching((found) => found.path, false);
      case "-type": {
        const type = { f: "file", d: "directory", l: "symlink" }[this.value()];
        return ({ info }) => info.type === type;
      }
      case "-maxdepth":
        this.maxDepth = Number(this.value());
        return () => true;
      case "-mindepth":
        this.minDepth = Number(this.value());
        return () => true;
      case "-follow":
        this.follows = true;
        return () => true;
      case "-xdev":
      case "-depth":
        return () => true;
      case "-empty":
        return ({ info, path }) =>
          info.type === "directory" ? run.files.list(run.path(path)).length === 0 : info.size === 0;
      case "-size":
        return sizeTest(this.value());
      case "-mmin":
        return this.age(60_000);
      case "-mtime":
        return this.age(86_400_000);
      case "-newer": {
        const other = run.files.stat(run.path(this.value())).modifiedAt;
        return ({ info }) => info.modifiedAt > other;
      }
      case "-perm": {
        const mode = this.value();
        const bits = Number.parseInt(mode.replace(/^[-/]/, ""), 8);
        return ({ info }) =>
          mode.startsWith("-")
            ? (info.mode & bits) === bits
            : mode.startsWith("/")
              ? (info.mode & bits) !== 0
              : info.mode === bits;
      }
      case "-print":
        return this.action(({ path }) => {
          run.print(`${path}\n`);
          return true;
        });
      case "-print0":
        return this.action(({ path }) => {
          run.print(`${path}\0`);
          return true;
        });
      case "-delete":
        return this.action(({ path }) =>
          run.attempt(
            () => run.files.remove(run.path(path)),
            (reason) => `${path}: ${reason}`,
          ),
        );
      case "-exec":
        return this.exec();
      default:
        return run.fail(`unrecognized: ${name}`);
    }
  }

  private action(act: Test): Test {
    this.acts = true;
    return act;
  }

  private matching(text: (found: Found) => string, fold: boolean): Test {
    const pattern = fold ? this.value().toLowerCase() : this.value();
    return (found) => matchPattern(pattern, text(found));
  }

  private age(unitMs: number): Test {
    const spec = this.value();
    const count = Number(spec.replace(/^[-+]/, ""));
    const now = this.run.process.machine.now();
    return ({ info }) => compareSigned(Math.floor((now - info.modifiedAt) / unitMs), count, spec);
  }

  // Simplified: `{} +` runs the command once for each file, as `{} ;` does; the output is the same for the usual commands.
  private exec(): Test {
    const words: string[] = [];
    while (this.at < this.words.length && ![";", "+"].includes(this.words[this.at] ?? ""))
      words.push(this.words[this.at++] ?? "");
    this.at++;
    const { run } = this;
    return this.action(function* ({ path }) {
      return (
        (yield* runCommand(
          run,
          words.map((word) => word.replaceAll("{}", path)),
        )) === 0
      );
    });
  }
}

function* ask(test: Test, found: Found): Doing<boolean> {
  const answer = test(found);
  return typeof answer === "boolean" ? answer : yield* answer;
}

function compareSigned(value: number, wanted: number, spec: string): boolean {
  return spec.startsWith("+") ? value > wanted : spec.startsWith("-") ? value < wanted : value === wanted;
}

function sizeTest(spec: string): Test {
  const match = /^[-+]?(\d+)([ckMGb]?)$/.exec(spec);
  const unit = { c: 1, k: 1024, M: 1024 ** 2, G: 1024 ** 3, b: 512, "": 512 }[match?.[2] ?? ""] ?? 512;
  return ({ info }) => compareSigned(Math.ceil(info.size / unit), Number(match?.[1] ?? 0), spec);
}

/** Runs a command to its end, with the caller's output. 127 and 126 when there is no such program. */
export function* runCommand(run: Run, argv: readonly string[], input = nullInput): Doing<number> {
  yield* run.flush();
  const { process } = run;
  const program = process.machine.findProgram(argv[0] ?? "", process.env, process.cwd);
  if (typeof program !== "function") {
    run.complain(program === "not found" ? `${argv[0]}: No such file or directory` : `${argv[0]}: Permission denied`);
    return program === "not found" ? 127 : 126;
  }
  const { env, cwd } = process;
  const stdout = duplicateOutput(process.stdout);
  const stderr = duplicateOutput(process.stderr);
  const child = process.spawn({ program, argv, env, cwd, stdin: input, stdout, stderr });
  while (child.exitCode === undefined) yield { until: [child.exited] };
  return child.exitCode;
}

function* xargs(run: Run): Doing<number> {
  const options = run.options("+n:I:0rtpL:d:P:a:", { null: "0" });
  const text = yield* readAll(run.process.stdin);
  const items = options.has("0")
    ? text.split("\0").filter((item) => item !== "")
    : options.has("I")
      ? text
          .split("\n")
          .filter((line) => line.trim() !== "")
          .map((line) => line.trim())
      : splitQuoted(text);
  const command = options.operands.length === 0 ? ["echo"] : [...options.operands];
  const placeholder = options.value("I");
  const size = Number(options.value("n") ?? options.value("L") ?? (items.length || 1));
  const batches: string[][] = [];
  if (placeholder !== undefined)
    for (const item of items) batches.push(command.map((word) => word.replaceAll(placeholder, item)));
  else {
    for (let at = 0; at < items.length; at += size) batches.push([...command, ...items.slice(at, at + size)]);
    if (items.length === 0 && !options.has("r")) batches.push(command);
  }
  let status = 0;
  for (const argv of batches) {
    if (options.has("t")) run.process.stderr.write(`${argv.join(" ")}\n`);
    const code = yield* runCommand(run, argv);
    if (code === 127 || code === 126) return code;
    if (code === 255) return 124;
    if (code !== 0) status = 123;
  }
  return status;
}

function splitQuoted(text: string): string[] {
  const words = text.match(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [];
  return words.map((word) =>
    word.replace(/"([^"]*)"|'([^']*)'|\\(.)/g, (_, double, single, escaped) => double ?? single ?? escaped ?? ""),
  );
}
