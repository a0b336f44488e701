// OpenAPI v3 documents: the types of each group version, for kubectl's explain, apply and validation.

import { apiVersionOf, parseApiVersion, type ResourceInfo } from "../../../api/catalogue.ts";
import {
  type Descriptions,
  type Field,
  type FieldSchema,
  type FieldType,
  type Scalar,
  type StructType,
  structOf,
} from "../../../api/field-schema.ts";
import { fnv1a } from "../../../sim/random.ts";

const REFERENCE = "#/components/schemas/";
const META = "io.k8s.apimachinery.pkg.apis.meta.v1";

/** `/openapi/v3`: where the documents are. */
export function openApiIndex(resources: readonly ResourceInfo[]): object {
  const paths = [...new Set(resources.map(documentPath))];
  const entries = paths.map((path) => [
    path,
    { serverRelativeURL: `/openapi/v3/${path}?hash=${fnv1a(`v1.33.5/${path}`).toString(16).toUpperCase()}` },
  ]);
  return { paths: Object.fromEntries(entries) };
}

function documentPath({ group, version }: ResourceInfo): string {
  return group === "" ? `api/${version}` : `apis/${group}/${version}`;
}

/** The document at `api/v1` or `apis/apps/v1`; undefined where there is none. */
export function openApiDocument(
  path: string,
  resources: readonly ResourceInfo[],
  schema: FieldSchema,
  descriptions: Descriptions,
): object | undefined {
  const served = resources.filter((info) => documentPath(info) === path);
  if (served.length === 0) return undefined;
  const roots = served.flatMap((info) => {
    const apiVersion = apiVersionOf(info);
    return [schema.kind(apiVersion, info.kind), schema.kind(apiVersion, `${info.kind}List`)];
  });
  const extra = ["Status", "DeleteOptions"].map((name) => schema.type(`${META}.${name}`));
  const structs = reachable([...roots, ...extra].filter((struct) => struct !== undefined));
  const schemas = Object.fromEntries(structs.map((struct) => [struct.name, structSchema(struct, descriptions)]));
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: "1.33" },
    paths: Object.fromEntries(served.flatMap((info) => pathsOf(info, schema))),
    components: { schemas: { ...schemas, ...SCALAR_SCHEMAS } },
  };
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

function structSchema(struct: StructType, descriptions: Descriptions): object {
  const [about = "", texts = {}] = descriptions[struct.name] ?? [];
  const fields = [...struct.fields];
  const required = fields.filter(([, field]) => field.required).map(([name]) => name);
  return {
    ...(about === "" ? {} : { description: about }),
    type: "object",
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(fields.map(([name, field]) => [name, fieldSchema(field, texts[name] ?? "")])),
    ...(struct.atomic ? { "x-kubernetes-map-type": "atomic" } : {}),
    ...(struct.apiVersion === ""
      ? {}
      : { "x-kubernetes-group-version-kind": [gvk(struct.apiVersion, struct.shortName)] }),
  };
}

function gvk(apiVersion: string, kind: string): object {
  const { group, version } = parseApiVersion(apiVersion);
  return { group, kind, version };
}

function fieldSchema(field: Field, description: string): object {
  const enumeration = field.enum === undefined ? {} : { enum: field.enum };
  const type = typeSchema(field.type, field.type.kind === "list" ? enumeration : {});
  return {
    ...(description === "" ? {} : { description }),
    ...("$ref" in type ? { allOf: [type], default: field.type.kind === "struct" ? {} : undefined } : type),
    ...(field.type.kind === "list" ? listRules(field) : enumeration),
    ...(field.patchStrategy.length === 0 ? {} : { "x-kubernetes-patch-strategy": field.patchStrategy.join(",") }),
    ...(field.mergeKey === undefined ? {} : { "x-kubernetes-patch-merge-key": field.mergeKey }),
  };
}

function listRules({ listType, mapKeys }: Field): object {
  return {
    "x-kubernetes-list-type": listType,
    ...(mapKeys.length === 0 ? {} : { "x-kubernetes-list-map-keys": mapKeys }),
  };
}

function typeSchema(type: FieldType, inner: object = {}): object {
  switch (type.kind) {
    case "struct":
      return { $ref: REFERENCE + type.struct.name };
    case "list": {
      const items = typeSchema(type.item);
      return {
        type: "array",
        items: "$ref" in items ? { allOf: [items], default: {} } : { ...items, ...defaultOf(type.item), ...inner },
      };
    }
    case "map": {
      const values = typeSchema(type.item);
      return {
        type: "object",
        additionalProperties:
          "$ref" in values ? { allOf: [values], default: {} } : { ...values, ...defaultOf(type.item) },
      };
    }
    case "scalar":
      return scalarSchema(type.scalar);
  }
}

function defaultOf(type: FieldType): object {
  return type.kind === "scalar" && type.scalar === "string" ? { default: "" } : {};
}

const QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
const INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";

const SCALAR_SCHEMAS = {
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
  [`${META}.Patch`]: { description: "The body of a patch.", type: "object" },
} as const;

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
      return { $ref: REFERENCE + QUANTITY };
    case "intOrString":
      return { $ref: REFERENCE + INT_OR_STRING };
    case "time":
      return { $ref: `${REFERENCE}${META}.Time` };
    case "microTime":
      return { $ref: `${REFERENCE}${META}.MicroTime` };
  }
}

const WRITE_PARAMETERS = ["dryRun", "fieldManager", "fieldValidation"].map((name) => ({
  name,
  in: "query",
  schema: { type: "string", uniqueItems: true },
}));
const PATCH_TYPES = [
  "application/apply-patch+yaml",
  "application/json-patch+json",
  "application/merge-patch+json",
  "application/strategic-merge-patch+json",
];

function pathsOf(info: ResourceInfo, schema: FieldSchema): [string, object][] {
  const struct = schema.kind(apiVersionOf(info), info.kind);
  const type = struct === undefined ? { type: "object" } : { $ref: REFERENCE + struct.name };
  const kind = { "x-kubernetes-group-version-kind": { group: info.group, kind: info.kind, version: info.version } };
  const responses = { 200: { description: "OK", content: { "application/json": { schema: type } } } };
  const operation = (action: string, body?: object): object => ({
    ...(body === undefined ? {} : { parameters: WRITE_PARAMETERS, requestBody: { content: body, required: true } }),
    responses,
    "x-kubernetes-action": action,
    ...kind,
  });
  const has = (verb: ResourceInfo["verbs"][number], name: string, value: object): object =>
    info.verbs.includes(verb) ? { [name]: value } : {};
  const whole = { "*/*": { schema: type } };
  const patches = Object.fromEntries(
    PATCH_TYPES.map((each) => [each, { schema: { $ref: `${REFERENCE}${META}.Patch` } }]),
  );
  const root = `/${documentPath(info)}${info.namespaced ? "/namespaces/{namespace}" : ""}/${info.resource}`;
  const collection = { ...has("list", "get", operation("list")), ...has("create", "post", operation("post", whole)) };
  const item = {
    ...has("get", "get", operation("get")),
    ...has("update", "put", operation("put", whole)),
    ...has("patch", "patch", operation("patch", patches)),
    ...has("delete", "delete", operation("delete")),
  };
  return Object.keys(item).length === 0
    ? [[root, collection]]
    : [
        [root, collection],
        [`${root}/{name}`, item],
      ];
}
