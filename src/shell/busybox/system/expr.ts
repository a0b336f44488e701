// Stands for expr.

import type { Run } from "../applet.ts";

export function expr(run: Run): number {
  const words = [...run.args];
  if (words.length === 0) run.usage("expr EXPRESSION", 2);
  const value = new Expression(run, words).value();
  run.print(`${value}\n`);
  return value === "" || value === "0" ? 1 : 0;
}

class Expression {
  private readonly run: Run;
  private readonly words: string[];

  constructor(run: Run, words: string[]) {
    this.run = run;
    this.words = words;
  }

  value(): string {
    const result = this.level(0);
    if (this.words.length > 0) this.run.fail("syntax error", 2);
    return result;
  }

  private level(index: number): string {
    const operators = [["|"], ["&"], ["<", "<=", "=", "==", "!=", ">=", ">"], ["+", "-"], ["*", "/", "%"], [":"]][
      index
    ];
    if (operators === undefined) return this.primary();
    let left = this.level(index + 1);
    while (operators.includes(this.words[0] ?? "")) {
      const operator = this.words.shift() ?? "";
      left = this.apply(left, operator, this.level(index + 1));
    }
    return left;
  }

  private primary(): string {
    const word = this.words.shift() ?? this.run.fail("syntax error", 2);
    if (word === "length") return String((this.words.shift() ?? "").length);
    if (word === "substr") {
      const [text = "", from = "1", length = "0"] = this.words.splice(0, 3);
      return text.slice(Number(from) - 1, Number(from) - 1 + Number(length));
    }
    if (word !== "(") return word;
    const inner = this.level(0);
    if (this.words.shift() !== ")") this.run.fail("syntax error", 2);
    return inner;
  }

  private apply(left: string, operator: string, right: string): string {
    if (operator === "|") return left !== "" && left !== "0" ? left : right;
    if (operator === "&") return left !== "" && left !== "0" && right !== "" && right !== "0" ? left : "0";
    if (operator === ":") {
      const match = new RegExp(`^${right.replace(/\\([()])/g, "$1")}`).exec(left);
      return right.includes("\\(") ? (match?.[1] ?? "") : String(match?.[0].length ?? 0);
    }
    if (/^[<>=!]/.test(operator)) return this.compare(left, operator, right);
    if (!/^-?\d+$/.test(left) || !/^-?\d+$/.test(right)) return this.run.fail("non-numeric argument", 2);
    const [a, b] = [BigInt(left), BigInt(right)];
    if ((operator === "/" || operator === "%") && b === 0n) return this.run.fail("division by zero", 2);
    if (operator === "+") return String(a + b);
    if (operator === "-") return String(a - b);
    if (operator === "*") return String(a * b);
    return String(operator === "/" ? a / b : a % b);
  }

  private compare(left: string, operator: string, right: string): string {
    const isNumeric = /^-?\d+$/.test(left) && /^-?\d+$/.test(right);
    const order = isNumeric ? Number(left) - Number(right) : left < right ? -1 : left > right ? 1 : 0;
    const answer = {
      "<": order < 0,
      "<=": order <= 0,
      "=": order === 0,
      "==": order === 0,
      "!=": order !== 0,
      ">=": order >= 0,
      ">": order > 0,
    }[operator];
    return answer === true ? "1" : "0";
  }
}
