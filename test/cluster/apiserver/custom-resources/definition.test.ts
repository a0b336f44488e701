import { describe, expect, it } from "vitest";
import { errorOf, objectOf, startServer } from "../setup.ts";
import { type Change, DEFINITIONS, definitionOf, type Fields, free, withSpec } from "./definitions.ts";

/** What creating the definition answers, without its beginning and with `…` for the place of the schema. */
function complaint(definition: object): string {
  const { message = "" } = errorOf(startServer().ask("POST", DEFINITIONS, definition));
  return message
    .replace(/^CustomResourceDefinition.apiextensions.k8s.io "[^"]*" is invalid: /, "")
    .replaceAll("spec.validation.openAPIV3Schema.properties[spec].properties", "…");
}

const LABEL =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const APPROVAL = "api-approved.kubernetes.io";

describe("what is refused in a definition", () => {
  it.each<[string, Change, string]>([
    [
      "another name",
      { metadata: { name: "tool.example.com" } },
      'metadata.name: Invalid value: "tool.example.com": must be spec.names.plural+"."+spec.group',
    ],
    [
      "an unknown scope",
      { spec: { scope: "World" } },
      'spec.scope: Unsupported value: "World": supported values: "Cluster", "Namespaced"',
    ],
    ["no scope", { spec: { scope: undefined } }, "spec.scope: Required value"],
    [
      "no schema",
      { version: { schema: undefined } },
      "spec.versions[0].schema.openAPIV3Schema: Required value: schemas are required",
    ],
    [
      "a short name with capitals",
      { names: { shortNames: ["TL"] } },
      `spec.names.shortNames[0]: Invalid value: "TL": ${LABEL}`,
    ],
    [
      "a list called like its kind",
      { names: { listKind: "Tool" } },
      'spec.names.listKind: Invalid value: "Tool": kind and listKind may not be the same',
    ],
    [
      "a warning without deprecation",
      { version: { deprecationWarning: "old" } },
      'spec.versions[0].deprecationWarning: Invalid value: "old": can only be set for deprecated versions',
    ],
    [
      "old ways with unknown fields",
      { spec: { preserveUnknownFields: true } },
      "spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead",
    ],
    [
      "a webhook that is nowhere",
      { spec: { conversion: { strategy: "Webhook" } } },
      "[spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook, spec.conversion.conversionReviewVersions: Required value]",
    ],
    [
      "columns without path or type",
      { version: { additionalPrinterColumns: [{ name: "A", type: "text", jsonPath: "spec.a" }, { name: "B" }] } },
      '[spec.additionalPrinterColumns[0].type: Invalid value: "text": must be one of boolean,date,integer,number,string, spec.additionalPrinterColumns[0].JSONPath: Invalid value: "spec.a": must be a simple json path starting with ., spec.additionalPrinterColumns[1].type: Required value: must be one of boolean,date,integer,number,string, spec.additionalPrinterColumns[1].JSONPath: Required value]',
    ],
    [
      "a scale that counts elsewhere",
      { version: { subresources: { scale: { specReplicasPath: ".n", statusReplicasPath: "" } } } },
      '[spec.subresources.scale.specReplicasPath: Invalid value: ".n": should be a json path under .spec, spec.subresources.scale.statusReplicasPath: Required value]',
    ],
    [
      "fields to select by that are not there",
      { version: { selectableFields: [{ jsonPath: ".spec.a" }] } },
      'spec.selectableFields[0].jsonPath: Invalid value: ".spec.a": is an invalid path: does not refer to a valid field',
    ],
  ])("%s", (_, change, message) => {
    expect(complaint(definitionOf(free, change))).toBe(message);
  });

  it.each<[string, Record<string, string> | undefined, string]>([
    [
      "must be said to be approved",
      undefined,
      `metadata.annotations[${APPROVAL}]: Required value: protected groups must have approval annotation "${APPROVAL}", see https://github.com/kubernetes/enhancements/pull/1111`,
    ],
    [
      "must be so by a URL or not at all",
      { [APPROVAL]: "yes" },
      `metadata.annotations[${APPROVAL}]: Invalid value: "yes": protected groups must have approval annotation "${APPROVAL}" with either a URL or a reason starting with "unapproved", see https://github.com/kubernetes/enhancements/pull/1111`,
    ],
    ["may be used without approval", { [APPROVAL]: "unapproved, a try" }, ""],
  ])("groups of Kubernetes: %s", (_, annotations, message) => {
    const change = { metadata: { name: "tools.shop.k8s.io", annotations }, spec: { group: "shop.k8s.io" } };
    expect(complaint(definitionOf(free, change))).toBe(message);
  });
});

