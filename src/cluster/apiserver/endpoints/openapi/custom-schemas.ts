// The types of custom resources as OpenAPI v3 writes them: what their definition says, with what every object has.

import { apiVersionOf, type ResourceInfo } from "../../../../api/catalogue.ts";
import type { AnyObject } from "../../../../api/types.ts";
import { gvk, META, reference, type Schemas } from "./schemas.ts";

interface Definition {
  readonly names?: { readonly listKind?: string };
  readonly versions?: readonly { readonly name: string; readonly schema?: { readonly openAPIV3Schema?: Fields } }[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Texts of the fields that every kind has. */
export interface CommonTexts {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: string;
}

/** As `com.example.v1.Gizmo`. */
export function customSchemaName({ group, version }: Pick<ResourceInfo, "group" | "version">, kind: string): string {
  return [...group.split(".").reverse(), version, kind].join(".");
}

/** The schemas of one served version: the kind, and its list. */
export function customSchemas(info: ResourceInfo, definition: AnyObject, texts: CommonTexts): Schemas {
  const spec = definition.spec as Definition;
  const version = spec.versions?.find(({ name }) => name === info.version);
  const { properties = {}, ...schema } = version?.schema?.openAPIV3Schema ?? { type: "object" };
  const apiVersion = apiVersionOf(info);
  const listKind = spec.names?.listKind ?? `${info.kind}List`;
  const text = (description: string | undefined): object => ({
    ...(description === undefined ? {} : { description }),
    type: "string",
  });
  const typed = { apiVersion: text(texts.apiVersion), kind: text(texts.kind) };
  const metadata = (type: string): object => ({
    ...(texts.metadata === undefined ? {} : { description: texts.metadata }),
    allOf: [reference(`${META}.${type}`)],
  });
  const item = { allOf: [reference(customSchemaName(info, info.kind))] };
  return {
    [customSchemaName(info, info.kind)]: {
      ...schema,
      properties: { ...typed, metadata: metadata("ObjectMeta"), ...withoutCommon(properties as Fields) },
      "x-kubernetes-group-version-kind": [gvk(apiVersion, info.kind)],
    },
    [customSchemaName(info, listKind)]: {
      description: `${listKind} is a list of ${info.kind}`,
      type: "object",
      required: ["items"],
      properties: {
        ...typed,
        items: { description: `List of ${info.resource}.`, type: "array", items: item },
        metadata: metadata("ListMeta"),
      },
      "x-kubernetes-group-version-kind": [gvk(apiVersion, listKind)],
    },
  };
}

/** Definitions may describe these too; every object has the same. */
function withoutCommon({ apiVersion: _, kind: __, metadata: ___, ...own }: Fields): Fields {
  return own;
}
