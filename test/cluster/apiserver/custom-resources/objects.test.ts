import { describe, expect, it } from "vitest";
import { errorOf, objectOf, startServer } from "../setup.ts";
import { type Change, DEFINITIONS, definitionOf, type Fields, free, withSpec } from "./definitions.ts";

const TOOLS = "/apis/example.com/v1/namespaces/default/tools";
const MERGE = { contentType: "application/merge-patch+json" };
const text: Fields = { type: "string" };

function serving(schema: Fields, change: Change = {}) {
  const server = startServer();
  objectOf(server.ask("POST", DEFINITIONS, definitionOf(schema, change)));
  return server.ask;
}

const tool = (spec: unknown, more: Fields = {}) => ({
  apiVersion: "example.com/v1",
  kind: "Tool",
  metadata: { name: "saw" },
  spec,
  ...more,
});

interface Tool {
  readonly metadata: { readonly generation: number };
  readonly spec: Fields;
  readonly status?: Fields;
}

describe("values that a schema does not take", () => {
  const schema = withSpec(
    {
      size: { type: "string", enum: ["S", "M"] },
      name: { type: "string", minLength: 2, maxLength: 4 },
      code: { type: "string", pattern: "^[a-z]+$" },
      count: { type: "integer", minimum: 1, maximum: 9 },
      ratio: { type: "number", exclusiveMinimum: true, minimum: 0, multipleOf: 0.5 },
      on: { type: "boolean" },
      parts: { type: "array", items: text, minItems: 1, maxItems: 2 },
      tags: { type: "array", items: text, "x-kubernetes-list-type": "set" },
      labels: { type: "object", additionalProperties: text, maxProperties: 1 },
      port: { "x-kubernetes-int-or-string": true },
      since: { type: "string", format: "date-time" },
      until: { type: "string", format: "date" },
      where: { type: "string", format: "ipv4" },
      template: { ...free, "x-kubernetes-embedded-resource": true },
      either: { type: "object", properties: { a: text, b: text }, oneOf: [{ required: ["a"] }, { required: ["b"] }] },
    },
    { required: ["size"] },
  );
  it.each<[Fields, string]>([
    [{ size: null }, "spec.size: Required value"],
    [{ size: "XL" }, 'spec.size: Unsupported value: "XL": supported values: "S", "M"'],
    [{ name: "x" }, 'spec.name: Invalid value: "x": spec.name in body should be at least 2 chars long'],
    [{ name: "hammer" }, "spec.name: Too long: may not be more than 4 bytes"],
    [{ code: "A1" }, "spec.code: Invalid value: \"A1\": spec.code in body should match '^[a-z]+$'"],
    [{ count: "3" }, 'spec.count: Invalid value: "string": spec.count in body must be of type integer: "string"'],
    [{ count: 1.5 }, 'spec.count: Invalid value: "number": spec.count in body must be of type integer: "number"'],
    [{ count: 0 }, "spec.count: Invalid value: 0: spec.count in body should be greater than or equal to 1"],
    [{ count: 10 }, "spec.count: Invalid value: 10: spec.count in body should be less than or equal to 9"],
    [{ ratio: 0 }, "spec.ratio: Invalid value: 0: spec.ratio in body should be greater than 0"],
    [{ ratio: 0.7 }, "spec.ratio: Invalid value: 0.7: spec.ratio in body should be a multiple of 0.5"],
    [{ on: "true" }, 'spec.on: Invalid value: "string": spec.on in body must be of type boolean: "string"'],
    [{ parts: [] }, "spec.parts: Invalid value: 0: spec.parts in body should have at least 1 items"],
    [{ parts: ["a", "b", "c"] }, "spec.parts: Too many: 3: must have at most 2 items"],
    [{ tags: ["a", "b", "a"] }, 'spec.tags[2]: Duplicate value: "a"'],
    [{ labels: { a: "1", b: "2" } }, "spec.labels: Too many: 2: must have at most 1 item"],
    [
      { labels: { a: 1 } },
      'spec.labels.a: Invalid value: "integer": spec.labels.a in body must be of type string: "integer"',
    ],
    [
      { port: true },
      'spec.port: Invalid value: "boolean": spec.port in body must be of type integer,string: "boolean"',
    ],
    [{ since: "now" }, 'spec.since: Invalid value: "now": spec.since in body must be of type date-time: "now"'],
    [
      { until: "2025-02-30" },
      'spec.until: Invalid value: "2025-02-30": spec.until in body must be of type date: "2025-02-30"',
    ],
    [{ where: "10.0.0" }, 'spec.where: Invalid value: "10.0.0": spec.where in body must be of type ipv4: "10.0.0"'],
    [
      { template: { apiVersion: "v1", metadata: { labels: { a: "-" } } } },
      "[spec.template.kind: Required value: must not be empty, spec.template.metadata.labels: Invalid value: \"-\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')]",
    ],
    [
      { either: { a: "1", b: "2" } },
      '<nil>: Invalid value: "": "spec.either" must validate one and only one schema (oneOf). Found 2 valid alternatives',
    ],
  ])("%j", (spec, message) => {
    const answer = serving(schema)("POST", TOOLS, tool({ size: "S", ...spec }));
    expect(errorOf(answer)).toEqual({
      code: 422,
      reason: "Invalid",
      message: `Tool.example.com "saw" is invalid: ${message}`,
    });
  });

  it("nothing, where something is required", () => {
    expect(errorOf(serving(schema)("POST", TOOLS, tool({}))).message).toBe(
      'Tool.example.com "saw" is invalid: spec.size: Required value',
    );
  });

  it("are tolerated where they were there before the rule, and do not change", () => {
    const ask = serving(withSpec({ size: text, note: text }));
    objectOf(ask("POST", TOOLS, tool({ size: "huge" })));
    const stricter = definitionOf(withSpec({ size: { type: "string", maxLength: 1 }, note: text })).spec.versions;
    objectOf(ask("PATCH", `${DEFINITIONS}/tools.example.com`, { spec: { versions: stricter } }, MERGE));
    objectOf(ask("PATCH", `${TOOLS}/saw`, { spec: { note: "x" } }, MERGE));
    expect(errorOf(ask("PATCH", `${TOOLS}/saw`, { spec: { size: "vast" } }, MERGE)).message).toContain("Too long");
  });
});

