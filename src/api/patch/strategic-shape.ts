// How a strategic merge patch treats the parts of an object: what the schema says of each field, and the patch's directives.

import { type FieldType, type StructType, structOf } from "../field-schema.ts";

export type Fields = Readonly<Record<string, unknown>>;

export const DIRECTIVE = "$patch";
export const RETAIN_KEYS = "$retainKeys";
export const ELEMENT_ORDER = "$setElementOrder/";
export const DELETE_PRIMITIVES = "$deleteFromPrimitiveList/";

/** What is known of one value: without a schema objects merge and lists are replaced. */
export interface Shape {
  readonly struct: StructType | undefined;
  readonly strategy: readonly string[];
  readonly mergeKey: string | undefined;
  /** The shape of the values of a map. */
  readonly values: Shape | undefined;
}

export const UNKNOWN: Shape = { struct: undefined, strategy: [], mergeKey: undefined, values: undefined };

export function shapeOfStruct(struct: StructType | undefined): Shape {
  return struct === undefined ? UNKNOWN : { ...UNKNOWN, struct };
}

export function shapeOfField(shape: Shape, name: string): Shape {
  if (shape.values !== undefined) return shape.values;
  const field = shape.struct?.fields.get(name);
  if (field === undefined) return UNKNOWN;
  return { ...shapeOfType(field.type), strategy: field.patchStrategy, mergeKey: field.mergeKey };
}

function shapeOfType(type: FieldType): Shape {
  if (type.kind === "map") return { ...UNKNOWN, values: shapeOfType(type.item) };
  return { ...UNKNOWN, struct: structOf(type) };
}

/** The shape of one item of a list. */
export function shapeOfItem(shape: Shape): Shape {
  return { ...UNKNOWN, struct: shape.struct };
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Two items of a merge list are one when their keys agree; primitives when they are equal. */
export function identity(item: unknown, mergeKey: string | undefined): string {
  return mergeKey === undefined ? JSON.stringify(item) : JSON.stringify((item as Fields | null)?.[mergeKey] ?? null);
}
