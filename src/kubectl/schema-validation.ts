// Checks objects by the server's OpenAPI v2 document, as kubectl does where the server cannot: lists, and kinds that take no patch.

import type { OpenApiSchema } from "./openapi.ts";

export type Definitions = Readonly<Record<string, OpenApiSchema>>;

type Fields = Readonly<Record<string, unknown>>;

/** What is wrong with the object, in kubectl's words; nothing where the document has no such kind. */
export function schemaProblems(definitions: Definitions, object: Fields): readonly string[] {
  const [group = "", version = ""] = splitVersion(String(object.apiVersion));
  const found = Object.entries(definitions).find(([, schema]) =>
    schema["x-kubernetes-group-version-kind"]?.some(
      (each) => each.group === group && each.version === version && each.kind === object.kind,
    ),
  );
  if (found === undefined) return [];
  return problemsOf({ definitions, schema: found[1], name: found[0], at: String(object.kind) }, object);
}

function splitVersion(apiVersion: string): readonly string[] {
  const slash = apiVersion.indexOf("/");
  return slash === -1 ? ["", apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}

interface Place {
  readonly definitions: Definitions;
  readonly schema: OpenApiSchema;
  /** What the document calls the type, or the field that has one of its own. */
  readonly name: string;
  /** Where in the object, as `Pod.spec.containers[0]`. */
  readonly at: string;
}

function problemsOf(place: Place, value: unknown): readonly string[] {
  const { definitions, schema, at } = place;
  if (value === null || value === undefined) return [`unknown object type "nil" in ${at}`];
  const reference = schema.$ref?.slice(schema.$ref.lastIndexOf("/") + 1);
  if (reference !== undefined)
    return problemsOf({ ...place, schema: definitions[reference] ?? {}, name: reference }, value);
  if (schema.properties !== undefined)
    return isFields(value) ? kindProblems(place, value) : wrongType(place, value, "map");
  switch (schema.type) {
    case "object":
      return isFields(value) ? mapProblems(place, value) : wrongType(place, value, "map");
    case "array":
      return Array.isArray(value) ? listProblems(place, value) : wrongType(place, value, "array");
    case undefined:
      return [];
    default:
      return fits(schema.type, value) ? [] : wrongType(place, value, schema.type);
  }
}

function kindProblems(place: Place, value: Fields): string[] {
  const { schema, name, at } = place;
  const { properties = {}, required = [] } = schema;
  const problems: string[] = [];
  for (const key of Object.keys(value).sort()) {
    if (value[key] === null || value[key] === undefined) continue;
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (property === undefined) problems.push(`ValidationError(${at}): unknown field "${key}" in ${name}`);
    else
      problems.push(
        ...problemsOf({ ...place, schema: property, name: `${name}.${key}`, at: `${at}.${key}` }, value[key]),
      );
  }
  const missing = required.filter((key) => value[key] === null || value[key] === undefined);
  return [...problems, ...missing.map((key) => `ValidationError(${at}): missing required field "${key}" in ${name}`)];
}

function mapProblems(place: Place, value: Fields): string[] {
  const schema = typeof place.schema.additionalProperties === "object" ? place.schema.additionalProperties : {};
  return Object.keys(value)
    .sort()
    .flatMap((key) => problemsOf({ ...place, schema, at: `${place.at}.${key}` }, value[key]));
}

function listProblems(place: Place, value: readonly unknown[]): string[] {
  const schema = place.schema.items ?? {};
  return value.flatMap((item, index) => problemsOf({ ...place, schema, at: `${place.at}[${index}]` }, item));
}

function wrongType({ name, at }: Place, value: unknown, expected: string): readonly string[] {
  return [`ValidationError(${at}): invalid type for ${name}: got "${typeOf(value)}", expected "${expected}"`];
}

/** A number may be where a text is wanted, though not the other way round. */
function fits(wanted: string, value: unknown): boolean {
  const type = typeOf(value);
  if (type === "map" || type === "array") return false;
  if (wanted === "string") return true;
  return wanted === "boolean" ? type === "boolean" : type === "integer" || type === "number";
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (typeof value === "object") return "map";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value === "bigint" ? "integer" : typeof value;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
