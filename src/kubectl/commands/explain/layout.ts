// The page that explain prints: head, description wrapped at 80 columns, and the list of fields.

import { goQuote } from "../../../api/go-values.ts";
import { KubectlError } from "../../errors.ts";
import type { OpenApiDocument, OpenApiSchema } from "../../openapi.ts";
import type { Resource } from "../../rest-mapper.ts";
import { fieldList, typeName } from "./field-list.ts";
import { additionalOf, resolved } from "./references.ts";
import { indented, wrapText } from "./wrap.ts";

export interface Explained {
  readonly document: OpenApiDocument;
  readonly schema: OpenApiSchema;
  readonly resource: Resource;
  readonly path: readonly string[];
  readonly recursive: boolean;
  readonly write: (text: string) => void;
}

export function explanation(explained: Explained): void {
  const { write, resource, path, schema } = explained;
  const group = resource.group === "" ? "" : `GROUP:      ${resource.group}\n`;
  write(`${group}KIND:       ${resource.kind}\nVERSION:    ${resource.version}\n\n`);
  const page = pageOf(schema, path, explained, []);
  if (page === undefined) throw new KubectlError(`field ${goQuote(path.at(-1) ?? "")} does not exist`);
  write(`${page}\n`);
}

/** Undefined where the path leads nowhere. A field may be in a list, in a map or in what is referred to. */
function pageOf(
  schema: OpenApiSchema,
  path: readonly string[],
  explained: Explained,
  seen: readonly OpenApiSchema[],
): string | undefined {
  const { document } = explained;
  const at = resolved(schema, document);
  const [name, ...rest] = path;
  if (name === undefined) return descriptionPage(at, explained);
  if (seen.includes(at)) return undefined;
  const property = at.properties?.[name];
  if (property !== undefined) {
    const page = pageOf(property, rest, explained, []);
    return rest.length > 0 || page === undefined ? page : fieldHead(name, property, document) + page;
  }
  const deeper = at.items ?? additionalOf(at);
  if (deeper !== undefined) return pageOf(deeper, path, explained, [...seen, at]);
  for (const part of at.allOf ?? []) {
    const page = pageOf(part, path, explained, [...seen, at]);
    if (page !== undefined) return page;
  }
  return undefined;
}

function fieldHead(name: string, property: OpenApiSchema, document: OpenApiDocument): string {
  const values = property.enum?.map((value) => `\n    ${value === "" ? '""' : value}`) ?? [];
  const choice = property.enum === undefined ? "" : `ENUM:${values.join("")}`;
  return `FIELD: ${name} <${typeName(property, document)}>\n${choice}\n\n`;
}

function descriptionPage(schema: OpenApiSchema, { document, recursive }: Explained): string {
  const text = descriptionOf(schema, document) || "<empty>";
  const fields = fieldList(schema, { document, recursive, level: 1, seen: [] });
  return `DESCRIPTION:\n${indented(wrapText(text, 76), 4)}\n${fields === "" ? "" : `FIELDS:\n${fields}`}`;
}

/** What is said of the schema itself, and of everything that it is made of. */
function descriptionOf(schema: OpenApiSchema, document: OpenApiDocument): string {
  const at = resolved(schema, document);
  const own = at.description === undefined || at.description === "" ? "" : `${at.description}\n`;
  const parts = [...(at.allOf ?? []), at.items, additionalOf(at)].filter((part) => part !== undefined);
  return own + parts.map((part) => descriptionOf(part, document)).join("");
}
