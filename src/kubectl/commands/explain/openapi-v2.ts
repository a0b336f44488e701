// Stands for explain --output=plaintext-openapiv2: the page that kubectl printed before there was OpenAPI v3.

import { goQuote } from "../../../api/go-values.ts";
import type { ApiClient } from "../../client.ts";
import { KubectlError } from "../../errors.ts";
import { type OpenApiSchema, openApiDefinitions } from "../../openapi.ts";
import { apiVersionOf, type Resource } from "../../rest-mapper.ts";
import { additionalOf } from "./references.ts";
import { wrapLines } from "./wrap-v2.ts";

type Definitions = Readonly<Record<string, OpenApiSchema>>;

interface Explained {
  readonly resource: Resource;
  readonly path: readonly string[];
  readonly recursive: boolean;
}

const INDENT = { description: 5, field: 3, perLevel: 3 } as const;

export async function explanationV2(client: ApiClient, explained: Explained): Promise<string> {
  const { resource, path, recursive } = explained;
  const definitions = await openApiDefinitions(client);
  const schema = Object.values(definitions).find((each) => isOfKind(each, resource));
  if (schema === undefined)
    throw new KubectlError(`couldn't find resource for "${resource.group}/${resource.version}, Kind=${resource.kind}"`);
  const page = new Page(definitions);
  const field = path.reduce((at, name) => page.fieldOf(at, name), schema);
  const head = `KIND:     ${resource.kind}\nVERSION:  ${apiVersionOf(resource)}\n\n`;
  return head + page.text(field, path.at(-1), recursive);
}

function isOfKind(schema: OpenApiSchema, { group, version, kind }: Resource): boolean {
  const kinds = schema["x-kubernetes-group-version-kind"] ?? [];
  return kinds.some((each) => each.group === group && each.version === version && each.kind === kind);
}

class Page {
  constructor(private readonly definitions: Definitions) {}

  /** @throws KubectlError where there is no such field. */
  fieldOf(schema: OpenApiSchema, name: string): OpenApiSchema {
    const { properties } = this.inner(schema).at(-1) ?? schema;
    const found = properties?.[name];
    if (found === undefined) throw new KubectlError(`field ${goQuote(name)} does not exist`);
    return found;
  }

  text(schema: OpenApiSchema, name: string | undefined, recursive: boolean): string {
    const all = this.inner(schema);
    const last = all.at(-1) ?? schema;
    const isObject = last.properties !== undefined;
    const title =
      name === undefined ? "" : `${isObject ? "RESOURCE:" : "FIELD:   "} ${name} <${this.typeName(schema)}>\n\n`;
    const texts = all.map(({ description = "" }) => description);
    const fields = isObject ? `\nFIELDS:\n${this.fields(last, recursive)}` : "";
    return `${title}DESCRIPTION:\n${descriptions(texts)}${fields}`;
  }

  /** The schema and what it leads to: what is referred to, the items of a list, the values of a map. */
  private inner(schema: OpenApiSchema): OpenApiSchema[] {
    const next = this.target(schema) ?? schema.items ?? additionalOf(schema);
    return next === undefined ? [schema] : [schema, ...this.inner(next)];
  }

  private target({ $ref }: OpenApiSchema): OpenApiSchema | undefined {
    return $ref === undefined ? undefined : this.definitions[$ref.slice($ref.lastIndexOf("/") + 1)];
  }

  private fields(schema: OpenApiSchema, recursive: boolean): string {
    if (recursive) return this.tree(schema, INDENT.field, []);
    const margin = " ".repeat(INDENT.field);
    return sortedFields(schema)
      .map(([name, field]) => {
        const required = schema.required?.includes(name) === true ? " -required-" : "";
        const text = wrapped(field.description ?? "", INDENT.field + 2);
        return `${margin}${name}\t<${this.typeName(field)}>${required}\n${text}\n`;
      })
      .join("");
  }

  /** @param seen what the tree is in the middle of: some types hold themselves. */
  private tree(schema: OpenApiSchema, indent: number, seen: readonly string[]): string {
    return sortedFields(schema)
      .map(([name, field]) => {
        const line = `${" ".repeat(indent)}${name}\t<${this.typeName(field)}>\n`;
        const all = this.inner(field);
        const names = all.flatMap(({ $ref }) => $ref ?? []);
        const last = all.at(-1);
        if (last?.properties === undefined || names.some((each) => seen.includes(each))) return line;
        return line + this.tree(last, indent + INDENT.perLevel, [...seen, ...names]);
      })
      .join("");
  }

  private typeName(schema: OpenApiSchema): string {
    const target = this.target(schema);
    if (target !== undefined) return this.typeName(target);
    if (schema.items !== undefined) return `[]${this.typeName(schema.items)}`;
    if (schema.properties !== undefined) return "Object";
    const additional = additionalOf(schema);
    if (additional !== undefined) return `map[string]${this.typeName(additional)}`;
    return schema.type === "object" ? "map[string]" : (schema.type ?? "");
  }
}

function sortedFields({ properties = {} }: OpenApiSchema): [string, OpenApiSchema][] {
  return Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1));
}

function descriptions(texts: readonly string[]): string {
  const given = texts.map((text, index) =>
    text === "" ? "" : `${index === 0 ? "" : "\n"}${wrapped(text, INDENT.description)}`,
  );
  return given.join("") || wrapped("<empty>", INDENT.description);
}

function wrapped(text: string, indent: number): string {
  return wrapLines(text, 80 - indent)
    .map((line) => (line === "" ? "\n" : `${" ".repeat(indent)}${line}\n`))
    .join("");
}
