// Broken objects: good ones of every kind with fields taken away, of another type, out of range, unknown, or added out of the schema.

import {
  type Field,
  type FieldSchema,
  type FieldType,
  type StructType,
  structOf,
} from "../../../src/api/field-schema.ts";
import type { Random } from "../../../src/sim/random.ts";
import { oddOfAnyType, valueFor } from "./odd-values.ts";

export type Tree = { [key: string]: unknown };

/** A place in an object: what holds it, and under which key or index. */
interface Place {
  readonly parent: Tree | unknown[];
  readonly key: string;
  /** What the schema says of it, where it knows it. */
  readonly field: Field | undefined;
}

/** A copy of the object with one to three faults. */
export function brokenObject(object: Tree, schema: FieldSchema, random: Random): Tree {
  const copy = structuredClone(object);
  for (let count = 1 + random.below(3); count > 0; count--) breakOnce(copy, schema, random);
  return copy;
}

function breakOnce(object: Tree, schema: FieldSchema, random: Random): void {
  const struct = schema.kind(String(object.apiVersion), String(object.kind));
  if (random.below(3) === 0 && struct !== undefined) {
    addField(object, struct, random);
    return;
  }
  const places = [...placesIn(object, struct)];
  if (places.length > 0) changePlace(random.pick(places), random);
}

function* placesIn(value: unknown, struct: StructType | undefined, item?: FieldType): Generator<Place> {
  if (Array.isArray(value)) {
    const inner = item === undefined ? undefined : structOf(item);
    for (const [index, each] of value.entries()) {
      yield { parent: value, key: String(index), field: undefined };
      yield* placesIn(each, inner);
    }
  } else if (isTree(value)) {
    for (const [key, each] of Object.entries(value)) {
      const field = struct?.fields.get(key);
      yield { parent: value, key, field };
      yield* placesIn(each, field === undefined ? undefined : structOf(field.type), field?.type);
    }
  }
}

function changePlace({ parent, key, field }: Place, random: Random): void {
  const value = Reflect.get(parent, key);
  switch (random.below(field === undefined ? 8 : 12)) {
    case 0:
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete parent[key];
      return;
    case 1:
      Reflect.set(parent, key, null);
      return;
    case 2:
      Reflect.set(parent, key, oddOfAnyType(random));
      return;
    case 3:
      if (Array.isArray(parent)) parent.push(structuredClone(value));
      else parent[random.pick(["nope", `${key}s`, key.toUpperCase(), "", "a/b", "é"])] = structuredClone(value);
      return;
    case 4:
      Reflect.set(parent, key, random.below(2) === 0 ? [value] : { [key]: value });
      return;
    case 5:
      Reflect.set(parent, key, typeof value === "object" ? (Array.isArray(value) ? [] : {}) : String(value));
      return;
    case 6:
      if (Array.isArray(value) && value.length > 0)
        Reflect.set(
          parent,
          key,
          Array.from({ length: random.pick([2, 3, 70]) }, () => structuredClone(value[0])),
        );
      else Reflect.set(parent, key, typeof value === "number" ? -value : oddOfAnyType(random));
      return;
    default:
      Reflect.set(parent, key, field === undefined ? oddOfAnyType(random) : valueFor(key, field, random));
  }
}

/** Gives a struct somewhere in the object a field that it may have. */
function addField(object: Tree, struct: StructType, random: Random): void {
  const structs = [...structsIn(object, struct)];
  const [holder, type] = random.pick(structs);
  const [name, field] = random.pick([...type.fields]);
  holder[name] = valueFor(name, field, random);
}

function* structsIn(value: Tree, struct: StructType): Generator<readonly [Tree, StructType]> {
  yield [value, struct];
  for (const [key, each] of Object.entries(value)) {
    const field = struct.fields.get(key);
    const inner = field === undefined ? undefined : structOf(field.type);
    if (inner === undefined) continue;
    for (const item of Array.isArray(each) ? each : [each]) if (isTree(item)) yield* structsIn(item, inner);
  }
}

export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
