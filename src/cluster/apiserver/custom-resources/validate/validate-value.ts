// Stands for kube-openapi's schema validator: which rules of its schema a value breaks, in the validator's order and words.

import { canonicalJson } from "../../../../api/equality.ts";
import { goRegExp } from "../../../../api/go-regexp.ts";
import { isFields, isIntOrString, type Schema } from "../schema/schema.ts";
import { validateCombinations } from "./combinations.ts";
import { formatFault } from "./formats.ts";
import { validateList } from "./lists.ts";
import { validateNumber } from "./numbers.ts";
import { validateFields } from "./objects.ts";
import { type Correlated, type Fault, other, Result, typeMismatch, type Validation } from "./result.ts";

/** @param before the value that is there already: unchanged parts of it are not held to rules that came later. */
export function validateValue(value: unknown, schema: Schema, path = "", before?: Correlated): Result {
  const part: Validation["part"] = (each, its, at, was) => {
    const result = validateAgainst(each, its, at, was, { part });
    if (result.isValid || was === undefined || canonicalJson(was.old) !== canonicalJson(each)) return result;
    return new Result();
  };
  return part(value, schema, path, before);
}

function validateAgainst(
  value: unknown,
  schema: Schema,
  path: string,
  before: Correlated | undefined,
  validation: Validation,
): Result {
  const result = new Result();
  if (value === null || value === undefined) {
    return result.merge(validateType(null, schema, path)).merge(validateEnum(null, schema, path));
  }
  if (typesOf(schema).length > 0 || schema.format) result.merge(validateType(value, schema, path)).met();
  result.merge(validateCombinations(value, schema, path, before, validation)).met();
  if (typeof value === "string") result.merge(validateText(value, schema, path)).met();
  if (typeof value === "string") {
    const fault = formatFault(value, schema.format, path);
    if (fault !== undefined) result.merge(fault).met();
  }
  if (typeof value === "number") result.merge(validateNumber(value, schema, path)).met();
  if (Array.isArray(value)) result.merge(validateList(value, schema, path, before, validation)).met();
  result.merge(validateEnum(value, schema, path)).met();
  if (isFields(value)) result.merge(validateFields(value, schema, path, before, validation)).met();
  return result.met();
}

/** What the schema allows, as JSON calls it. */
function typesOf(schema: Schema): readonly string[] {
  if (isIntOrString(schema)) return ["integer", "string"];
  return schema.type === undefined || schema.type === "" ? [] : [schema.type];
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function validateType(value: unknown, schema: Schema, path: string): Result {
  const types = typesOf(schema);
  const found = typeOf(value);
  if (found === "null") {
    return types.length > 0 && schema.nullable !== true ? Result.of(typeFault(path, types, found)) : new Result().met();
  }
  // A text with a format is for the format to judge.
  if (schema.format && !types.includes("number") && !types.includes("integer") && typeof value === "string") {
    return new Result().met();
  }
  const isWhole = found === "integer" && types.includes("number");
  return types.includes(found) || isWhole ? new Result().met() : Result.of(typeFault(path, types, found));
}

function typeFault(name: string, types: readonly string[], found: string): Fault {
  return typeMismatch(name, types.join(","), found);
}

function validateText(value: string, { maxLength, minLength, pattern }: Schema, name: string): Result {
  const length = [...value].length;
  if (maxLength !== undefined && length > maxLength) {
    const message = `${name} in body should be at most ${maxLength} chars long`;
    return Result.of({ kind: "too long", name, value, max: maxLength, message });
  }
  if (minLength !== undefined && length < minLength) {
    return Result.of(other(name, value, `should be at least ${minLength} chars long`));
  }
  if (!pattern) return new Result();
  return goRegExp(pattern).test(value) ? new Result() : Result.of(other(name, value, `should match '${pattern}'`));
}

function validateEnum(value: unknown, { enum: values }: Schema, name: string): Result {
  if (values === undefined || values.length === 0) return new Result();
  const wanted = canonicalJson(value);
  if (value !== null && values.some((each) => canonicalJson(each) === wanted)) return new Result();
  return Result.of({
    kind: "enum",
    name,
    value,
    values,
    message: `${name} in body should be one of ${values.join(" ")}`,
  });
}
