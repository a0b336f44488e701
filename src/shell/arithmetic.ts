// Stands for $(( … )): integer arithmetic of C on signed 64-bit numbers.

export interface ArithmeticVariables {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

export class ArithmeticError extends Error {}

type Token = { readonly text: string; readonly kind: "number" | "name" | "operator" };

const tokenPattern =
  /\s*(?:(0[xX][0-9a-fA-F]+|\d+#\w+|\d+)|([A-Za-z_]\w*)|(<<=|>>=|\*\*|&&|\|\||[-+*/%&|^<>=!]=|<<|>>|\+\+|--|[-+*/%&|^<>!~?:=(),]))/y;

const levels: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["|"],
  ["^"],
  ["&"],
  ["==", "!="],
  ["<=", ">=", "<", ">"],
  ["<<", ">>"],
  ["+", "-"],
  ["*", "/", "%"],
];

export function evaluateArithmetic(text: string, variables: ArithmeticVariables, depth = 0): bigint {
  if (text.trim() === "") return 0n;
  if (depth > 50) throw new ArithmeticError("expression recursion loop detected");
  const evaluation = new Evaluation(tokenize(text), variables, depth);
  return evaluation.run();
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  for (let at = 0; at < end; ) {
    tokenPattern.lastIndex = at;
    const match = tokenPattern.exec(text);
    if (match === null) throw new ArithmeticError("arithmetic syntax error");
    const [whole, number, name, operator] = match;
    if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (name !== undefined) tokens.push({ kind: "name", text: name });
    else tokens.push({ kind: "operator", text: operator ?? "" });
    at += whole.length;
  }
  return tokens;
}

class Evaluation {
  private readonly tokens: readonly Token[];
  private readonly variables: ArithmeticVariables;
  private readonly depth: number;
  private at = 0;
  /** Above 0 in the branch not taken of && || ?: where nothing may change. */
  private skipping = 0;

  constructor(tokens: readonly Token[], variables: ArithmeticVariables, depth: number) {
    this.tokens = tokens;
    this.variables = variables;
    this.depth = depth;
  }

  run(): bigint {
    const value = this.comma();
    if (this.at < this.tokens.length) this.fail();
    return value;
  }

  private fail(): never {
    throw new ArithmeticError("arithmetic syntax error");
  }

  private isNext(text: string): boolean {
    const token = this.tokens[this.at];
    return token?.kind === "operator" && token.text === text;
  }

  private take(text: string): boolean {
    if (!this.isNext(text)) return false;
    this.at++;
    return true;
  }

  private comma(): bigint {
    let value = this.assignment();
    while (this.take(",")) value = this.assignment();
    return value;
  }

  private assignment(): bigint {
    const target = this.tokens[this.at];
    const operator = this.tokens[this.at + 1];
    if (target?.kind !== "name" || operator?.kind !== "operator" || !/^(?:[-+*/%&|^]|<<|>>)?=$/.test(operator.text)) {
      return this.ternary();
    }
    this.at += 2;
    const right = this.assignment();
    const value =
      operator.text === "=" ? right : this.apply(operator.text.slice(0, -1), this.valueOf(target.text), right);
    this.store(target.text, value);
    return value;
  }

  private ternary(): bigint {
    const condition = this.binary(0);
    if (!this.take("?")) return condition;
    const yes = this.skipUnless(condition !== 0n, () => this.comma());
    if (!this.take(":")) this.fail();
    const no = this.skipUnless(condition === 0n, () => this.ternary());
    return condition !== 0n ? yes : no;
  }

  private skipUnless(wanted: boolean, evaluate: () => bigint): bigint {
    if (!wanted) this.skipping++;
    const value = evaluate();
    if (!wanted) this.skipping--;
    return value;
  }

  private binary(level: number): bigint {
    const operators = levels[level];
    if (operators === undefined) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = operators.find((candidate) => this.isNext(candidate));
      if (operator === undefined) return left;
      this.at++;
      if (operator === "&&" || operator === "||") {
        const decided = operator === "&&" ? left === 0n : left !== 0n;
        const right = this.skipUnless(!decided, () => this.binary(level + 1));
        left = decided ? BigInt(left !== 0n) : BigInt(right !== 0n);
      } else left = this.apply(operator, left, this.binary(level + 1));
    }
  }

  private unary(): bigint {
    if (this.take("!")) return BigInt(this.unary() === 0n);
    if (this.take("~")) return wrap(~this.unary());
    if (this.take("-")) return wrap(-this.unary());
    if (this.take("+")) return this.unary();
    for (const [operator, change] of [
      ["++", 1n],
      ["--", -1n],
    ] as const) {
      if (!this.take(operator)) continue;
      const name = this.tokens[this.at++];
      if (name?.kind !== "name") this.fail();
      const value = wrap(this.valueOf(name.text) + change);
      this.store(name.text, value);
      return value;
    }
    return this.power();
  }

  private power(): bigint {
    const left = this.primary();
    if (!this.take("**")) return left;
    const right = this.unary();
    if (right < 0n) throw new ArithmeticError("exponent less than 0");
    return wrap(left ** (right > 4096n ? 4096n : right));
  }

  private primary(): bigint {
    if (this.take("(")) {
      const value = this.comma();
      if (!this.take(")")) this.fail();
      return value;
    }
    const token = this.tokens[this.at++];
    if (token === undefined || token.kind === "operator") return this.fail();
    if (token.kind === "number") return parseNumber(token.text);
    const value = this.valueOf(token.text);
    if (this.take("++")) this.store(token.text, wrap(value + 1n));
    else if (this.take("--")) this.store(token.text, wrap(value - 1n));
    return value;
  }

  private valueOf(name: string): bigint {
    const text = this.variables.get(name) ?? "";
    if (/^\s*[-+]?\d+\s*$/.test(text) && !/^\s*[-+]?0\d/.test(text)) return wrap(BigInt(text.trim()));
    return evaluateArithmetic(text, this.variables, this.depth + 1);
  }

  private store(name: string, value: bigint): void {
    if (this.skipping === 0) this.variables.set(name, String(value));
  }

  private apply(operator: string, left: bigint, right: bigint): bigint {
    if ((operator === "/" || operator === "%") && right === 0n) {
      if (this.skipping > 0) return 0n;
      throw new ArithmeticError("divide by zero");
    }
    return wrap(compute(operator, left, right));
  }
}

function compute(operator: string, left: bigint, right: bigint): bigint {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
    case "&":
      return left & right;
    case "|":
      return left | right;
    case "^":
      return left ^ right;
    case "<<":
      return left << (right & 63n);
    case ">>":
      return left >> (right & 63n);
    case "==":
      return BigInt(left === right);
    case "!=":
      return BigInt(left !== right);
    case "<":
      return BigInt(left < right);
    case ">":
      return BigInt(left > right);
    case "<=":
      return BigInt(left <= right);
    case ">=":
      return BigInt(left >= right);
    default:
      throw new ArithmeticError("arithmetic syntax error");
  }
}

function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

function parseNumber(text: string): bigint {
  const based = /^(\d+)#(\w+)$/.exec(text);
  if (based !== null) {
    const value = Number.parseInt(based[2] ?? "", Number(based[1]));
    if (Number.isNaN(value)) throw new ArithmeticError("arithmetic syntax error");
    return BigInt(value);
  }
  if (/^0\d/.test(text)) {
    if (/[89]/.test(text)) throw new ArithmeticError("arithmetic syntax error");
    return wrap(BigInt(`0o${text.slice(1)}`));
  }
  return wrap(BigInt(text));
}
