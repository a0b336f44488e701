// Definitions for the tests of this folder.
export type Fields = Record<string, unknown>;

export const DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
export const free: Fields = { type: "object", "x-kubernetes-preserve-unknown-fields": true };

export interface Change {
  readonly metadata?: Fields;
  readonly spec?: Fields;
  /** Of the only version. */
  readonly version?: Fields;
  readonly names?: Fields;
}

/** A definition of tools whose version has this schema. */
export function definitionOf(schema: Fields = free, { metadata, spec, version, names }: Change = {}) {
  return {
    metadata: { name: "tools.example.com", ...metadata },
    spec: {
      group: "example.com",
      scope: "Namespaced",
      names: { plural: "tools", kind: "Tool", ...names },
      versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: schema }, ...version }],
      ...spec,
    },
  };
}

/** A schema whose spec has these properties. */
export function withSpec(properties: Fields, more: Fields = {}): Fields {
  return { type: "object", properties: { spec: { type: "object", properties, ...more }, status: free } };
}
