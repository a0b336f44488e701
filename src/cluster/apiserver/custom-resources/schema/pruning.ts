// Pruning: what the schema does not name is not kept, and its paths are told for those who want to hear of it.

import {
  type Fields,
  isEmbeddedResource,
  isFields,
  itemsOf,
  META_FIELDS,
  preservesUnknown,
  type Schema,
  valuesOf,
} from "./schema.ts";

/** The object without what its schema does not know; what every object has stays. */
export function pruneObject(object: Fields, schema: Schema): { readonly value: Fields; unknownFields: string[] } {
  const pruner = new Pruner();
  const value = pruner.fields(object, { ...schema, "x-kubernetes-embedded-resource": true }, "") as Fields;
  return { value, unknownFields: pruner.unknownFields.sort() };
}

/** The same for a part of an object, as a default is. */
export function pruneValue(value: unknown, schema: Schema): unknown {
  return new Pruner().value(value, schema, "");
}

class Pruner {
  readonly unknownFields: string[] = [];

  value(value: unknown, schema: Schema | undefined, path: string): unknown {
    if (Array.isArray(value)) {
      const items = schema && itemsOf(schema);
      return value.map((item, index) => this.item(item, schema, items, `${path}[${index}]`));
    }
    return isFields(value) ? this.fields(value, schema, path) : value;
  }

  /** A list whose unknown fields are kept keeps those of its items too. */
  private item(item: unknown, schema: Schema | undefined, items: Schema | undefined, path: string): unknown {
    if (schema !== undefined && preservesUnknown(schema))
      return items === undefined ? item : this.kept(item, items, path);
    return this.value(item, items, path);
  }

  fields(value: Fields, schema: Schema | undefined, path: string): Fields {
    if (schema !== undefined && preservesUnknown(schema)) return this.kept(value, schema, path) as Fields;
    const out: Record<string, unknown> = {};
    for (const name of Object.keys(value)) {
      const at = path === "" ? name : `${path}.${name}`;
      const known = schema && this.field(value[name], schema, name, at);
      if (known === undefined) this.unknownFields.push(at);
      else out[name] = known.value;
    }
    return out;
  }

  private field(value: unknown, schema: Schema, name: string, path: string): { value: unknown } | undefined {
    if (isEmbeddedResource(schema) && META_FIELDS.has(name)) return { value };
    const own = schema.properties;
    if (own !== undefined && Object.hasOwn(own, name)) return { value: this.value(value, own[name], path) };
    if (schema.additionalProperties === undefined) return undefined;
    return { value: this.value(value, valuesOf(schema), path) };
  }

  /** Unknown fields stay; those that are known are looked into. */
  private kept(value: unknown, schema: Schema, path: string): unknown {
    if (Array.isArray(value)) {
      const items = itemsOf(schema);
      return items === undefined ? value : value.map((item, index) => this.kept(item, items, `${path}[${index}]`));
    }
    if (!isFields(value)) return value;
    const out: Record<string, unknown> = {};
    for (const name of Object.keys(value)) {
      const at = path === "" ? name : `${path}.${name}`;
      out[name] = this.field(value[name], schema, name, at)?.value ?? value[name];
    }
    return out;
  }
}
