// Finds what a JSONPath template asks for.

import { JsonPathError, type Operand, type PathStep, type TemplateNode } from "./parse.ts";

export interface EvaluateOptions {
  /** A field that is not there is nothing, instead of an error. */
  readonly allowMissing: boolean;
}

/** The results of each part of the template, in order. */
export function findResults(nodes: readonly TemplateNode[], data: unknown, options: EvaluateOptions): unknown[][] {
  return nodes.flatMap((node) => {
    switch (node.kind) {
      case "text":
        return [[node.text]];
      case "stray end":
        throw new JsonPathError("not in range, nothing to end");
      case "literal":
        return [[node.value]];
      case "path":
        return [walk([data], node.steps, options)];
      case "range":
        return walk([data], node.steps, options).flatMap((item) => findResults(node.body, item, options));
    }
    return [];
  });
}

export function walk(input: readonly unknown[], steps: readonly PathStep[], options: EvaluateOptions): unknown[] {
  return steps.reduce<readonly unknown[]>((values, step) => applyStep(values, step, options), input) as unknown[];
}

function applyStep(input: readonly unknown[], step: PathStep, options: EvaluateOptions): unknown[] {
  switch (step.kind) {
    case "field":
      return fields(input, step.name, options);
    case "wildcard":
      return input.flatMap(children);
    case "recursive":
      return input.flatMap(descendants);
    case "slice":
      return input.filter((value) => value !== null && value !== undefined).flatMap((value) => sliceOf(value, step));
    case "filter":
      return input.flatMap((value) => filtered(value, step, options));
    case "union":
      return step.paths.flatMap((path) => walk(input, path, options));
  }
}

function fields(input: readonly unknown[], name: string, options: EvaluateOptions): unknown[] {
  const found = input.flatMap((value) =>
    isMap(value) && name in value && value[name] !== undefined ? [value[name]] : [],
  );
  if (found.length === 0 && !options.allowMissing) throw new JsonPathError(`${name} is not found`);
  return found;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function children(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (!isMap(value)) return [];
  return Object.keys(value)
    .sort()
    .map((key) => value[key]);
}

function descendants(value: unknown): unknown[] {
  const inner = children(value);
  return inner.length === 0 ? [] : [value, ...inner.flatMap(descendants)];
}

function goType(value: unknown): string {
  if (isMap(value)) return "map[string]interface {}";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int64" : "float64";
  return Array.isArray(value) ? "[]interface {}" : typeof value;
}

function sliceOf(value: unknown, step: Extract<PathStep, { kind: "slice" }>): unknown[] {
  if (!Array.isArray(value)) throw new JsonPathError(`${goType(value)} is not array or slice`);
  const { length } = value;
  let from = step.from ?? 0;
  if (from < 0) from += length;
  let to = step.single ? from + 1 : (step.to ?? length);
  if (to < 0) to += length;
  if (from === to) return [];
  if (from >= length || from < 0) throw new JsonPathError(`array index out of bounds: index ${from}, length ${length}`);
  if (to > length || to < 0) throw new JsonPathError(`array index out of bounds: index ${to - 1}, length ${length}`);
  if (from > to) throw new JsonPathError(`starting index ${from} is greater than ending index ${to}`);
  const stride = step.step ?? 1;
  if (stride <= 0) throw new JsonPathError("step must be > 0");
  return value.slice(from, to).filter((_, index) => index % stride === 0);
}

function filtered(value: unknown, step: Extract<PathStep, { kind: "filter" }>, options: EvaluateOptions): unknown[] {
  if (!Array.isArray(value)) throw new JsonPathError(`${goType(value)} is not array or slice and cannot be filtered`);
  return value.filter((item) => {
    const lefts = operandValues(step.left, item, options, step.operator === "exists");
    if (step.operator === "exists") return lefts.length > 0;
    if (lefts.length === 0) return false;
    const rights = operandValues(step.right, item, options, false);
    if (rights.length === 0) return false;
    if (lefts.length > 1 || rights.length > 1) throw new JsonPathError("can only compare one element at a time");
    return compare(lefts[0], rights[0], step.operator);
  });
}

function operandValues(operand: Operand, item: unknown, options: EvaluateOptions, tolerant: boolean): unknown[] {
  if (operand.kind === "literal") return [operand.value];
  return walk([item], operand.steps, tolerant ? { allowMissing: true } : options);
}

function compare(left: unknown, right: unknown, operator: string): boolean {
  if (typeof left !== typeof right) throw new JsonPathError("incompatible types for comparison");
  const [a, b] = [left, right] as [string, string];
  switch (operator) {
    case "==":
      return a === b;
    case "!=":
      return a !== b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    default:
      return a >= b;
  }
}
