// Evaluates the expressions of awk, and calls functions.

import { checkMemory } from "../../limits.ts";
import type { Doing } from "../../reading.ts";
import { callBuiltin } from "./functions.ts";
import { matchIn, splitInto, substituteIn } from "./matching.ts";
import type { AwkState } from "./state.ts";
import type { AwkFunction, Expr, Statement } from "./syntax.ts";
import { compare, compute, InputText, isTrue, toNumber, toText, type Value } from "./value.ts";
import type { AwkArray, Frame } from "./variables.ts";

const wholeRecord: Expr = { kind: "field", index: { kind: "number", value: 0 } };

export class Evaluator {
  private readonly state: AwkState;
  private readonly runBody: (body: Statement) => Doing<unknown>;

  /** `runBody` runs the body of a function of the program's own. */
  constructor(state: AwkState, runBody: (body: Statement) => Doing<unknown>) {
    this.state = state;
    this.runBody = runBody;
  }

  *evaluate(expression: Expr): Doing<Value> {
    const { variables } = this.state;
    switch (expression.kind) {
      case "number":
      case "string":
        return expression.value;
      case "regex":
        return this.state.patterns.regExp(expression.source).test(this.state.record.text) ? 1 : 0;
      case "variable":
        return variables.get(expression.name);
      case "field":
        return this.field(yield* this.number(expression.index));
      case "element":
        return element(variables.array(expression.name), yield* this.key(expression.keys));
      case "assign":
        return yield* this.assign(expression);
      case "step":
        return yield* this.step(expression);
      case "unary":
        return applyUnary(expression.operator, yield* this.evaluate(expression.operand));
      case "binary":
        return yield* this.binary(expression);
      case "choose":
        return yield* this.evaluate((yield* this.truth(expression.test)) ? expression.yes : expression.no);
      case "in":
        return variables.array(expression.name).has(yield* this.key(expression.keys)) ? 1 : 0;
      case "call":
        return yield* this.call(expression.name, expression.args);
    }
  }

  *text(expression: Expr): Doing<string> {
    return toText(yield* this.evaluate(expression));
  }

  *number(expression: Expr): Doing<number> {
    return toNumber(yield* this.evaluate(expression));
  }

  *truth(expression: Expr): Doing<boolean> {
    return isTrue(yield* this.evaluate(expression));
  }

  *values(expressions: readonly Expr[]): Doing<Value[]> {
    const values: Value[] = [];
    for (const expression of expressions) values.push(yield* this.evaluate(expression));
    return values;
  }

  /** The key of an array's element; several are joined by SUBSEP. */
  *key(keys: readonly Expr[]): Doing<string> {
    const parts = yield* this.values(keys);
    return parts.map(toText).join(this.state.variables.globalText("SUBSEP"));
  }

  private field(index: number): Value {
    if (index < 0) this.state.host.fail("access to negative field");
    const text = this.state.record.field(index);
    return text === undefined ? undefined : new InputText(text);
  }

  private *assign({ target, operator, value }: Expr & { kind: "assign" }): Doing<Value> {
    const right = yield* this.evaluate(value);
    const result = operator === "" ? right : compute(operator, yield* this.number(target), toNumber(right));
    yield* this.store(target, result);
    return result;
  }

  private *step({ target, by, isPrefix }: Expr & { kind: "step" }): Doing<Value> {
    const before = yield* this.number(target);
    yield* this.store(target, before + by);
    return isPrefix ? before + by : before;
  }

  private *store(target: Expr, value: Value): Doing<void> {
    if (typeof value === "string") checkMemory(value.length);
    if (target.kind === "variable") this.state.setVariable(target.name, value);
    else if (target.kind === "element")
      this.state.variables.array(target.name).set(yield* this.key(target.keys), value);
    else if (target.kind === "field") this.state.record.setField(yield* this.number(target.index), toText(value));
  }

