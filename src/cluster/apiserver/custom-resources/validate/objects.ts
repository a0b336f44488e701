// The fields of an object: those that are there, and those that have to be.

import { type Fields, isFields, type Schema, valuesOf } from "../schema/schema.ts";
import { type Correlated, other, Result, type Validation } from "./result.ts";

export function validateFields(
  fields: Fields,
  schema: Schema,
  path: string,
  before: Correlated | undefined,
  validation: Validation,
): Result {
  const count = Object.keys(fields).length;
  const { minProperties, maxProperties, properties = {}, required = [] } = schema;
  if (minProperties !== undefined && count < minProperties) {
    return Result.of(other(path, count, `should have at least ${minProperties} properties`));
  }
  if (maxProperties !== undefined && count > maxProperties) {
    const message = `${path} in body should have at most ${maxProperties} properties`;
    return Result.of({ kind: "too many", name: path, value: count, max: maxProperties, message });
  }
  const result = new Result();
  const was = (name: string): Correlated | undefined => sameField(name, schema, before);
  // Kubernetes goes through fields in any order; here they are told of by name, whoever wrote the definition.
  const names = Object.keys(fields).sort();
  for (const name of names.filter((each) => !Object.hasOwn(properties, each))) {
    const values = valuesOf(schema);
    if (schema.additionalProperties === false) result.add(forbidden(path, name));
    else if (values !== undefined) result.merge(validation.part(fields[name], values, `${path}.${name}`, was(name)));
  }
  for (const name of names) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property === undefined) continue;
    result.merge(validation.part(fields[name], property, path === "" ? name : `${path}.${name}`, was(name)));
  }
  for (const name of required) {
    if (Object.hasOwn(fields, name)) continue;
    const at = `${path}.${name}`;
    result.add({ kind: "required", name: at, message: `${at} in body is required` });
  }
  return result;
}

/** The same field before, unless the object counts as one value. */
export function sameField(name: string, schema: Schema, before: Correlated | undefined): Correlated | undefined {
  if (before === undefined || schema["x-kubernetes-map-type"] === "atomic") return undefined;
  if (!isFields(before.old) || !Object.hasOwn(before.old, name)) return undefined;
  return { old: before.old[name] };
}

function forbidden(path: string, name: string): Parameters<Result["add"]>[0] {
  return { kind: "other", name: path, value: name, message: `${path}.${name} in body is a forbidden property` };
}
