// How expressions see the values of a schema: their types, and how large they can get at most.

import {
  isEmbeddedResource,
  isIntOrString,
  itemsOf,
  type Schema,
  valuesOf,
} from "../custom-resources/schema/schema.ts";
import { escaped } from "./escape.ts";
import { BOOL, type CelType, DYN, INT, listOf, mapOf, STRING, simple } from "./types.ts";

/** A type with what is known of the size of its values. */
export interface Declared {
  readonly type: CelType;
  /** Characters of a text in bytes, items of a list, entries of a map: the most that fits into a request. */
  readonly maxElements: number;
  /** Bytes of the smallest value in JSON. */
  readonly minSize: number;
  /** Of the items of a list or the values of a map. */
  readonly element?: Declared;
  readonly fields?: ReadonlyMap<string, Declared>;
}

const MAX_REQUEST_BYTES = 3 * 1024 * 1024;
const MAX_TEXT = MAX_REQUEST_BYTES - 2;

/** Undefined where values of the schema cannot be spoken of. */
export function declare(schema: Schema, isResource = false, name = "object"): Declared | undefined {
  if (isIntOrString(schema)) return { type: DYN, maxElements: MAX_TEXT, minSize: 1 };
  switch (schema.type) {
    case "array":
      return declareList(schema, name);
    case "object":
      return declareObject(schema, isResource, name);
    case "string":
      return declareText(schema);
    case "boolean":
      return { type: BOOL, maxElements: 0, minSize: 4 };
    case "integer":
      return { type: INT, maxElements: 0, minSize: 1 };
    case "number":
      return { type: simple("double"), maxElements: 0, minSize: 1 };
    default:
      return undefined;
  }
}

function declareList(schema: Schema, name: string): Declared | undefined {
  const items = itemsOf(schema);
  const element = items && declare(items, isEmbeddedResource(items), `${name}.@idx`);
  if (element === undefined) return undefined;
  const maxElements = schema.maxItems ?? Math.floor((MAX_REQUEST_BYTES - 2) / (element.minSize + 1));
  return { type: listOf(element.type), maxElements, minSize: 2, element };
}

function declareObject(schema: Schema, isResource: boolean, name: string): Declared | undefined {
  const values = valuesOf(schema);
  if (values !== undefined && !isResource) return declareMap(schema, values, name);
  const fields = new Map<string, Declared>();
  let minSize = 2;
  for (const [field, property] of Object.entries(isResource ? withMeta(schema) : (schema.properties ?? {}))) {
    const declared = declare(property, isEmbeddedResource(property), `${name}.${field}`);
    if (declared === undefined) continue;
    if (schema.required?.includes(field) === true && property.default === undefined)
      minSize += field.length + declared.minSize + 4;
    const visible = escaped(field);
    if (visible !== undefined) fields.set(visible, declared);
  }
  const types = new Map([...fields].map(([field, { type }]) => [field, type]));
  return { type: { kind: "object", name, fields: types }, maxElements: 0, minSize, fields };
}

/** What can be said of every object, whether its schema says so or not. */
function withMeta(schema: Schema): Readonly<Record<string, Schema>> {
  const text = { type: "string" };
  const metadata = { type: "object", properties: { name: text, generateName: text } };
  return { ...schema.properties, kind: text, apiVersion: text, metadata };
}

function declareMap(schema: Schema, values: Schema, name: string): Declared | undefined {
  const element = declare(values, isEmbeddedResource(values), `${name}.@elem`);
  if (element === undefined) return undefined;
  const maxElements = schema.maxProperties ?? Math.floor((MAX_REQUEST_BYTES - 2) / (element.minSize + 6));
  return { type: mapOf(STRING, element.type), maxElements, minSize: 2, element };
}

function declareText(schema: Schema): Declared {
  const { maxLength, enum: values } = schema;
  switch (schema.format) {
    case "byte":
      return { type: simple("bytes"), maxElements: maxLength ?? MAX_TEXT, minSize: 2 };
    case "duration":
      return { type: simple("duration"), maxElements: MAX_TEXT, minSize: 4 };
    case "date":
      return { type: simple("timestamp"), maxElements: 10, minSize: 12 };
    case "date-time":
      return { type: simple("timestamp"), maxElements: 20, minSize: 22 };
    default: {
      const longest = values?.length ? Math.max(...values.map((each) => String(each).length)) : undefined;
      // A character can take four bytes.
      const maxElements = maxLength !== undefined ? maxLength * 4 : (longest ?? MAX_TEXT);
      return { type: STRING, maxElements, minSize: 2 };
    }
  }
}

/** How often a value of this size fits into a request. */
export function maxCardinality({ minSize }: Declared): number {
  return Math.floor(MAX_REQUEST_BYTES / (minSize + 1));
}
