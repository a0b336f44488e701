// The page that explain prints: head, description wrapped at 80 columns, and the list of fields.

import { KubectlError } from "../../errors.ts";
import { type OpenApiDocument, type OpenApiSchema, referenceOf } from "../../openapi.ts";
import type { Resource } from "../../rest-mapper.ts";

export interface Explained {
  readonly document: OpenApiDocument;
  readonly schema: OpenApiSchema;
  readonly resource: Resource;
  readonly path: readonly string[];
  readonly recursive: boolean;
  readonly write: (text: string) => void;
}

export function explanation(explained: Explained): void {
  const { write, resource, path, document } = explained;
  const group = resource.group === "" ? "" : `GROUP:      ${resource.group}\n`;
  write(`${group}KIND:       ${resource.kind}\nVERSION:    ${resource.version}\n\n`);
  let property: OpenApiSchema | undefined;
  let at: OpenApiSchema = explained.schema;
  for (const name of path) {
    property = at.properties?.[name];
    if (property === undefined) throw new KubectlError(`field ${JSON.stringify(name)} does not exist`);
    at = structOf(property, document) ?? property;
  }
  const field = path.at(-1);
  if (field !== undefined && property !== undefined)
    write(`FIELD: ${field} <${typeName(property, document)}>\n${enumBlock(property, document)}\n\n`);
  const texts =
    property === undefined ? [at.description] : [property.description, at === property ? undefined : at.description];
  const description = texts
    .filter((text) => text !== undefined && text !== "")
    .flatMap((text) => wrapped(text ?? "", "    ", 80));
  write(`DESCRIPTION:\n${(description.length === 0 ? ["    <empty>"] : description).join("\n")}\n    \n`);
  if (at.properties !== undefined) {
    write("FIELDS:\n");
    if (explained.recursive) writeTree(at, document, 1, write, []);
    else writeFields(at, document, write);
  }
  write("\n");
}

function enumBlock(property: OpenApiSchema, _document: OpenApiDocument): string {
  const values = property.enum ?? property.items?.enum;
  return values === undefined ? "" : `ENUM:\n${values.map((value) => `    ${value === "" ? '""' : value}`).join("\n")}`;
}

function resolved(schema: OpenApiSchema, document: OpenApiDocument): OpenApiSchema | undefined {
  const name = referenceOf(schema);
  return name === undefined ? undefined : document.components?.schemas?.[name];
}

/** The schema with fields that a property leads to, through lists and maps. */
function structOf(schema: OpenApiSchema, document: OpenApiDocument): OpenApiSchema | undefined {
  const target = resolved(schema, document);
  if (target !== undefined) return target.properties === undefined && target.type !== "object" ? undefined : target;
  if (schema.items !== undefined) return structOf(schema.items, document);
  if (typeof schema.additionalProperties === "object") return structOf(schema.additionalProperties, document);
  return schema.properties === undefined ? undefined : schema;
}

function typeName(schema: OpenApiSchema, document: OpenApiDocument): string {
  const reference = referenceOf(schema);
  if (reference !== undefined) return referenceTypeName(reference);
  if (schema.type === "array") return `[]${typeName(schema.items ?? {}, document)}`;
  if (typeof schema.additionalProperties === "object")
    return `map[string]${typeName(schema.additionalProperties, document)}`;
  return schema.type === "object" || schema.type === undefined ? "Object" : schema.type;
}

function referenceTypeName(reference: string): string {
  return reference
    .slice(reference.lastIndexOf(".") + 1)
    .replace(/^Time$/, "string")
    .replace(/^MicroTime$/, "string");
}

function fieldLine(name: string, schema: OpenApiSchema, owner: OpenApiSchema, document: OpenApiDocument): string {
  return `${name}\t<${typeName(schema, document)}>${owner.required?.includes(name) === true ? " -required-" : ""}`;
}

function writeFields(owner: OpenApiSchema, document: OpenApiDocument, write: (text: string) => void): void {
  const names = Object.keys(owner.properties ?? {}).sort();
  for (const name of names) {
    const property = owner.properties?.[name] ?? {};
    write(`  ${fieldLine(name, property, owner, document)}\n`);
    const values = property.enum ?? property.items?.enum;
    if (values !== undefined) write(`  enum: ${enumLine(values, 4)}\n`);
    const text = property.description || "<no description>";
    write(`${wrapped(text, "    ", 80).join("\n")}\n\n`);
  }
}

function writeTree(
  owner: OpenApiSchema,
  document: OpenApiDocument,
  depth: number,
  write: (text: string) => void,
  seen: readonly OpenApiSchema[],
): void {
  const margin = "  ".repeat(depth);
  for (const name of Object.keys(owner.properties ?? {}).sort()) {
    const property = owner.properties?.[name] ?? {};
    write(`${margin}${fieldLine(name, property, owner, document)}\n`);
    const values = property.enum ?? property.items?.enum;
    if (values !== undefined) write(`${margin}enum: ${enumLine(values, 4)}\n`);
    const inner = structOf(property, document);
    if (inner?.properties !== undefined && !seen.includes(inner))
      writeTree(inner, document, depth + 1, write, [...seen, inner]);
  }
}

function enumLine(values: readonly string[], most: number): string {
  const shown = values.slice(0, most).map((value) => (value === "" ? '""' : value));
  return `${shown.join(", ")}${values.length > most ? ", ...." : ""}`;
}

// Words fill lines up to the width; lines of the text that begin with a space or a list mark keep their own line.
function wrapped(text: string, indent: string, width: number): string[] {
  return text.split("\n").flatMap((line) => wrapLine(line, indent, width));
}

function wrapLine(line: string, indent: string, width: number): string[] {
  const lead = /^\s*/.exec(line)?.[0] ?? "";
  const words = line.trim().split(/\s+/);
  const lines: string[] = [];
  let current = lead;
  for (const word of words) {
    const next = current.trim() === "" ? `${current}${word}` : `${current} ${word}`;
    if (next.length > width - indent.length && current.trim() !== "") {
      lines.push(`${indent}${current}`);
      current = word;
    } else current = next;
  }
  return [...lines, `${indent}${current}`];
}
