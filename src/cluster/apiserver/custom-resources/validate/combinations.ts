// anyOf, oneOf, allOf and not: of alternatives that all fail, the one that came closest tells its faults.

import type { Schema } from "../schema/schema.ts";
import { type Correlated, type Fault, Result, type Validation } from "./result.ts";

export function validateCombinations(
  value: unknown,
  schema: Schema,
  path: string,
  before: Correlated | undefined,
  validation: Validation,
): Result {
  const against = (each: Schema): Result => validation.part(value, each, path, before);
  const result = new Result();
  const { anyOf = [], oneOf = [], allOf = [], not } = schema;
  if (anyOf.length > 0) result.merge(any(anyOf.map(against), path));
  if (oneOf.length > 0) result.merge(one(oneOf.map(against), path));
  if (allOf.length > 0) result.merge(all(allOf.map(against), path));
  if (not !== undefined && against(not).isValid)
    result.add(whole(`${quoted(path)} must not validate the schema (not)`));
  return result.met();
}

function any(results: readonly Result[], path: string): Result {
  const success = results.find(({ isValid }) => isValid);
  if (success !== undefined) return success;
  return Result.of(whole(`${quoted(path)} must validate at least one schema (anyOf)`)).merge(best(results));
}

function one(results: readonly Result[], path: string): Result {
  const valid = results.filter(({ isValid }) => isValid);
  const [only] = valid;
  if (only !== undefined && valid.length === 1) return only;
  const found = valid.length === 0 ? "Found none valid" : `Found ${valid.length} valid alternatives`;
  const result = Result.of(whole(`${quoted(path)} must validate one and only one schema (oneOf). ${found}`));
  return valid.length === 0 ? result.merge(best(results)) : result;
}

function all(results: readonly Result[], path: string): Result {
  const merged = new Result();
  for (const each of results) merged.merge(each);
  const validCount = results.filter(({ isValid }) => isValid).length;
  if (validCount === results.length) return merged;
  const none = validCount === 0 ? ". None validated" : "";
  return merged.add(whole(`${quoted(path)} must validate all the schemas (allOf)${none}`));
}

function best(results: readonly Result[]): Result {
  return results.reduce((first, each) => (each.matches > first.matches ? each : first));
}

function quoted(path: string): string {
  return JSON.stringify(path);
}

/** These are told of the object, not of a field. */
function whole(message: string): Fault {
  return { kind: "other", name: undefined, message };
}
