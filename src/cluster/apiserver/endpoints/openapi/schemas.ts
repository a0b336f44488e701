// The types of the API as OpenAPI v3 writes them.

import { parseApiVersion } from "../../../../api/catalogue.ts";
import {
  type Descriptions,
  type Field,
  type FieldType,
  type Scalar,
  type StructType,
  structOf,
} from "../../../../api/field-schema.ts";

export const META = "io.k8s.apimachinery.pkg.apis.meta.v1";
const REFERENCE = "#/components/schemas/";

export type Schemas = Record<string, object>;

export function reference(name: string): { readonly $ref: string } {
  return { $ref: REFERENCE + name };
}

/** The schemas of the types, of every type within them, and of the few that are no structs. */
export function schemasOf(roots: readonly StructType[], descriptions: Descriptions): Schemas {
  const structs = reachable(roots);
  const schemas = Object.fromEntries(structs.map((struct) => [struct.name, structSchema(struct, descriptions)]));
  const used = JSON.stringify(schemas);
  const scalars = Object.entries(SCALAR_SCHEMAS).filter(([name]) => used.includes(`${REFERENCE}${name}"`));
  const told = scalars.map(([name, schema]) => [name, { ...schema, ...descriptionOf(descriptions[name]?.[0]) }]);
  return { ...schemas, ...Object.fromEntries(told) };
}

