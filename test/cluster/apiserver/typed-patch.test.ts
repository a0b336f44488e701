import { describe, expect, test } from "vitest";
import { parseFieldSchema } from "../../../src/api/field-schema.ts";
import { typedPatchErrors } from "../../../src/cluster/apiserver/verbs/typed-patch.ts";
import { builtSchema } from "./schema.ts";

const containers = (...list: unknown[]) => ({ spec: { template: { spec: { containers: list } } } });
const PATH = ".spec.template.spec.containers";

describe("what server-side apply says of a configuration that does not fit the schema", () => {
  const struct = parseFieldSchema(builtSchema.fields()).kind("apps/v1", "Deployment");

  test.each<[string, object, string[]]>([
    ["an unknown field", { spec: { replica: 1 } }, [".spec.replica: field not declared in schema"]],
    ["no number", { spec: { replicas: "3" } }, [".spec.replicas: expected numeric (int or float), got string"]],
    ["no truth", { spec: { paused: "yes" } }, [".spec.paused: expected boolean, got &{yes}"]],
    [
      "no text",
      { metadata: { labels: { a: 5 } } },
      [".metadata.labels.a: expected string, got &value.valueUnstructured{Value:5}"],
    ],
    ["no list", containers(), []],
    [
      "a map for a list",
      { spec: { template: { spec: { containers: { name: "x" } } } } },
      [`${PATH}: expected list, got &{map[name:x]}`],
    ],
    [
      "an item without its key",
      containers({ image: "x" }),
      [
        `${PATH}: element 0: associative list with keys has an element that omits key field "name" (and doesn't have default value)`,
      ],
    ],
    [
      "two items of one key",
      containers({ name: "a" }, { name: "a", ports: [{ containerPort: 80 }, { containerPort: 80 }] }),
      [
        `${PATH}: duplicate entries for key [name="a"]`,
        `${PATH}[name="a"].ports: duplicate entries for key [containerPort=80,protocol="TCP"]`,
      ],
    ],
    [
      "two equal items of a set",
      { metadata: { finalizers: ["a", "a"] } },
      ['.metadata.finalizers: duplicate entries for key [="a"]'],
    ],
  ])("%s", (_, config, errors) => {
    expect(struct === undefined ? undefined : typedPatchErrors(config, struct)).toEqual(errors);
  });
});
