// Which words of OpenAPI a schema may use, and how Kubernetes' own words go together.

import { forbidden, invalid, notSupported, required } from "../../registry/field-error.ts";
import { goStringList, goText } from "../../registry/go-syntax.ts";
import type { FieldError } from "../../registry/kind.ts";
import { byName, itemsOf, META_FIELDS, type Schema, valuesOf } from "../schema/schema.ts";

/** Where a schema stands, as far as its rules depend on that. */
export interface Place {
  /** Why no default may be set here; undefined where one may. */
  readonly noDefault: string | undefined;
  readonly isInMetadata: boolean;
  readonly isRoot: boolean;
  /** The nearest list or map around it whose parts cannot be told to be the same as before. */
  readonly uncorrelated: string | undefined;
}

export const ROOT: Place = { noDefault: undefined, isInMetadata: false, isRoot: true, uncorrelated: undefined };

/** Visits every schema within a schema; answers with all that the visits say, outer ones after inner ones. */
export function visitSchemas(
  schema: Schema,
  path: string,
  place: Place,
  own: (schema: Schema, path: string, place: Place) => readonly FieldError[],
): FieldError[] {
  const inner = { ...place, isRoot: false };
  const visit = (each: Schema, at: string, there: Place): FieldError[] => visitSchemas(each, at, there, own);
  const { properties = {}, allOf = [], anyOf = [], oneOf = [], not } = schema;
  const values = valuesOf(schema);
  const items = itemsOf(schema);
  const inMetadata = { ...inner, noDefault: "inside additionalProperties applying to object metadata" };
  const isAtomic = schema["x-kubernetes-map-type"] === "atomic";
  const inFields = isAtomic ? { ...inner, uncorrelated: place.uncorrelated ?? path } : inner;
  const inItems =
    schema["x-kubernetes-list-type"] === "map" ? inner : { ...inner, uncorrelated: place.uncorrelated ?? path };
  return [
    ...own(schema, path, place),
    ...(values === undefined
      ? []
      : visit(values, `${path}.additionalProperties`, place.isInMetadata ? inMetadata : inner)),
    ...byName(properties).flatMap(([name, each]) =>
      visit(each, `${path}.properties[${name}]`, placeOfField(name, schema, place, inFields)),
    ),
    ...(not === undefined ? [] : visit(not, `${path}.not`, inner)),
    ...allOf.flatMap((each, index) => visit(each, `${path}.allOf[${index}]`, inner)),
    ...oneOf.flatMap((each, index) => visit(each, `${path}.oneOf[${index}]`, inner)),
    ...anyOf.flatMap((each, index) => visit(each, `${path}.anyOf[${index}]`, inner)),
    ...(items === undefined ? [] : visit(items, `${path}.items`, inItems)),
  ];
}

function placeOfField(name: string, schema: Schema, { isRoot }: Place, inner: Place): Place {
  const isResource = isRoot || schema["x-kubernetes-embedded-resource"] === true;
  if (!isResource || !META_FIELDS.has(name)) return inner;
  return { ...inner, isInMetadata: true, ...(isRoot ? { noDefault: `in top-level ${name}` } : {}) };
}

export function openApiErrors(schema: Schema, path: string): FieldError[] {
  return visitSchemas(schema, path, ROOT, (each, at, place) => [
    ...wordErrors(each, at, place),
    ...extensionErrors(each, at),
    ...listErrors(each, at),
    ...keyErrors(each, at),
  ]);
}

const TYPES = ["array", "boolean", "integer", "number", "object", "string"];
const UNSUPPORTED: readonly (readonly [keyof Schema, string])[] = [
  ["id", "id is not supported"],
  ["additionalItems", "additionalItems is not supported"],
  ["patternProperties", "patternProperties is not supported"],
  ["definitions", "definitions is not supported"],
  ["dependencies", "dependencies is not supported"],
  ["$ref", "$ref is not supported"],
];

function wordErrors(schema: Schema, path: string, place: Place): FieldError[] {
  const { type = "" } = schema;
  const errors: FieldError[] = [];
  if (type !== "" && !TYPES.includes(type)) errors.push(notSupported(`${path}.type`, type, TYPES));
  if (schema.default !== undefined && place.noDefault !== undefined)
    errors.push(forbidden(`${path}.default`, `must not be set ${place.noDefault}`));
  for (const [word, why] of UNSUPPORTED) if (schema[word] !== undefined) errors.push(forbidden(`${path}.${word}`, why));
  if (type === "null")
    errors.push(forbidden(`${path}.type`, "type cannot be set to null, use nullable as an alternative"));
  if (Array.isArray(schema.items))
    errors.push(forbidden(`${path}.items`, "items must be a schema object and not an array"));
  if (place.isInMetadata && schema["x-kubernetes-embedded-resource"] === true)
    errors.push(forbidden(`${path}.x-kubernetes-embedded-resource`, "must not be used inside of resource meta"));
  if (schema.uniqueItems === true) {
    const why = "uniqueItems cannot be set to true since the runtime complexity becomes quadratic";
    errors.push(forbidden(`${path}.uniqueItems`, why));
  }
  const hasOthers = schema.additionalProperties !== undefined && schema.additionalProperties !== true;
  if (hasOthers && Object.keys(schema.properties ?? {}).length > 0) {
    const why = "additionalProperties and properties are mutual exclusive";
    errors.push(forbidden(`${path}.additionalProperties`, why));
  }
  return errors;
}