function reachable(roots: readonly StructType[]): StructType[] {
  const found = new Set<StructType>();
  const visit = (struct: StructType): void => {
    if (found.has(struct)) return;
    found.add(struct);
    for (const field of struct.fields.values()) {
      const inner = structOf(field.type);
      if (inner !== undefined) visit(inner);
    }
  };
  for (const root of roots) visit(root);
  return [...found].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function descriptionOf(text = ""): { readonly description?: string } {
  return text === "" ? {} : { description: text };
}

function structSchema(struct: StructType, descriptions: Descriptions): object {
  const [about = "", texts = {}] = descriptions[struct.name] ?? [];
  const fields = [...struct.fields];
  const required = fields.filter(([, field]) => field.required).map(([name]) => name);
  return {
    ...descriptionOf(about),
    type: "object",
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(
      fields.map(([name, field]) => [name, fieldSchema(name, field, texts[name] ?? "", struct)]),
    ),
    ...(struct.atomic ? { "x-kubernetes-map-type": "atomic" } : {}),
    ...(isKind(struct) ? { "x-kubernetes-group-version-kind": [gvk(struct.apiVersion, struct.shortName)] } : {}),
  };
}

/** References to objects name a kind and a version too, and are none themselves. */
function isKind({ apiVersion, fields, shortName }: StructType): boolean {
  return apiVersion !== "" && (fields.has("metadata") || shortName === "DeleteOptions");
}

export function gvk(apiVersion: string, kind: string): object {
  const { group, version } = parseApiVersion(apiVersion);
  return { group, kind, version };
}

function fieldSchema(name: string, field: Field, description: string, holder: StructType): object {
  const enumeration = field.enum === undefined ? {} : { enum: field.enum };
  const free = FREE_FORMS[`${holder.shortName}.${name}`];
  const type = typeSchema(field.type, field.type.kind === "list" ? enumeration : {}, free);
  const isList = field.type.kind === "list" && !holder.shortName.endsWith("List");
  return {
    ...descriptionOf(description),
    ...("$ref" in type ? { allOf: [type] } : type),
    ...defaultOfField(name, field),
    ...(field.type.kind === "list" ? {} : enumeration),
    ...(isList ? listRules(field) : {}),
    ...(field.patchStrategy.length === 0 ? {} : { "x-kubernetes-patch-strategy": field.patchStrategy.join(",") }),
    ...(field.mergeKey === undefined ? {} : { "x-kubernetes-patch-merge-key": field.mergeKey }),
  };
}

const ALWAYS_THERE = new Set(["metadata", "spec", "status", "template"]);

/** Fields that Go always writes have the zero value of their type. */
function defaultOfField(name: string, { type, required }: Field): object {
  if (type.kind === "struct") return ALWAYS_THERE.has(name) ? { default: {} } : {};
  if (type.kind !== "scalar" || !required) return {};
  switch (type.scalar) {
    case "string":
      return { default: "" };
    case "boolean":
      return { default: false };
    case "int32":
    case "int64":
    case "double":
      return { default: 0 };
    default:
      return {};
  }
}

function listRules({ listType, mapKeys }: Field): object {
  return {
    "x-kubernetes-list-type": listType,
    ...(mapKeys.length === 0 ? {} : { "x-kubernetes-list-map-keys": mapKeys }),
  };
}

/** @param free the name of what may be anything, where it has one. */
function typeSchema(type: FieldType, inner: object = {}, free?: string): object {
  switch (type.kind) {
    case "struct":
      return reference(type.struct.name);
    case "list":
      return { type: "array", items: { ...elementSchema(type.item, free), ...inner } };
    case "map":
      return { type: "object", additionalProperties: elementSchema(type.item, free) };
    case "scalar":
      return free === undefined ? scalarSchema(type.scalar) : reference(free);
  }
}

/** What a list or a map holds. */
function elementSchema(type: FieldType, free?: string): object {
  const schema = typeSchema(type, {}, free);
  if (type.kind === "struct") return { allOf: [schema], default: {} };
  return type.kind === "scalar" && type.scalar === "string" ? { ...schema, default: "" } : schema;
}

const QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
const INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";

const RAW = "io.k8s.apimachinery.pkg.runtime.RawExtension";
const EXTENSIONS = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1";

/** Fields that hold anything, and what that is called. */
const FREE_FORMS: Readonly<Record<string, string>> = {
  "ControllerRevision.data": RAW,
  "CustomResourceSubresources.status": `${EXTENSIONS}.CustomResourceSubresourceStatus`,
  "JSONSchemaProps.additionalItems": `${EXTENSIONS}.JSONSchemaPropsOrBool`,
  "JSONSchemaProps.additionalProperties": `${EXTENSIONS}.JSONSchemaPropsOrBool`,
  "JSONSchemaProps.default": `${EXTENSIONS}.JSON`,
  "JSONSchemaProps.dependencies": `${EXTENSIONS}.JSONSchemaPropsOrStringArray`,
  "JSONSchemaProps.enum": `${EXTENSIONS}.JSON`,
  "JSONSchemaProps.example": `${EXTENSIONS}.JSON`,
  "JSONSchemaProps.items": `${EXTENSIONS}.JSONSchemaPropsOrArray`,
  "ManagedFieldsEntry.fieldsV1": `${META}.FieldsV1`,
  "WatchEvent.object": RAW,
};

const SCALAR_SCHEMAS: Readonly<Record<string, object>> = {
  [QUANTITY]: {
    description: "An amount of a resource, as text or number: 500m, 1.5Gi, 2.",
    oneOf: [{ type: "string" }, { type: "number" }],
  },
  [INT_OR_STRING]: {
    description: "IntOrString holds a number or a string.",
    format: "int-or-string",
    oneOf: [{ type: "integer" }, { type: "string" }],
  },
  [`${META}.Time`]: { description: "An instant, as RFC 3339 writes it.", type: "string", format: "date-time" },
  [`${META}.MicroTime`]: { description: "An instant with microseconds.", type: "string", format: "date-time" },
  [`${META}.FieldsV1`]: { type: "object" },
  [RAW]: { type: "object" },
  [`${EXTENSIONS}.CustomResourceSubresourceStatus`]: { type: "object" },
  [`${EXTENSIONS}.JSON`]: {},
  [`${EXTENSIONS}.JSONSchemaPropsOrArray`]: {},
  [`${EXTENSIONS}.JSONSchemaPropsOrBool`]: {},
  [`${EXTENSIONS}.JSONSchemaPropsOrStringArray`]: {},
};

function scalarSchema(scalar: Scalar): object {
  switch (scalar) {
    case "string":
      return { type: "string" };
    case "boolean":
      return { type: "boolean" };
    case "int32":
    case "int64":
      return { type: "integer", format: scalar };
    case "double":
      return { type: "number", format: "double" };
    case "byte":
      return { type: "string", format: "byte" };
    case "any":
      return { type: "object" };
    case "quantity":
      return reference(QUANTITY);
    case "intOrString":
      return reference(INT_OR_STRING);
    case "time":
      return reference(`${META}.Time`);
    case "microTime":
      return reference(`${META}.MicroTime`);
  }
}
