// The fields of a schema: each with its type and what it is for, or with --recursive all of them as a tree of names.

import type { OpenApiDocument, OpenApiSchema } from "../../openapi.ts";
import { additionalOf, resolved } from "./references.ts";
import { indented, wrapText } from "./wrap.ts";

export interface FieldListOptions {
  readonly document: OpenApiDocument;
  readonly recursive: boolean;
  readonly level: number;
  /** What the list is in the middle of: some types hold themselves. */
  readonly seen: readonly OpenApiSchema[];
}

const mostValues = 4;

export function fieldList(schema: OpenApiSchema, options: FieldListOptions): string {
  const { document, recursive, level, seen } = options;
  const at = resolved(schema, document);
  if (schema.$ref !== undefined && seen.includes(at)) return "";
  const inner = { ...options, seen: schema.$ref === undefined ? seen : [...seen, at] };
  const names = Object.keys(at.properties ?? {}).sort();
  const own = names.map((name) => {
    const property = at.properties?.[name] ?? {};
    const required = at.required?.includes(name) === true;
    const detail = fieldDetail(name, property, required, options);
    return recursive ? detail + fieldList(property, { ...inner, level: level + 1 }) : detail;
  });
  const parts = [...(at.allOf ?? []), at.items, additionalOf(at)].filter((part) => part !== undefined);
  return own.join("") + parts.map((part) => fieldList(part, inner)).join("");
}

function fieldDetail(
  name: string,
  property: OpenApiSchema,
  required: boolean,
  { document, recursive, level }: FieldListOptions,
): string {
  const margin = " ".repeat(level * 2);
  const type = typeName(property, document);
  const line = `${margin}${name}\t<${type}>${required ? " -required-" : ""}${enumLine(property, margin)}\n`;
  if (recursive) return line;
  const text = property.description || "<no description>";
  return `${line}${indented(wrapText(text, 78 - level * 2), level * 2 + 2)}\n\n`;
}

function enumLine(property: OpenApiSchema, margin: string): string {
  const values = property.enum;
  if (values === undefined) return "";
  const shown = values.slice(0, mostValues).map((value) => (value === "" ? '""' : value));
  return `\n${margin}enum: ${shown.join(", ")}${values.length > mostValues ? ", ...." : ""}`;
}

/** `string`, `[]Container`, `map[string]string`, `Object`. */
export function typeName(schema: OpenApiSchema, document: OpenApiDocument): string {
  if (schema.items !== undefined) return `[]${typeName(schema.items, document)}`;
  const additional = additionalOf(schema);
  if (additional !== undefined) return `map[string]${typeName(additional, document)}`;
  const [only, ...others] = schema.allOf ?? [];
  if (only !== undefined && others.length === 0 && schema.properties === undefined) return typeName(only, document);
  if (schema.$ref === undefined) return schema.type === "object" ? "Object" : (schema.type ?? "Object");
  const target = resolved(schema, document);
  if (target !== schema && target.type !== undefined && target.type !== "object") return target.type;
  return schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1).replace(/^.*\./, "") || "Object";
}
