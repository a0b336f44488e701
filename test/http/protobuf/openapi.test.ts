import { describe, expect, it } from "vitest";
import { encodeOpenApi, isOpenApiVersion2, wantsOpenApiProtobuf } from "../../../src/http/protobuf/openapi.ts";
import { WireReader } from "../../../src/http/protobuf/wire.ts";

/** Fields by number, those with a length as bytes. */
function read(bytes: Uint8Array): Map<number, (Uint8Array | number)[]> {
  const wire = new WireReader(bytes);
  const fields = new Map<number, (Uint8Array | number)[]>();
  while (wire.nextField()) {
    const value =
      wire.wireType === 2 ? wire.readBytes() : Number(wire.readScalar(wire.wireType === 1 ? "double" : "int64"));
    fields.set(wire.fieldNumber, [...(fields.get(wire.fieldNumber) ?? []), value]);
  }
  return fields;
}

function at(bytes: Uint8Array, ...path: number[]): Uint8Array {
  return path.reduce((message, number) => {
    const [found] = read(message).get(number) ?? [];
    if (!(found instanceof Uint8Array)) throw new Error(`no message ${number}`);
    return found;
  }, bytes);
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const SCHEMA = {
  description: "A ship.",
  type: "object",
  required: ["name"],
  properties: { name: { type: "string", enum: ["a"] }, crew: { type: "array", items: { $ref: "#/definitions/Man" } } },
  additionalProperties: { type: "integer", minimum: 1 },
  "x-kubernetes-group-version-kind": [{ group: "g", kind: "Ship", version: "v1" }],
};
const DOCUMENT = {
  swagger: "2.0",
  info: { title: "Kubernetes", version: "v1" },
  paths: {
    "/ships/{name}": {
      patch: {
        consumes: ["application/json-patch+json"],
        parameters: [
          { in: "body", name: "body", required: true, schema: { $ref: "#/definitions/Ship" } },
          { in: "query", name: "fieldValidation", type: "string", uniqueItems: true },
        ],
        responses: { 200: { description: "OK", schema: { $ref: "#/definitions/Ship" } } },
        "x-kubernetes-action": "patch",
      },
      parameters: [{ in: "path", name: "name", required: true, type: "string" }],
    },
  },
  definitions: { Ship: SCHEMA },
};

describe("an OpenAPI document in protobuf", () => {
  const bytes = encodeOpenApi(DOCUMENT);

  it("is asked for by name", () => {
    expect(wantsOpenApiProtobuf("application/com.github.proto-openapi.spec.v2@v1.0+protobuf")).toBe(true);
    expect(wantsOpenApiProtobuf("application/json, application/com.github.proto-openapi.spec.v2.v1.0+protobuf")).toBe(
      true,
    );
    expect(wantsOpenApiProtobuf("application/json, */*")).toBe(false);
    expect([isOpenApiVersion2(DOCUMENT), isOpenApiVersion2({ kind: "Pod" }), isOpenApiVersion2(null)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("has the types, with what Kubernetes says of them besides", () => {
    const ship = at(bytes, 9, 1, 2);
    expect(text(at(bytes, 9, 1, 1))).toBe("Ship");
    expect(text(at(ship, 4))).toBe("A ship.");
    expect(text(at(ship, 19))).toBe("name");
    expect(text(at(ship, 22, 1))).toBe("object");
    const [name, crew] = read(at(ship, 25)).get(1) as Uint8Array[];
    expect(text(at(name as Uint8Array, 2, 20, 2))).toBe('"a"');
    expect(text(at(crew as Uint8Array, 2, 23, 1, 1))).toBe("#/definitions/Man");
    expect(read(at(ship, 21, 1)).get(9)).toEqual([1]);
    expect(text(at(ship, 31, 1))).toBe("x-kubernetes-group-version-kind");
    expect(text(at(ship, 31, 2, 2))).toBe('[{"group":"g","kind":"Ship","version":"v1"}]');
  });

  it("has the operations with their parameters, each kind in its own message", () => {
    const item = at(bytes, 8, 2, 2);
    const [body, query] = read(at(item, 8)).get(8) as Uint8Array[];
    expect(text(at(body as Uint8Array, 1, 1, 5, 1))).toBe("#/definitions/Ship");
    expect(text(at(query as Uint8Array, 1, 2, 3, 4))).toBe("fieldValidation");
    expect(text(at(item, 9, 1, 2, 4, 4))).toBe("name");
    expect(text(at(item, 8, 9, 1, 1))).toBe("200");
    expect(text(at(item, 8, 9, 1, 2, 1, 2, 1, 1))).toBe("#/definitions/Ship");
    expect(text(at(item, 8, 13, 1))).toBe("x-kubernetes-action");
  });
});
