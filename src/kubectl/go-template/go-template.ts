// Executes Go templates over objects, as -o go-template does.

import { goQuote, goValue } from "../../api/go-values.ts";
import { callFunction, isTrue } from "./functions.ts";
import { goTypeName } from "./go-type-name.ts";
import type { Where } from "./lex.ts";
import { type Expression, type GoTemplate, parseGoTemplate, TemplateError, type TemplateNode } from "./parse.ts";

export { parseGoTemplate, TemplateError };

/** What went wrong while a template was executed, and what had been written until then. */
export class ExecutionError extends TemplateError {
  constructor(
    message: string,
    readonly written: string,
  ) {
    super(message);
  }
}

class LoopSignal {
  constructor(readonly kind: "break" | "continue") {}
}

interface Scope {
  readonly dot: unknown;
  readonly variables: Map<string, unknown>;
  readonly parent?: Scope;
  readonly run: Run;
  /** The template that is executed. */
  readonly name: string;
}

interface Run {
  readonly template: GoTemplate;
  readonly allowMissing: boolean;
  readonly out: string[];
}

/** @throws ExecutionError */
export function executeGoTemplate(template: GoTemplate, data: unknown, allowMissing: boolean): string {
  const run: Run = { template, allowMissing, out: [] };
  try {
    execute(template.nodes, { dot: data, variables: new Map([["", data]]), run, name: "output" });
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new ExecutionError(error.message, run.out.join(""));
  }
  return run.out.join("");
}

function failure({ name }: Scope, { line, column, text }: Where, message: string): TemplateError {
  return new TemplateError(`${line}:${column}: executing ${goQuote(name)} at <${text}>: ${message}`);
}

function execute(nodes: readonly TemplateNode[], scope: Scope): void {
  for (const node of nodes) executeNode(node, scope);
}

function executeNode(node: TemplateNode, scope: Scope): void {
  switch (node.kind) {
    case "text":
      scope.run.out.push(node.text);
      return;
    case "output":
      scope.run.out.push(outputText(evaluate(node.value, scope)));
      return;
    case "assign":
      assign(node.name, evaluate(node.value, scope), node.declare, scope);
      return;
    case "if":
    case "with": {
      const value = evaluate(node.value, scope);
      const inner = child(scope, node.kind === "with" && isTrue(value) ? value : scope.dot);
      if (node.variable !== undefined) inner.variables.set(node.variable, value);
      execute(isTrue(value) ? node.body : node.otherwise, inner);
      return;
    }
    case "range":
      executeRange(node, scope);
      return;
    case "template":
      executeNamed(node, scope);
      return;
    default:
      throw new LoopSignal(node.kind);
  }
}

function executeNamed({ name, value, where }: Extract<TemplateNode, { kind: "template" }>, scope: Scope): void {
  const nodes = scope.run.template.named.get(name);
  if (nodes === undefined) throw failure(scope, where, `template ${goQuote(name)} not defined`);
  const dot = value === undefined ? undefined : evaluate(value, scope);
  execute(nodes, { dot, variables: new Map([["", dot]]), run: scope.run, name });
}

function outputText(value: unknown): string {
  return value === null || value === undefined ? "<no value>" : goValue(value);
}

function child(scope: Scope, dot: unknown): Scope {
  return { dot, variables: new Map(), parent: scope, run: scope.run, name: scope.name };
}

function assign(name: string, value: unknown, declare: boolean, scope: Scope): void {
  let owner: Scope | undefined = scope;
  while (!declare && owner !== undefined && !owner.variables.has(name)) owner = owner.parent;
  (owner ?? scope).variables.set(name, value);
}

function executeRange(node: Extract<TemplateNode, { kind: "range" }>, scope: Scope): void {
  const over = evaluate(node.value, scope);
  const entries = entriesOf(over);
  if (entries === undefined) throw failure(scope, node.value.where, `range can't iterate over ${goValue(over)}`);
  if (entries.length === 0) {
    execute(node.otherwise, child(scope, scope.dot));
    return;
  }
  for (const [key, value] of entries) {
    const inner = child(scope, value);
    const [first, second] = node.variables;
    if (second !== undefined) {
      inner.variables.set(first ?? "", key);
      inner.variables.set(second, value);
    } else if (first !== undefined) inner.variables.set(first, value);
    try {
      execute(node.body, inner);
    } catch (signal) {
      if (!(signal instanceof LoopSignal)) throw signal;
      if (signal.kind === "break") return;
    }
  }
}

function entriesOf(value: unknown): [unknown, unknown][] | undefined {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  if (typeof value === "object") {
    const map = value as Record<string, unknown>;
    return Object.keys(map)
      .sort()
      .map((key) => [key, map[key]]);
  }
  if (typeof value === "number") return Array.from({ length: value }, (_, index) => [index, index]);
  return undefined;
}

function evaluate(expression: Expression, scope: Scope, piped?: readonly [unknown]): unknown {
  switch (expression.kind) {
    case "dot":
      return scope.dot;
    case "nil":
      throw failure(scope, expression.where, "nil is not a command");
    case "literal":
      return expression.value;
    case "variable":
      return variable(expression.name, scope);
    case "field":
      return expression.names.reduce(
        (value, name) => fieldOf(value, name, expression, scope),
        evaluate(expression.of, scope),
      );
    case "misapplied":
      throw misapplied(expression.of, scope);
    case "call":
      return call(expression, scope, piped);
    case "pipe": {
      let result: readonly [unknown] | undefined;
      for (const stage of expression.stages) result = [evaluate(stage, scope, result)];
      return result?.[0];
    }
  }
}

function misapplied(of: Expression, scope: Scope): TemplateError {
  if (of.kind === "field") return failure(scope, of.where, `${of.names.at(-1)} is not a method but has arguments`);
  return failure(scope, of.where, `can't give argument to non-function ${of.where.text}`);
}

function call(
  expression: Extract<Expression, { kind: "call" }>,
  scope: Scope,
  piped: readonly [unknown] | undefined,
): unknown {
  const { name, args, where } = expression;
  if (name === "and" || name === "or") {
    let last: unknown = true;
    for (const arg of args) {
      last = argument(arg, scope);
      if (isTrue(last) === (name === "or")) return last;
    }
    return piped === undefined ? last : piped[0];
  }
  const values = [...args.map((arg) => argument(arg, scope)), ...(piped ?? [])];
  if (name === "call") {
    const [first] = args;
    const what = first === undefined ? "" : ` ${first.where.text}`;
    throw failure(scope, where, `error calling call: non-function${what} of type ${goTypeName(values[0])}`);
  }
  try {
    return callFunction(name, values);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw failure(scope, where, `error calling ${name}: ${error.message}`);
  }
}

function argument(expression: Expression, scope: Scope): unknown {
  return expression.kind === "nil" ? null : evaluate(expression, scope);
}

function variable(name: string, scope: Scope): unknown {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    if (at.variables.has(name)) return at.variables.get(name);
  }
  return undefined;
}

function fieldOf(
  value: unknown,
  name: string,
  { of, where }: Extract<Expression, { kind: "field" }>,
  scope: Scope,
): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== "object" || Array.isArray(value)) {
    // Only what a function returns has a type of its own; all else is what JSON held.
    const computed = of.kind === "call" || of.kind === "pipe";
    throw failure(
      scope,
      where,
      `can't evaluate field ${name} in type ${computed ? goTypeName(value) : "interface {}"}`,
    );
  }
  const map = value as Record<string, unknown>;
  if (!(name in map) && !scope.run.allowMissing) throw failure(scope, where, `map has no entry for key "${name}"`);
  return map[name];
}
