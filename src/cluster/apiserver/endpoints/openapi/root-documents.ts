// The small OpenAPI documents beside those of the group versions: of discovery itself, and of the paths that are no resources.

import { capitalized, groupWord } from "./operations.ts";
import { META, reference, type Schemas } from "./schemas.ts";

interface Root {
  readonly path: string;
  readonly tag: string;
  readonly operationId: string;
  /** The type of the answer; a text where there is none. */
  readonly type?: string;
  readonly mediaType?: string;
}

/** The document of `api`, `apis/apps`, `version` and their like; undefined where the path is none of them. */
export function rootDocument(name: string, groups: ReadonlySet<string>): Root | undefined {
  const [, group = ""] = /^apis\/([^/]+)$/.exec(name) ?? [];
  if (groups.has(group)) {
    const tag = groupWord({ group });
    return { path: `/${name}/`, tag, operationId: `get${capitalized(tag)}APIGroup`, type: "APIGroup" };
  }
  return Object.hasOwn(ROOTS, name) ? ROOTS[name] : undefined;
}

const ROOTS: Readonly<Record<string, Root>> = {
  api: { path: "/api/", tag: "core", operationId: "getCoreAPIVersions", type: "APIVersions" },
  apis: { path: "/apis/", tag: "apis", operationId: "getAPIVersions", type: "APIGroupList" },
  version: { path: "/version/", tag: "version", operationId: "getCodeVersion" },
  ".well-known/openid-configuration": {
    path: "/.well-known/openid-configuration/",
    tag: "WellKnown",
    operationId: "getServiceAccountIssuerOpenIDConfiguration",
  },
  "openid/v1/jwks": {
    path: "/openid/v1/jwks/",
    tag: "openid",
    operationId: "getServiceAccountIssuerOpenIDKeyset",
    mediaType: "application/jwk-set+json",
  },
};

/** The names of all these documents. */
export function rootNames(groups: ReadonlySet<string>): string[] {
  return [...Object.keys(ROOTS), ...[...groups].map((group) => `apis/${group}`)];
}

export function rootPaths({ path, tag, operationId, type, mediaType }: Root): Record<string, object> {
  const schema = type === undefined ? { type: "string" } : reference(`${META}.${type}`);
  const types = type === undefined ? [mediaType ?? "application/json"] : ["application/json", "application/yaml"];
  const content = Object.fromEntries(types.map((each) => [each, { schema }]));
  const responses = { 200: { description: "OK", content }, 401: { description: "Unauthorized" } };
  return { [path]: { get: { tags: [tag], operationId, responses } } };
}

const TEXT = { type: "string", default: "" };
const LIST_RULE = { "x-kubernetes-list-type": "atomic" };
const texts = { type: "array", items: TEXT, ...LIST_RULE };
const listOf = (name: string): object => ({
  type: "array",
  items: { allOf: [reference(`${META}.${name}`)], default: {} },
  ...LIST_RULE,
});

function type(required: readonly string[], properties: object, kind?: string): object {
  const named = kind === undefined ? {} : { apiVersion: { type: "string" }, kind: { type: "string" } };
  return {
    type: "object",
    ...(required.length === 0 ? {} : { required }),
    properties: { ...named, ...properties },
    ...(kind === undefined ? {} : { "x-kubernetes-group-version-kind": [{ group: "", kind, version: "v1" }] }),
  };
}

/** The types of discovery and of watches, which no stored object has. */
export function discoverySchemas(): Schemas {
  const group = {
    name: TEXT,
    preferredVersion: { allOf: [reference(`${META}.GroupVersionForDiscovery`)], default: {} },
    serverAddressByClientCIDRs: listOf("ServerAddressByClientCIDR"),
    versions: listOf("GroupVersionForDiscovery"),
  };
  const resource = {
    categories: texts,
    group: { type: "string" },
    kind: TEXT,
    name: TEXT,
    namespaced: { type: "boolean", default: false },
    shortNames: texts,
    singularName: TEXT,
    storageVersionHash: { type: "string" },
    verbs: { type: "array", items: TEXT },
    version: { type: "string" },
  };
  const schemas = {
    APIGroup: type(["name", "versions"], group, "APIGroup"),
    APIGroupList: type(["groups"], { groups: listOf("APIGroup") }, "APIGroupList"),
    APIResource: type(["name", "singularName", "namespaced", "kind", "verbs"], resource),
    APIResourceList: type(
      ["groupVersion", "resources"],
      { groupVersion: TEXT, resources: listOf("APIResource") },
      "APIResourceList",
    ),
    APIVersions: type(
      ["versions", "serverAddressByClientCIDRs"],
      { serverAddressByClientCIDRs: listOf("ServerAddressByClientCIDR"), versions: texts },
      "APIVersions",
    ),
    GroupVersionForDiscovery: type(["groupVersion", "version"], { groupVersion: TEXT, version: TEXT }),
    ServerAddressByClientCIDR: type(["clientCIDR", "serverAddress"], { clientCIDR: TEXT, serverAddress: TEXT }),
    WatchEvent: type(["type", "object"], { object: { type: "object" }, type: TEXT }),
    Patch: { description: "The body of a patch.", type: "object" },
  };
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [`${META}.${name}`, schema]));
}

/** Of all these schemas those that the document refers to, directly or through others. */
export function referredSchemas(document: object): Schemas {
  const all = Object.entries(discoverySchemas());
  const found = new Map<string, object>();
  let text = JSON.stringify(document);
  for (let grew = true; grew; ) {
    const more = all.filter(([name]) => !found.has(name) && text.includes(`/${name}"`));
    for (const [name, schema] of more) {
      found.set(name, schema);
      text += JSON.stringify(schema);
    }
    grew = more.length > 0;
  }
  return Object.fromEntries(found);
}
