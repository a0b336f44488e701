// The metadata of custom resources: no definition describes it, and it is as strict as that of any other object.

import type { FieldSchema, StructType } from "../../../../api/field-schema.ts";
import { structuredCopy } from "../../decode/copy.ts";
import { DecodeError } from "../../decode/error.ts";
import { decodeObject } from "../../decode.ts";
import { child } from "../schema/list-types.ts";
import { isEmbeddedResource, isFields, itemsOf, type Schema, schemaOfField } from "../schema/schema.ts";

export interface Coerced {
  readonly value: Record<string, unknown>;
  readonly unknownFields: string[];
}

const META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/** A copy of the object whose own metadata, and that of objects embedded in it, has only the fields and types it may have. */
export function withMetadata(object: object, schema: Schema, types: FieldSchema): Coerced {
  const coercer = new Coercer(types.type(META));
  const value = coercer.object(object as Readonly<Record<string, unknown>>, schema, "", true);
  return { value, unknownFields: coercer.unknownFields };
}

class Coercer {
  readonly unknownFields: string[] = [];

  constructor(private readonly struct: StructType | undefined) {}

  object(
    fields: Readonly<Record<string, unknown>>,
    schema: Schema,
    path: string,
    isResource: boolean,
  ): Record<string, unknown> {
    const out: Record<string, unknown> = {};
    for (const [name, each] of Object.entries(fields)) {
      const at = child(path, name);
      if (isResource && name === "metadata") {
        if (each !== null && each !== undefined) out[name] = this.metadata(each, at);
      } else if (isResource && (name === "apiVersion" || name === "kind")) out[name] = text(each, at);
      else out[name] = this.value(each, schemaOfField(schema, name), at);
    }
    return out;
  }

  private value(value: unknown, schema: Schema | undefined, path: string): unknown {
    if (schema === undefined) return structuredCopy(value);
    if (Array.isArray(value)) {
      const items = itemsOf(schema);
      return value.map((item, index) => this.value(item, items, `${path}[${index}]`));
    }
    return isFields(value) ? this.object(value, schema, path, isEmbeddedResource(schema)) : value;
  }

  private metadata(value: unknown, path: string): unknown {
    if (!isFields(value))
      throw new DecodeError(`json: cannot unmarshal ${kindOf(value)} into Go value of type v1.ObjectMeta`);
    if (this.struct === undefined) return structuredCopy(value);
    const decoded = decodeObject(value, this.struct);
    this.unknownFields.push(...decoded.unknownFields.map((each) => `${path}.${each}`));
    return decoded.value;
  }
}

function text(value: unknown, path: string): unknown {
  if (typeof value === "string" || value === null || value === undefined) return value;
  throw new DecodeError(`${path}: Invalid value: ${JSON.stringify(value)}: must be a string`);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}
