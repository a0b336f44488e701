import { beforeEach, describe, expect, it } from "vitest";
import { errorOf, objectOf, startServer } from "../setup.ts";

const text = { type: "string" };
const free = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
const crew = {
  type: "array",
  "x-kubernetes-list-type": "map",
  "x-kubernetes-list-map-keys": ["name"],
  items: { type: "object", required: ["name"], properties: { name: text, role: text } },
};
const spec = {
  type: "object",
  properties: {
    sails: { type: "integer" },
    crew,
    flags: { type: "array", items: text, "x-kubernetes-list-type": "set" },
    ports: { type: "array", items: text },
    free,
  },
};
const definition = {
  metadata: { name: "boats.example.com" },
  spec: {
    group: "example.com",
    scope: "Namespaced",
    names: { plural: "boats", kind: "Boat" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: "object", properties: { spec, status: free } } },
        subresources: {
          status: {},
          scale: {
            specReplicasPath: ".spec.sails",
            statusReplicasPath: ".status.sails",
            labelSelectorPath: ".status.selector",
          },
        },
      },
    ],
  },
};
const boats = "/apis/example.com/v1/namespaces/default/boats";
const MERGE = { contentType: "application/merge-patch+json" };
const APPLY = { contentType: "application/apply-patch+yaml" };

interface Boat {
  readonly metadata: {
    readonly generation: number;
    readonly managedFields: readonly { manager: string; operation: string; fieldsV1: object }[];
  };
  readonly spec: Readonly<Record<string, unknown>>;
}

let ask: ReturnType<typeof startServer>["ask"];

beforeEach(() => {
  ask = startServer().ask;
  objectOf(ask("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition));
});

const boat = (spec: object) => ({ apiVersion: "example.com/v1", kind: "Boat", metadata: { name: "ada" }, spec });

describe("server-side apply of custom resources", () => {
  const apply = (manager: string, spec: object, force = false) =>
    ask("PATCH", `${boats}/ada?fieldManager=${manager}&force=${force}`, boat(spec), APPLY);

  it("merges lists by their keys and objects by their fields, and notes who set what", () => {
    apply("one", { sails: 1, crew: [{ name: "jo" }], flags: ["x"], ports: ["a"], free: { a: { b: 1 } } });
    apply("two", { crew: [{ name: "al", role: "cook" }], flags: ["y"], free: { a: { c: [1] } } });
    const made = objectOf<Boat>(ask("GET", `${boats}/ada`));
    expect(made.spec).toEqual({
      sails: 1,
      crew: [{ name: "jo" }, { name: "al", role: "cook" }],
      flags: ["x", "y"],
      ports: ["a"],
      free: { a: { b: 1, c: [1] } },
    });
    expect(made.metadata.managedFields.find(({ manager }) => manager === "two")?.fieldsV1).toEqual({
      "f:spec": {
        "f:crew": { 'k:{"name":"al"}': { ".": {}, "f:name": {}, "f:role": {} } },
        "f:flags": { 'v:"y"': {} },
        "f:free": { "f:a": { "f:c": {} } },
      },
    });
    expect(objectOf<Boat>(apply("two", { flags: ["y"] })).spec).toEqual({
      sails: 1,
      crew: [{ name: "jo" }],
      flags: ["x", "y"],
      ports: ["a"],
      free: { a: { b: 1 } },
    });
  });

  it("conflicts over a field of somebody else's, in the words for it", () => {
    objectOf(ask("POST", `${boats}?fieldManager=maker`, boat({ sails: 1, free: { a: 1 } })));
    expect(errorOf(apply("two", { sails: 2, free: { a: { b: 1 } } }))).toEqual({
      code: 409,
      reason: "Conflict",
      message:
        'Apply failed with 2 conflicts: conflicts with "maker" using example.com/v1:\n- .spec.free.a\n- .spec.sails',
    });
    expect(objectOf<Boat>(apply("two", { sails: 2 }, true)).spec.sails).toBe(2);
  });

  it("is refused where the configuration is no object", () => {
    expect(errorOf(ask("PATCH", `${boats}/ada?fieldManager=m`, "a text", APPLY))).toEqual({
      code: 400,
      reason: "BadRequest",
      message:
        "error decoding YAML: error unmarshaling JSON: while decoding JSON: " +
        "json: cannot unmarshal string into Go value of type map[string]interface {}",
    });
  });
});

describe("the scale of custom resources", () => {
  it("is read and written where the definition says", () => {
    objectOf(ask("POST", boats, boat({ sails: 1, ports: ["a"] })));
    const status = { status: { sails: 1, selector: "app=boat" } };
    objectOf(ask("PATCH", `${boats}/ada/status`, status, MERGE));
    const scale = { apiVersion: "autoscaling/v1", kind: "Scale", status: { replicas: 1, selector: "app=boat" } };
    expect(objectOf(ask("GET", `${boats}/ada/scale`))).toMatchObject({ ...scale, spec: { replicas: 1 } });
    const wanted = { spec: { replicas: 3 } };
    expect(objectOf(ask("PATCH", `${boats}/ada/scale`, wanted, MERGE))).toMatchObject({ ...scale, ...wanted });
    const scaled = objectOf<Boat>(ask("GET", `${boats}/ada`));
    expect([scaled.spec, scaled.metadata.generation]).toEqual([{ sails: 3, ports: ["a"] }, 2]);
  });

  it("can be written where it is missing, and not read", () => {
    objectOf(ask("POST", boats, boat({})));
    expect(errorOf(ask("GET", `${boats}/ada/scale`)).message).toBe(
      'Internal error occurred: the spec replicas field ".spec.sails" does not exist',
    );
    objectOf(ask("PATCH", `${boats}/ada/scale`, { spec: { replicas: 2 } }, MERGE));
    expect(objectOf<Boat>(ask("GET", `${boats}/ada`)).spec).toEqual({ sails: 2 });
  });
});
