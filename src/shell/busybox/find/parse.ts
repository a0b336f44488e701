// Stands for the grammar of find's expressions: words to one test.

import type { Run } from "../applet.ts";
import { runCommand } from "./run-command.ts";
import { ask, emptyTest, type Test, testsOfValue } from "./tests.ts";

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
    return this.setting(name) ?? this.actionOf(name) ?? this.testOf(name);
  }

  /** The words that are true of every file, and say how to walk. */
  private setting(name: string): Test | undefined {
    if (name === "-maxdepth") this.maxDepth = Number(this.value());
    else if (name === "-mindepth") this.minDepth = Number(this.value());
    else if (name === "-follow") this.follows = true;
    else if (name !== "-xdev" && name !== "-depth") return undefined;
    return () => true;
  }

  /** Without any of these, what is found is printed. */
  private actionOf(name: string): Test | undefined {
    const { run } = this;
    const plain = Object.hasOwn(plainActions, name) ? plainActions[name]?.(run) : undefined;
    const action = name === "-exec" ? this.exec() : plain;
    if (action !== undefined) this.acts = true;
    return action;
  }

  private testOf(name: string): Test {
    const { run } = this;
    if (name === "-empty") return emptyTest(run);
    const test = Object.hasOwn(testsOfValue, name) ? testsOfValue[name] : undefined;
    if (test === undefined) return run.fail(`unrecognized: ${name}`);
    return test(this.value(), run);
  }

  // Simplified: `{} +` runs the command once for each file, as `{} ;` does; the output is the same for the usual commands.
  private exec(): Test {
    const words: string[] = [];
    while (this.at < this.words.length && ![";", "+"].includes(this.words[this.at] ?? ""))
      words.push(this.words[this.at++] ?? "");
    this.at++;
    const { run } = this;
    return function* ({ path }) {
      const argv = words.map((word) => word.replaceAll("{}", path));
      return (yield* runCommand(run, argv)) === 0;
    };
  }
}

const plainActions: Readonly<Record<string, (run: Run) => Test>> = {
  "-print": (run) => printing(run, "\n"),
  "-print0": (run) => printing(run, "\0"),
  "-delete":
    (run) =>
    ({ path }) =>
      run.attempt(
        () => run.files.remove(run.path(path)),
        (reason) => `${path}: ${reason}`,
      ),
};

function printing(run: Run, end: string): Test {
  return ({ path }) => {
    run.print(`${path}${end}`);
    return true;
  };
}
