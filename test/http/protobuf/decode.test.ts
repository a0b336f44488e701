import { describe, expect, it } from "vitest";
import { apiVersionOf, catalogue } from "../../../src/api/catalogue.ts";
import { decodeProtobuf, ProtobufError } from "../../../src/http/protobuf/decode.ts";
import { concat, double, entry, field, type Part, tag, varint, wrapped } from "./encode.ts";
import { builtTable } from "./table.ts";

const table = builtTable();
const decode = (bytes: Uint8Array) => decodeProtobuf(bytes, table);
const json = (text: string): Part => field(1, text);

/** The object without its kind and version. */
function fieldsOf(apiVersion: string, kind: string, parts: readonly Part[]): Record<string, unknown> {
  const { apiVersion: version, kind: name, ...fields } = decode(wrapped(apiVersion, kind, parts));
  expect([version, name]).toEqual([apiVersion, kind]);
  return fields;
}

describe("the table", () => {
  it("has every kind that the API serves", () => {
    const missing = catalogue().filter((info) => table.kind(apiVersionOf(info), info.kind) === undefined);
    expect(missing.map(({ group, kind }) => `${group} ${kind}`)).toEqual([]);
  });

  it.each([
    ["autoscaling/v1", "Scale"],
    ["policy/v1", "Eviction"],
    ["authentication.k8s.io/v1", "TokenRequest"],
    ["v1", "Binding"],
    ["v1", "Status"],
    ["v1", "List"],
    ["v1", "DeleteOptions"],
    ["apps/v1", "DeleteOptions"],
    ["meta.k8s.io/v1", "DeleteOptions"],
    ["apiregistration.k8s.io/v1", "APIService"],
    ["metrics.k8s.io/v1beta1", "PodMetrics"],
  ])("has %s %s", (apiVersion, kind) => expect(table.kind(apiVersion, kind)).toBeDefined());

  it.each([
    ["v1", "ObjectReference"],
    ["v1", "constructor"],
    ["__proto__", "Pod"],
    ["apps/v1", "Pod"],
  ])("has no %s %s", (apiVersion, kind) => expect(table.kind(apiVersion, kind)).toBeUndefined());
});

describe("fields", () => {
  const objectMeta = (...parts: Part[]) => field(1, parts);
  const secret = (...parts: Part[]) => fieldsOf("v1", "Secret", parts);

  it("leaves out what Go's JSON leaves out, and keeps what it writes empty", () => {
    const parts = [objectMeta(field(1, "n"), field(2, ""), field(7, 0), field(8, []), field(10, 0))];
    expect(secret(...parts, field(3, ""), field(5, 0))).toEqual({
      metadata: { name: "n", deletionGracePeriodSeconds: 0 },
      immutable: false,
    });
  });

  it("has bytes as base64, also in maps, and keys of any name", () => {
    const parts = [
      entry(2, "a", Uint8Array.from([0, 255, 254])),
      field(2, [field(1, "empty")]),
      entry(2, "__proto__", "x"),
      entry(2, "a", "later"),
    ];
    const { data } = secret(...parts) as { data: Record<string, string> };
    expect(Object.entries(data)).toEqual([
      ["a", "bGF0ZXI="],
      ["empty", ""],
      ["__proto__", "eA=="],
    ]);
  });

  it("reads numbers of both signs and all sizes", () => {
    const seconds = (value: number | bigint) => fieldsOf("v1", "DeleteOptions", [field(1, value)]).gracePeriodSeconds;
    const values = [0, 1, -1, 127, 128, 2 ** 31, -(2 ** 31), 2 ** 53 - 1, -(2 ** 53) + 1, 2 ** 32, 300, -129];
    expect(values.map(seconds)).toEqual(values);
    const priority = (value: number) => fieldsOf("scheduling.k8s.io/v1", "PriorityClass", [field(2, value)]).value;
    expect([-10, 0, 2 ** 31 - 1].map(priority)).toEqual([-10, 0, 2 ** 31 - 1]);
  });

  it("takes lists of numbers one by one and packed", () => {
    const security = [field(4, 5), field(4, concat([varint(1), varint(2n ** 40n)])), field(4, concat([]))];
    expect(fieldsOf("v1", "Pod", [field(2, [field(14, security)])])).toEqual({
      spec: { securityContext: { supplementalGroups: [5, 1, 2 ** 40] } },
    });
  });

  it("joins a message that comes in two parts, and takes the last of two values", () => {
    expect(secret(objectMeta(field(1, "a"), field(3, "ns")), objectMeta(field(1, "b")))).toEqual({
      metadata: { name: "b", namespace: "ns" },
    });
    expect(secret(field(3, "a"), field(3, ""))).toEqual({});
  });

  it("passes over fields that it does not know, groups too", () => {
    const group = concat([tag(99, 3), field(1, "x"), tag(5, 3), tag(5, 4), field(2, 7), tag(99, 4)]);
    const fixed = concat([tag(98, 5), Uint8Array.from([1, 2, 3, 4])]);
    expect(secret(group, field(97, "x"), double(96, 1), fixed, field(95, 2n ** 63n), field(3, "T"))).toEqual({
      type: "T",
    });
  });

  it("reads texts with a byte order mark and broken UTF-8 as Go's JSON writes them", () => {
    expect(secret(field(3, "\ufeffa"))).toEqual({ type: "\ufeffa" });
    expect(secret(field(3, Uint8Array.from([97, 0xff])))).toEqual({ type: "a\ufffd" });
  });
});