  private *binary({ operator, left, right }: Expr & { kind: "binary" }): Doing<Value> {
    if (operator === "&&") return (yield* this.truth(left)) && (yield* this.truth(right)) ? 1 : 0;
    if (operator === "||") return (yield* this.truth(left)) || (yield* this.truth(right)) ? 1 : 0;
    const a = yield* this.evaluate(left);
    if (operator === "~" || operator === "!~") {
      const pattern = this.state.patterns.regExp(yield* this.pattern(right));
      return pattern.test(toText(a)) === (operator === "~") ? 1 : 0;
    }
    const b = yield* this.evaluate(right);
    if (operator === " ") return toText(a) + toText(b);
    if (/^[<>=!]/.test(operator)) return compare(a, operator, b) ? 1 : 0;
    if ((operator === "/" || operator === "%") && toNumber(b) === 0) return this.state.host.fail("Division by zero");
    return compute(operator, toNumber(a), toNumber(b));
  }

  /** Where a pattern is expected, /x/ is itself and not a test of the record. */
  private *pattern(expression: Expr): Doing<string> {
    return expression.kind === "regex" ? expression.source : yield* this.text(expression);
  }

  private *call(name: string, args: readonly Expr[]): Doing<Value> {
    const own = this.state.program.functions.get(name);
    if (own !== undefined) return yield* this.callOwn(own, args);
    if (name === "sub" || name === "gsub") return yield* this.substitute(name === "gsub", args);
    const [first, second, third] = args;
    if (name === "split" && first !== undefined && second?.kind === "variable")
      return yield* this.split(first, second.name, third);
    if (name === "match" && first !== undefined && second !== undefined) {
      const source = yield* this.pattern(second);
      return matchIn(this.state, source, yield* this.text(first));
    }
    if (name === "length" && first?.kind === "variable" && this.isArray(first.name))
      return this.state.variables.array(first.name).size;
    return callBuiltin(this.state, name, yield* this.values(args));
  }

  private isArray(name: string): boolean {
    return this.state.variables.get(name) === undefined && this.state.variables.isGlobalArray(name);
  }

  private *split(text: Expr, array: string, separator: Expr | undefined): Doing<number> {
    let between: string;
    if (separator === undefined) between = this.state.variables.globalText("FS");
    else between = separator.kind === "regex" ? `(?:${separator.source})` : yield* this.text(separator);
    const whole = yield* this.text(text);
    return splitInto(this.state, this.state.variables.array(array), whole, between);
  }

  private *substitute(all: boolean, [pattern, replacement, target]: readonly Expr[]): Doing<Value> {
    if (pattern === undefined || replacement === undefined) return this.state.host.fail("Too few arguments");
    const source = yield* this.pattern(pattern);
    const text = yield* this.text(replacement);
    const place = target ?? wholeRecord;
    const before = yield* this.text(place);
    const after = substituteIn(this.state.patterns.regExp(source), text, before, all);
    if (after.count > 0) yield* this.store(place, after.text);
    return after.count;
  }

  private *callOwn(own: AwkFunction, args: readonly Expr[]): Doing<Value> {
    const { state } = this;
    if (state.variables.callDepth > 200) return state.host.fail("function call nesting too deep");
    state.variables.enter(yield* this.frame(own.parameters, args));
    state.result = undefined;
    yield* this.runBody(own.body);
    state.variables.leave();
    const { result } = state;
    state.result = undefined;
    return result;
  }

  /** A variable that has no value may be an array of the caller's, so it is handed on by reference. */
  private *frame(parameters: readonly string[], args: readonly Expr[]): Doing<Frame> {
    const { variables } = this.state;
    const frame: Frame = { values: new Map(), arrays: new Map() };
    for (const [index, name] of parameters.entries()) {
      const arg = args[index];
      const isArray = arg?.kind === "variable" && variables.get(arg.name) === undefined;
      if (isArray) frame.arrays.set(name, variables.array(arg.name));
      frame.values.set(name, arg === undefined || isArray ? undefined : yield* this.evaluate(arg));
    }
    return frame;
  }
}

/** Asking for an element makes it. */
function element(array: AwkArray, key: string): Value {
  if (!array.has(key)) array.set(key, undefined);
  return array.get(key);
}

function applyUnary(operator: string, value: Value): number {
  if (operator === "!") return isTrue(value) ? 0 : 1;
  return operator === "-" ? -toNumber(value) : toNumber(value);
}
