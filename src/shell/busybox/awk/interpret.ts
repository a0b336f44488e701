// Runs a program of awk.

import { checkMemory } from "../../limits.ts";
import { openOutput } from "../../open.ts";
import type { Output } from "../../process.ts";
import { type Doing, LineReader } from "../../reading.ts";
import type { Run } from "../applet.ts";
import { posixRegExp } from "../regex.ts";
import { format, substring } from "./format.ts";
import type { AwkFunction, AwkProgram, Expr, Rule, Statement } from "./syntax.ts";
import { compare, compute, InputText, isTrue, toNumber, toText, type Value } from "./value.ts";

type Leave = { readonly how: "next" | "break" | "continue" | "exit" | "return" };

export class AwkRun {
  private readonly host: Run;
  private readonly program: AwkProgram;
  private readonly globals = new Map<string, Value>([
    ["FS", " "],
    ["OFS", " "],
    ["ORS", "\n"],
    ["SUBSEP", "\x1c"],
    ["NR", 0],
    ["NF", 0],
    ["FNR", 0],
    ["RSTART", 0],
    ["RLENGTH", -1],
    ["OFMT", "%.6g"],
    ["CONVFMT", "%.6g"],
  ]);
  private readonly arrays = new Map<string, Map<string, Value>>();
  private readonly frames: { values: Map<string, Value>; arrays: Map<string, Map<string, Value>> }[] = [];
  private readonly outputs = new Map<string, Output>();
  private readonly patterns = new Map<string, RegExp>();
  private record = "";
  private fields: string[] = [];
  private result: Value;
  private exitCode = 0;
  private seed = 0;

  constructor(host: Run, program: AwkProgram) {
    this.host = host;
    this.program = program;
    this.arrays.set(
      "ENVIRON",
      new Map(Object.entries(host.process.env).map(([name, value]) => [name, new InputText(value)])),
    );
  }

  setVariable(name: string, value: Value): void {
    const frame = this.frames.at(-1);
    if (frame?.values.has(name)) {
      frame.values.set(name, value);
      return;
    }
    this.globals.set(name, value);
    if (name === "NF") this.resize(toNumber(value));
  }

  *run(files: readonly string[]): Doing<number> {
    const rules = (kind: Rule["kind"]) => this.program.rules.filter((rule) => rule.kind === kind);
    let status = 0;
    let isOver = false;
    for (const rule of rules("BEGIN"))
      if (!isOver && rule.body !== undefined) isOver = (yield* this.execute(rule.body))?.how === "exit";
    if (!isOver && rules("main").length + rules("END").length > 0) {
      const inputs = files.filter((file) => !this.assignOperand(file));
      for (const file of inputs.length === 0 ? ["-"] : inputs) {
        const input = this.host.open(file, (reason) => `${file}: ${reason}`);
        if (input === undefined) {
          status = 2;
          continue;
        }
        this.globals.set("FILENAME", file === "-" ? "" : file);
        this.globals.set("FNR", 0);
        const reader = new LineReader(input);
        for (let line = yield* reader.next(); line !== undefined && !isOver; line = yield* reader.next()) {
          this.readRecord(line);
          isOver = yield* this.mainRules(rules("main"));
          if (!input.readable.ready) yield* this.host.flush();
        }
      }
    }
    for (const rule of rules("END"))
      if (rule.body !== undefined && (yield* this.execute(rule.body))?.how === "exit") break;
    for (const output of this.outputs.values()) output.close();
    return this.exitCode || status;
  }

  private assignOperand(file: string): boolean {
    const match = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(file);
    if (match !== null) this.setVariable(match[1] ?? "", new InputText(match[2] ?? ""));
    return match !== null;
  }

  private readRecord(line: string): void {
    this.globals.set("NR", toNumber(this.globals.get("NR")) + 1);
    this.globals.set("FNR", toNumber(this.globals.get("FNR")) + 1);
    this.setRecord(line);
  }

  private *mainRules(rules: readonly Rule[]): Doing<boolean> {
    for (const rule of rules) {
      if (!(yield* this.selects(rule))) continue;
      if (rule.body === undefined) this.host.print(`${this.record}\n`);
      else {
        const leave = yield* this.execute(rule.body);
        if (leave?.how === "exit") return true;
        if (leave?.how === "next") return false;
      }
    }
    yield* this.host.work(0.001);
    return false;
  }

