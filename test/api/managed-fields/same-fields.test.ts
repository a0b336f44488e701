import { expect, test } from "vitest";
import { DEDUCED, fieldsOf, type Merge } from "../../../src/api/managed-fields/field-set.ts";
import { hasSameFields } from "../../../src/api/managed-fields/same-fields.ts";

const ports: Merge = { kind: "keyed", keys: ["port"], item: DEDUCED };
const merge: Merge = {
  kind: "fields",
  fields: new Map<string, Merge>([
    ["ports", ports],
    ["tags", { kind: "set" }],
  ]),
};

test.each<[string, object, object, boolean]>([
  ["other values", { a: 1, b: { c: "x" } }, { a: 2, b: { c: "y" } }, true],
  ["one more field", { a: 1 }, { a: 1, b: 2 }, false],
  ["one less, deep down", { b: { c: 1, d: 2 } }, { b: { c: 1 } }, false],
  ["undefined is absent", { a: 1, b: undefined }, { a: 1 }, true],
  ["an object in the place of a text", { b: { c: 1 } }, { b: "c" }, false],
  ["other items of a keyed list", { ports: [{ port: 80 }] }, { ports: [{ port: 81 }] }, false],
  ["items with other fields", { ports: [{ port: 80 }] }, { ports: [{ port: 80, name: "web" }] }, false],
  ["the same items with other values", { ports: [{ port: 80, n: 1 }] }, { ports: [{ port: 80, n: 2 }] }, true],
  ["another member of a set", { tags: ["a"] }, { tags: ["b"] }, false],
])("%s", (_, a, b, same) => {
  expect(hasSameFields(a, b, merge)).toBe(same);
  // What it promises: one set tells of both.
  if (same) expect(fieldsOf(a, merge, true)).toEqual(fieldsOf(b, merge, true));
});
