// OpenAPI v3: one document a group version, for kubectl's explain, apply and validation, and for generators of clients.

import { apiVersionOf, type ResourceInfo } from "../../../../api/catalogue.ts";
import type { StructType } from "../../../../api/field-schema.ts";
import { fnv1a } from "../../../../sim/random.ts";
import type { Core } from "../../core.ts";
import { subresourcesOf } from "../subresource-kinds.ts";
import { type CommonTexts, customSchemaName, customSchemas } from "./custom-schemas.ts";
import { capitalized, groupWord } from "./operations.ts";
import { resourcePaths, type SchemaFinder } from "./resource-paths.ts";
import { referredSchemas, rootDocument, rootNames, rootPaths } from "./root-documents.ts";
import { META, reference, type Schemas, schemasOf } from "./schemas.ts";

/** `/openapi/v3`: where the documents are. */
export function openApiIndex(core: Core, resources: readonly ResourceInfo[]): object {
  const names = [...new Set([...rootNames(groupsOf(resources)), ...resources.map(documentName)])].sort();
  const entries = names.map((name) => [name, { serverRelativeURL: `/openapi/v3/${name}?hash=${hashOf(core, name)}` }]);
  return { paths: Object.fromEntries(entries) };
}

function groupsOf(resources: readonly ResourceInfo[]): ReadonlySet<string> {
  return new Set(resources.map(({ group }) => group).filter((group) => group !== ""));
}

function documentName({ group, version }: ResourceInfo): string {
  return group === "" ? `api/${version}` : `apis/${group}/${version}`;
}

/** Clients keep a document until its hash changes: those of custom resources change with their definitions. */
function hashOf(core: Core, name: string): string {
  const definitions = customResources(core, name).map((info) => definitionOf(core, info));
  return fnv1a(`v1.33.5/${name}/${JSON.stringify(definitions.map((each) => each?.spec))}`)
    .toString(16)
    .toUpperCase();
}

function customResources({ resources }: Core, name: string): ResourceInfo[] {
  return resources
    .all()
    .filter(({ info, isCustom }) => isCustom && documentName(info) === name)
    .map(({ info }) => info);
}

function definitionOf({ resources, storage }: Core, { group, resource }: ResourceInfo) {
  const definitions = resources.named("customresourcedefinitions.apiextensions.k8s.io");
  return definitions && storage.find(definitions, undefined, `${resource}.${group}`);
}

// What is built in never changes, and a document is large: one is made for all clusters that share a schema.
const builtIn = new WeakMap<object, Map<string, object>>();

/** The document called `api/v1` or `apis/apps/v1`; undefined where there is none. */
export function openApiDocument(core: Core, name: string, resources: readonly ResourceInfo[]): object | undefined {
  const root = rootDocument(name, groupsOf(resources));
  if (root !== undefined) return document(rootPaths(root), {});
  const served = resources.filter((info) => documentName(info) === name);
  if (served.length === 0) return undefined;
  const isOwn = served.every(
    (info) => core.resources.find(info.group, info.version, info.resource)?.isCustom === false,
  );
  if (!isOwn) return groupDocument(core, served);
  const schema = core.schema();
  const known = builtIn.get(schema) ?? new Map<string, object>();
  builtIn.set(schema, known);
  const found = known.get(name) ?? groupDocument(core, served);
  known.set(name, found);
  return found;
}

function groupDocument(core: Core, served: readonly ResourceInfo[]): object {
  const schemas = groupSchemas(core, served);
  const schemaOf: SchemaFinder = (apiVersion, kind) => {
    const name = core.schema().kind(apiVersion, kind)?.name ?? customName(apiVersion, kind);
    return name in schemas ? reference(name) : undefined;
  };
  const paths = served.flatMap((info) => {
    const isCustom = core.resources.find(info.group, info.version, info.resource)?.isCustom === true;
    return resourcePaths(info, isCustom, schemaOf);
  });
  const [first] = served;
  const discovery = first === undefined ? {} : discoveryPath(first);
  return document({ ...discovery, ...Object.fromEntries(paths) }, schemas);
}

function customName(apiVersion: string, kind: string): string {
  const [group = "", version = ""] = apiVersion.split("/");
  return customSchemaName({ group, version }, kind);
}

function discoveryPath(info: ResourceInfo): Record<string, object> {
  const apiVersion = apiVersionOf(info);
  const path = info.group === "" ? `/api/${apiVersion}/` : `/apis/${apiVersion}/`;
  const tag = groupWord(info);
  const operationId = `get${capitalized(tag)}${capitalized(info.version)}APIResources`;
  return rootPaths({ path, tag: `${tag}_${info.version}`, operationId, type: "APIResourceList" });
}

function groupSchemas(core: Core, served: readonly ResourceInfo[]): Schemas {
  const schema = core.schema();
  const kinds = served.flatMap((info) => {
    const apiVersion = apiVersionOf(info);
    const inSubresources = subresourcesOf(info)
      .filter(({ version }) => version !== "")
      .map((each) => schema.kind(apiVersionOf(each), each.kind));
    return [schema.kind(apiVersion, info.kind), schema.kind(apiVersion, `${info.kind}List`), ...inSubresources];
  });
  const isStored = served.some(({ verbs }) => verbs.includes("get"));
  const common = ["ObjectMeta", ...(isStored ? ["ListMeta", "Status", "DeleteOptions"] : [])].map((name) =>
    schema.type(`${META}.${name}`),
  );
  const structs = [...kinds, ...common].filter((struct): struct is StructType => struct !== undefined);
  const custom = served.map((info) => {
    const definition = core.resources.find(info.group, info.version, info.resource)?.isCustom
      ? definitionOf(core, info)
      : undefined;
    return definition === undefined ? {} : customSchemas(info, definition, commonTexts(core));
  });
  return Object.assign(schemasOf(structs, core.descriptions()), ...custom) as Schemas;
}

function commonTexts(core: Core): CommonTexts {
  const [, texts = {}] = core.descriptions()["io.k8s.api.core.v1.Pod"] ?? [];
  return texts as CommonTexts;
}

function document(paths: Record<string, object>, schemas: Schemas): object {
  const all = { ...schemas, ...referredSchemas({ paths, schemas }) };
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: "1.33" },
    paths,
    components: {
      schemas: all,
      securitySchemes: {
        BearerToken: {
          type: "apiKey",
          description: "Bearer Token authentication",
          name: "authorization",
          in: "header",
        },
      },
    },
  };
}
