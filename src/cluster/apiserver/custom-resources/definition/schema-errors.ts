// The schema of a version as a whole: it has to be structural, to speak only of what it may, and its rules have to be affordable.

import { forbidden, invalid } from "../../registry/field-error.ts";
import { goText } from "../../registry/go-syntax.ts";
import { goValue } from "../../registry/go-value.ts";
import type { FieldError } from "../../registry/kind.ts";
import { ruleErrors, ruleTextErrors } from "../rules/definition-errors.ts";
import { valueRuleErrors } from "../rules/value-errors.ts";
import type { Schema } from "../schema/schema.ts";
import { defaultErrors } from "./default-errors.ts";
import { openApiErrors, type Place, ROOT, visitSchemas } from "./openapi-errors.ts";
import { structuralErrors } from "./structural.ts";

export function schemaDefinitionErrors(schema: Schema, path: string, hasStatus: boolean): FieldError[] {
  const errors = [...(hasStatus ? rootErrors(schema, path) : [])];
  if (schema.nullable === true) errors.push(forbidden(`${path}.nullable`, "nullable cannot be true at the root"));
  const structural = structuralErrors(schema, path);
  const defaults =
    structural.length > 0
      ? []
      : defaultErrors(schema, path, (value, each, at) => valueRuleErrors(value, each, at, undefined, false).errors);
  const words = [...openApiErrors(schema, path), ...visitSchemas(schema, path, ROOT, ruleTextErrors)];
  const isSound = structural.length + defaults.length + words.length === 0;
  return [...errors, ...structural, ...defaults, ...words, ...(isSound ? examinedRules(schema, path) : [])];
}

function examinedRules(schema: Schema, path: string): FieldError[] {
  const places = new Map<Schema, Place>();
  visitSchemas(schema, path, ROOT, (each, _, place) => {
    places.set(each, place);
    return [];
  });
  return ruleErrors(schema, path, (each) => places.get(each));
}

const AT_ROOT = [
  "Description",
  "Type",
  "Format",
  "Title",
  "Maximum",
  "ExclusiveMaximum",
  "Minimum",
  "ExclusiveMinimum",
  "MaxLength",
  "MinLength",
  "Pattern",
  "MaxItems",
  "MinItems",
  "UniqueItems",
  "MultipleOf",
  "Required",
  "Items",
  "Properties",
  "ExternalDocs",
  "Example",
  "XPreserveUnknownFields",
  "XValidations",
];

/** Of the schema of a status only its properties are taken, so that at the root there may be nothing that it would miss. */
function rootErrors(schema: Schema, path: string): FieldError[] {
  const condition = "at the root of the schema if the status subresource is enabled";
  for (const [name, value] of Object.entries(schema)) {
    if (isZero(value)) continue;
    if (name === "type" && value !== "object")
      return [invalid(`${path}.type`, value, `only "object" is allowed as the type ${condition}`)];
    if (AT_ROOT.includes(goName(name))) continue;
    const why = `only [${AT_ROOT.join(" ")}] fields are allowed ${condition}`;
    return [invalid(path, goText(goValue("apiextensions.JSONSchemaProps", schema)), why)];
  }
  return [];
}

function isZero(value: unknown): boolean {
  return value === "" || value === false || value === null || value === undefined;
}

/** `x-kubernetes-validations` is the field XValidations. */
function goName(name: string): string {
  return name
    .replace(/^x-kubernetes-/, "x-")
    .split("-")
    .map((part) => `${part[0]?.toUpperCase() ?? ""}${part.slice(1)}`)
    .join("");
}