  private *selects(rule: Rule): Doing<boolean> {
    if (rule.from === undefined) return true;
    if (rule.to === undefined) return isTrue(yield* this.evaluate(rule.from));
    if (!rule.active) {
      if (!isTrue(yield* this.evaluate(rule.from))) return false;
      rule.active = true;
    }
    if (isTrue(yield* this.evaluate(rule.to))) rule.active = false;
    return true;
  }

  private setRecord(text: string): void {
    this.record = text;
    this.fields = this.split(text, toText(this.globals.get("FS")));
    this.globals.set("NF", this.fields.length);
  }

  private split(text: string, separator: string): string[] {
    if (text === "") return [];
    if (separator === " ") return text.split(/[ \t\n]+/).filter((field) => field !== "");
    if (separator === "") return [...text];
    if (separator.length === 1) return text.split(separator);
    return text.split(this.regExp(separator));
  }

  private resize(count: number): void {
    while (this.fields.length < count) this.fields.push("");
    this.fields.length = Math.max(0, count);
    this.rebuild();
  }

  private rebuild(): void {
    this.record = this.fields.join(toText(this.globals.get("OFS")));
    this.globals.set("NF", this.fields.length);
  }

  private regExp(source: string): RegExp {
    const known = this.patterns.get(source);
    if (known !== undefined) return known;
    try {
      const built = posixRegExp(source, { extended: true });
      this.patterns.set(source, built);
      return built;
    } catch (error) {
      if (error instanceof SyntaxError) return this.host.fail(`bad regex '${source}'`);
      throw error;
    }
  }

  private *execute(statement: Statement): Doing<Leave | undefined> {
    yield* this.host.work(0.0005);
    switch (statement.kind) {
      case "block":
        for (const inner of statement.body) {
          const leave = yield* this.execute(inner);
          if (leave !== undefined) return leave;
        }
        return undefined;
      case "expression":
        yield* this.evaluate(statement.value);
        return undefined;
      case "print":
        yield* this.print(statement);
        return undefined;
      case "if": {
        const branch = isTrue(yield* this.evaluate(statement.test)) ? statement.yes : statement.no;
        return branch === undefined ? undefined : yield* this.execute(branch);
      }
      case "loop":
        return yield* this.loop(statement);
      case "for in":
        for (const key of [...this.array(statement.array).keys()]) {
          this.setVariable(statement.variable, new InputText(key));
          const leave = yield* this.execute(statement.body);
          if (leave?.how === "break") break;
          if (leave !== undefined && leave.how !== "continue") return leave;
        }
        return undefined;
      case "delete":
        if (statement.keys === undefined) this.array(statement.name).clear();
        else this.array(statement.name).delete(yield* this.key(statement.keys));
        return undefined;
      case "leave": {
        const value = statement.value === undefined ? undefined : yield* this.evaluate(statement.value);
        if (statement.how === "return") this.result = value;
        if (statement.how === "exit" && value !== undefined) this.exitCode = toNumber(value) & 255;
        return { how: statement.how };
      }
    }
  }

  private *loop(statement: Statement & { kind: "loop" }): Doing<Leave | undefined> {
    if (statement.start !== undefined) yield* this.execute(statement.start);
    for (let first = true; ; first = false) {
      const skipsTest = first && statement.testsLast;
      if (!skipsTest && statement.test !== undefined && !isTrue(yield* this.evaluate(statement.test))) return undefined;
      const leave = yield* this.execute(statement.body);
      if (leave?.how === "break") return undefined;
      if (leave !== undefined && leave.how !== "continue") return leave;
      if (statement.step !== undefined) yield* this.execute(statement.step);
    }
  }

  private *print(statement: Statement & { kind: "print" }): Doing<void> {
    const values: Value[] = [];
    for (const arg of statement.args) values.push(yield* this.evaluate(arg));
    const ofs = toText(this.globals.get("OFS"));
    const text = statement.isFormat
      ? format(values)
      : (values.length === 0 ? this.record : values.map((value) => toText(value)).join(ofs)) +
        toText(this.globals.get("ORS"));
    if (statement.target === undefined) {
      this.host.print(text);
      return;
    }
    const name = toText(yield* this.evaluate(statement.target));
    let output = this.outputs.get(name);
    if (output === undefined) {
      output = openOutput(this.host.process, name, { append: statement.append });
      this.outputs.set(name, output);
    }
    output.write(text);
  }

  private array(name: string): Map<string, Value> {
    const local = this.frames.at(-1)?.arrays.get(name);
    if (local !== undefined) return local;
    const scope = this.frames.at(-1)?.values.has(name) === true ? this.frames.at(-1)?.arrays : this.arrays;
    let found = scope?.get(name);
    if (found === undefined) {
      found = new Map();
      scope?.set(name, found);
    }
    return found;
  }

