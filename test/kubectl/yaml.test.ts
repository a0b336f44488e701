import { expect, test } from "vitest";
import { toYaml } from "../../src/kubectl/yaml/dump.ts";
import { parseYamlDocument } from "../../src/kubectl/yaml/load.ts";

test.each([
  ["true", 's: "true"\n'],
  ["y", 's: "y"\n'],
  ["1e3", 's: "1e3"\n'],
  ["12:30:45", 's: "12:30:45"\n'],
  ["2024-01-02", 's: "2024-01-02"\n'],
  ["", 's: ""\n'],
  ["a: b", "s: 'a: b'\n"],
  ["it's: x", "s: 'it''s: x'\n"],
  ["a#b", "s: a#b\n"],
  ["a\tb\n c", 's: "a\\tb\\n c"\n'],
  [" lead\nx", "s: |2-\n   lead\n  x\n"],
  ["x \ny", 's: "x \\ny"\n'],
  ["two\n\n", "s: |+\n  two\n\n"],
  ["\u{1F600}", 's: "\\U0001F600"\n'],
  [`${"word ".repeat(20)}end`, `s: ${"word ".repeat(15)}word\n  ${"word ".repeat(4)}end\n`],
])("the string %j", (text, yaml) => {
  expect(toYaml({ s: text })).toBe(yaml);
  expect(parseYamlDocument(yaml).value).toEqual({ s: text });
});

test("lists stand at the column of their key, keys in the order of the numbers in them", () => {
  const value = { a10: [], a9: {}, list: [{ name: "x", args: ["a", "b"] }, ["c"], "d"], nothing: null };
  expect(toYaml(value)).toBe("a9: {}\na10: []\nlist:\n- args:\n  - a\n  - b\n  name: x\n- - c\n- d\nnothing: null\n");
  expect(parseYamlDocument(toYaml(value)).value).toEqual(value);
});

test.each([
  [
    "a: y\nb: 0644\nc: 1.20\nd: 0x1F\ne: on\nf: 2024-01-02\ng: 12:30:45\nh: ~",
    { a: true, b: 420, c: 1.2, d: 31, e: true, f: "2024-01-02", g: "12:30:45", h: null },
  ],
  ["a: 1\na: 2", { a: 2 }],
  ["1: a\n2.5: b", { "1": "a", "2.5": "b" }],
  ["base: &b {x: 1}\nuse:\n  <<: *b\n  z: 2", { base: { x: 1 }, use: { x: 1, z: 2 } }],
  ["fold: >-\n  one\n  two\nlit: |\n  a\n   b\n", { fold: "one two", lit: "a\n b\n" }],
  ["- a\n- b: c\n  d: e\n-\n  - f", ["a", { b: "c", d: "e" }, ["f"]]],
  ['{"a": [1, 2,], b: c,}', { a: [1, 2], b: "c" }],
  ['s: "a\\n\\u00e9 b\n\n  c"', { s: "a\né b\nc" }],
  ["a: b # comment\n# another\nc:\n- d\n", { a: "b", c: ["d"] }],
  ["", null],
])("%j is read", (text, value) => {
  expect(parseYamlDocument(text).value).toEqual(value);
});

test.each([
  ["a: b\nc:\n\td: e", "line 3: found character that cannot start any token"],
  ["a: b: c", "mapping values are not allowed in this context"],
  ["a: b\nc: d: e", "line 2: mapping values are not allowed in this context"],
  ["a: *x", "unknown anchor 'x' referenced"],
  ["a:\n  - b\n  c: d", "line 2: did not find expected '-' indicator"],
  ["a: b\nc\n", "line 3: could not find expected ':'"],
  ["x:\n  a: [1, 2\nb: c", "line 2: did not find expected ',' or ']'"],
  ['x: y\na: "b\n', "line 3: found unexpected end of stream"],
])("%j is refused", (text, message) => {
  expect(parseYamlDocument(text).error).toBe(`error converting YAML to JSON: yaml: ${message}`);
});
