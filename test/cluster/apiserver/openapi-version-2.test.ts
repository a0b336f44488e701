import { describe, expect, it } from "vitest";
import { objectOf, startServer } from "./setup.ts";

interface Document {
  readonly swagger: string;
  readonly paths: Readonly<
    Record<string, Record<string, { readonly parameters?: readonly { readonly name: string }[] }>>
  >;
  readonly definitions: Readonly<Record<string, Definition>>;
}

interface Definition {
  readonly properties?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const CUSTOM = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "boats.harbor.example" },
  spec: {
    group: "harbor.example",
    scope: "Namespaced",
    names: { plural: "boats", kind: "Boat" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: "object",
            properties: { crew: { type: "integer", nullable: true }, port: { "x-kubernetes-int-or-string": true } },
          },
        },
      },
    ],
  },
};

describe("OpenAPI v2", () => {
  const { ask } = startServer();
  const document = (): Document => objectOf<Document>(ask("GET", "/openapi/v2"));

  it("has all versions in one document, which refers to itself only", () => {
    const { swagger, paths, definitions } = document();
    expect(swagger).toBe("2.0");
    const names = [
      "io.k8s.api.core.v1.Pod",
      "io.k8s.api.apps.v1.Deployment",
      "io.k8s.api.autoscaling.v2.HPAScalingRules",
    ];
    expect(Object.keys(definitions)).toEqual(expect.arrayContaining(names));
    const text = JSON.stringify({ paths, definitions });
    const wanted = new Set([...text.matchAll(/"#\/definitions\/([^"]+)"/g)].map(([, name = ""]) => name));
    expect([...wanted].filter((name) => !(name in definitions))).toEqual([]);
    expect(["#/components/", '"requestBody":'].filter((word) => text.includes(word))).toEqual([]);
    expect(definitions["io.k8s.apimachinery.pkg.util.intstr.IntOrString"]).toMatchObject({
      type: "string",
      format: "int-or-string",
    });
  });

  it("tells kubectl how lists are merged, and which parameters an update takes", () => {
    const { paths, definitions } = document();
    expect(definitions["io.k8s.api.core.v1.PodSpec"]?.properties?.containers).toMatchObject({
      type: "array",
      items: { $ref: "#/definitions/io.k8s.api.core.v1.Container" },
      "x-kubernetes-patch-merge-key": "name",
      "x-kubernetes-patch-strategy": "merge",
    });
    const { patch } = paths["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"] ?? {};
    expect(patch).toMatchObject({
      consumes: expect.arrayContaining(["application/strategic-merge-patch+json"]),
      "x-kubernetes-group-version-kind": { group: "apps", kind: "Deployment", version: "v1" },
    });
    const parameters = patch?.parameters?.map(({ name }) => name) ?? [];
    expect(parameters).toEqual(expect.arrayContaining(["body", "dryRun", "fieldManager", "fieldValidation"]));
  });

  it("follows the custom resources, without what version 2 has no words for", () => {
    const before = document();
    expect(document()).toBe(before);
    objectOf(ask("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", CUSTOM));
    const { properties = {} } = document().definitions["example.harbor.v1.Boat"] ?? {};
    expect(properties).toMatchObject({
      metadata: { $ref: "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" },
    });
    expect(properties.crew).toEqual({});
    expect(properties.port).toEqual({ "x-kubernetes-int-or-string": true });
  });
});
