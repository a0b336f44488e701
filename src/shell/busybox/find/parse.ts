// Stands for the grammar of find's expressions: words to one test.

import { matchPattern } from "../../pattern.ts";
import type { Run } from "../applet.ts";
import { runCommand } from "./run-command.ts";
import { ask, compareSigned, type Found, sizeTest, type Test } from "./tests.ts";

interface Plan {
  readonly test: Test;
  readonly acts: boolean;
  readonly maxDepth: number;
  readonly minDepth: number;
  readonly follows: boolean;
}

export class FindParser {
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
