// Where the parts of a schema lead.

import type { OpenApiDocument, OpenApiSchema } from "../../openapi.ts";

/** The schema that `$ref` names, or the schema itself. */
export function resolved(schema: OpenApiSchema, document: OpenApiDocument): OpenApiSchema {
  const name = schema.$ref?.slice(schema.$ref.lastIndexOf("/") + 1);
  return (name === undefined ? undefined : document.components?.schemas?.[name]) ?? schema;
}

/** What the values of a map are, where that is said. */
export function additionalOf({ additionalProperties }: OpenApiSchema): OpenApiSchema | undefined {
  return typeof additionalProperties === "object" ? additionalProperties : undefined;
}
