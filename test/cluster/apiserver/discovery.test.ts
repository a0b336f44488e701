// Discovery and OpenAPI, against what a real cluster answered and against what clients read in it.
import { describe, expect, test } from "vitest";
import { hasRecordings, recorded, recordedText } from "./recorded.ts";
import { objectOf, startServer } from "./setup.ts";

const aggregated = (version: string) =>
  `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList,application/json`;

interface Discovery {
  apiVersion: string;
  items: {
    metadata: { name?: string };
    versions: { version: string; resources: { resource: string; verbs: string[] }[] }[];
  }[];
}

describe.skipIf(!hasRecordings)("as recorded", () => {
  const { ask } = startServer();

  test.each([
    ["/api", "discovery-api.json", aggregated("v2")],
    ["/apis", "discovery-apis.json", aggregated("v2")],
    ["/api/v1", "discovery-api-v1-legacy.json", "application/json"],
  ])("%s", (path, file, accept) => {
    expect(JSON.stringify(objectOf(ask("GET", path, undefined, { accept })))).toBe(JSON.stringify(recorded(file)));
  });

  test("every line of api-resources", () => {
    const lines = recordedText("api-resources.txt").trimEnd().split("\n").slice(1);
    const ours = ["/api", "/apis"].flatMap((path) =>
      objectOf<Discovery>(ask("GET", path, undefined, { accept: aggregated("v2") })).items.flatMap(
        ({ metadata: { name }, versions: [preferred] }) =>
          (preferred?.resources ?? []).map(({ resource, verbs }) => {
            const groupVersion = name === undefined ? "v1" : `${name}/${preferred?.version}`;
            return [resource, groupVersion, verbs.join(",")].join(" ");
          }),
      ),
    );
    for (const line of lines) {
      const groupVersion = /\s((?:[\w.]+\/)?v\d)\s/.exec(line)?.[1];
      const verbs = line
        .trim()
        .split(/\s+/)
        .find((word) => /^(create|get)(,|$)/.test(word));
      expect(ours).toContain([line.split(/\s+/)[0], groupVersion, verbs].join(" "));
    }
    expect(ours.length).toBe(lines.length);
  });

  test("openapi: documents, paths, parameters, kinds, patch types and the fields of every type", () => {
    const documents = recorded<Record<string, Document>>("openapi-v3.json.gz");
    const index = objectOf<{ paths: Record<string, { serverRelativeURL: string }> }>(ask("GET", "/openapi/v3"));
    expect(Object.keys(index.paths)).toEqual(Object.keys(documents).sort());
    for (const [name, theirs] of Object.entries(documents)) {
      const url = index.paths[name]?.serverRelativeURL ?? "";
      const ours = objectOf<Document>(ask("GET", url));
      for (const [path, item] of Object.entries(theirs.paths)) {
        expect(summaryOf(ours.paths[path] ?? {}), `${name} ${path}`).toEqual(summaryOf(item));
      }
      for (const [type, { properties }] of Object.entries(theirs.components.schemas ?? {})) {
        const known = ours.components.schemas?.[type];
        if (known?.properties === undefined || properties === undefined) continue;
        expect(Object.keys(known.properties).sort(), `${name} ${type}`).toEqual(Object.keys(properties).sort());
      }
    }
  });
});

interface Operation {
  operationId?: string;
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, unknown> };
  "x-kubernetes-group-version-kind"?: object;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas?: Record<string, { properties?: object }> };
}

function summaryOf(item: Record<string, Operation>): object {
  const { parameters, ...operations } = item as unknown as { parameters?: Operation["parameters"] } & Record<
    string,
    Operation
  >;
  const names = (list: Operation["parameters"]): string[] =>
    (list ?? []).map((each) => `${each.in} ${each.name}`).sort();
  return {
    parameters: names(parameters),
    operations: Object.fromEntries(
      Object.entries(operations).map(([method, each]) => [
        method,
        {
          id: each.operationId,
          parameters: names(each.parameters),
          body: Object.keys(each.requestBody?.content ?? {})
            .filter((type) => !type.includes("protobuf"))
            .sort(),
          kind: each["x-kubernetes-group-version-kind"],
        },
      ]),
    ),
  };
}