  private *key(keys: readonly Expr[]): Doing<string> {
    const parts: string[] = [];
    for (const key of keys) parts.push(toText(yield* this.evaluate(key)));
    return parts.join(toText(this.globals.get("SUBSEP")));
  }

  private *evaluate(expression: Expr): Doing<Value> {
    switch (expression.kind) {
      case "number":
      case "string":
        return expression.value;
      case "regex":
        return this.regExp(expression.source).test(this.record) ? 1 : 0;
      case "variable":
        return this.variable(expression.name);
      case "field":
        return this.field(toNumber(yield* this.evaluate(expression.index)));
      case "element": {
        const array = this.array(expression.name);
        const key = yield* this.key(expression.keys);
        if (!array.has(key)) array.set(key, undefined);
        return array.get(key);
      }
      case "assign": {
        const right = yield* this.evaluate(expression.value);
        const value =
          expression.operator === ""
            ? right
            : compute(expression.operator, toNumber(yield* this.evaluate(expression.target)), toNumber(right));
        yield* this.store(expression.target, value);
        return value;
      }
      case "step": {
        const before = toNumber(yield* this.evaluate(expression.target));
        yield* this.store(expression.target, before + expression.by);
        return expression.isPrefix ? before + expression.by : before;
      }
      case "unary": {
        const value = yield* this.evaluate(expression.operand);
        return expression.operator === "!"
          ? isTrue(value)
            ? 0
            : 1
          : expression.operator === "-"
            ? -toNumber(value)
            : toNumber(value);
      }
      case "binary":
        return yield* this.binary(expression);
      case "choose":
        return yield* this.evaluate(isTrue(yield* this.evaluate(expression.test)) ? expression.yes : expression.no);
      case "in":
        return this.array(expression.name).has(yield* this.key(expression.keys)) ? 1 : 0;
      case "call":
        return yield* this.call(expression.name, expression.args);
    }
  }

  private variable(name: string): Value {
    const frame = this.frames.at(-1);
    return frame?.values.has(name) ? frame.values.get(name) : this.globals.get(name);
  }

  private field(index: number): Value {
    if (index < 0) this.host.fail("access to negative field");
    const text = index === 0 ? this.record : this.fields[Math.floor(index) - 1];
    return text === undefined ? undefined : new InputText(text);
  }

  private *store(target: Expr, value: Value): Doing<void> {
    if (typeof value === "string") checkMemory(value.length);
    if (target.kind === "variable") this.setVariable(target.name, value);
    else if (target.kind === "element") this.array(target.name).set(yield* this.key(target.keys), value);
    else if (target.kind === "field") {
      const index = toNumber(yield* this.evaluate(target.index));
      if (index === 0) this.setRecord(toText(value));
      else {
        while (this.fields.length < index) this.fields.push("");
        this.fields[index - 1] = toText(value);
        this.rebuild();
      }
    }
  }

  private *binary({ operator, left, right }: Expr & { kind: "binary" }): Doing<Value> {
    if (operator === "&&") return isTrue(yield* this.evaluate(left)) && isTrue(yield* this.evaluate(right)) ? 1 : 0;
    if (operator === "||") return isTrue(yield* this.evaluate(left)) || isTrue(yield* this.evaluate(right)) ? 1 : 0;
    const a = yield* this.evaluate(left);
    if (operator === "~" || operator === "!~") {
      const pattern = right.kind === "regex" ? right.source : toText(yield* this.evaluate(right));
      return this.regExp(pattern).test(toText(a)) === (operator === "~") ? 1 : 0;
    }
    const b = yield* this.evaluate(right);
    if (operator === " ") return toText(a) + toText(b);
    if (/^[<>=!]/.test(operator)) return compare(a, operator, b) ? 1 : 0;
    if ((operator === "/" || operator === "%") && toNumber(b) === 0) return this.host.fail("Division by zero");
    return compute(operator, toNumber(a), toNumber(b));
  }

