// Stands for test(1), [ and [[: questions about files, texts and numbers.

import { resolvePath } from "./paths.ts";
import { matchPattern } from "./pattern.ts";
import type { Process } from "./process.ts";
import { ShellError } from "./shell-state.ts";

type Asked = Pick<Process, "machine" | "cwd" | "stdin" | "stdout" | "stderr">;

interface Operand {
  readonly text: string;
  /** What follows == in [[ is a pattern. */
  readonly pattern: string | undefined;
}

/** `[ … ]` and `test …`; throws a ShellError for what is no expression. */
export function evaluateTest(words: readonly string[], process: Asked): number {
  return new Condition(
    words.map((text) => ({ text, pattern: undefined })),
    process,
  ).run();
}

/** `[[ … ]]`. */
export function evaluateCondition(words: readonly { text: string; pattern: string }[], process: Asked): number {
  return new Condition(words, process).run();
}

const unaryOperators = "bcdefghknprstuwxzLSGOt";
const binaryOperators = [
  "=",
  "==",
  "!=",
  "=~",
  "<",
  ">",
  "-eq",
  "-ne",
  "-lt",
  "-le",
  "-gt",
  "-ge",
  "-nt",
  "-ot",
  "-ef",
];

class Condition {
  private readonly words: readonly Operand[];
  private readonly process: Asked;
  private at = 0;

  constructor(words: readonly Operand[], process: Asked) {
    this.words = words;
    this.process = process;
  }

  run(): number {
    if (this.words.length === 0) return 1;
    const short = this.byLength();
    if (short !== undefined) return short ? 0 : 1;
    const answer = this.or();
    if (this.at < this.words.length) throw new ShellError(`${this.peek()}: unknown operand`, 2);
    return answer ? 0 : 1;
  }

  // With few words POSIX decides by their number, so that `[ -n = -n ]` means what it says.
  private byLength(): boolean | undefined {
    const [a, b, c] = this.words.map((word) => word.text);
    if (this.words.length === 1) return a !== "";
    if (this.words.length === 2 && a === "!") return b === "";
    if (this.words.length === 3 && b !== undefined && binaryOperators.includes(b)) {
      return this.binary(a ?? "", b, { text: c ?? "", pattern: this.words[2]?.pattern });
    }
    return undefined;
  }

  private peek(ahead = 0): string | undefined {
    return this.words[this.at + ahead]?.text;
  }

  private take(...texts: string[]): boolean {
    const next = this.peek();
    if (next === undefined || !texts.includes(next)) return false;
    this.at++;
    return true;
  }

  private or(): boolean {
    let value = this.and();
    while (this.take("-o", "||")) value = this.and() || value;
    return value;
  }

  private and(): boolean {
    let value = this.not();
    while (this.take("-a", "&&")) value = this.not() && value;
    return value;
  }

  private not(): boolean {
    return this.take("!") ? !this.not() : this.primary();
  }

  private primary(): boolean {
    const first = this.peek();
    if (first === undefined) throw new ShellError("argument expected", 2);
    const operator = this.peek(1);
    if (operator !== undefined && binaryOperators.includes(operator) && this.peek(2) !== undefined) {
      const right = this.words[this.at + 2] ?? { text: "", pattern: undefined };
      this.at += 3;
      return this.binary(first, operator, right);
    }
    if (first === "(") {
      this.at++;
      const value = this.or();
      if (!this.take(")")) throw new ShellError("closing paren expected", 2);
      return value;
    }
    this.at++;
    if (/^-.$/.test(first) && unaryOperators.includes(first[1] ?? " ") && operator !== undefined) {
      this.at++;
      return this.unary(first, operator);
    }
    if (operator !== undefined && this.at === 1 && this.words.length === 2)
      throw new ShellError(`${first}: unknown operand`, 2);
    return first !== "";
  }

  private binary(left: string, operator: string, right: Operand): boolean {
    switch (operator) {
      case "=":
      case "==":
        return this.equal(left, right);
      case "!=":
        return !this.equal(left, right);
      case "=~":
        return new RegExp(right.text, "u").test(left);
      case "<":
        return left < right.text;
      case ">":
        return left > right.text;
      case "-nt":
        return this.changedAt(left) > this.changedAt(right.text);
      case "-ot":
        return this.changedAt(left) < this.changedAt(right.text);
      case "-ef":
        return left === right.text;
      default:
        return compareNumbers(integer(left), operator, integer(right.text));
    }
  }

  private equal(left: string, right: Operand): boolean {
    return right.pattern === undefined ? left === right.text : matchPattern(right.pattern, left);
  }

  private changedAt(path: string): number {
    const full = resolvePath(this.process.cwd, path);
    return this.process.machine.files.exists(full)
      ? this.process.machine.files.stat(full).modifiedAt
      : Number.NEGATIVE_INFINITY;
  }

  private unary(operator: string, operand: string): boolean {
    if (operator === "-n") return operand !== "";
    if (operator === "-z") return operand === "";
    if (operator === "-t") {
      return [this.process.stdin, this.process.stdout, this.process.stderr][Number(operand)]?.isTerminal ?? false;
    }
    return this.file(operator, resolvePath(this.process.cwd, operand));
  }

  private file(operator: string, path: string): boolean {
    const { files, user } = this.process.machine;
    if (operator === "-L" || operator === "-h") {
      return files.exists(path.replace(/\/[^/]*$/, "") || "/") && lstatType(() => files.lstat(path).type) === "symlink";
    }
    if (/^\/dev\/(null|zero|u?random|tty|stdin|stdout|stderr)$/.test(path)) return "ecrw".includes(operator[1] ?? " ");
    if (!files.exists(path)) return false;
    const info = files.stat(path);
    switch (operator) {
      case "-e":
        return true;
      case "-f":
        return info.type === "file";
      case "-d":
        return info.type === "directory";
      case "-s":
        return info.size > 0;
      case "-r":
        return user.uid === 0 || permits(info, user, 4);
      case "-w":
        return user.uid === 0 || permits(info, user, 2);
      case "-x":
        return user.uid === 0 ? (info.mode & 0o111) !== 0 || info.type === "directory" : permits(info, user, 1);
      case "-u":
        return (info.mode & 0o4000) !== 0;
      case "-g":
        return (info.mode & 0o2000) !== 0;
      case "-k":
        return (info.mode & 0o1000) !== 0;
      case "-O":
        return info.uid === user.uid;
      case "-G":
        return info.gid === user.gid;
      default:
        return false;
    }
  }
}

function lstatType(look: () => string): string | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

interface Owned {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

function permits(info: Owned, user: { uid: number; gid: number; groups?: readonly number[] }, bit: number): boolean {
  const isMember = user.gid === info.gid || (user.groups ?? []).includes(info.gid);
  return ((info.mode >> (info.uid === user.uid ? 6 : isMember ? 3 : 0)) & bit) !== 0;
}

function integer(text: string): bigint {
  const trimmed = text.trim();
  if (!/^[-+]?\d+$/.test(trimmed)) throw new ShellError(`${text}: bad number`, 2);
  return BigInt(trimmed.replace(/^\+/, ""));
}

function compareNumbers(left: bigint, operator: string, right: bigint): boolean {
  switch (operator) {
    case "-eq":
      return left === right;
    case "-ne":
      return left !== right;
    case "-lt":
      return left < right;
    case "-le":
      return left <= right;
    case "-gt":
      return left > right;
    default:
      return left >= right;
  }
}
