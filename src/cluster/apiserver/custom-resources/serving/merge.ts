// How the fields of a custom resource merge in server-side apply, by what its definition says of them.

import type { FieldSchema } from "../../../../api/field-schema.ts";
import { ATOMIC, DEDUCED, type Merge, mergeOfStruct } from "../../../../api/managed-fields/field-set.ts";
import { isEmbeddedResource, itemsOf, type Schema, valuesOf } from "../schema/schema.ts";

const known = new WeakMap<Schema, Merge>();

/** The schema of a version as a whole; metadata is as everywhere. */
export function mergeOfDefinition(types: FieldSchema, schema: Schema): Merge {
  const found = known.get(schema);
  if (found !== undefined) return found;
  const merge = new Merges(types).ofResource(schema);
  known.set(schema, merge);
  return merge;
}

class Merges {
  private readonly metadata: Merge;

  constructor(types: FieldSchema) {
    const struct = types.type("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
    this.metadata = struct === undefined ? DEDUCED : mergeOfStruct(struct);
  }

  ofResource(schema: Schema): Merge {
    const common: [string, Merge][] = [
      ["apiVersion", ATOMIC],
      ["kind", ATOMIC],
      ["metadata", this.metadata],
    ];
    return { kind: "fields", fields: new Map([...this.fieldsOf(schema), ...common]) };
  }

  private fieldsOf({ properties = {} }: Schema): [string, Merge][] {
    return Object.entries(properties).map(([name, schema]) => [name, this.of(schema)]);
  }

  private of(schema: Schema): Merge {
    const { type, properties } = schema;
    if (type === "array") return this.ofList(schema);
    if (type !== undefined && type !== "object") return ATOMIC;
    if (schema["x-kubernetes-map-type"] === "atomic") return ATOMIC;
    if (isEmbeddedResource(schema)) return this.ofResource(schema);
    if (properties !== undefined) return { kind: "fields", fields: new Map(this.fieldsOf(schema)) };
    const values = valuesOf(schema);
    return values === undefined ? DEDUCED : { kind: "map", values: this.of(values) };
  }

  private ofList(schema: Schema): Merge {
    const items = itemsOf(schema) ?? {};
    switch (schema["x-kubernetes-list-type"]) {
      case "map": {
        const keys = schema["x-kubernetes-list-map-keys"] ?? [];
        const defaults = keys.map((key): [string, unknown] => [key, items.properties?.[key]?.default]);
        const given = defaults.filter(([, value]) => value !== undefined);
        const item = this.of(items);
        return given.length === 0
          ? { kind: "keyed", keys, item }
          : { kind: "keyed", keys, item, defaults: Object.fromEntries(given) };
      }
      case "set":
        return { kind: "set" };
      default:
        return ATOMIC;
    }
  }
}
