// Defaulting: what was left out has the value that the schema gives it, and nulls that may not stand mean "left out".

import { structuredCopy } from "../../decode/copy.ts";
import { type Fields, isFields, itemsOf, type Schema, schemaOfField } from "./schema.ts";

/** A copy with all defaults, without the nulls that the schema does not allow. */
export function withDefaults(value: unknown, schema: Schema): unknown {
  return filled(withoutNulls(value, schema), schema);
}

function withoutNulls(value: unknown, schema: Schema | undefined): unknown {
  if (Array.isArray(value)) {
    const items = schema && itemsOf(schema);
    return value.map((item) => withoutNulls(item, items));
  }
  if (!isFields(value)) return value;
  const out: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(value)) {
    const field = schemaOfField(schema, name);
    if (each === null && field !== undefined && field.nullable !== true && field.default === undefined) continue;
    out[name] = withoutNulls(each, field);
  }
  return out;
}

function filled(value: unknown, schema: Schema | undefined): unknown {
  if (schema === undefined) return value;
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    return value.map((item) => filled(isMissing(item, items) ? structuredCopy(items?.default ?? null) : item, items));
  }
  return isFields(value) ? filledFields(value, schema) : value;
}

function filledFields(value: Fields, schema: Schema): Fields {
  const out: Record<string, unknown> = { ...value };
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (property.default === undefined || property.default === null) continue;
    if (!Object.hasOwn(out, name) || isMissing(out[name], property)) out[name] = structuredCopy(property.default);
  }
  for (const name of Object.keys(out)) out[name] = filled(out[name], schemaOfField(schema, name));
  return out;
}

function isMissing(value: unknown, schema: Schema | undefined): boolean {
  return value === null && schema !== undefined && schema.nullable !== true;
}