describe("what is refused in a schema", () => {
  const text: Fields = { type: "string" };
  it.each<[string, Fields, string]>([
    ["no type", { minLength: 1 }, "….type: Required value: must not be empty for specified object fields"],
    [
      "an unknown type",
      { type: "int" },
      '….type: Unsupported value: "int": supported values: "array", "boolean", "integer", "number", "object", "string"',
    ],
    ["a list of nothing", { type: "array" }, "….items: Required value: must be specified"],
    [
      "fields with and without names",
      { type: "object", properties: { b: text }, additionalProperties: text },
      "….additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive",
    ],
    [
      "a type in a choice",
      { type: "string", anyOf: [{ type: "string" }, { minLength: 1 }] },
      "….anyOf[0].type: Forbidden: must be empty to be structural",
    ],
    [
      "unique items",
      { type: "array", items: text, uniqueItems: true },
      "….uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic",
    ],
    [
      "a default of another type",
      { type: "integer", default: "x" },
      '….default: Invalid value: "string":  in body must be of type integer: "string"',
    ],
    [
      "a default with fields of its own",
      { type: "object", properties: { b: text }, default: { c: 1 } },
      '….default: Invalid value: map[string]interface {}{"c":1}: must not have unknown fields',
    ],
    [
      "a keyed list without keys",
      { type: "array", "x-kubernetes-list-type": "map", items: { type: "object", properties: { n: text } } },
      "….x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map",
    ],
    [
      "a key that may be missing",
      {
        type: "array",
        "x-kubernetes-list-type": "map",
        "x-kubernetes-list-map-keys": ["n"],
        items: { type: "object", properties: { n: text } },
      },
      "….items.properties[n].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property",
    ],
    [
      "a pattern that looks ahead",
      { type: "string", pattern: "^(?!x)" },
      '….pattern: Invalid value: "^(?!x)": must be a valid regular expression, but isn\'t: error parsing regexp: invalid or unsupported Perl syntax: `(?!`',
    ],
  ])("%s", (_, schema, message) => {
    expect(complaint(definitionOf(withSpec({ a: schema }))).replaceAll("…[a]", "…")).toBe(message);
  });

  it("a field that only a choice knows", () => {
    const schema = { type: "object", properties: { b: text }, oneOf: [{ properties: { c: { minLength: 1 } } }] };
    expect(complaint(definitionOf(schema)).replaceAll("spec.validation.openAPIV3Schema", "…")).toBe(
      "….properties[c]: Required value: because it is defined in ….oneOf[0].properties[c]",
    );
  });

  it("all at once, sorted where it is about structure", () => {
    expect(complaint(definitionOf({ properties: { spec: { properties: { a: text } } } }))).toBe(
      "[spec.validation.openAPIV3Schema.properties[spec].type: Required value: must not be empty for specified object fields, spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root]",
    );
  });

  it("by the strict decoder: fields that definitions do not have", () => {
    const { ask } = startServer();
    const definition = definitionOf(free, { version: { shema: {} } });
    expect(errorOf(ask("POST", `${DEFINITIONS}?fieldValidation=Strict`, definition)).message).toContain(
      'strict decoding error: unknown field "spec.versions[0].shema"',
    );
  });
});

describe("a change of a definition", () => {
  const versions = (...names: readonly string[]) =>
    names.map((name, index) => ({ name, served: true, storage: index === 0, schema: { openAPIV3Schema: free } }));
  const change = (spec: Fields) => {
    const { ask } = startServer();
    objectOf(ask("POST", DEFINITIONS, definitionOf(free, { spec: { versions: versions("v1") } })));
    const present = objectOf<{ spec: Fields }>(ask("GET", `${DEFINITIONS}/tools.example.com`));
    const next = { ...present, spec: { ...present.spec, ...spec } };
    return ask("PUT", `${DEFINITIONS}/tools.example.com`, next);
  };

  it.each<[Fields, string]>([
    [{ scope: "Cluster" }, 'spec.scope: Invalid value: "Cluster": field is immutable'],
    [{ names: { plural: "tools", kind: "Gadget" } }, 'spec.names.kind: Invalid value: "Gadget": field is immutable'],
    [
      { versions: versions("v2") },
      'status.storedVersions[0]: Invalid value: "v1": missing from spec.versions; v1 was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in v1 and removes v1 from status.storedVersions',
    ],
  ])("is refused: %j", (spec, message) => {
    expect(errorOf(change(spec)).message).toBe(
      `CustomResourceDefinition.apiextensions.k8s.io "tools.example.com" is invalid: ${message}`,
    );
  });

  it("notes each version that objects have been stored in", () => {
    const { status } = objectOf<{ status: { storedVersions: string[] } }>(change({ versions: versions("v2", "v1") }));
    expect(status.storedVersions).toEqual(["v1", "v2"]);
  });
});
