// The server's OpenAPI v3 documents: how fields merge, and what explain says about them.

import { type Field, type FieldType, StructType } from "../api/field-schema.ts";
import type { ApiClient } from "./client.ts";
import { StatusError } from "./errors.ts";

export interface OpenApiSchema {
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly required?: readonly string[];
  readonly items?: OpenApiSchema;
  readonly additionalProperties?: OpenApiSchema | boolean;
  readonly allOf?: readonly OpenApiSchema[];
  readonly oneOf?: readonly OpenApiSchema[];
  readonly $ref?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly "x-kubernetes-patch-strategy"?: string;
  readonly "x-kubernetes-patch-merge-key"?: string;
  readonly "x-kubernetes-group-version-kind"?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}

interface OpenApiOperation {
  readonly "x-kubernetes-group-version-kind"?: Kind;
  readonly requestBody?: { readonly content?: Readonly<Record<string, unknown>> };
}

export interface OpenApiDocument {
  readonly paths?: Readonly<Record<string, { readonly patch?: OpenApiOperation }>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, OpenApiSchema>> };
}

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** The document of one group and version; undefined when the server has none. */
export async function openApiDocument(
  client: ApiClient,
  { group, version }: Omit<Kind, "kind">,
): Promise<OpenApiDocument | undefined> {
  const place = group === "" ? `api/${version}` : `apis/${group}/${version}`;
  try {
    const index = (await client.get("/openapi/v3")) as unknown as {
      paths?: Record<string, { serverRelativeURL: string }>;
    };
    const url = index.paths?.[place]?.serverRelativeURL;
    if (url === undefined) return undefined;
    const [path = "", search = ""] = url.split("?");
    const query = Object.fromEntries(
      search
        .split("&")
        .filter((part) => part !== "")
        .map((part) => part.split("=") as [string, string]),
    );
    return (await client.get(path, query)) as unknown as OpenApiDocument;
  } catch (error) {
    if (error instanceof StatusError) return undefined;
    throw error;
  }
}

/** The definitions of the OpenAPI v2 document, of all groups at once. */
export async function openApiDefinitions(client: ApiClient): Promise<Readonly<Record<string, OpenApiSchema>>> {
  const { definitions = {} } = (await client.get("/openapi/v2", { timeout: "32s" })) as {
    definitions?: Readonly<Record<string, OpenApiSchema>>;
  };
  return definitions;
}

export function schemaOfKind(document: OpenApiDocument, wanted: Kind): OpenApiSchema | undefined {
  return Object.values(document.components?.schemas ?? {}).find((schema) =>
    schema["x-kubernetes-group-version-kind"]?.some(
      (kind) => kind.group === wanted.group && kind.version === wanted.version && kind.kind === wanted.kind,
    ),
  );
}

/** The name that a `$ref` points to, directly or in its only allOf. */
export function referenceOf(schema: OpenApiSchema): string | undefined {
  const reference = schema.$ref ?? (schema.allOf?.length === 1 ? schema.allOf[0]?.$ref : undefined);
  return reference?.slice(reference.lastIndexOf("/") + 1);
}

/** Custom resources have schemas too, but no rules for such patches. */
function takesStrategicPatches({ paths = {} }: OpenApiDocument, wanted: Kind): boolean {
  return Object.values(paths).some(({ patch }) => {
    const { group, version, kind } = patch?.["x-kubernetes-group-version-kind"] ?? {};
    const isWanted = group === wanted.group && version === wanted.version && kind === wanted.kind;
    return isWanted && patch?.requestBody?.content?.["application/strategic-merge-patch+json"] !== undefined;
  });
}

/** What strategic merge patches need to know of a kind; undefined when the server does not say, or takes none. */
export async function structOfKind(client: ApiClient, kind: Kind): Promise<StructType | undefined> {
  const document = await openApiDocument(client, kind);
  const schema = document === undefined ? undefined : schemaOfKind(document, kind);
  if (document === undefined || schema === undefined || !takesStrategicPatches(document, kind)) return undefined;
  const named = new Map<string, StructType>();
  const structOf = (name: string, of: OpenApiSchema): StructType => {
    const known = named.get(name);
    if (known !== undefined) return known;
    const made = new StructType(name, "", false, () => fieldsOf(of));
    named.set(name, made);
    return made;
  };
  const typeOf = (of: OpenApiSchema): FieldType => {
    const reference = referenceOf(of);
    if (reference !== undefined) {
      const target = document.components?.schemas?.[reference];
      return target?.properties === undefined
        ? { kind: "scalar", scalar: "any" }
        : { kind: "struct", struct: structOf(reference, target) };
    }
    if (of.type === "array") return { kind: "list", item: typeOf(of.items ?? {}) };
    if (typeof of.additionalProperties === "object") return { kind: "map", item: typeOf(of.additionalProperties) };
    return { kind: "scalar", scalar: "any" };
  };
  const fieldsOf = (of: OpenApiSchema) =>
    new Map(
      Object.entries(of.properties ?? {}).map(([name, property]): [string, Field] => [
        name,
        fieldOf(property, typeOf(property)),
      ]),
    );
  return structOf(kind.kind, schema);
}

function fieldOf(property: OpenApiSchema, type: FieldType): Field {
  return {
    type,
    required: false,
    listType: "atomic",
    mapKeys: [],
    patchStrategy: property["x-kubernetes-patch-strategy"]?.split(",") ?? [],
    mergeKey: property["x-kubernetes-patch-merge-key"],
    enum: undefined,
  };
}