describe("fields", () => {
  const schema = withSpec({
    size: { type: "string", default: "M" },
    maybe: { type: "string", nullable: true },
    inner: { type: "object", default: {}, properties: { count: { type: "integer", default: 2 } } },
    list: { type: "array", items: { type: "object", properties: { on: { type: "boolean", default: true } } } },
    free,
  });

  it("that nobody knows are dropped, kept, told of or refused", () => {
    const ask = serving(schema);
    const odd = tool({ sise: "L", free: { any: [{ thing: 1 }] }, inner: { cuont: 1 } });
    const path = (how: string) => `${TOOLS}?dryRun=All&fieldValidation=${how}`;
    expect(objectOf<Tool>(ask("POST", path("Ignore"), odd)).spec).toEqual({
      free: { any: [{ thing: 1 }] },
      inner: { count: 2 },
      size: "M",
    });
    expect(ask("POST", path("Warn"), odd).warnings).toEqual([
      'unknown field "spec.inner.cuont"',
      'unknown field "spec.sise"',
    ]);
    expect(errorOf(ask("POST", path("Strict"), odd)).message).toBe(
      'Tool in version "v1" cannot be handled as a Tool: strict decoding error: unknown field "spec.inner.cuont", unknown field "spec.sise"',
    );
  });

  it("that are left out, or null where they may not be, have their defaults; also of objects that are older", () => {
    const ask = serving(withSpec({ list: { type: "array", items: free } }));
    objectOf(ask("POST", TOOLS, tool({ list: [{}] })));
    const { versions } = definitionOf(schema).spec;
    objectOf(ask("PATCH", `${DEFINITIONS}/tools.example.com`, { spec: { versions } }, MERGE));
    const old = objectOf<Tool>(ask("GET", `${TOOLS}/saw`));
    expect(old.spec).toEqual({ inner: { count: 2 }, list: [{ on: true }], size: "M" });
    const nulls = tool({ size: null, maybe: null, inner: null }, { metadata: { name: "axe" } });
    expect(objectOf<Tool>(ask("POST", TOOLS, nulls)).spec).toEqual({ inner: { count: 2 }, maybe: null, size: "M" });
  });
});

