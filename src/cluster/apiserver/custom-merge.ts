// How the fields of a custom resource merge in server-side apply, by what its definition says of them.

import { ATOMIC, DEDUCED, type Merge, mergeOfStruct } from "../../api/managed-fields/field-set.ts";
import type { Core } from "./core.ts";

/** What matters here of a schema in a definition. */
export interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly "x-kubernetes-list-type"?: string;
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-map-type"?: string;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
}

const known = new WeakMap<JsonSchema, Merge>();

/** The schema of a version as a whole; metadata is as everywhere. */
export function mergeOfDefinition(core: Core, schema: JsonSchema): Merge {
  const found = known.get(schema);
  if (found !== undefined) return found;
  const metadata = core.schema().type("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
  const merge: Merge = {
    kind: "fields",
    fields: new Map([
      ...fieldsOf(schema),
      ["apiVersion", ATOMIC],
      ["kind", ATOMIC],
      ["metadata", metadata === undefined ? DEDUCED : mergeOfStruct(metadata)],
    ]),
  };
  known.set(schema, merge);
  return merge;
}

function fieldsOf({ properties = {} }: JsonSchema): [string, Merge][] {
  return Object.entries(properties).map(([name, schema]) => [name, mergeOfSchema(schema)]);
}

function mergeOfSchema(schema: JsonSchema): Merge {
  const { type, properties, additionalProperties, items = {} } = schema;
  if (type === "array") return mergeOfList(schema, items);
  if (type !== undefined && type !== "object") return ATOMIC;
  if (schema["x-kubernetes-map-type"] === "atomic") return ATOMIC;
  if (properties !== undefined) return { kind: "fields", fields: new Map(fieldsOf(schema)) };
  if (typeof additionalProperties === "object") return { kind: "map", values: mergeOfSchema(additionalProperties) };
  return DEDUCED;
}

function mergeOfList(schema: JsonSchema, items: JsonSchema): Merge {
  switch (schema["x-kubernetes-list-type"]) {
    case "map":
      return { kind: "keyed", keys: schema["x-kubernetes-list-map-keys"] ?? [], item: mergeOfSchema(items) };
    case "set":
      return { kind: "set" };
    default:
      return ATOMIC;
  }
}