  private *call(name: string, args: readonly Expr[]): Doing<Value> {
    const own = this.program.functions.get(name);
    if (own !== undefined) return yield* this.callFunction(own, args);
    const [first, second, third] = args;
    if (name === "sub" || name === "gsub") return yield* this.substitute(name === "gsub", args);
    if (name === "split" && second?.kind === "variable" && first !== undefined) {
      const separator =
        third === undefined
          ? toText(this.globals.get("FS"))
          : third.kind === "regex"
            ? `(?:${third.source})`
            : toText(yield* this.evaluate(third));
      const parts = this.split(toText(yield* this.evaluate(first)), separator);
      const array = this.array(second.name);
      array.clear();
      for (const [index, part] of parts.entries()) array.set(String(index + 1), new InputText(part));
      return parts.length;
    }
    if (
      name === "length" &&
      first?.kind === "variable" &&
      this.variable(first.name) === undefined &&
      this.arrays.has(first.name)
    )
      return this.array(first.name).size;
    if (name === "match" && first !== undefined && second !== undefined) {
      const source = second.kind === "regex" ? second.source : toText(yield* this.evaluate(second));
      const match = this.regExp(source).exec(toText(yield* this.evaluate(first)));
      this.globals.set("RSTART", match === null ? 0 : match.index + 1);
      this.globals.set("RLENGTH", match === null ? -1 : match[0].length);
      return match === null ? 0 : match.index + 1;
    }
    const values: Value[] = [];
    for (const arg of args) values.push(yield* this.evaluate(arg));
    return this.builtin(name, values);
  }

  private builtin(name: string, values: readonly Value[]): Value {
    const [a, b, c] = values;
    switch (name) {
      case "length":
        return [...toText(values.length === 0 ? new InputText(this.record) : a)].length;
      case "substr":
        return substring(
          toText(a),
          toNumber(b),
          c === undefined && values.length < 3 ? Number.POSITIVE_INFINITY : toNumber(c),
        );
      case "index":
        return toText(a).indexOf(toText(b)) + 1;
      case "toupper":
        return toText(a).toUpperCase();
      case "tolower":
        return toText(a).toLowerCase();
      case "sprintf":
        return format(values);
      case "int":
        return Math.trunc(toNumber(a));
      case "sqrt":
        return Math.sqrt(toNumber(a));
      case "exp":
        return Math.exp(toNumber(a));
      case "log":
        return Math.log(toNumber(a));
      case "sin":
        return Math.sin(toNumber(a));
      case "cos":
        return Math.cos(toNumber(a));
      case "atan2":
        return Math.atan2(toNumber(a), toNumber(b));
      case "rand":
        return this.host.process.machine.random();
      case "srand": {
        const before = this.seed;
        this.seed = a === undefined ? Math.floor(this.host.process.machine.now() / 1000) : toNumber(a);
        return before;
      }
      case "systime":
        return Math.floor(this.host.process.machine.now() / 1000);
      case "fflush":
      case "close":
        this.host.flushNow();
        return 0;
      case "system":
        return this.host.fail("k8s-tutor does not simulate system() within awk");
      default:
        return this.host.fail(`cmd. line:1: Call to undefined function`);
    }
  }

  private *callFunction(own: AwkFunction, args: readonly Expr[]): Doing<Value> {
    if (this.frames.length > 200) return this.host.fail("function call nesting too deep");
    const values = new Map<string, Value>();
    const arrays = new Map<string, Map<string, Value>>();
    for (const [index, name] of own.parameters.entries()) {
      const arg = args[index];
      const isArray = arg?.kind === "variable" && this.variable(arg.name) === undefined;
      if (isArray) arrays.set(name, this.array(arg.name));
      values.set(name, arg === undefined || isArray ? undefined : yield* this.evaluate(arg));
    }
    this.frames.push({ values, arrays });
    this.result = undefined;
    yield* this.execute(own.body);
    this.frames.pop();
    const { result } = this;
    this.result = undefined;
    return result;
  }

  private *substitute(all: boolean, [pattern, replacement, target]: readonly Expr[]): Doing<Value> {
    if (pattern === undefined || replacement === undefined) return this.host.fail("Too few arguments");
    const source = pattern.kind === "regex" ? pattern.source : toText(yield* this.evaluate(pattern));
    const text = toText(yield* this.evaluate(replacement));
    const place: Expr = target ?? { kind: "field", index: { kind: "number", value: 0 } };
    const before = toText(yield* this.evaluate(place));
    let count = 0;
    const expression = new RegExp(this.regExp(source).source, all ? "g" : "");
    const after = before.replace(expression, (whole) => {
      count++;
      return text.replace(/\\\\|\\&|&/g, (mark) => (mark === "&" ? whole : mark === "\\&" ? "&" : "\\"));
    });
    if (count > 0) yield* this.store(place, after);
    return count;
  }
}