describe("the status", () => {
  it("has a door of its own where the definition says so, and changes no generation", () => {
    const ask = serving(withSpec({ size: text }), { version: { subresources: { status: {} } } });
    expect(objectOf<Tool>(ask("POST", TOOLS, tool({ size: "M" }, { status: { a: 1 } }))).status).toBeUndefined();
    const body = { spec: { size: "L" }, status: { a: 2 } };
    expect(objectOf<Tool>(ask("PATCH", `${TOOLS}/saw/status`, body, MERGE))).toMatchObject({
      metadata: { generation: 1 },
      spec: { size: "M" },
      status: { a: 2 },
    });
    expect(objectOf<Tool>(ask("PATCH", `${TOOLS}/saw`, { ...body, status: { a: 3 } }, MERGE))).toMatchObject({
      metadata: { generation: 2 },
      spec: { size: "L" },
      status: { a: 2 },
    });
  });

  it("is a field like others otherwise", () => {
    const ask = serving(withSpec({ size: text }));
    objectOf(ask("POST", TOOLS, tool({ size: "M" }, { status: { a: 1 } })));
    const after = objectOf<Tool>(ask("PATCH", `${TOOLS}/saw`, { status: { a: 2 } }, MERGE));
    expect(after).toMatchObject({ metadata: { generation: 2 }, status: { a: 2 } });
    expect(errorOf(ask("PATCH", `${TOOLS}/saw/status`, {}, MERGE)).code).toBe(404);
  });
});

describe("what is asked of objects", () => {
  it("patches of the strategic kind are not taken", () => {
    const ask = serving(withSpec({ size: text }));
    objectOf(ask("POST", TOOLS, tool({})));
    const type = { contentType: "application/strategic-merge-patch+json" };
    expect(errorOf(ask("PATCH", `${TOOLS}/saw`, {}, type))).toMatchObject({
      code: 415,
      message:
        "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml",
    });
  });

  it("a replacement says which version it replaces", () => {
    const ask = serving(withSpec({ size: text }));
    objectOf(ask("POST", TOOLS, tool({})));
    expect(errorOf(ask("PUT", `${TOOLS}/saw`, tool({ size: "M" }))).message).toContain(
      "metadata.resourceVersion: Invalid value: 0x0: must be specified for an update",
    );
  });

  it("fields can be selected by where the definition says so", () => {
    const ask = serving(withSpec({ size: text }), { version: { selectableFields: [{ jsonPath: ".spec.size" }] } });
    objectOf(ask("POST", TOOLS, tool({ size: "M" })));
    objectOf(ask("POST", TOOLS, tool({ size: "L" }, { metadata: { name: "axe" } })));
    const found = objectOf<{ items: { metadata: { name: string } }[] }>(
      ask("GET", `${TOOLS}?fieldSelector=spec.size%3DL,metadata.name!%3Dx`),
    );
    expect(found.items.map(({ metadata }) => metadata.name)).toEqual(["axe"]);
    expect(errorOf(ask("GET", `${TOOLS}?fieldSelector=spec.name%3DL`)).message).toBe(
      "field label not supported: spec.name",
    );
  });

  it("versions show the same object, each with its own fields", () => {
    const version = (name: string, properties: Fields, more: Fields = {}) => ({
      name,
      served: true,
      storage: false,
      schema: { openAPIV3Schema: withSpec(properties) },
      ...more,
    });
    const old = version("v1alpha1", { size: text, old: text }, { deprecated: true });
    const versions = [old, version("v1", { size: text }, { storage: true })];
    const ask = serving(free, { spec: { versions } });
    const made = ask("POST", TOOLS.replace("v1", "v1alpha1"), {
      ...tool({ size: "M", old: "x" }),
      apiVersion: "example.com/v1alpha1",
    });
    expect(made.warnings).toEqual(["example.com/v1alpha1 Tool is deprecated; use example.com/v1 Tool"]);
    expect(objectOf(ask("GET", `${TOOLS}/saw`))).toMatchObject({ apiVersion: "example.com/v1", spec: { size: "M" } });
  });

  it("columns show values of their types", () => {
    const column = (type: string, name: string, jsonPath = `.spec.${name}`) => ({ name, type, jsonPath });
    const additionalPrinterColumns = [
      column("string", "text"),
      column("string", "list"),
      column("integer", "count"),
      column("integer", "text"),
      column("number", "ratio"),
      column("boolean", "on"),
      column("date", "when"),
      column("string", "ready", '.status.conditions[?(@.type=="Ready")].status'),
      column("string", "missing"),
    ];
    const ask = serving({ ...free }, { version: { additionalPrinterColumns } });
    const spec = { text: "x", list: ["a", 1], count: 3, ratio: 0.5, on: true, when: "2025-12-31T23:00:00Z" };
    objectOf(ask("POST", TOOLS, tool(spec, { status: { conditions: [{ type: "Ready", status: "True" }] } })));
    const accept = "application/json;as=Table;v=v1;g=meta.k8s.io";
    const { rows } = objectOf<{ rows: { cells: unknown[] }[] }>(ask("GET", TOOLS, undefined, { accept }));
    expect(rows[0]?.cells).toEqual(["saw", "x", '["a",1]', 3, null, 0.5, true, "60m", "True", null]);
  });
});
