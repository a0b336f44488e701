// OpenAPI v2: all group versions in one document, made from those of version 3. kubectl up to 1.28 applies nothing without it.

import type { ResourceInfo } from "../../../../api/catalogue.ts";
import type { Core } from "../../core.ts";
import { openApiDocument, openApiIndex } from "./openapi.ts";

type Fields = Readonly<Record<string, unknown>>;

interface Document {
  readonly paths: Readonly<Record<string, Fields>>;
  readonly components: { readonly schemas: Readonly<Record<string, Fields>> };
}

interface Made {
  readonly from: string;
  readonly document: object;
}

const made = new WeakMap<object, Made>();

/** `/openapi/v2`. The same object until a custom resource comes or goes. */
export function openApiVersion2(core: Core, resources: readonly ResourceInfo[]): object {
  const { paths } = openApiIndex(core, resources) as { readonly paths: object };
  const from = JSON.stringify(paths);
  const known = made.get(core.schema());
  if (known?.from === from) return known.document;
  const parts = Object.keys(paths).map((name) => openApiDocument(core, name, resources));
  const document = merged(parts.filter((part) => part !== undefined) as unknown as readonly Document[]);
  made.set(core.schema(), { from, document });
  return document;
}

function merged(parts: readonly Document[]): object {
  const definitions = new Map<string, object>();
  for (const { components } of parts)
    for (const [name, schema] of Object.entries(components.schemas))
      if (!definitions.has(name)) definitions.set(name, schemaOf(schema));
  const paths = parts.flatMap((part) => Object.entries(part.paths)).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    swagger: "2.0",
    info: { title: "Kubernetes", version: "v1.33.5" },
    paths: Object.fromEntries(paths.map(([path, item]) => [path, pathItem(item)])),
    definitions: Object.fromEntries([...definitions].sort(([a], [b]) => (a < b ? -1 : 1))),
    securityDefinitions: {
      BearerToken: { description: "Bearer Token authentication", type: "apiKey", name: "authorization", in: "header" },
    },
    security: [{ BearerToken: [] }],
  };
}

function pathItem({ parameters, ...methods }: Fields): object {
  const operations = Object.entries(methods).map(([method, each]) => [method, operation(each as Fields)]);
  return {
    ...Object.fromEntries(operations),
    ...(parameters === undefined ? {} : { parameters: (parameters as readonly Fields[]).map(parameter) }),
  };
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Fields }>>;
  readonly description?: string;
  readonly required?: boolean;
}

function operation({ requestBody, responses, parameters = [], ...others }: Fields): object {
  const body = requestBody as Content | undefined;
  const answers = responses as Readonly<Record<string, Content>>;
  const produces = new Set(Object.values(answers).flatMap(({ content = {} }) => Object.keys(content)));
  const all = [
    ...(body === undefined ? [] : [bodyParameter(body)]),
    ...(parameters as readonly Fields[]).map(parameter),
  ];
  return {
    ...others,
    consumes: body === undefined ? ["*/*"] : Object.keys(body.content ?? {}),
    produces: [...produces],
    ...(all.length === 0 ? {} : { parameters: all }),
    responses: Object.fromEntries(Object.entries(answers).map(([code, answer]) => [code, response(answer)])),
  };
}

function bodyParameter(body: Content): object {
  const schema = schemaIn(body) ?? {};
  return { in: "body", name: "body", ...(body.required === true ? { required: true } : {}), schema };
}

function response(answer: Content): object {
  const schema = schemaIn(answer);
  return { description: answer.description, ...(schema === undefined ? {} : { schema }) };
}

/** All forms of a body have the same type. */
function schemaIn({ content = {} }: Content): object | undefined {
  const [first] = Object.values(content);
  return first && schemaOf(first.schema);
}

function parameter({ schema, ...others }: Fields): object {
  return { ...others, ...(schema as Fields) };
}

/** What version 2 has no words for is left out. */
const UNSAID = new Set(["default", "nullable", "oneOf", "anyOf", "not"]);

function schemaOf(schema: Fields): object {
  const { $ref, allOf, oneOf, properties, items, additionalProperties, ...others } = schema;
  const [wrapped] = Array.isArray(allOf) && allOf.length === 1 ? (allOf as readonly Fields[]) : [];
  const target = $ref ?? wrapped?.$ref;
  const plain = Object.fromEntries(Object.entries(others).filter(([name]) => !UNSAID.has(name)));
  if (typeof target === "string") {
    const { description } = plain;
    const reference = { $ref: target.replace("#/components/schemas/", "#/definitions/") };
    return description === undefined ? reference : { description, ...reference };
  }
  return {
    ...withoutType(schema, plain),
    ...(oneOf !== undefined && plain.type === undefined && plain["x-kubernetes-int-or-string"] !== true
      ? { type: "string" }
      : {}),
    ...(properties === undefined ? {} : { properties: schemasIn(properties as Readonly<Record<string, Fields>>) }),
    ...(items === undefined ? {} : { items: schemaOf(items as Fields) }),
    ...(typeof additionalProperties === "object" && additionalProperties !== null
      ? { additionalProperties: schemaOf(additionalProperties as Fields) }
      : {}),
  };
}

function schemasIn(schemas: Readonly<Record<string, Fields>>): object {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, schemaOf(schema)]));
}

/** A value that may be null, or of two types, has none that version 2 could name. */
function withoutType(schema: Fields, { type, ...others }: Fields): object {
  if (type === undefined || schema.nullable === true || schema["x-kubernetes-int-or-string"] === true) return others;
  return { ...others, type };
}