test("the older forms: groups, versions, stored versions", () => {
  const { ask } = startServer({ advertiseAddress: "172.18.0.2" });
  expect(objectOf(ask("GET", "/api"))).toEqual({
    kind: "APIVersions",
    versions: ["v1"],
    serverAddressByClientCIDRs: [{ clientCIDR: "0.0.0.0/0", serverAddress: "172.18.0.2:6443" }],
  });
  const autoscaling = {
    kind: "APIGroup",
    apiVersion: "v1",
    name: "autoscaling",
    versions: [
      { groupVersion: "autoscaling/v2", version: "v2" },
      { groupVersion: "autoscaling/v1", version: "v1" },
    ],
    preferredVersion: { groupVersion: "autoscaling/v2", version: "v2" },
  };
  expect(objectOf(ask("GET", "/apis/autoscaling"))).toEqual(autoscaling);
  const { kind: _, apiVersion: __, ...listed } = autoscaling;
  expect(objectOf<{ groups: object[] }>(ask("GET", "/apis")).groups).toContainEqual(listed);
  const hashOf = (path: string) =>
    objectOf<{ resources: { storageVersionHash?: string }[] }>(ask("GET", path)).resources[0]?.storageVersionHash;
  expect(hashOf("/apis/autoscaling/v1")).toBe(hashOf("/apis/autoscaling/v2"));
  expect(objectOf<Discovery>(ask("GET", "/apis", undefined, { accept: aggregated("v2beta1") })).apiVersion).toBe(
    "apidiscovery.k8s.io/v2beta1",
  );
});

test("a definition has its document, which changes with it", () => {
  const { ask } = startServer();
  const crds = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  const names = { plural: "gizmos", kind: "Gizmo" };
  const spec = { type: "object", properties: { size: { type: "integer", minimum: 1 } } };
  const version = (properties: object) => ({
    name: "v1",
    served: true,
    storage: true,
    subresources: { status: {} },
    schema: { openAPIV3Schema: { type: "object", description: "A gizmo.", properties } },
  });
  const definition = {
    metadata: { name: "gizmos.example.com" },
    spec: { group: "example.com", scope: "Namespaced", names, versions: [version({ spec })] },
  };
  objectOf(ask("POST", crds, definition));
  const urlOf = (): string =>
    objectOf<{ paths: Record<string, { serverRelativeURL: string }> }>(ask("GET", "/openapi/v3")).paths[
      "apis/example.com/v1"
    ]?.serverRelativeURL ?? "";
  const before = urlOf();
  const document = objectOf<Document>(ask("GET", before));
  expect(document.components.schemas).toMatchObject({
    "com.example.v1.Gizmo": {
      description: "A gizmo.",
      properties: { apiVersion: { type: "string" }, spec, metadata: {} },
      "x-kubernetes-group-version-kind": [{ group: "example.com", kind: "Gizmo", version: "v1" }],
    },
    "com.example.v1.GizmoList": { required: ["items"] },
    "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta": {},
  });
  const item = document.paths["/apis/example.com/v1/namespaces/{namespace}/gizmos/{name}"];
  expect(Object.keys(item?.patch?.requestBody?.content ?? {})).toEqual([
    "application/apply-patch+yaml",
    "application/json-patch+json",
    "application/merge-patch+json",
  ]);
  expect(document.paths).toHaveProperty(["/apis/example.com/v1/namespaces/{namespace}/gizmos/{name}/status", "patch"]);
  const patch = { spec: { versions: [version({ spec, more: { type: "string" } })] } };
  objectOf(ask("PATCH", `${crds}/gizmos.example.com`, patch, { contentType: "application/merge-patch+json" }));
  expect(urlOf()).not.toBe(before);
});
