import { describe, expect, test } from "vitest";
import { parseFieldSchema } from "../../src/api/field-schema.ts";
import { applyJsonPatch } from "../../src/api/patch/json-patch.ts";
import { mergePatch } from "../../src/api/patch/merge.ts";
import {
  applyStrategicPatch,
  createThreeWayMergePatch,
  createTwoWayMergePatch,
} from "../../src/api/patch/strategic.ts";
import { builtSchema } from "../cluster/apiserver/schema.ts";

const schema = parseFieldSchema(builtSchema.fields());
const podSpec = schema.type("io.k8s.api.core.v1.PodSpec");
const deploymentSpec = schema.type("io.k8s.api.apps.v1.DeploymentSpec");

test("merge patch", () => {
  expect(mergePatch({ a: { b: 1, c: 2 }, list: [1] }, { a: { b: null }, list: [2] })).toEqual({
    a: { c: 2 },
    list: [2],
  });
});

describe("json patch", () => {
  test("operations in order", () => {
    const operations = [
      { op: "test", path: "/list/0", value: "a" },
      { op: "add", path: "/list/-", value: "c" },
      { op: "add", path: "/list/0", value: "z" },
      { op: "move", from: "/list/1", path: "/moved" },
      { op: "remove", path: "/x~1y" },
    ];
    expect(applyJsonPatch({ list: ["a", "b"], "x/y": 1 }, operations)).toEqual({ list: ["z", "b", "c"], moved: "a" });
  });
  test.each([
    [{ op: "remove", path: "/nope" }],
    [{ op: "replace", path: "/nope/deeper", value: 1 }],
    [{ op: "add", path: "/nope/deeper", value: 1 }],
    [{ op: "test", path: "/a", value: 2 }],
  ])("%j fails", (operation) => expect(() => applyJsonPatch({ a: 1 }, [operation])).toThrow());
  test("replace adds a field that is not there, as the server's library does", () => {
    expect(applyJsonPatch({ a: 1 }, [{ op: "replace", path: "/b", value: 2 }])).toEqual({ a: 1, b: 2 });
  });
});

describe("strategic merge", () => {
  const containers = [
    { name: "a", image: "1" },
    { name: "b", image: "2" },
  ];
  const cases: [string, object, object, object][] = [
    [
      "merges by key",
      { containers },
      { containers: [{ name: "b", image: "3" }] },
      { containers: [containers[0], { name: "b", image: "3" }] },
    ],
    [
      "adds before what it does not name",
      { containers },
      { containers: [{ name: "c" }] },
      { containers: [{ name: "c" }, ...containers] },
    ],
    [
      "deletes by directive",
      { containers },
      { containers: [{ name: "a", $patch: "delete" }] },
      { containers: [containers[1]] },
    ],
    [
      "replaces by directive",
      { containers },
      { containers: [{ $patch: "replace" }, { name: "c" }] },
      { containers: [{ name: "c" }] },
    ],
    [
      "orders",
      { containers },
      { "$setElementOrder/containers": [{ name: "b" }, { name: "a" }] },
      { containers: [containers[1], containers[0]] },
    ],
    [
      "replaces atomic lists",
      { tolerations: [{ key: "a" }] },
      { tolerations: [{ key: "b" }] },
      { tolerations: [{ key: "b" }] },
    ],
    ["null deletes", { nodeName: "x", hostname: "h" }, { nodeName: null }, { hostname: "h" }],
  ];
  test.each(cases)("%s", (_, original, patch, expected) => {
    expect(applyStrategicPatch(original as never, patch as never, podSpec)).toEqual(expected);
  });

  test("retainKeys leaves only what is named", () => {
    const original = { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } } };
    const patch = createTwoWayMergePatch(original, { strategy: { type: "Recreate" } }, deploymentSpec);
    expect(patch).toEqual({ strategy: { type: "Recreate", rollingUpdate: null, $retainKeys: ["type"] } });
    expect(applyStrategicPatch(original, patch, deploymentSpec)).toEqual({ strategy: { type: "Recreate" } });
  });

  test("three ways: what others set stays, what left the manifest goes", () => {
    const original = { containers: [{ name: "a", image: "1", command: ["x"] }, { name: "old" }], nodeName: "n" };
    const modified = { containers: [{ name: "a", image: "2" }] };
    const current = {
      containers: [
        { name: "a", image: "1", command: ["x"], imagePullPolicy: "Always" },
        { name: "old" },
        { name: "injected" },
      ],
      nodeName: "n",
      hostname: "h",
    };
    const patch = createThreeWayMergePatch(original, modified, current, podSpec);
    expect(patch).toMatchObject({ nodeName: null, "$setElementOrder/containers": [{ name: "a" }] });
    expect(applyStrategicPatch(current, patch, podSpec)).toEqual({
      containers: [{ name: "a", image: "2", imagePullPolicy: "Always" }, { name: "injected" }],
      hostname: "h",
    });
  });

  test("finalizers come and go one by one", () => {
    const meta = schema.type("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
    const patch = createTwoWayMergePatch({ finalizers: ["a", "b"] }, { finalizers: ["b", "c"] }, meta);
    expect(applyStrategicPatch({ finalizers: ["a", "b", "z"] }, patch, meta)).toEqual({ finalizers: ["b", "c", "z"] });
  });
});
