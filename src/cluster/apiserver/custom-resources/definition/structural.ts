// Stands for the rules of structural schemas: a schema tells the shape of an object apart from the rules about its values, so that
// the server knows which fields there are.

import { canonicalJson } from "../../../../api/equality.ts";
import { goRegExpFault } from "../../../../api/go-regexp.ts";
import { forbidden, formatFieldError, invalid, required } from "../../registry/field-error.ts";
import type { FieldError } from "../../registry/kind.ts";
import {
  isEmbeddedResource,
  isIntOrString,
  itemsOf,
  preservesUnknown,
  type Schema,
  valuesOf,
} from "../schema/schema.ts";

type Level = "root" | "item" | "field";

/** Sorted by their texts, as Kubernetes tells them. */
export function structuralErrors(schema: Schema, path: string): FieldError[] {
  const errors = [...invariants(schema, "root", path), ...completeness(schema, schema, path, path)];
  const textOf = (error: FieldError): string => formatFieldError(error);
  return errors.sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}

function invariants(schema: Schema, level: Level, path: string): FieldError[] {
  const items = itemsOf(schema);
  const values = valuesOf(schema);
  const properties = Object.entries(schema.properties ?? {});
  return [
    ...(schema.type === "array" && items === undefined ? [required(`${path}.items`, "must be specified")] : []),
    ...(items === undefined ? [] : invariants(items, "item", `${path}.items`)),
    ...properties.flatMap(([name, each]) => invariants(each, "field", `${path}.properties[${name}]`)),
    ...(schema.additionalProperties !== undefined && level === "root"
      ? [forbidden(`${path}.additionalProperties`, "must not be used at the root")]
      : []),
    ...(values === undefined ? [] : invariants(values, "field", `${path}.additionalProperties`)),
    ...extensionErrors(schema, path),
    ...valueRules(schema, path, isIntOrStringChoice(schema), isIntOrStringChoice(schema.allOf?.[0] ?? {})),
    ...typeErrors(schema, level, path),
    ...metaErrors(schema, level, path),
  ];
}

function extensionErrors(schema: Schema, path: string): FieldError[] {
  if (!isIntOrString(schema)) return [];
  const why = "must be false if x-kubernetes-int-or-string is true";
  return (["x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource"] as const)
    .filter((name) => schema[name] === true)
    .map((name) => invalid(`${path}.${name}`, true, why));
}

const EMPTY_TYPE: Readonly<Record<Level, string>> = {
  root: "must not be empty at the root",
  item: "must not be empty for specified array items",
  field: "must not be empty for specified object fields",
};

function typeErrors(schema: Schema, level: Level, path: string): FieldError[] {
  const { type = "" } = schema;
  const errors: FieldError[] = [];
  const embedded = isEmbeddedResource(schema);
  if (embedded && type !== "object") {
    const why = "must be object if x-kubernetes-embedded-resource is true";
    errors.push(type === "" ? required(`${path}.type`, why) : invalid(`${path}.type`, type, why));
  } else if (type === "" && !isIntOrString(schema) && !preservesUnknown(schema)) {
    errors.push(required(`${path}.type`, EMPTY_TYPE[level]));
  }
  if (embedded && schema.additionalProperties !== undefined) {
    const why = "must not be used if x-kubernetes-embedded-resource is set";
    errors.push(forbidden(`${path}.additionalProperties`, why));
  }
  if (level === "root" && type !== "" && type !== "object")
    errors.push(invalid(`${path}.type`, type, "must be object at the root"));
  return errors;
}

function metaErrors(schema: Schema, level: Level, path: string): FieldError[] {
  const isResource = level === "root" || isEmbeddedResource(schema);
  const { properties = {} } = schema;
  const errors: FieldError[] = [];
  for (const name of ["kind", "apiVersion"] as const) {
    const type = properties[name]?.type ?? "";
    if (name in properties && isResource && type !== "string")
      errors.push(invalid(`${path}.properties[${name}].type`, type, "must be string"));
  }
  const { metadata } = properties;
  if (metadata !== undefined) {
    const at = `${path}.properties[metadata]`;
    if (isResource && metadata.type !== "object")
      errors.push(invalid(`${at}.type`, metadata.type ?? "", "must be object"));
    if (level === "root" && !isPlainMetadata(metadata)) {
      const why = "must not specify anything other than name and generateName, but metadata is implicitly specified";
      errors.push(forbidden(at, why));
    }
  }
  if (isEmbeddedResource(schema) && !preservesUnknown(schema) && Object.keys(properties).length === 0) {
    const why =
      "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields";
    errors.push(required(`${path}.properties`, why));
  }
  return errors;
}

