// What `pick` adds to a JSON Schema: `pick` itself, `only` in the items of lists, and placeholders wherever something else than text is wanted.

import type { JsonSchema } from "./format/shape.ts";

const PLACEHOLDER = "\\$\\{\\{.+\\}\\}";

/** For the `$defs` of a schema that went through `withChoices`. */
export function choiceSchemas(): JsonSchema {
  const scalar = ["string", "number", "boolean"];
  return {
    only: {
      type: "object",
      description: "this item is there only when one of these was chosen: a name from `pick` with one id or several",
      additionalProperties: { type: [...scalar, "array"], items: { type: scalar } },
    },
    placeholder: { type: "string", pattern: PLACEHOLDER },
  };
}

/** The schema of a document that may have `pick`. */
export function withPick(document: JsonSchema): JsonSchema {
  const value = {
    anyOf: [{ type: ["string", "number", "boolean"] }, { type: "object", required: ["id"] }],
  };
  const values = { type: "array", items: value, minItems: 1 };
  const some = {
    type: "object",
    additionalProperties: false,
    required: ["choose", "of"],
    properties: { choose: { type: "integer", minimum: 1 }, of: values },
  };
  const pick = {
    type: "object",
    additionalProperties: { anyOf: [values, some] },
    description: "what a seed chooses: a name with its values, or with how many of them (choose, of)",
  };
  const choices = withChoices(document);
  return { ...choices, properties: { ...(choices.properties as object), pick } };
}

/** Placeholders where more than text is wanted, and `only` in the items of lists. */
export function withChoices(schema: JsonSchema): JsonSchema {
  const out: Record<string, unknown> = { ...schema };
  if (isSchema(schema.properties))
    out.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, one]) => [name, orPlaceholder(one as JsonSchema)]),
    );
  if (isSchema(schema.additionalProperties)) out.additionalProperties = orPlaceholder(schema.additionalProperties);
  if (isSchema(schema.items)) out.items = withOnly(orPlaceholder(schema.items));
  for (const key of ["anyOf", "oneOf"]) if (Array.isArray(schema[key])) out[key] = schema[key].map(withChoices);
  return out;
}

function orPlaceholder(schema: JsonSchema): JsonSchema {
  const { description, ...choices } = withChoices(schema);
  const { type, pattern } = choices;
  const about = description === undefined ? {} : { description };
  if (typeof pattern === "string") return { ...choices, pattern: `${pattern}|${PLACEHOLDER}`, ...about };
  if (takesText(choices)) return { ...choices, ...about };
  // A pattern asks of texts only, so that one schema says both.
  if (typeof type === "string") return { ...choices, type: [type, "string"], pattern: PLACEHOLDER, ...about };
  return { anyOf: [choices, { $ref: "#/$defs/placeholder" }], ...about };
}

function takesText({ type, enum: values, anyOf, $ref }: JsonSchema): boolean {
  if (Array.isArray(anyOf)) return anyOf.some(takesText);
  if (values !== undefined || $ref !== undefined) return false;
  return type === undefined || type === "string" || (Array.isArray(type) && type.includes("string"));
}

/** Mappings among these may have `only`. */
export function withOnly(schema: JsonSchema): JsonSchema {
  const out: Record<string, unknown> = { ...schema };
  if (schema.additionalProperties === false && isSchema(schema.properties))
    out.properties = { ...schema.properties, only: { $ref: "#/$defs/only" } };
  for (const key of ["anyOf", "oneOf"]) if (Array.isArray(schema[key])) out[key] = schema[key].map(withOnly);
  return out;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
