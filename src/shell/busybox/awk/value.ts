// The values of awk: numbers, texts, and input that is a number when it looks like one.

import { formatPrintf } from "../../print-format.ts";

/** `input` texts that look like numbers compare as numbers. */
export type Value = string | number | InputText | undefined;

export class InputText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export function toText(value: Value): string {
  if (value === undefined) return "";
  if (value instanceof InputText) return value.text;
  if (typeof value === "string") return value;
  if (Number.isInteger(value)) return String(value);
  return formatPrintf("%.6g", [String(value)]).text;
}

export function toNumber(value: Value): number {
  if (typeof value === "number") return value;
  const match = /^\s*[-+]?(\d+\.?\d*([eE][-+]?\d+)?|\.\d+([eE][-+]?\d+)?)/.exec(toText(value));
  return match === null ? 0 : Number(match[0]);
}

function looksNumeric(value: Value): boolean {
  if (value === undefined || typeof value === "number") return true;
  return value instanceof InputText && /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/.test(value.text);
}

export function isTrue(value: Value): boolean {
  return looksNumeric(value) ? toNumber(value) !== 0 : toText(value) !== "";
}

type Both<Operand, Result> = (left: Operand, right: Operand) => Result;

const comparisons: Readonly<Record<string, Both<string | number, boolean>>> = {
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  "==": (left, right) => left === right,
  "!=": (left, right) => left !== right,
  ">=": (left, right) => left >= right,
  ">": (left, right) => left > right,
};

export function compare(left: Value, operator: string, right: Value): boolean {
  const isNumeric = looksNumeric(left) && looksNumeric(right);
  const [a, b] = isNumeric ? [toNumber(left), toNumber(right)] : [toText(left), toText(right)];
  return comparisons[operator]?.(a, b) ?? false;
}

const operations: Readonly<Record<string, Both<number, number>>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
  "^": (left, right) => left ** right,
  "**": (left, right) => left ** right,
};

export function compute(operator: string, left: number, right: number): number {
  return operations[operator]?.(left, right) ?? Number.NaN;
}