function isPlainMetadata({ type: _, default: __, properties = {}, ...others }: Schema): boolean {
  const names = Object.keys(properties);
  const areKnown = names.every((name) => name === "name" || name === "generateName");
  return areKnown && Object.keys(others).length === 0;
}

/** The one choice that may name types: of x-kubernetes-int-or-string. */
function isIntOrStringChoice({ anyOf }: Schema): boolean {
  return canonicalJson(anyOf ?? []) === '[{"type":"integer"},{"type":"string"}]';
}

/** Rules about values: what stands below anyOf and the like may not shape the object. */
function valueRules(schema: Schema, path: string, skipAnyOf: boolean, skipFirstAllOf: boolean): FieldError[] {
  const { anyOf = [], allOf = [], oneOf = [], not, pattern } = schema;
  const fault = pattern ? goRegExpFault(pattern) : undefined;
  return [
    ...(skipAnyOf ? [] : anyOf.flatMap((each, index) => nested(each, `${path}.anyOf[${index}]`))),
    ...allOf.flatMap((each, index) => nested(each, `${path}.allOf[${index}]`, skipFirstAllOf && index === 0)),
    ...oneOf.flatMap((each, index) => nested(each, `${path}.oneOf[${index}]`)),
    ...(not === undefined ? [] : nested(not, `${path}.not`)),
    ...(fault === undefined
      ? []
      : [invalid(`${path}.pattern`, pattern, `must be a valid regular expression, but isn't: ${fault}`)]),
  ];
}

type Shaping = readonly [name: keyof Schema, why: string];

const SHAPING: readonly Shaping[] = [
  ["type", "must be empty to be structural"],
  ["additionalProperties", "must be undefined to be structural"],
  ["default", "must be undefined to be structural"],
  ["title", "must be empty to be structural"],
  ["description", "must be empty to be structural"],
  ["nullable", "must be false to be structural"],
  ["x-kubernetes-preserve-unknown-fields", "must be false to be structural"],
  ["x-kubernetes-embedded-resource", "must be false to be structural"],
  ["x-kubernetes-int-or-string", "must be false to be structural"],
  ["x-kubernetes-list-map-keys", "must be empty to be structural"],
  ["x-kubernetes-list-type", "must be undefined to be structural"],
  ["x-kubernetes-map-type", "must be undefined to be structural"],
  ["x-kubernetes-validations", "must be empty to be structural"],
];

function nested(schema: Schema, path: string, skipAnyOf = false): FieldError[] {
  const items = itemsOf(schema);
  const { properties = {} } = schema;
  return [
    ...valueRules(schema, path, skipAnyOf, false),
    ...(items === undefined ? [] : nested(items, `${path}.items`)),
    ...Object.entries(properties).flatMap(([name, each]) => nested(each, `${path}.properties[${name}]`)),
    ...SHAPING.filter(([name]) => isSet(schema[name])).map(([name, why]) => forbidden(`${path}.${name}`, why)),
    ...("metadata" in properties
      ? [forbidden(`${path}.properties[metadata]`, "must not be specified in a nested context")]
      : []),
  ];
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== "" && value !== false && !(Array.isArray(value) && value.length === 0);
}

/** What a rule about values speaks of has to be a part of the shape. */
function completeness(rules: Schema, shape: Schema, shapePath: string, path: string): FieldError[] {
  const { anyOf = [], allOf = [], oneOf = [], not } = rules;
  return [
    ...(not === undefined ? [] : nestedCompleteness(not, shape, shapePath, `${path}.not`)),
    ...allOf.flatMap((each, index) => nestedCompleteness(each, shape, shapePath, `${path}.allOf[${index}]`)),
    ...anyOf.flatMap((each, index) => nestedCompleteness(each, shape, shapePath, `${path}.anyOf[${index}]`)),
    ...oneOf.flatMap((each, index) => nestedCompleteness(each, shape, shapePath, `${path}.oneOf[${index}]`)),
  ];
}

function nestedCompleteness(rules: Schema, shape: Schema | undefined, shapePath: string, path: string): FieldError[] {
  if (shape === undefined) return [required(shapePath, `because it is defined in ${path}`)];
  const items = itemsOf(rules);
  return [
    ...completeness(rules, shape, shapePath, path),
    ...(items === undefined ? [] : nestedCompleteness(items, itemsOf(shape), `${shapePath}.items`, `${path}.items`)),
    ...Object.entries(rules.properties ?? {}).flatMap(([name, each]) => {
      const step = `.properties[${name}]`;
      return nestedCompleteness(each, shape.properties?.[name], shapePath + step, path + step);
    }),
  ];
}
