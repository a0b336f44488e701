// Finds what a JSONPath template asks for.

import { bytesOfText } from "../../bytes/bytes.ts";
import { goValue } from "../go-values.ts";
import { JsonPathError, type Step, type TemplateNode } from "./parse.ts";

export interface EvaluateOptions {
  /** A field that is not there is nothing, instead of an error. */
  readonly allowMissing: boolean;
}

/** The results of each part of the template, in order. */
export function findResults(nodes: readonly TemplateNode[], data: unknown, options: EvaluateOptions): unknown[][] {
  return new Evaluation(nodes, options).from(0, data);
}

/** Carries a template out. A range repeats what follows it until an `{end}`, which is only known when one has been come across. */
class Evaluation {
  private rangesOpened = 0;
  private rangesInside = 0;
  private endsSeen = 0;
  private lastEnd = -1;

  constructor(
    private readonly nodes: readonly TemplateNode[],
    private readonly options: EvaluateOptions,
  ) {}

  from(start: number, data: unknown): unknown[][] {
    const found: unknown[][] = [];
    for (let index = start; index < this.nodes.length; index++) {
      const results = this.results(this.nodes[index], data);
      if (this.endsSeen > 0 && this.endsSeen <= this.rangesInside) {
        this.endsSeen--;
        this.lastEnd = index;
        return found;
      }
      if (this.rangesOpened === 0) {
        found.push(results);
        continue;
      }
      for (const each of this.range(index + 1, results)) found.push(each);
      if (this.lastEnd > index) index = this.lastEnd;
    }
    return found;
  }

  /** The results of what stands in a range; without an item it is gone through all the same, for its end. */
  private range(start: number, items: readonly unknown[]): unknown[][] {
    this.rangesOpened--;
    this.rangesInside++;
    const found = items.flatMap((item) => this.from(start, item));
    if (items.length === 0) this.from(start, undefined);
    this.rangesInside--;
    return found;
  }

  private results(node: TemplateNode | undefined, data: unknown): unknown[] {
    if (node === undefined || node.kind === "text") return node === undefined ? [] : [node.text];
    return node.steps.reduce<unknown[]>(
      (values, step) => {
        return step.kind === "word" ? this.word(values, step.word) : applyStep(values, step, this.options);
      },
      [data],
    );
  }

  private word(values: unknown[], word: string): unknown[] {
    if (word === "range") {
      this.rangesOpened++;
      return values;
    }
    if (word !== "end") throw new JsonPathError(`unrecognized identifier ${word}`);
    if (this.rangesInside === 0) throw new JsonPathError("not in range, nothing to end");
    this.endsSeen++;
    return [];
  }
}

function walk(input: readonly unknown[], steps: readonly Step[], options: EvaluateOptions): unknown[] {
  return steps.reduce<unknown[]>((values, step) => applyStep(values, step, options), [...input]);
}

/** What a path leads to that may go wrong: then what it had come to, save where a field was missing. */
function walkAsFarAsPossible(item: unknown, steps: readonly Step[], options: EvaluateOptions): unknown[] {
  let values: unknown[] = [item];
  for (const step of steps) {
    try {
      values = applyStep(values, step, options);
    } catch (error) {
      if (!(error instanceof JsonPathError)) throw error;
      return step.kind === "field" ? [] : values;
    }
  }
  return values;
}

function applyStep(input: readonly unknown[], step: Step, options: EvaluateOptions): unknown[] {
  switch (step.kind) {
    case "value":
      return step.isText ? [step.value] : input.map(() => step.value);
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
    case "word":
      throw new JsonPathError(`unrecognized identifier ${step.word}`);
  }
}

function fields(input: readonly unknown[], name: string, options: EvaluateOptions): unknown[] {
  const found = input.flatMap((value) =>
    isMap(value) && name in value && value[name] !== undefined ? [value[name]] : [],
  );
  if (found.length === 0 && input.length > 0 && !options.allowMissing) throw new JsonPathError(`${name} is not found`);
  return found;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Go walks the bytes of a text, too. */
function children(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === "string") return [...bytesOfText(value)];
  if (!isMap(value)) return [];
  return Object.keys(value)
    .sort()
    .map((key) => value[key]);
}

function descendants(value: unknown): unknown[] {
  const inner = children(value);
  return inner.length === 0 ? [] : [value, ...(typeof value === "string" ? [] : inner.flatMap(descendants))];
}

function goType(value: unknown): string {
  if (isMap(value)) return "map[string]interface {}";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int64" : "float64";
  return Array.isArray(value) ? "[]interface {}" : typeof value;
}

function sliceOf(value: unknown, step: Extract<Step, { kind: "slice" }>): unknown[] {
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

function filtered(value: unknown, step: Extract<Step, { kind: "filter" }>, options: EvaluateOptions): unknown[] {
  if (!Array.isArray(value)) throw new JsonPathError(`${goValue(value)} is not array or slice and cannot be filtered`);
  if (step.operator === "exists") {
    return value.filter((item) => walkAsFarAsPossible(item, step.left, options).length > 0);
  }
  return value.filter((item) => {
    const lefts = walk([item], step.left, options);
    if (lefts.length > 1) throw new JsonPathError("can only compare one element at a time");
    if (lefts.length === 0) return false;
    const rights = walk([item], step.right, options);
    if (rights.length > 1) throw new JsonPathError("can only compare one element at a time");
    return rights.length === 1 && compare(lefts[0], rights[0], step.operator);
  });
}

function compare(left: unknown, right: unknown, operator: string): boolean {
  const [a, b] = [left, right] as [string, string];
  switch (operator) {
    case "==":
      return checkComparable(left, right, true) && a === b;
    case "!=":
      return checkComparable(left, right, true) && a !== b;
    case "<":
      return checkComparable(left, right, false) && a < b;
    case "<=":
      return checkComparable(left, right, false) && a <= b;
    case ">":
      return checkComparable(left, right, false) && a > b;
    case ">=":
      return checkComparable(left, right, false) && a >= b;
    default:
      throw new JsonPathError(`unrecognized filter operator ${operator}`);
  }
}

/** True; what cannot be compared is an error. */
function checkComparable(left: unknown, right: unknown, isForEquality: boolean): true {
  const isBasic = (value: unknown) => ["string", "number", "boolean"].includes(typeof value);
  if (!isBasic(left) || !isBasic(right)) throw new JsonPathError("invalid type for comparison");
  if (goType(left) !== goType(right)) throw new JsonPathError("incompatible types for comparison");
  if (typeof left === "boolean" && !isForEquality) throw new JsonPathError("invalid type for comparison");
  return true;
}
