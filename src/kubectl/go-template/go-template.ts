// Executes Go templates over objects, as -o go-template does.

import { callFunction, isTrue } from "./functions.ts";
import { goValue } from "./go-format.ts";
import { type Expression, parseGoTemplate, TemplateError, type TemplateNode } from "./parse.ts";

export { parseGoTemplate, TemplateError };

class LoopSignal {
  constructor(readonly kind: "break" | "continue") {}
}

interface Scope {
  readonly dot: unknown;
  readonly variables: Map<string, unknown>;
  readonly parent?: Scope;
  readonly allowMissing: boolean;
  readonly out: string[];
}

export function executeGoTemplate(nodes: readonly TemplateNode[], data: unknown, allowMissing: boolean): string {
  const out: string[] = [];
  execute(nodes, { dot: data, variables: new Map([["", data]]), allowMissing, out });
  return out.join("");
}

function execute(nodes: readonly TemplateNode[], scope: Scope): void {
  for (const node of nodes) executeNode(node, scope);
}

function executeNode(node: TemplateNode, scope: Scope): void {
  switch (node.kind) {
    case "text":
      scope.out.push(node.text);
      return;
    case "output":
      scope.out.push(outputText(evaluate(node.value, scope)));
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
    default:
      throw new LoopSignal(node.kind);
  }
}

function outputText(value: unknown): string {
  return value === null || value === undefined ? "<no value>" : goValue(value);
}

function child(scope: Scope, dot: unknown): Scope {
  return { dot, variables: new Map(), parent: scope, allowMissing: scope.allowMissing, out: scope.out };
}

function assign(name: string, value: unknown, declare: boolean, scope: Scope): void {
  if (declare) {
    scope.variables.set(name, value);
    return;
  }
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    if (at.variables.has(name)) {
      at.variables.set(name, value);
      return;
    }
  }
  throw new TemplateError(`1: undefined variable "$${name}"`);
}

function executeRange(node: Extract<TemplateNode, { kind: "range" }>, scope: Scope): void {
  const entries = entriesOf(evaluate(node.value, scope));
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

function entriesOf(value: unknown): [unknown, unknown][] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  if (typeof value === "object") {
    const map = value as Record<string, unknown>;
    return Object.keys(map)
      .sort()
      .map((key) => [key, map[key]]);
  }
  if (typeof value === "number") return Array.from({ length: value }, (_, index) => [index, index]);
  throw new TemplateError(`range can't iterate over ${goValue(value)}`);
}

function evaluate(expression: Expression, scope: Scope, piped?: readonly [unknown]): unknown {
  switch (expression.kind) {
    case "dot":
      return scope.dot;
    case "literal":
      return expression.value;
    case "variable":
      return variable(expression.name, scope);
    case "field":
      return expression.names.reduce((value, name) => fieldOf(value, name, scope), evaluate(expression.of, scope));
    case "call":
      return call(expression.name, expression.args, scope, piped);
    case "pipe": {
      let result: readonly [unknown] | undefined;
      for (const stage of expression.stages) result = [evaluate(stage, scope, result)];
      return result?.[0];
    }
  }
}

function call(name: string, args: readonly Expression[], scope: Scope, piped: readonly [unknown] | undefined): unknown {
  if (name === "and" || name === "or") {
    let last: unknown = true;
    for (const arg of args) {
      last = evaluate(arg, scope);
      if (isTrue(last) === (name === "or")) return last;
    }
    return piped === undefined ? last : piped[0];
  }
  return callFunction(name, [...args.map((arg) => evaluate(arg, scope)), ...(piped ?? [])]);
}

function variable(name: string, scope: Scope): unknown {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    if (at.variables.has(name)) return at.variables.get(name);
  }
  throw new TemplateError(`1: undefined variable "$${name}"`);
}

function fieldOf(value: unknown, name: string, scope: Scope): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== "object" || Array.isArray(value)) {
    throw new TemplateError(`1: can't evaluate field ${name} in type interface {}`);
  }
  const map = value as Record<string, unknown>;
  if (!(name in map) && !scope.allowMissing) throw new TemplateError(`1: map has no entry for key "${name}"`);
  return map[name];
}