describe("forms", () => {
  const time = (seconds: number, nanos = 0) => [field(1, seconds), field(2, nanos)];

  it("writes instants to the second, and to the microsecond where they are MicroTimes", () => {
    const lease = [field(2, 30), field(3, time(1_700_000_000, 1_234_567)), field(4, time(1, 0)), field(1, "")];
    const metadata = [field(8, time(1_700_000_000, 999)), field(9, [])];
    expect(fieldsOf("coordination.k8s.io/v1", "Lease", [field(1, metadata), field(2, lease)])).toEqual({
      metadata: { creationTimestamp: "2023-11-14T22:13:20Z" },
      spec: {
        holderIdentity: "",
        leaseDurationSeconds: 30,
        acquireTime: "2023-11-14T22:13:20.001234Z",
        renewTime: "1970-01-01T00:00:01.000000Z",
      },
    });
  });

  it("writes numbers that may be texts, quantities and durations", () => {
    const port = (number: number, target: Part[]) => field(1, [field(3, number), field(4, target)]);
    const targets = [
      port(1, [field(1, 0), field(2, 8080), field(3, "")]),
      port(2, [field(1, 1), field(2, 0), field(3, "http")]),
      port(3, []),
    ];
    expect(fieldsOf("v1", "Service", [field(2, targets)])).toEqual({
      spec: {
        ports: [
          { port: 1, targetPort: 8080 },
          { port: 2, targetPort: "http" },
          { port: 3, targetPort: 0 },
        ],
      },
    });
    const metrics = [field(2, time(5)), field(3, [field(1, 90_500_000_000)]), entry(4, "cpu", [field(1, "5m")])];
    expect(fieldsOf("metrics.k8s.io/v1beta1", "NodeMetrics", [...metrics, field(4, [field(1, "memory")])])).toEqual({
      timestamp: "1970-01-01T00:00:05Z",
      window: "1m30.5s",
      usage: { cpu: "5m", memory: "0" },
    });
  });

  it("writes JSON that lies in protobuf, and wrapped objects inside of objects", () => {
    const revision = [field(2, [json('{"spec":{"a":[1,null]}}')]), field(3, 2)];
    expect(fieldsOf("apps/v1", "ControllerRevision", revision)).toEqual({
      data: { spec: { a: [1, null] } },
      revision: 2,
    });
    const items = [wrapped("v1", "Secret", [field(3, "T")]), new TextEncoder().encode('{"kind":"X"}')];
    expect(fieldsOf("v1", "List", [...items.map((item) => field(2, [field(1, item)]))])).toEqual({
      items: [{ kind: "Secret", apiVersion: "v1", type: "T" }, { kind: "X" }],
    });
  });

  it("writes what a user brings along as lists", () => {
    const extra = entry(4, "scopes", [field(1, "a"), field(1, "b")]);
    const status = [field(1, 1), field(2, [field(1, "jane"), extra])];
    expect(fieldsOf("authentication.k8s.io/v1", "TokenReview", [field(3, status)])).toEqual({
      status: { authenticated: true, user: { username: "jane", extra: { scopes: ["a", "b"] } } },
    });
  });

  it("writes the schema of a CustomResourceDefinition in its own names", () => {
    const text = (type: string) => [field(5, type)];
    const properties = [
      entry(29, "size", [...text("integer"), field(8, [json("0")]), double(9, 1.5), field(13, 0), field(37, 0)]),
      entry(29, "any", [field(38, 1), field(42, "map"), field(41, "a"), field(20, [json("null")])]),
      entry(29, "list", [...text("array"), field(24, [field(1, text("string"))])]),
      entry(29, "map", [field(3, "#/x"), field(30, [field(1, 1), field(2, text("string"))])]),
      entry(29, "closed", [field(30, [field(1, 0)]), field(33, [field(1, 1)]), field(44, [field(1, "self > 0")])]),
      entry(29, "tuple", [field(24, [field(2, text("a")), field(2, text("b"))])]),
      entry(32, "x", [field(2, "y")]),
    ];
    const version = [
      field(1, "v1"),
      field(2, 1),
      field(3, 0),
      field(4, [field(1, properties)]),
      field(5, [field(1, [])]),
    ];
    const { spec } = fieldsOf("apiextensions.k8s.io/v1", "CustomResourceDefinition", [
      field(2, [
        field(1, "g"),
        field(3, [field(1, "ps"), field(2, ""), field(4, "P")]),
        field(7, version),
        field(10, 0),
      ]),
    ]) as { spec: unknown };
    expect(spec).toEqual({
      group: "g",
      names: { plural: "ps", kind: "P" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: false,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: {
              properties: {
                size: { type: "integer", default: 0, maximum: 1.5, maxLength: 0 },
                any: {
                  "x-kubernetes-preserve-unknown-fields": true,
                  "x-kubernetes-list-type": "map",
                  "x-kubernetes-list-map-keys": ["a"],
                  enum: [null],
                },
                list: { type: "array", items: { type: "string" } },
                map: { $ref: "#/x", additionalProperties: { type: "string" } },
                closed: {
                  additionalProperties: false,
                  additionalItems: true,
                  "x-kubernetes-validations": [{ rule: "self > 0" }],
                },
                tuple: { items: [{ type: "a" }, { type: "b" }] },
              },
              dependencies: { x: ["y"] },
            },
          },
        },
      ],
    });
  });

  it("writes embedded structs where they stand", () => {
    const ephemeral = [field(1, [field(1, "d"), field(2, "i"), field(18, 1)]), field(2, "app")];
    const volume = [field(1, "v"), field(2, [field(19, [field(1, [field(1, "cm")]), field(3, 420)])])];
    const spec = [field(1, volume), field(34, ephemeral)];
    expect(fieldsOf("v1", "Pod", [field(2, spec)])).toEqual({
      spec: {
        volumes: [{ name: "v", configMap: { name: "cm", defaultMode: 420 } }],
        ephemeralContainers: [{ name: "d", image: "i", tty: true, targetContainerName: "app" }],
      },
    });
  });
});

