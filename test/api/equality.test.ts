import { expect, test } from "vitest";
import { canonicalJson, deepEqual } from "../../src/api/equality.ts";

const isNothing = (value: unknown) => value === undefined || value === null;

test.each<[unknown, unknown, strict: boolean, lenient: boolean]>([
  [{ a: 1, b: [1, { c: "x" }] }, { b: [1, { c: "x" }], a: 1 }, true, true],
  [{ a: 1, b: undefined }, { a: 1 }, true, true],
  [{ a: 1, b: null }, { a: 1 }, false, true],
  [{ a: 1 }, { a: 1, b: null }, false, true],
  [{ a: { b: null } }, { a: {} }, false, true],
  [null, undefined, false, true],
  [[null], [], false, false],
  [[1, 2], [2, 1], false, false],
  [[], {}, false, false],
  [{}, null, false, false],
  ["1", 1, false, false],
  [JSON.parse('{"__proto__":{"a":1}}'), {}, false, false],
  [{}, JSON.parse('{"constructor":1}'), false, false],
])("%j and %j", (a, b, strict, lenient) => {
  expect(deepEqual(a, b)).toBe(strict);
  expect(deepEqual(b, a)).toBe(strict);
  expect(deepEqual(a, b, isNothing)).toBe(lenient);
  if (a !== undefined && b !== undefined) {
    expect(canonicalJson(a) === canonicalJson(b)).toBe(strict);
    expect(canonicalJson(a, isNothing) === canonicalJson(b, isNothing)).toBe(lenient);
  }
});
