// Defaults have to be values that the schema itself takes.

import { canonicalJson } from "../../../../api/equality.ts";
import { invalid } from "../../registry/field-error.ts";
import { untyped } from "../../registry/go-syntax.ts";
import type { FieldError } from "../../registry/kind.ts";
import { listTypeErrors } from "../schema/list-types.ts";
import { pruneValue } from "../schema/pruning.ts";
import { byName, isEmbeddedResource, itemsOf, META_FIELDS, type Schema } from "../schema/schema.ts";
import { schemaErrors } from "../validate/field-errors.ts";

/** Rules of the Common Expression Language that a default breaks. */
export type RuleErrors = (value: unknown, schema: Schema, path: string) => readonly FieldError[];

export function defaultErrors(schema: Schema, path: string, ruleErrors: RuleErrors, isRoot = true): FieldError[] {
  const items = itemsOf(schema);
  const isResource = isRoot || isEmbeddedResource(schema);
  return [
    ...ownErrors(schema, `${path}.default`, ruleErrors),
    ...(items === undefined ? [] : defaultErrors(items, `${path}.items`, ruleErrors, false)),
    ...byName(schema.properties).flatMap(([name, each]) =>
      // The metadata of an object has rules of its own.
      isResource && META_FIELDS.has(name) ? [] : defaultErrors(each, `${path}.properties[${name}]`, ruleErrors, false),
    ),
  ];
}

function ownErrors(schema: Schema, path: string, ruleErrors: RuleErrors): readonly FieldError[] {
  const { default: value } = schema;
  if (value === undefined || value === null) return [];
  if (canonicalJson(pruneValue(value, schema)) !== canonicalJson(value)) {
    return [invalid(path, untyped(value), "must not have unknown fields")];
  }
  const errors = schemaErrors(value, schema, path);
  if (errors.length > 0) return errors;
  const lists = listTypeErrors(value, schema, path);
  return lists.length > 0 ? lists : ruleErrors(value, schema, path);
}
