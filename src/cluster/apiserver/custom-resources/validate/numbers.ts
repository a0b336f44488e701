// Bounds and steps of numbers.

import type { Schema } from "../schema/schema.ts";
import { other, Result } from "./result.ts";

export function validateNumber(value: number, schema: Schema, name: string): Result {
  const { multipleOf, minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema;
  const result = new Result();
  const refuse = (text: string): Result => result.add(other(name, value, `should be ${text}`));
  if (multipleOf !== undefined && !isMultiple(value, multipleOf)) refuse(`a multiple of ${multipleOf}`);
  if (minimum !== undefined && (exclusiveMinimum === true ? value <= minimum : value < minimum))
    refuse(`greater than ${exclusiveMinimum === true ? "" : "or equal to "}${minimum}`);
  if (maximum !== undefined && (exclusiveMaximum === true ? value >= maximum : value > maximum))
    refuse(`less than ${exclusiveMaximum === true ? "" : "or equal to "}${maximum}`);
  return result.met();
}

function isMultiple(value: number, factor: number): boolean {
  const times = factor < 1 ? (1 / factor) * value : value / factor;
  return Math.abs(times - Math.round(times)) < 1e-9 * Math.max(1, Math.abs(times));
}