describe("what is no object", () => {
  const magic = Uint8Array.from([0x6b, 0x38, 0x73, 0]);
  const pod = (...parts: Part[]) => wrapped("v1", "Pod", parts);
  const asPod = (message: string) => `Pod in version "v1" cannot be handled as a Pod: ${message}`;
  const nested = (depth: number): Uint8Array => {
    let schema: Uint8Array = field(5, "x");
    for (let level = 0; level < depth; level += 1) schema = field(28, schema);
    return wrapped("apiextensions.k8s.io/v1", "CustomResourceDefinition", [
      field(2, [field(7, [field(4, [field(1, [schema])])])]),
    ]);
  };
  let list: Uint8Array = wrapped("v1", "List", []);
  for (let level = 0; level < 600; level += 1) list = wrapped("v1", "List", [field(2, [field(1, list)])]);

  it.each([
    ["nothing", new Uint8Array(), "empty data"],
    [
      "JSON",
      new TextEncoder().encode('{"kind":"Pod"}'),
      "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]",
    ],
    ["the magic bytes alone", magic, "empty body"],
    ["no kind", wrapped("v1", "", []), `Object 'Kind' is missing in 'runtime.TypeMeta{APIVersion:"v1", Kind:""}'`],
    [
      "no version",
      wrapped("", "Pod", []),
      `Object 'apiVersion' is missing in 'runtime.TypeMeta{APIVersion:"", Kind:"Pod"}'`,
    ],
    ["an unknown kind", wrapped("x.io/v1", "Foo", []), 'no kind "Foo" is registered for version "x.io/v1"'],
    ["a wrapper that is cut off", concat([magic, tag(1, 2), varint(9)]), "unexpected EOF"],
    ["a wrapper of another wire type", concat([magic, field(2, 1)]), "proto: wrong wireType = 0 for field Raw"],
    ["a length beyond the end", pod(tag(1, 2), varint(100)), asPod("unexpected EOF")],
    ["a length beyond all memory", pod(tag(1, 2), varint(2n ** 62n)), asPod("unexpected EOF")],
    ["a negative length", pod(tag(1, 2), varint(-1)), asPod("proto: negative length found during unmarshaling")],
    [
      "an inner length beyond the outer end",
      pod(field(1, [tag(1, 2), varint(9)]), field(9, "123456789")),
      asPod("unexpected EOF"),
    ],
    ["an over-long number", pod(tag(9, 0), new Uint8Array(11).fill(0x80)), asPod("proto: integer overflow")],
    ["a number that is cut off", pod(tag(9, 0), Uint8Array.from([0x80])), asPod("unexpected EOF")],
    ["another wire type", pod(field(1, 5)), asPod("proto: wrong wireType = 0 for field metadata")],
    ["field number zero", pod(tag(0, 2), varint(0)), asPod("proto: illegal tag 0 (wire type 2)")],
    ["the end of no group", pod(tag(9, 4)), asPod("proto: wiretype end group for non-group")],
    ["a group without an end", pod(tag(9, 3), field(1, 1)), asPod("unexpected EOF")],
    ["a wire type that does not exist", pod(tag(9, 7)), asPod("proto: illegal wireType 7")],
    ["many open groups", pod(...Array<Part>(100_000).fill(tag(9, 3))), asPod("unexpected EOF")],
    [
      "a year that no calendar has",
      pod(field(1, [field(8, [field(1, 2n ** 60n)])])),
      asPod("Time.MarshalJSON: year outside of range [0,9999]"),
    ],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => decode(bytes)).toThrow(new ProtobufError(message));
  });

  it.each([
    ["messages", nested(100_000)],
    ["messages just too many", nested(500)],
    ["wrapped objects", list],
  ])("refuses nested %s", (_, bytes) => expect(() => decode(bytes)).toThrow(/nested more than 500 levels deep/));

  it("takes what is nested as deep as a schema may be", () => expect(() => decode(nested(100))).not.toThrow());

  it("refuses JSON in protobuf that is none", () => {
    const bytes = wrapped("apps/v1", "ControllerRevision", [field(2, [json("{")])]);
    expect(() => decode(bytes)).toThrow(
      /^ControllerRevision in version "v1" cannot be handled as a ControllerRevision: json: /,
    );
  });

  it("never fails otherwise, whatever is cut off or garbled", () => {
    const container = [field(1, "c"), field(2, "i"), field(8, [entry(1, "cpu", [field(1, "1")])]), field(16, 1)];
    const whole = pod(field(1, [field(1, "p"), entry(11, "a", "b")]), field(2, [field(2, container), field(34, [])]));
    const garbled = [...whole.keys()].flatMap((at) => [
      whole.subarray(0, at),
      ...[1, 2, 5, 7, 127, 128, 255].map((mask) => whole.map((byte, each) => (each === at ? byte ^ mask : byte))),
    ]);
    const others = garbled.map(outcome).filter((each) => each !== "decoded" && each !== "ProtobufError");
    expect(others).toEqual([]);
  });

  function outcome(bytes: Uint8Array): string {
    try {
      decode(bytes);
      return "decoded";
    } catch (error) {
      return error instanceof Error ? error.name : String(error);
    }
  }
});

it("takes time in proportion to the body", () => {
  const entries = Array.from({ length: 60_000 }, (_, index) => entry(2, `key-${index}`, "v".repeat(20)));
  const bytes = wrapped("v1", "ConfigMap", entries);
  const { data } = decode(bytes) as { data: Record<string, string> };
  expect(Object.keys(data)).toHaveLength(60_000);
});