function extensionErrors(schema: Schema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const { type = "", "x-kubernetes-map-type": mapType } = schema;
  if (schema["x-kubernetes-preserve-unknown-fields"] === false)
    errors.push(invalid(`${path}.x-kubernetes-preserve-unknown-fields`, false, "must be true or undefined"));
  if (mapType === undefined) return errors;
  const why = "must be object if x-kubernetes-map-type is specified";
  if (type === "") errors.push(required(`${path}.type`, why));
  else if (type !== "object") errors.push(invalid(`${path}.type`, type, why));
  if (mapType !== "atomic" && mapType !== "granular")
    errors.push(notSupported(`${path}.x-kubernetes-map-type`, mapType, ["atomic", "granular"]));
  return errors;
}

function listErrors(schema: Schema, path: string): FieldError[] {
  const { type = "", "x-kubernetes-list-type": listType } = schema;
  if (listType === undefined) return [];
  const errors: FieldError[] = [];
  const why = "must be array if x-kubernetes-list-type is specified";
  if (type === "") errors.push(required(`${path}.type`, why));
  else if (type !== "array") errors.push(invalid(`${path}.type`, type, why));
  else if (listType === "set") errors.push(...setErrors(itemsOf(schema), `${path}.items`));
  if (!["atomic", "set", "map"].includes(listType))
    errors.push(notSupported(`${path}.x-kubernetes-list-type`, listType, ["atomic", "set", "map"]));
  return errors;
}

function setErrors(items: Schema | undefined, path: string): FieldError[] {
  const why = "must be atomic as item of a list with x-kubernetes-list-type=set";
  const listType = items?.["x-kubernetes-list-type"];
  // Kubernetes prints the type of the list for both.
  const shown = listType ?? null;
  if (items?.type === "array" && listType !== undefined && listType !== "atomic")
    return [invalid(`${path}.x-kubernetes-list-type`, shown, why)];
  if (items?.type === "object" && items["x-kubernetes-map-type"] !== "atomic")
    return [invalid(`${path}.x-kubernetes-map-type`, shown, why)];
  return [];
}

function keyErrors(schema: Schema, path: string): FieldError[] {
  const { "x-kubernetes-list-map-keys": keys = [], "x-kubernetes-list-type": listType } = schema;
  const errors: FieldError[] = [];
  if (keys.length > 0 && listType !== "map") {
    const why = "must be map if x-kubernetes-list-map-keys is non-empty";
    const at = `${path}.x-kubernetes-list-type`;
    errors.push(listType === undefined ? required(at, why) : invalid(at, listType, why));
  }
  if (listType === "map") errors.push(...mapErrors(schema, keys, path));
  return [...errors, ...requiredKeyErrors(schema, keys, path)];
}

function mapErrors(schema: Schema, keys: readonly string[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  const keysPath = `${path}.x-kubernetes-list-map-keys`;
  const items = itemsOf(schema);
  if (keys.length === 0) errors.push(required(keysPath, "must not be empty if x-kubernetes-list-type is map"));
  if (schema.items === undefined)
    errors.push(required(`${path}.items`, "must have a schema if x-kubernetes-list-type is map"));
  if (items === undefined) return errors;
  if (items.type !== "object") {
    const why = "must be object if parent array's x-kubernetes-list-type is map";
    return [...errors, invalid(`${path}.items.type`, items.type ?? "", why)];
  }
  const shown = goText(goStringList(keys));
  for (const [index, key] of keys.entries()) {
    const type = items.properties?.[key]?.type;
    if (items.properties?.[key] === undefined)
      errors.push(invalid(keysPath, shown, "entries must all be names of item properties"));
    else if (type === "array" || type === "object") {
      const why = "must be a scalar type if parent array's x-kubernetes-list-type is map";
      errors.push(invalid(`${path}.items.properties[${key}].type`, items.type, why));
    }
    if (keys.indexOf(key) < index) errors.push(invalid(keysPath, shown, "must not contain duplicate entries"));
  }
  return errors;
}

function requiredKeyErrors(schema: Schema, keys: readonly string[], path: string): FieldError[] {
  const listType = schema["x-kubernetes-list-type"];
  const items = itemsOf(schema);
  if (items === undefined || (listType !== "set" && listType !== "map")) return [];
  const errors: FieldError[] = [];
  if (items.nullable === true) {
    const why = `cannot be nullable when x-kubernetes-list-type is ${listType}`;
    errors.push(forbidden(`${path}.items.nullable`, why));
  }
  if (listType === "set") return errors;
  const key = "this property is in x-kubernetes-list-map-keys, so it";
  for (const name of keys) {
    const property = items.properties?.[name];
    if (property === undefined) continue;
    const at = `${path}.items.properties[${name}]`;
    if (items.required?.includes(name) !== true && property.default === undefined)
      errors.push(required(`${at}.default`, `${key} must have a default or be a required property`));
    if (property.nullable === true) errors.push(forbidden(`${at}.nullable`, `${key} cannot be nullable`));
  }
  return errors;
}
